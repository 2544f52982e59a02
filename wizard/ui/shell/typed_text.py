"""What was typed and not used yet, kept until it is: through sign-out, a crash and another language.

One small file in the data folder has the texts of a few fields, for each setup apart. Fields for keys are
not among them, and a text that could be one is not kept. A file that cannot be used is ignored.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from shiboken6 import isValid

from wizard.own_files import read_file
from wizard.ui.pages.base.page import Page
from wizard.ui.session.session import Session

FILE = "typed.json"
BEFORE_SIGN_IN = ("tenant", "client-id", "troubleshoot-tenant-url")
"""Fields that belong to no setup."""
IN_A_SETUP = (
    "application-name", "new-role", "notification-email", "on-demand-names", "people-names",
    "relink-person", "rotate-person", "tenant-url",
)  # fmt: skip
"""Fields that are kept for each setup."""
_SOON_MS = 500
_MOST = 256 * 1024  # bytes of the file
_LONGEST = 20_000  # characters of one text
_GUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_SECRET_LENGTH, _TOKEN_LENGTH = 20, 60  # from which on a word may be a key, or a token with dots
_Texts = dict[str, dict[str, str]]
_Field = QLineEdit | QPlainTextEdit


def may_be_secret(text: str) -> bool:
    """Whether a word of this text could be a key or a token that was pasted into the wrong field."""
    for word in text.split():
        address = "@" in word or "://" in word or _GUID.fullmatch(word) is not None
        if not address and len(word) >= (_TOKEN_LENGTH if "." in word else _SECRET_LENGTH):
            return True
    return False


class TypedText(QObject):
    """Keeps and restores the texts; one for the lifetime of the program, whatever windows it has."""

    def __init__(self, session: Session, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._file = folder / FILE
        self._texts = _read(self._file)
        self._fields: dict[_Field, Page[Any]] = {}
        self._setup = ""
        self._practice: set[str] = set()  # setups that end with the program
        self._restoring = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.save)
        session.changed.connect(self._follow_setup)

    def watch(self, page: Page[Any]) -> None:
        """Keep what is typed on this page, and put back what was typed there."""
        found: list[_Field] = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
        for field in found:
            if field.objectName() not in (*BEFORE_SIGN_IN, *IN_A_SETUP):
                continue
            self._fields[field] = page
            if isinstance(field, QLineEdit):
                field.textEdited.connect(self._on_typed)  # not what the page draws
                field.textChanged.connect(self._on_changed)
            else:
                field.textChanged.connect(self._on_typed)
            self._restore(field)

    def used(self, page: Page[Any]) -> None:
        """A commit of this page has used what was typed."""
        for field in self._alive():
            if self._fields[field] is page:
                self._forget(field)

    def save(self) -> None:
        """Write the file; where that is not possible, the texts are kept as long as the program runs."""
        from wizard.setup.files import write_atomically  # not before the first paint

        self._soon.stop()
        try:
            kept = {setup: texts for setup, texts in self._texts.items() if setup not in self._practice}
            write_atomically(self._file, json.dumps(kept, ensure_ascii=False).encode())
        except OSError:
            return

    def _alive(self) -> list[_Field]:
        """The fields that exist: another language has replaced those of its earlier window."""
        self._fields = {field: page for field, page in self._fields.items() if isValid(field)}
        return list(self._fields)

    def _key_of(self, field: _Field) -> str | None:
        """The part of the file that a field belongs to; None: a setup that is not known yet."""
        if field.objectName() in BEFORE_SIGN_IN:
            return ""
        return self._setup or None

    def _follow_setup(self) -> None:
        assistant = self._session.assistant
        signed_in = assistant is not None and assistant.identity is not None
        now = assistant.context.store.profile.id if assistant is not None and signed_in else ""
        if now != self._setup:
            self._setup = now
            if assistant is not None and assistant.context.store.profile.practice:
                self._practice.add(now)
            for field in self._alive():
                self._restore(field)

    def _restore(self, field: _Field) -> None:
        key = self._key_of(field)
        text = self._texts.get(key, {}).get(field.objectName(), "") if key is not None else ""
        if not text or _text(field):
            return
        self._restoring = True
        if isinstance(field, QLineEdit):
            field.setText(text)
            if key:  # before sign-in, nothing is sent to a step
                field.textEdited.emit(text)
        else:
            field.setPlainText(text)
        self._restoring = False

    def _on_changed(self) -> None:
        field = self.sender()
        if isinstance(field, QLineEdit) and not field.text() and not self._restoring:
            self._forget(field)

    def _on_typed(self) -> None:
        field = self.sender()
        if self._restoring or not isinstance(field, QLineEdit | QPlainTextEdit):
            return
        text, key = _text(field), self._key_of(field)
        if not text or len(text) > _LONGEST or may_be_secret(text):
            self._forget(field)
        elif key is not None:
            self._texts.setdefault(key, {})[field.objectName()] = text
            self._soon.start()

    def _forget(self, field: _Field) -> None:
        key = self._key_of(field)
        if key is not None and self._texts.get(key, {}).pop(field.objectName(), None) is not None:
            self._texts = {name: texts for name, texts in self._texts.items() if texts}
            self._soon.start()


def _text(field: _Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _read(file: Path) -> _Texts:
    try:
        parsed = json.loads(read_file(file, _MOST))
    except (OSError, ValueError, RecursionError):
        return {}
    found: _Texts = {}
    for setup, texts in parsed.items() if isinstance(parsed, dict) else ():
        if isinstance(texts, dict):
            kept = {name: text for name, text in texts.items() if isinstance(text, str)}
            found[setup] = {name: text for name, text in kept.items() if not may_be_secret(text)}
    return found

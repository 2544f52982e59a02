"""What was typed, chosen or drafted and not used yet: it outlives sign-out, a crash, another language.

Two kinds of input are kept, in one file in the data folder, for each setup apart: single fields by name
(`kept_fields`), and what a page drafts (`Page.drafts`), such as a selection of people. Fields for keys are
not among them, and what could be a key is not kept. A page says what was put back after the program ended,
and offers to discard it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QSpinBox
from shiboken6 import isValid

from wizard.messages import _
from wizard.ui.pages.base.draft import RestoreResult, UnsavedInput
from wizard.ui.pages.base.page import Page
from wizard.ui.session.session import Session
from wizard.ui.shell.draft_file import DraftFile, is_too_large, may_be_secret, may_hold_secret
from wizard.ui.shell.kept_fields import (
    BEFORE_SIGN_IN,
    DRAWN_FIRST,
    KINDS,
    LOOKED_UP,
    KeptField,
    is_filter,
    is_free,
    is_kept,
    put,
    value_of,
)
from wizard.ui.shell.kept_views import KeptViews

_SOON_MS = 500
_LOOK_MS = 200
_LONGEST = 20_000  # characters of one typed text


@dataclass
class _Watched:
    """A draft of a page, and how far putting it back has come."""

    draft: UnsavedInput
    state: str = "new"
    """"new": not compared with what is kept; "putting": on its way back; "live": followed."""
    said: RestoreResult | None = None


@dataclass
class _Restored:
    """What is there again on one page."""

    fields: list[KeptField] = field(default_factory=list)
    drafts: list[UnsavedInput] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    names: set[tuple[str, str]] = field(default_factory=set)
    """Setup and name of each."""


class Drafts(QObject):
    """Keeps and restores them; one for the lifetime of the program, whatever windows it has."""

    setup_left = Signal()
    """Somebody signed in elsewhere: the window shows what was typed for the setup before, and is not
    followed any more."""

    def __init__(
        self, session: Session, folder: Path, parent: QObject | None = None, *, practice_stays: bool = False
    ) -> None:
        """`practice_stays`: the practice tenant outlives the program, so its drafts are kept as well."""
        super().__init__(parent)
        self._session = session
        self.file = DraftFile(folder)
        self._values = self.file.values
        self._earlier = {(setup, name) for setup, values in self._values.items() for name in values}
        self._told: set[tuple[str, str]] = set()  # of these, those that a page says are here again
        self._practice_stays = practice_stays
        self._fields: dict[KeptField, Page[Any]] = {}
        self._waiting: set[KeptField] = set()  # for its choices, which the page draws later
        self._pages: dict[Page[Any], list[_Watched]] = {}
        self._restored: dict[Page[Any], _Restored] = {}
        self._drawn: set[Page[Any]] = set()  # pages that have shown what was read
        self._setup = self._last = ""  # now, and when somebody was signed in last
        self._passing: set[str] = set()  # setups that end with the program
        self._restoring = False
        self._views = KeptViews(self._keep, self._kept, lambda: self._setup, self)
        self._soon = _timer(self, _SOON_MS, self.save)
        self._look_soon = _timer(self, _LOOK_MS, self._look)
        session.changed.connect(self._on_changed)

    def watch(self, page: Page[Any]) -> None:
        """Keep what is typed and drafted on this page, and put back what was there."""
        for kind in KINDS:
            for each in page.findChildren(kind):
                if isinstance(each, KINDS) and is_kept(each):
                    self._watch_field(each, page)
        self._views.watch(page)
        self._pages[page] = [_Watched(draft) for draft in page.drafts()]
        page.drafts_changed.connect(self._look_soon.start)
        page.commits_changed.connect(self._on_drawn)  # the page was drawn
        page.restored.discard_wanted.connect(self._on_discard)
        page.restored.read.connect(self._on_read)
        self._look_soon.start()

    def used(self, page: Page[Any]) -> None:
        """A commit of this page has used what was typed."""
        for each in self._alive():
            if self._fields[each] is page and not is_filter(each):
                self._forget(each)
        self._untell(page)
        page.restored.clear()

    def save(self) -> None:
        """Write the file; where that is not possible, all is kept as long as the program runs."""
        self._soon.stop()
        self.file.values = {
            setup: values for setup, values in self._values.items() if values and setup not in self._passing
        }
        self.file.write()

    # The setup.

    def _on_changed(self) -> None:
        assistant = self._session.assistant
        signed_in = assistant is not None and assistant.identity is not None
        now = assistant.context.store.profile.id if assistant is not None and signed_in else ""
        if now != self._setup:
            self._setup = now
            if (
                assistant is not None
                and assistant.context.store.profile.practice
                and not self._practice_stays
            ):
                self._passing.add(now)
            if now and self._last not in ("", now):
                self._leave()
            self._last = now or self._last
            for watched in self._watched():
                watched.state = "new"
            for each in self._alive():
                self._restore(each)
            self._views.restore()
        self._look()

    def _leave(self) -> None:
        for page in self._watched_pages():
            page.drafts_changed.disconnect(self._look_soon.start)
            page.commits_changed.disconnect(self._on_drawn)
        for each in self._alive():
            each.blockSignals(True)
        self._pages, self._fields, self._waiting, self._restored = {}, {}, set(), {}
        self._views.leave()
        self.setup_left.emit()

    def _kept(self, key: str | None, name: str) -> Any:
        return self._values.get(key, {}).get(name) if key is not None else None

    def _keep(self, key: str, name: str, value: object) -> None:
        self._earlier.discard((key, name))
        self._values.setdefault(key, {})[name] = value
        self._soon.start()

    def _drop(self, key: str | None, name: str) -> None:
        if key is not None and self._values.get(key, {}).pop(name, None) is not None:
            self._earlier.discard((key, name))
            self._soon.start()

    # Fields.

    def _watch_field(self, each: KeptField, page: Page[Any]) -> None:
        self._fields[each] = page
        if isinstance(each, QLineEdit):
            each.textEdited.connect(self._on_typed)  # not what the page draws
            each.textChanged.connect(self._on_emptied)
        elif isinstance(each, QPlainTextEdit):
            each.textChanged.connect(self._on_typed)
        elif isinstance(each, QCheckBox):
            each.clicked.connect(self._on_typed)
        elif isinstance(each, QComboBox):
            each.activated.connect(self._on_typed)
        elif isinstance(each, QDateEdit):
            each.dateChanged.connect(self._on_typed)  # the page draws with blocked signals
        else:
            each.valueChanged.connect(self._on_number)
            each.editingFinished.connect(self._on_sent)
        self._restore(each)

    def _alive(self) -> list[KeptField]:
        """The fields that exist: another language has replaced those of its earlier window."""
        self._fields = {each: page for each, page in self._fields.items() if isValid(each)}
        return list(self._fields)

    def _key_of(self, each: KeptField) -> str | None:
        """The part of the file that a field belongs to; None: a setup that is not known yet."""
        return "" if each.objectName() in BEFORE_SIGN_IN else self._setup or None

    def _restore(self, each: KeptField) -> None:
        key, name = self._key_of(each), each.objectName()
        value = self._kept(key, name)
        told = (str(key), name) in self._told
        if value is None or not (is_free(each) or (told and value_of(each) == value)):
            return
        if (isinstance(each, QComboBox) and not each.count()) or not self._is_drawn(each):
            self._waiting.add(each)
            return
        self._waiting.discard(each)
        earlier = (key, name) in self._earlier
        self._restoring = True
        # Before sign-in, nothing is sent to a step.
        there = value_of(each) == value or put(each, value, tell=bool(key) and name not in LOOKED_UP)
        self._restoring = False
        if not there:
            self._drop(key, name)
        elif earlier or told:
            self._earlier.discard((str(key), name))
            restored = self._of(self._fields[each])
            if each in restored.fields:
                return
            self._told.add((str(key), name))
            restored.names.add((str(key), name))
            restored.fields.append(each)
            restored.lines.append(_("The field “{name}”").format(name=each.accessibleName()))
            self._say(self._fields[each])

    def _is_drawn(self, each: KeptField) -> bool:
        """Whether a value can be put back: a number is sent together with the box beside it, which is
        unticked until the page has drawn what was read, and others would be drawn over.
        """
        late = isinstance(each, QSpinBox | QDateEdit) or each.objectName() in DRAWN_FIRST
        ready = each.isEnabled() or not isinstance(each, QSpinBox)
        return not late or (ready and self._fields[each] in self._drawn)

    def _on_drawn(self) -> None:
        page = self.sender()
        if isinstance(page, Page) and page.step is not None and page.step.status.known:
            self._drawn.add(page)
        self._look_soon.start()

    def _on_emptied(self) -> None:
        each = self.sender()
        if isinstance(each, QLineEdit) and not each.text() and not self._restoring:
            self._forget(each)

    def _on_number(self) -> None:
        each = self.sender()
        if isinstance(each, QSpinBox) and each.hasFocus():  # else the page has drawn it
            self._on_typed()

    def _on_sent(self) -> None:
        each = self.sender()
        if isinstance(each, QSpinBox) and not self._restoring:
            self._forget(each)

    def _on_typed(self) -> None:
        each = self.sender()
        if self._restoring or not isinstance(each, KINDS):
            return
        value, key = value_of(each), self._key_of(each)
        secret = isinstance(value, str) and (len(value) > _LONGEST or may_be_secret(value))
        if value == "" or secret:
            self._forget(each)
        elif key is not None:
            self._keep(key, each.objectName(), value)

    def _forget(self, each: KeptField) -> None:
        self._drop(self._key_of(each), each.objectName())

    # Drafts of pages.

    def _watched_pages(self) -> list[Page[Any]]:
        self._pages = {page: watched for page, watched in self._pages.items() if isValid(page)}
        return list(self._pages)

    def _watched(self) -> list[_Watched]:
        return [each for page in self._watched_pages() for each in self._pages[page]]

    def _look(self) -> None:
        self._look_soon.stop()
        for each in [each for each in self._waiting if isValid(each)]:
            self._restore(each)
        for page in self._watched_pages():
            for watched in self._pages[page]:
                if not self._setup or not watched.draft.ready():
                    break  # the next ones follow from this one
                self._follow(page, watched)
                if watched.state == "putting":
                    break

    def _follow(self, page: Page[Any], each: _Watched) -> None:
        draft, kept = each.draft, self._kept(self._setup, each.draft.name)
        if each.state == "new":
            each.state = "live"
            if kept is not None and kept != draft.take():
                each.state = "putting"
                try:
                    draft.put_back(kept)
                except ValueError:
                    each.state = "live"
                    self._drop(self._setup, draft.name)
                    self._of(page).lost.append(_("A draft could not be read, so it is not here."))
                    self._say(page)
                    return
        outcome = draft.outcome()
        if each.state == "putting":
            if outcome is None:
                return
            each.state = "live"
        if outcome is not None and outcome is not each.said:
            each.said = outcome
            self._tell(page, draft, outcome)
        self._take(page, draft)

    def _take(self, page: Page[Any], draft: UnsavedInput) -> None:
        value = draft.take()
        if value == self._kept(self._setup, draft.name):
            return
        if value is None:
            self._drop(self._setup, draft.name)
        elif self._may_keep(value):
            page.restored.say_kept()
            self._keep(self._setup, draft.name, value)
        else:
            page.restored.say_not_kept(large=is_too_large(value))
            self._drop(self._setup, draft.name)

    @staticmethod
    def _may_keep(value: object) -> bool:
        from wizard.security.redactor import redact_values  # not before the first paint

        return not is_too_large(value) and not may_hold_secret(value) and redact_values(value) == value

    # What was restored, on the page.

    def _of(self, page: Page[Any]) -> _Restored:
        return self._restored.setdefault(page, _Restored())

    def _tell(self, page: Page[Any], draft: UnsavedInput, outcome: RestoreResult) -> None:
        name = (self._setup, draft.name)
        earlier = name in self._earlier or name in self._told
        self._earlier.discard(name)
        restored = self._of(page)
        if earlier and outcome.restored:
            self._told.add(name)
            restored.names.add(name)
            restored.drafts.append(draft)
            restored.lines += outcome.restored
        restored.lost += outcome.lost
        if outcome.lost or (earlier and outcome.restored):
            self._say(page)

    def _untell(self, page: Page[Any]) -> _Restored:
        """No window says any more what is here again on this page."""
        restored = self._restored.pop(page, _Restored())
        self._told -= restored.names
        return restored

    def _on_read(self) -> None:
        bar = self.sender()
        for page in [each for each in self._restored if isValid(each) and each.restored is bar]:
            self._untell(page)

    def _say(self, page: Page[Any]) -> None:
        restored = self._of(page)
        page.restored.show_restored(restored.lines, restored.lost)

    def _on_discard(self) -> None:
        bar = self.sender()
        page = next((each for each in self._restored if isValid(each) and each.restored is bar), None)
        if page is None:
            return
        restored = self._untell(page)
        for each in restored.fields:
            if isValid(each):
                self._discard_field(each)
        for draft in restored.drafts:
            draft.drop()
        page.restored.clear()

    def _discard_field(self, each: KeptField) -> None:
        if isinstance(each, QLineEdit):
            each.clear()
            if self._key_of(each) and each.objectName() not in LOOKED_UP:
                each.textEdited.emit("")
        elif isinstance(each, QPlainTextEdit):
            each.clear()
        elif isinstance(each, QCheckBox):
            put(each, not each.isChecked(), tell=True)
        elif isinstance(each, QComboBox):
            each.setCurrentIndex(0)
        elif isinstance(each, QDateEdit):
            each.setDate(each.minimumDate())
        self._forget(each)


def _timer(parent: QObject, after_ms: int, call: Any) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(call)
    return timer

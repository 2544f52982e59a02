"""The window's support bundle: created, shown, and saved exactly as shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.problem import ProblemError
from wizard.ui.appearance.theme import Tone
from wizard.ui.session.session import Session

if TYPE_CHECKING:
    from wizard.reports import Bundle


class SupportCommand(QObject):
    """Runs the button in the header. Nothing is written before a file was chosen."""

    said = Signal(Tone, str)
    """A message for the window: tone and text."""
    failed = Signal(object)
    """The `Problem` that prevented creating or saving the bundle."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._bundle: Bundle | None = None
        self._file = ""

    def begin(self) -> None:
        """Create the bundle and show it."""
        assistant = self._session.assistant
        if assistant is None:
            return
        job = self._session.call(lambda: assistant.support.bundle())
        job.done.connect(self._made)
        job.failed.connect(self._failed)

    def _made(self, bundle: Bundle) -> None:
        from wizard.ui.widgets.bundle_dialog import BundleDialog

        self._bundle = bundle
        dialog = BundleDialog(bundle, self._window)
        dialog.file_chosen.connect(self._save)
        dialog.open()

    def _save(self, file: str) -> None:
        assistant, bundle = self._session.assistant, self._bundle
        if assistant is None or bundle is None:
            return
        self._file = file
        job = self._session.call(lambda: assistant.support.save(bundle, Path(file)))
        job.done.connect(self._saved)
        job.failed.connect(self._failed)

    def _saved(self, _result: object) -> None:
        saved = _("The support bundle is saved as {file}.").format(file=self._file)
        self.said.emit(Tone.SUCCESS, saved)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ProblemError):
            self.failed.emit(error.problem)

"""One commit: the page sends its input, the effect is planned and shown, then the change is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import Tone
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.page import Page
from wizard.ui.session.background import BackgroundTask
from wizard.ui.session.session import Session
from wizard.ui.shell.commit_impact import CommitImpact
from wizard.ui.shell.later import later
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog

if TYPE_CHECKING:
    from wizard.steps import ChangePreview


class CommitRun(QObject):
    """Carries out one commit. Its dialog opens over `window`; it deletes itself at the end."""

    said = Signal(object, str)
    """A tone and a sentence for the person who chose the commit."""
    failed = Signal(object)
    """The exception that ended it."""
    made = Signal()
    """The change was made."""
    ended = Signal()

    def __init__(self, session: Session, page: Page[Any], commit: Commit, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self.page = page
        self.commit = commit
        self._window = window
        self._planning: BackgroundTask | None = None
        self._over = False

    @property
    def planning(self) -> bool:
        """Whether the effect is still being planned, so nothing is shown yet."""
        return not self._over and (self._planning is None or self._planning.is_running)

    def start(self) -> None:
        """Send all typed input to the step, then plan."""
        self.page.flush(self._plan)

    def cancel(self) -> None:
        """Cancel planning, because another commit was chosen."""
        if self._planning is not None:
            self._planning.cancel()
        self._end()

    def _plan(self) -> None:
        if self._over:
            return
        blocked = self.commit.blocker()
        if blocked:
            self.said.emit(Tone.WARNING, blocked)
            self._end()
            return
        self.page.hold_lookups()
        job = self._planning = self._session.call(self.commit.plan)
        job.done.connect(self._on_planned)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._end)
        job.finished.connect(self.page.resume_lookups)

    def _on_planned(self, effect: ChangePreview) -> None:
        if self._over:
            return
        if effect.empty:
            self.said.emit(Tone.SUCCESS, _("Nothing to change: everything is already as you want it."))
            self._end()
            return
        commit, assistant = self.commit, self._session.assistant
        if effect.access and assistant is not None and assistant.affects_nobody_yet:
            effect = replace(effect, access=())  # a plan needs the connection that is still to be saved
        if effect.direct:
            self._on_committed()
            return
        dialog = ChangePreviewDialog(
            commit.title or commit.text,
            effect,
            commit.text,
            self._window,
            destructive=commit.destructive,
        )
        dialog.committed.connect(self._on_committed)
        dialog.rejected.connect(self._end)
        later(dialog, dialog.open)  # to create it was enough work for one event
        if effect.access:
            CommitImpact(self._session, effect, dialog)

    def _on_committed(self) -> None:
        job = self._session.run(self.commit.act())
        job.done.connect(self._on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._end)

    def _on_done(self, _result: object) -> None:
        self.made.emit()
        if self.commit.done_text:
            self.said.emit(Tone.SUCCESS, self.commit.done_text)
        self._end()

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self._end()

    def _end(self) -> None:
        if not self._over:
            self._over = True
            self.ended.emit()
            self.deleteLater()

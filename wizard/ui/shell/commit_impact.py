"""Calculates the affected people while a commit's dialog is open, and ends with the dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from wizard.problem import Problem
from wizard.ui.session.session import Session
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog

if TYPE_CHECKING:
    from wizard.steps.base.change_preview import ChangePreview
    from wizard.steps.base.people_impact import PeopleImpact


class CommitImpact(QObject):
    """One calculation for one dialog. Closing the dialog cancels it and removes its plan.

    Where the preview says so, making the commit saves the plan.
    """

    _progressed = Signal(str)

    def __init__(self, session: Session, preview: ChangePreview, dialog: ChangePreviewDialog) -> None:
        super().__init__(dialog)
        self._session = session
        self._dialog = dialog
        self._impact: PeopleImpact | None = None
        assistant = session.assistant
        assert assistant is not None  # a commit was prepared with it
        self._progressed.connect(dialog.show_progress, Qt.ConnectionType.QueuedConnection)
        tell = self._progressed.emit
        self._job = session.call(lambda: assistant.people_impact(preview, tell))
        self._job.done.connect(self._done)
        self._job.failed.connect(self._failed)
        self._keeps = False
        if preview.keeps_plan:
            dialog.committed.connect(self._keep)
        dialog.finished.connect(self._close)

    def _done(self, impact: PeopleImpact) -> None:
        self._impact = impact
        self._dialog.show_impact(impact)

    def _failed(self, _error: Exception) -> None:
        from wizard.steps.base.people_impact import PeopleImpact

        self._dialog.show_impact(PeopleImpact(problem=Problem("impact_failed")))

    def _keep(self) -> None:
        self._keeps = True

    def _close(self) -> None:
        self._job.cancel()
        impact, self._impact = self._impact, None
        assistant = self._session.assistant
        if impact is not None and self._keeps and assistant is not None:
            self._session.run(assistant.keep_plan(impact))
        elif impact is not None:
            self._session.call(impact.discard)

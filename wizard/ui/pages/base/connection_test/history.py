"""Earlier tests of the same Playvox: time, result, and what changed since the previous one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from wizard.messages import (
    _,
    explain,
)
from wizard.messages.times import moment
from wizard.problem import Problem
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.fold import Fold, framed
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from wizard.steps.base.connection_test.history import PastRun


class HistoryCard(Card):
    """Hidden while no test of this Playvox is stored."""

    def __init__(self, prefix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            _("Earlier tests"),
            _("Kept on this computer, without the key and without anybody's data."),
            parent,
        )
        self.table = DetailsList(
            f"{prefix}earlier-tests",
            _("Earlier tests"),
            (_("When"), _("Result"), _("What changed since the test before")),
            filterable=False,
            most_rows=5,
        )
        self.body.addWidget(self.table)
        self.note = TextLabel("")
        self.body.addWidget(self.note)
        self.hide()

    def show_runs(self, runs: tuple[PastRun, ...], problem: Problem | None) -> None:
        """Show these tests, newest first, and why some are missing."""
        self.table.set_rows([_row(run) for run in runs])
        self.table.setVisible(bool(runs))
        words = explain(problem) if problem is not None else None
        self.note.setText(" ".join((words.what, words.why)) if words is not None else "")
        self.note.setVisible(words is not None)
        self.setVisible(bool(runs) or words is not None)


class HistoryFold(Fold):
    """The card, folded until somebody wants to see it or something in it cannot be read."""

    def __init__(self, card: HistoryCard, prefix: str = "") -> None:
        super().__init__(f"{prefix}earlier-tests", _("Earlier tests"), framed(card))
        self._card = card
        self.hide()

    def show_runs(self, runs: tuple[PastRun, ...], problem: Problem | None) -> None:
        """Show these tests, newest first, and why some are missing."""
        self._card.show_runs(runs, problem)
        self.setVisible(bool(runs) or problem is not None)
        if problem is not None:
            self.unfold()


def _row(run: PastRun) -> ListRow:
    result = f"{run.verdict}: {run.sentence}" if run.sentence else run.verdict
    return ListRow(run.when.isoformat(), (moment(run.when), result, "\n".join(run.changes)))

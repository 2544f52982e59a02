"""The rows of a comparison as a table of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.widgets.details_list import ListRow
from wizard.ui.widgets.windowed_list import SortedColumn, WindowedList

if TYPE_CHECKING:
    from wizard.steps.plans.view import OutcomeRow, OutcomeRows

_SIGNS = {
    "as_planned": "done",
    "differently": "warning",
    "not_yet": "clock",
    "unknown": "info",
    "was_unknown": "info",
}


class OutcomeRowsList(WindowedList):
    """Name, result, what was planned and what happened to everyone; differences come first."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        columns = (
            SortedColumn(_("Name"), "name"),
            SortedColumn(_("Result"), "verdict"),
            SortedColumn(_("Planned"), "verdict"),
            SortedColumn(_("Happened"), "happened"),
            SortedColumn(_("Sign-in name"), "user_name"),
        )
        super().__init__(name, spoken, columns, sort="verdict", parent=parent)
        self._rows: OutcomeRows | None = None

    def set_rows(self, rows: OutcomeRows | None, empty: str = "") -> None:
        """Show these rows; None shows nothing."""
        if rows is None:
            self._rows = None
            self.set_source(None, empty)
        elif self._rows is not rows:
            self._rows = rows
            self.set_source(_OutcomeSource(rows), empty)


class _OutcomeSource:
    """The rows of a comparison as the table wants them."""

    def __init__(self, rows: OutcomeRows) -> None:
        self._rows = rows

    def count(self, text: str) -> int:
        return self._rows.count(text)

    def window(self, offset: int, limit: int, text: str, sort: str, descending: bool) -> list[ListRow]:
        return [_list_row(row) for row in self._rows.window(offset, limit, text, sort, descending)]


def _list_row(row: OutcomeRow) -> ListRow:
    cells = (row.name, row.verdict_name, row.planned, row.happened, row.detail)
    hint = "\n".join(f"{title}: {sentence}" for title, sentence in row.lines)
    return ListRow(row.id, cells, _SIGNS.get(row.verdict, "info"), hint)

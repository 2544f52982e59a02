"""The rows of a plan of people as a table of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.widgets.details_list import ListRow
from wizard.ui.widgets.windowed_list import SortedColumn, WindowedList

if TYPE_CHECKING:
    from wizard.steps.base.plan_view import PersonPlanRow, PlanRows

_SIGNS = {
    "create": "add",
    "link": "done",
    "update": "change",
    "deactivate": "remove",
    "skip": "skipped",
    "unknown": "info",
}


class PlanRowsList(WindowedList):
    """Name, effect, reason and sign-in name of all people, most important first."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        columns = (
            SortedColumn(_("Name"), "name"),
            SortedColumn(_("Effect"), "action"),
            SortedColumn(_("Why"), "reason"),
            SortedColumn(_("Sign-in name"), "user_name"),
        )
        super().__init__(name, spoken, columns, sort="action", parent=parent)
        self._rows: PlanRows | None = None

    def set_rows(self, rows: PlanRows | None, empty: str = "") -> None:
        """Show these rows; None shows nothing."""
        if rows is None:
            self._rows = None
            self.set_source(None, empty)
        elif self._rows is not rows:
            self._rows = rows
            self.set_source(_PlanSource(rows), empty)


class _PlanSource:
    """Adapts the rows of a plan to the table."""

    def __init__(self, rows: PlanRows) -> None:
        self._rows = rows

    def count(self, text: str) -> int:
        return self._rows.count(text)

    def window(self, offset: int, limit: int, text: str, sort: str, descending: bool) -> list[ListRow]:
        return [_list_row(row) for row in self._rows.window(offset, limit, text, sort, descending)]


def _list_row(row: PersonPlanRow) -> ListRow:
    sign = _SIGNS.get(row.action, "info")
    return ListRow(row.id, (row.name, row.effect, row.why, row.detail), sign, row.why)

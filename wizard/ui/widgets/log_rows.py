"""The entries of a provisioning log as a table of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.messages.labels import log_action
from wizard.messages.times import moment_to_second
from wizard.ui.widgets.details_list import ListRow
from wizard.ui.widgets.tip import tip
from wizard.ui.widgets.windowed_list import SortedColumn, WindowedList

if TYPE_CHECKING:
    from wizard.steps.logs.view import EntryRow, LogEntries

SIGNS = {"success": "done", "failure": "error", "skipped": "skipped", "warning": "warning"}


class LogRowsList(WindowedList):
    """Time, person, what happened and code of each entry; the line above searches in all texts."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        titles = (_("Time"), _("Person"), _("Action"), _("What happened"), _("Microsoft's code"))
        columns = tuple(SortedColumn(title) for title in titles)
        super().__init__(name, spoken, columns, sort="", parent=parent, most_rows=9)
        about = _("Search names, IDs, attributes, values, and Playvox's words")
        self.filter_line.setPlaceholderText(_("Search"))
        self.filter_line.setToolTip(tip(about))
        self.filter_line.setAccessibleDescription(about)
        self._entries: LogEntries | None = None

    def set_entries(self, entries: LogEntries | None, empty: str) -> None:
        """Show these entries; None shows nothing."""
        if entries is None or entries is not self._entries:
            self._entries = entries
            self.set_source(None if entries is None else _LogSource(entries), empty)

    @property
    def too_many_names(self) -> bool:
        """Whether so many names begin with the last word that it counts only as a whole word."""
        text = self.filter_line.text()
        return self._entries is not None and bool(text.strip()) and self._entries.too_many_names(text)


class _LogSource:
    """The entries as the table wants them."""

    def __init__(self, entries: LogEntries) -> None:
        self._entries = entries

    def count(self, text: str) -> int:
        return self._entries.count(text)[0]

    def count_all(self, text: str) -> int:
        return self._entries.count_all(text)

    def window(self, offset: int, limit: int, text: str, sort: str, descending: bool) -> list[ListRow]:
        return [_list_row(row) for row in self._entries.window(offset, limit, text)]


def _list_row(row: EntryRow) -> ListRow:
    cells = (moment_to_second(row.when), row.person, log_action(row.action), row.sentence, row.code)
    return ListRow(row.id, cells, SIGNS.get(row.status, "info"), row.sentence)

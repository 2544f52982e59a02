"""A table of any size: its columns fit what it shows as soon as that has come."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from wizard.ui.widgets.details_list import ListRow
from wizard.ui.widgets.windowed_list import SortedColumn, WindowedList

NAME = "Somebody with quite a long name"


class Rows:
    """Twenty rows."""

    def count(self, _text: str) -> int:
        return 20

    def window(self, offset: int, limit: int, _text: str, _sort: str, _descending: bool) -> list[ListRow]:
        return [ListRow(str(n), (NAME, "x")) for n in range(20)][offset : offset + limit]


def test_columns_are_as_wide_as_their_contents(qtbot: QtBot) -> None:
    made = WindowedList("w", "Words", (SortedColumn("A", "a"), SortedColumn("B", "b")), sort="a")
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.set_source(Rows())
    qtbot.waitUntil(lambda: made.row_count == 20)
    assert made.table.columnWidth(0) >= made.table.fontMetrics().horizontalAdvance(NAME)

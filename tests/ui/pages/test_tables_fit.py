"""No table scrolls sideways on the screens that administrators have, and no head, button or text is
shortened, in any of the languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractItemView, QTableView
from pytestqt.qtbot import QtBot

from tests.ui.readable import shortened
from tests.ui.seen import PAGES, cut_off, opened, visible
from tests.ui.stage import staged_window
from tests.ui.staged_logs import CODE
from wizard.messages import current_language, use_language
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.details_list import Table

WIDTHS = (1024, 1280, 1366)


@pytest.fixture(params=["en", "es", "pt-BR"])
def spoken(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[MainWindow]:
    language = current_language()
    use_language(request.param)
    try:
        with staged_window(qtbot) as made:
            yield made
    finally:
        use_language(language)


def test_no_table_scrolls_sideways_and_nothing_is_shortened(spoken: MainWindow) -> None:
    wrong = []
    for page in PAGES:
        opened(spoken, page)
        for width in WIDTHS:
            spoken.resize(width, 720)
            shown = opened(spoken, page)
            tables = [each for each in visible(shown, QAbstractItemView) if each.objectName()]
            wrong += [
                f"{page} {each.objectName()} at {width}: {each.horizontalScrollBar().maximum()} px"
                for each in tables
                if each.horizontalScrollBar().maximum()
            ]
            parts = (shown, spoken.header, spoken.rail, spoken.command_bar)
            wrong += [
                f"{page} at {width}: {each}" for part in parts for each in cut_off(part) + shortened(part)
            ]
    assert wrong == []


def test_nothing_is_shortened_where_it_could_wrap(window: MainWindow) -> None:
    """Whole words are on screen: a cell is as wide as its longest word and as high as its lines."""
    window.resize(1366, 720)
    for page in PAGES:
        for table in visible(opened(window, page), QTableView):
            if not table.objectName() or table.objectName().startswith("qt_"):
                continue
            for column in range(table.model().columnCount()):
                for row in range(table.model().rowCount()):
                    text = str(table.model().index(row, column).data() or "")
                    word = max(map(table.fontMetrics().horizontalAdvance, text.split() or [""]))
                    assert "@" in text or len(text) > 40 or word < table.columnWidth(column), (
                        page,
                        table.objectName(),
                        text,
                    )
                    need = table.sizeHintForIndex(table.model().index(row, column)).height()
                    assert table.rowHeight(row) >= need, (page, table.objectName(), text)


def test_a_head_is_one_line_high_where_its_titles_fit_into_one(window: MainWindow) -> None:
    window.resize(1280, 720)
    wrong = []
    for page in PAGES:
        for table in visible(opened(window, page), Table):
            head = table._head
            fits = all(head.sectionSize(c) >= head.one_line(c) for c in range(head.count()))
            high = head.fontMetrics().height() * 2
            if fits and head.height() >= high:
                wrong.append(f"{page} {table.objectName()}: {head.height()} px, two lines are {high}")
    assert wrong == []


def test_a_long_code_wraps_between_its_words(window: MainWindow) -> None:
    window.resize(1280, 760)
    page: Any = opened(window, "logs")
    wide, code = page.groups.table.fontMetrics().horizontalAdvance(CODE), page.groups.table.columnWidth(3)
    assert code < wide
    assert page.groups.rows[0].cells[3] == CODE, "what is copied and read aloud is one word"

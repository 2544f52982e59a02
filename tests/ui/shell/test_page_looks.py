"""The window that is made again in another language is looked at as the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import TimeoutError as WaitedTooLong
from pytestqt.qtbot import QtBot

from tests.ui.seen import PAGES, let_layout_finish, opened
from wizard.ui.session.languages import speak
from wizard.ui.shell.guide import GuideDialog
from wizard.ui.shell.page_looks import PageLooks, WindowLooks, looks_of
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.details_list import DetailsList
from wizard.ui.widgets.results_tree import ResultsTree
from wizard.ui.widgets.windowed_list import WindowedList


@pytest.fixture
def again(window: MainWindow, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    """Every page of `window` is looked at in a way of its own; then it is made again in Spanish."""
    for name in PAGES:
        _look_around(window, name, qtbot)
    window.header.person_box.setText("zoe")
    window.show_guide(4)
    looks = WindowLooks(window)
    speak(qapp, "es")
    made = MainWindow(window.session)
    qtbot.addWidget(made)
    made.resize(window.size())
    looks.take_over(made)
    made.show()
    yield made
    for each in (window, made):
        guide = each.findChild(GuideDialog)
        if guide is not None:
            guide.close()
    made.close()
    speak(qapp, "en")


def _look_around(window: MainWindow, name: str, qtbot: QtBot) -> None:
    page = opened(window, name)
    for rows in page.findChildren(DetailsList):
        if rows.rows:
            rows.select(rows.rows[-1].id)
            rows.selected.emit(rows.rows[-1].id)  # which a page may answer by selecting another one
    for windowed in page.findChildren(WindowedList):
        qtbot.waitUntil(
            lambda windowed=windowed: windowed.row_count == 0 or windowed._model.row(0) is not None
        )
        if windowed.row_count:
            windowed.table.select_row(windowed.row_count - 1)
    for tree in page.findChildren(ResultsTree):
        for row in tree.results:
            tree.open_one(row.id, opened=not tree.is_open(row.id))
    let_layout_finish(page)
    bar = window.scroll_area(name).verticalScrollBar()
    bar.setValue(bar.maximum() // 2)


def test_nothing_that_was_chosen_is_lost(window: MainWindow, again: MainWindow, qtbot: QtBot) -> None:
    assert not again.made_pages, "pages are made when they are opened"
    for name in PAGES:
        wanted = looks_of(window.page(name), window.scroll_area(name))
        opened(again, name)
        with suppress(WaitedTooLong):
            qtbot.waitUntil(lambda n=name, w=wanted: _now(again, n) == w)  # type: ignore[misc]
        assert _now(again, name) == wanted, name
    assert again.page("key").title() == "Clave de Playvox"
    guide = again.findChild(GuideDialog)
    assert guide is not None
    assert guide.isVisible()
    assert guide.list.currentRow() == 4
    assert again.header.person_box.text() == "zoe"


def _now(window: MainWindow, name: str) -> PageLooks:
    return looks_of(window.page(name), window.scroll_area(name))

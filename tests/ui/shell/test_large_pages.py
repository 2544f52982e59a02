"""A large page comes in parts: the window answers between them, and what comes is complete."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.ui.shell.page_preloader import PagePreloader
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.details_list import DetailsList, ListRow


@pytest.mark.parametrize("step", ["connection", "mappings", "turn_on", "logs"])
def test_a_new_page_comes_in_a_later_event_and_complete(
    window: MainWindow, qtbot: QtBot, step: str
) -> None:
    opened(window, "before")
    window.open_page(step)
    assert window.current_id == "before"
    qtbot.waitUntil(lambda: window.current_id == step)
    assert window.page(step).complete
    assert window.page(step).isVisible()


def test_of_two_new_pages_the_last_one_asked_for_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    shown: list[str] = []
    window.page_shown.connect(shown.append)
    window.open_page("turn_on")
    window.open_page("mappings")
    qtbot.waitUntil(lambda: window.current_id == "mappings")
    qtbot.wait(50)
    assert shown == ["mappings"]


def test_next_twice_goes_two_pages_on(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, "people")
    window.go_next()
    window.go_next()
    qtbot.waitUntil(lambda: window.current_id == "mappings")


def test_a_page_that_is_there_comes_at_once(window: MainWindow) -> None:
    opened(window, "mappings")
    opened(window, "key")
    window.open_page("mappings")
    assert window.current_id == "mappings"


def test_the_page_that_probably_comes_next_is_prepared_first(qtbot: QtBot) -> None:
    owner, done = QObject(), list[str]()
    preloader = PagePreloader(lambda: False, owner)
    left = {"a": 2, "b": 1}

    def piece(page: str) -> Callable[[], bool]:
        def work() -> bool:
            done.append(page)
            left[page] -= 1
            return left[page] > 0

        return work

    for page in left:
        preloader.begin(page, (piece(page),))
    preloader.prefer("b")
    qtbot.waitUntil(lambda: len(done) == 3)
    assert done == ["b", "a", "a"]


def test_a_table_is_measured_when_it_is_seen_and_only_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    listed = DetailsList("people", "People", ("Name", "Note"), box)
    asked: list[int] = []
    hint = QTableView.sizeHintForColumn
    monkeypatch.setattr(
        QTableView, "sizeHintForColumn", lambda table, column: asked.append(column) or hint(table, column)
    )
    rows = tuple(ListRow(str(number), (f"Person {number}", "a note " * 20)) for number in range(120))
    listed.set_rows(rows)
    assert asked == [], "nobody sees it yet"
    listed.resize(500, 400)
    box.resize(500, 400)
    box.show()
    qtbot.waitUntil(lambda: bool(asked))
    table = listed.table
    qtbot.waitUntil(lambda: table.rowHeight(119) >= table.sizeHintForRow(119))
    seen = len(asked)
    listed.set_rows(rows)
    box.hide()
    box.show()
    assert len(asked) == seen, "nothing changed since"
    listed.filter_line.setText("Person 77")
    listed.filter_line.setText("")
    qtbot.waitUntil(lambda: table.rowHeight(119) >= table.sizeHintForRow(119))

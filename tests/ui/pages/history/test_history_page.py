"""The history page: reachable from anywhere, undoes changes or says why it cannot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from tests.ui.seen import comes, opened, visible
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.history.page import HistoryPage
from wizard.ui.shell.window import MainWindow


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def page_of(window: MainWindow) -> tuple[HistoryPage, list[Commit]]:
    page = opened(window, "history")
    assert isinstance(page, HistoryPage)
    wanted: list[Commit] = []
    page.commit_wanted.disconnect()
    page.commit_wanted.connect(wanted.append)
    return page, wanted


def words(page: HistoryPage) -> str:
    return "\n".join(label.text() for label in visible(page, QLabel))


def test_reached_from_the_header_and_from_monitor_and_left_again(
    window: MainWindow,
) -> None:
    opened(window, "people")
    press(window, "history-open")
    comes(window, "history")
    assert window.rail.isVisible()
    press(window, "back")
    assert window.current_id == "people"
    opened(window, "monitor")
    press(window, "monitor-history")
    comes(window, "history")
    window.go_next()
    assert window.current_id == "history", "nothing comes after it"


def test_a_change_is_offered_with_its_effect(window: MainWindow) -> None:
    page, wanted = page_of(window)
    page.list.table.selectRow(0)
    press(window, "undo")
    [commit] = wanted
    assert commit.text == "Undo"
    assert "Settings saved" in commit.title


def test_a_change_that_cannot_be_undone_says_why(window: MainWindow) -> None:
    page, wanted = page_of(window)
    press(window, "undo")
    assert "Select a change" in words(page)
    page.list.table.selectRow(1)
    assert "deleted with everything in it" in words(page)
    press(window, "undo")
    assert wanted == []
    assert "This change cannot be undone" in words(page)

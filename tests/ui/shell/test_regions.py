"""F6 goes round rail, page, command bar and header; a page that comes by Next takes the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.ui.shell.window import MainWindow


def region(window: MainWindow) -> str:
    focused = QApplication.focusWidget()
    regions: dict[str, QWidget] = {
        "rail": window.rail,
        "page": window.page(window.current_id),
        "bar": window.command_bar,
        "header": window.header,
    }
    return next(
        (name for name, each in regions.items() if focused is not None and each.isAncestorOf(focused)), "?"
    )


def test_f6_goes_round_in_both_directions(window: MainWindow) -> None:
    opened(window, "key")
    window.activateWindow()
    window.rail.item("key").setFocus()
    seen = []
    for _time in range(4):
        QTest.keyClick(window, Qt.Key.Key_F6)
        seen.append(region(window))
    assert seen == ["page", "bar", "header", "rail"]
    assert QApplication.focusWidget() is window.rail.item("key"), "at the page on screen"
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert region(window) == "header"


def test_a_page_that_comes_by_next_takes_the_focus_and_the_rail_keeps_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    opened(window, "key")
    window.activateWindow()
    window.command_bar.next_button.setFocus()
    window.go_next()
    qtbot.waitUntil(lambda: region(window) == "page")
    assert window.current_id == "application"
    window.rail.item("people").setFocus()
    window.go_to("people")
    assert region(window) == "rail"

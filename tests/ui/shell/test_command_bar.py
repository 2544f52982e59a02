"""Back, Next and the commits keep their places while the page reads data: a click is never lost."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.ui.seen import SETTINGS, comes, opened
from wizard.steps import StepState
from wizard.steps.base.progress import Notice
from wizard.ui.shell.window import MainWindow


def places(window: MainWindow) -> dict[str, QPoint]:
    buttons = window.command_bar.findChildren(QAbstractButton)
    return {each.objectName(): each.mapTo(window, QPoint(0, 0)) for each in buttons if each.isVisible()}


@pytest.mark.parametrize("setting", SETTINGS, indirect=True)
def test_no_button_moves_when_the_busy_line_comes_and_goes(window: MainWindow) -> None:
    opened(window, "connection")
    before = places(window)
    assert {"back", "next", "save-connection"} <= set(before)
    for busy in ("Reading the current state …", "", "Saving …", ""):
        window.command_bar.set_busy(busy)
        # First the bar itself is laid out, then its surroundings: a press may come in between.
        for widget in (window.command_bar, window):
            QApplication.sendPostedEvents(widget, QEvent.Type.LayoutRequest)
            assert {name: place for name, place in places(window).items() if name in before} == before
        QApplication.processEvents()


def test_a_click_during_which_a_reading_ends_is_not_lost(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, "people")
    window.command_bar.set_busy("Reading the current state …")
    qtbot.wait(50)
    button = window.command_bar.next_button
    place, handle = button.mapTo(window, button.rect().center()), window.windowHandle()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    window.command_bar.set_busy("")
    QApplication.processEvents()
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    comes(window, "connection")


def test_numbers_that_count_up_are_shown_and_what_is_done_is_spoken_once(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr("wizard.ui.shell.window.announce", lambda _widget, text: spoken.append(text))
    opened(window, "people")
    step = window.session.step("people")
    assert step is not None
    staged = cast("Any", step)
    staged.state = StepState.WORKING
    texts = []
    for notice in (Notice("Assigning …", 20, 500), Notice("Assigning …", 40, 500), Notice("Reading …")):
        staged._notice, staged.evidence = notice, notice.text
        window.session.changed.emit("people")
        qtbot.waitUntil(lambda text=notice.text: window.command_bar.busy_text.text() == text)
        texts.append(window.command_bar.busy_text.text())
    assert texts == ["Assigning … 20 of 500", "Assigning … 40 of 500", "Reading …"]
    assert [text for text in spoken if " …" in text] == ["Assigning …", "Reading …"]


@pytest.mark.parametrize("state", [StepState.LOCKED, StepState.UNREAD])
def test_a_page_that_waits_offers_no_change(window: MainWindow, state: StepState) -> None:
    page: Any = opened(window, "turn_on")
    assert window.command_bar.findChildren(QAbstractButton, "start-provisioning")
    page.step._locked = "An earlier step comes first."
    page.step.state = state
    page.redraw()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not page.content.isEnabled()
    assert not window.command_bar.findChildren(QAbstractButton, "start-provisioning")

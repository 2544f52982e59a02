"""What is clicked while the program still loads is done once it has loaded."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.ui.stage import assistant
from wizard.entra import scopes
from wizard.ui.shell.window import MainWindow


@pytest.fixture
def loading(unloaded: MainWindow) -> MainWindow:
    """The window as it is before there is an assistant."""
    unloaded.go_to("before")
    return unloaded


def click(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("name", "intent"), [("choose-practice", "begin_practice"), ("choose-real", "look_for_set_ups")]
)
def test_a_click_is_kept(loading: MainWindow, qtbot: QtBot, name: str, intent: str) -> None:
    assert not loading.command_bar.busy_text.isVisible(), "the page is complete"
    click(loading, name)
    assert loading.session.asked_early
    assert loading.command_bar.busy_text.isVisible(), "the window says that the click waits"
    made = assistant()
    step: Any = made.before
    loading.session.attach(made)
    qtbot.waitUntil(lambda: bool(step.asked))
    assert [asked[0] for asked in step.asked] == [intent]


def test_the_first_step_takes_a_click_before_the_others_are_there(
    loading: MainWindow, qtbot: QtBot
) -> None:
    click(loading, "choose-practice")
    made = assistant()
    step: Any = made.before
    loading.session.begin(step)
    qtbot.waitUntil(lambda: bool(step.asked))
    assert loading.session.assistant is None
    loading.session.attach(made)
    loading.session.background.call_soon(step.publish)
    qtbot.waitUntil(lambda: loading.rail.item("before")._state == str(step.state))
    assert len(step.asked) == 1


def test_a_tenant_is_chosen_and_signed_in_to_before_the_step_is_there(
    loading: MainWindow, qtbot: QtBot
) -> None:
    click(loading, "choose-real")
    page: Any = loading.page("before")
    assert page.sign_in_button.isVisible()
    assert page.cloud_box.currentData()[0] == "global"
    assert page._scopes == scopes.READ_SCOPES
    made = assistant()
    click(loading, "sign-in")
    step: Any = made.before
    loading.session.begin(step)
    qtbot.waitUntil(lambda: len(step.asked) > 1)
    assert [asked[0] for asked in step.asked][:2] == ["look_for_set_ups", "choose_real"]


def test_nothing_is_kept_twice(loading: MainWindow, qtbot: QtBot) -> None:
    click(loading, "choose-practice")
    made = assistant()
    step: Any = made.before
    loading.session.attach(made)
    loading.session.attached.emit()
    qtbot.waitUntil(lambda: bool(step.asked))
    assert len(step.asked) == 1

"""What is clicked while the program still loads is done once it has loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.ui.stage import assistant
from wizard.ui.session.background import Background
from wizard.ui.session.session import Session
from wizard.ui.shell.window import MainWindow


@pytest.fixture
def loading(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window as it is before there is an assistant."""
    background = Background()
    made = MainWindow(Session(background))
    qtbot.addWidget(made)
    made.show()
    made.go_to("before")
    yield made
    made.close()
    background.close()


def click(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("name", "intent"), [("choose-practice", "begin_practice"), ("choose-real", "look_for_set_ups")]
)
def test_a_click_is_kept(loading: MainWindow, qtbot: QtBot, name: str, intent: str) -> None:
    assert loading.command_bar.busy_text.isVisible(), "the window says that it is starting"
    click(loading, name)
    assert loading.session.asked_early
    made = assistant()
    step: Any = made.before
    loading.session.attach(made)
    qtbot.waitUntil(lambda: bool(step.asked))
    assert [asked[0] for asked in step.asked] == [intent]


def test_nothing_is_kept_twice(loading: MainWindow, qtbot: QtBot) -> None:
    click(loading, "choose-practice")
    made = assistant()
    step: Any = made.before
    loading.session.attach(made)
    loading.session.attached.emit()
    qtbot.waitUntil(lambda: bool(step.asked))
    assert len(step.asked) == 1

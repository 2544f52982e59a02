"""Pages that a message names are buttons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.ui.seen import comes
from wizard.messages.pages import PAGES, go_to, page_name, pages_named
from wizard.problem import Problem
from wizard.ui.appearance.theme import Tone
from wizard.ui.shell.page_registry import side_pages, step_pages
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.message_bar import MessageBar


def test_every_page_of_the_window_has_its_name() -> None:
    shown = {entry.step_id: entry.title for entry in (*step_pages(), *side_pages())}
    assert {page: page_name(page) for page in PAGES} == shown


def test_only_quoted_names_are_pages() -> None:
    assert pages_named("First finish “Playvox key”, then “Turn on”.") == ("key", "turn_on")
    assert pages_named("The Connection was reset.") == ()


def test_a_named_page_is_a_button_and_goes_with_the_message(qtbot: QtBot) -> None:
    bar = MessageBar("bar")
    qtbot.addWidget(bar)
    wanted: list[str] = []
    bar.page_wanted.connect(wanted.append)
    bar.show_message(Tone.WARNING, "Test it under “Connection”.")
    bar.show()
    button = bar.findChild(QAbstractButton, "bar-go-connection")
    assert isinstance(button, QAbstractButton)
    assert (button.text(), button.isVisible()) == (go_to("connection"), True)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted == ["connection"]
    bar.show_message(Tone.WARNING, "Nothing is named here.")
    assert not button.isVisible()


@pytest.mark.parametrize("code", ["key_first", "application_first"])
def test_a_problem_leads_to_the_page_that_solves_it(window: MainWindow, code: str) -> None:
    window.go_to("mappings")
    window.show_problem(Problem(code))
    page = {"key_first": "key", "application_first": "application"}[code]
    button = window.message.findChild(QAbstractButton, f"window-message-go-{page}")
    assert isinstance(button, QAbstractButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    comes(window, page)

"""The page of one person: reached by the search box in the header, it shows the answer and the links."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened, visible
from tests.ui.staged import Staged
from wizard.ui.pages.why.page import WhyPage
from wizard.ui.shell.window import MainWindow


def asked(window: MainWindow) -> list[tuple[object, ...]]:
    assistant = window.session.assistant
    assert assistant is not None
    return cast("Staged", assistant.why).asked


def page_of(window: MainWindow) -> WhyPage:
    page = opened(window, "why")
    assert isinstance(page, WhyPage)
    return page


def test_the_search_box_in_the_header_leads_to_the_answer(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, "people")
    box = window.header.person_box
    assert box.isVisible()
    QTest.keyClicks(box, " ana@contoso.example ")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.current_id == "why"
    qtbot.waitUntil(lambda: bool(asked(window)))
    assert asked(window) == [("ask", "ana@contoso.example")]
    assert box.text() == ""


def test_an_empty_search_leads_nowhere(window: MainWindow) -> None:
    opened(window, "people")
    QTest.keyClick(window.header.person_box, Qt.Key.Key_Return)
    assert window.current_id == "people"


def test_the_answer_with_its_cure_and_every_link(window: MainWindow) -> None:
    page = page_of(window)
    words = "\n".join(label.text() for label in visible(page, QLabel))
    assert "Ana Souza has no account in Playvox." in words
    assert "change the filter under “Mappings”" in words
    model = page.links.table.model()
    assert model.rowCount() == 8
    states = [str(model.index(row, 1).data()) for row in range(8)]
    assert states[3] == "Broken"
    assert states[5:] == ["Not reached"] * 3


def test_one_of_several_namesakes_is_asked_for_by_id(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.candidates.table.selectRow(1)
    QTest.mouseClick(page.choose_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(asked(window)))
    assert asked(window) == [("ask", "2")]

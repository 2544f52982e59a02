"""What is typed, selected and drafted stays through Back, Next, another language and signing out."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTableView

from tests.journeys.keyboard import Keyboard
from tests.journeys.test_by_keyboard import add_application, begin, save_key
from tests.journeys.test_languages import choose
from tests.journeys.test_mapping_by_keyboard import open_editor
from wizard.app import Program
from wizard.ui.session.languages import speak

pytestmark = pytest.mark.timeout(300)
_ALT = Qt.KeyboardModifier.AltModifier


def edit(program: Program, keyboard: Keyboard) -> None:
    """Two selected, the search still typed, an attribute mapping begun, a condition begun."""
    keyboard.tab_to("people-search")
    keyboard.write("a")
    keyboard.press(Qt.Key.Key_Return)
    keyboard.until(lambda: keyboard.step("people").view.found, "people are found")
    keyboard.view_of("people")
    table = keyboard.tab_to("found")
    assert isinstance(table, QTableView)
    keyboard.press(Qt.Key.Key_Home)
    keyboard.press(Qt.Key.Key_Space)
    keyboard.press(Qt.Key.Key_Down)
    keyboard.press(Qt.Key.Key_Space)
    keyboard.until(lambda: len(keyboard.step("people").view.selected) == 2, "two are selected")
    program.window.go_to("mappings")
    keyboard.view_of("mappings")
    open_editor(keyboard, "displayName")
    keyboard.tab_to("mapping-source")
    keyboard.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keyboard.write("companyName")
    keyboard.press(Qt.Key.Key_Escape)
    keyboard.use("add-clause")
    line = keyboard.tab_to("clause-1-attribute")
    keyboard.write("department")
    assert isinstance(line, QLineEdit)
    program.window.go_to("people")


def found(program: Program, keyboard: Keyboard) -> dict[str, Any]:
    """The same as the window shows it."""
    keyboard.until(lambda: not keyboard.step("people").running, "people are read", 90)
    people: Any = program.window.page("people")
    program.window.go_to("mappings")
    keyboard.view_of("mappings")
    mappings: Any = program.window.page("mappings")
    keyboard.until(lambda: not mappings.editor.isHidden(), "the editor is open")
    shown = {
        "selected": len(people.selection.list.rows),
        "typed": people.search_line.text(),
        "source": mappings.editor.text,
        "conditions": [row.attribute for group in mappings.scope.rows() for row in group],
    }
    program.window.go_to("people")
    return shown


def test_it_stays(program: Program, keyboard: Keyboard) -> None:
    wanted = {"selected": 2, "typed": "a", "source": "companyName", "conditions": ["department"]}
    try:
        begin(keyboard)
        save_key(keyboard)
        add_application(keyboard)
        edit(program, keyboard)
        assert found(program, keyboard) == wanted
        keyboard.press(Qt.Key.Key_Left, _ALT)
        keyboard.until(lambda: program.window.current_id == "application", "Back")
        keyboard.press(Qt.Key.Key_Right, _ALT)
        keyboard.until(lambda: program.window.current_id == "people", "Next")
        assert found(program, keyboard) == wanted, "Back and Next"
        old = program.window
        choose(program, keyboard, "es")
        keyboard.until(lambda: program.window is not old, "the window speaks Spanish")
        keyboard.until(lambda: program.window.current_id == "people", "the same page")
        assert found(program, keyboard) == wanted, "another language"
        assert program.window.page("people").restored.isHidden(), "nothing was lost, so nothing is said"
        program.window.go_to("before")
        button = program.window.findChild(QAbstractButton, "sign-out")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        keyboard.until(lambda: program.session.identity is None, "nobody is signed in")
        button = program.window.findChild(QAbstractButton, "sign-in")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        keyboard.until(lambda: program.session.identity is not None, "somebody is signed in", 90)
        program.window.go_to("people")
        keyboard.until(lambda: keyboard.step("people").status.known, "people are read", 90)
        assert found(program, keyboard) == wanted, "signing out"
    finally:
        speak(program._app, "en")

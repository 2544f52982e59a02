"""A mapping is edited, saved in Entra and undone again, without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QTableView

from tests.journeys.keyboard import Keyboard
from tests.journeys.test_by_keyboard import add_application, assign_two, begin, connect, save_key
from wizard.app import Program
from wizard.ui.widgets.details_list import DetailsList

pytestmark = pytest.mark.timeout(240)
EXPRESSION = 'Join(" ", [surname], [givenName])'


def source_of(keyboard: Keyboard, target: str) -> str:
    """Entra's source of a target attribute, as the step read it last."""
    return next(row.text for row in keyboard.view_of("mappings").rows if row.target == target)


def open_editor(keyboard: Keyboard, target: str) -> None:
    table = keyboard.tab_to("mappings")
    assert isinstance(table, QTableView)
    keyboard.press(Qt.Key.Key_Home)
    rows = [row.target for row in keyboard.step("mappings").view.rows]
    keyboard.press(Qt.Key.Key_Down, times=rows.index(target))
    keyboard.use("edit-mapping")


def type_expression(keyboard: Keyboard) -> None:
    kinds = keyboard.tab_to("mapping-kind")
    assert isinstance(kinds, QComboBox)
    keyboard.press(Qt.Key.Key_Home)
    keyboard.press(Qt.Key.Key_Down, times=kinds.findData("expression"))
    keyboard.until(lambda: kinds.currentData() == "expression", "the kind is chosen")
    box = keyboard.tab_to("mapping-source")
    assert isinstance(box, QPlainTextEdit)
    keyboard.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keyboard.write(EXPRESSION)
    keyboard.press(Qt.Key.Key_Escape)  # completions, when they are open
    assert box.toPlainText() == EXPRESSION
    trial = next(
        each
        for each in keyboard.program.frame.findChildren(DetailsList)
        if each.table.objectName() == "trial"
    )
    keyboard.until(lambda: trial.rows, "the live result is there")
    assert all(row.cells[1] for row in trial.rows)


def test_a_mapping_is_edited_saved_and_undone(program: Program, keyboard: Keyboard) -> None:
    begin(keyboard)
    save_key(keyboard)
    add_application(keyboard)
    assign_two(keyboard)
    connect(keyboard)
    before = source_of(keyboard, "displayName")
    open_editor(keyboard, "displayName")
    type_expression(keyboard)
    keyboard.use("set-mapping")
    keyboard.until(
        lambda: "displayName" in keyboard.step("mappings").view.draft.changed, "it is in the draft"
    )
    keyboard.use("save-mappings")
    keyboard.confirm()
    keyboard.until(lambda: not keyboard.view_of("mappings").draft.changed, "it is saved", 90)
    assert source_of(keyboard, "displayName") == EXPRESSION

    keyboard.use("undo-save")
    keyboard.confirm()
    keyboard.until(lambda: source_of(keyboard, "displayName") == before, "it is as it was", 90)

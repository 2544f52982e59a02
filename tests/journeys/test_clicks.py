"""How many clicks it takes: the first account on the practice tenant."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from tests.journeys.keyboard import Keyboard
from tests.journeys.mouse import Mouse
from tests.journeys.test_by_keyboard import truth
from wizard.app import Program

pytestmark = pytest.mark.timeout(240)


def tick(mouse: Mouse, keyboard: Keyboard, row: int) -> None:
    """Click the check box of a row of the people that were found."""
    table = keyboard.program.frame.findChild(QTableView, "found")
    assert table is not None
    box = table.visualRect(table.model().index(row, 0))
    spot = QPoint(box.left() + table.fontMetrics().height() // 2 + 8, box.center().y())
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    mouse.clicks += 1


def test_the_first_practice_account_in_twelve_clicks(program: Program, keyboard: Keyboard) -> None:
    mouse = Mouse(program, keyboard)
    mouse.click("choose-practice")
    keyboard.until(lambda: keyboard.step("before").view.findings, "somebody is signed in", 90)
    keyboard.view_of("before")
    mouse.click("next")
    keyboard.view_of("key")
    mouse.click("use-practice-key")
    keyboard.led_on("application")
    mouse.click("add-application")
    keyboard.led_on("people")
    keyboard.write("aaron")  # the search has the focus
    keyboard.until(lambda: keyboard.step("people").view.found, "somebody is found")
    keyboard.view_of("people")
    tick(mouse, keyboard, 0)
    mouse.click("assign")
    mouse.click("effect-commit")
    keyboard.led_on("connection")
    keyboard.write("acme")  # the address has the focus
    keyboard.until(lambda: keyboard.step("connection").view.tenant_url, "the address is known")
    mouse.click("save-connection")
    keyboard.led_on("mappings")
    mouse.click("next")
    keyboard.until(lambda: keyboard.step("turn_on").view.plan is not None, "the plan is there", 120)
    keyboard.view_of("turn_on")
    mouse.click("start-provisioning")
    mouse.click("effect-commit")
    keyboard.until(lambda: keyboard.step("turn_on").view.job_state == "on", "it is on", 120)
    keyboard.until(lambda: truth(keyboard)["playvox_users"], "the first account is there", 120)
    names = {str(user["userName"]).casefold() for user in truth(keyboard)["playvox_users"]}
    assert set(map(str.casefold, truth(keyboard)["in_scope"])) <= names
    assert mouse.clicks <= 12
    assert mouse.confirmations <= 2

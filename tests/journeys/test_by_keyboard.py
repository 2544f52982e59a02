"""The entire setup, from the first page to accounts in Playvox, without a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QTableView

from tests.journeys.keyboard import Keyboard
from wizard.app import Program
from wizard.steps.base.practice_control import PracticeControl

pytestmark = pytest.mark.timeout(300)


def truth(keyboard: Keyboard) -> dict[str, Any]:
    """True state of the practice servers."""
    assistant = keyboard.program.session.assistant
    assert assistant is not None
    control = PracticeControl(
        assistant.context.session.network, keyboard.step("before").view.practice.control
    )
    answers: list[dict[str, Any]] = []
    keyboard.program.session.run(control.truth()).done.connect(answers.append)
    keyboard.until(lambda: answers, "the practice tenant tells the truth")
    return answers[0]


def begin(keyboard: Keyboard) -> None:
    keyboard.use("choose-practice")
    keyboard.until(lambda: keyboard.step("before").view.findings, "somebody is signed in", 90)
    keyboard.view_of("before")


def save_key(keyboard: Keyboard) -> None:
    keyboard.go_on("key")
    keyboard.tab_to("key")
    keyboard.write(keyboard.step("before").view.practice.key.get_secret_value())
    keyboard.until(lambda: keyboard.step("key").view.pending, "the key is recognized")
    keyboard.use("save-key")
    keyboard.until(lambda: not keyboard.step("key").view.pending, "the key is saved")
    keyboard.led_on("application")


def add_application(keyboard: Keyboard) -> None:
    keyboard.use("add-application")
    keyboard.until(lambda: keyboard.step("application").view.chosen is not None, "it is added", 120)
    keyboard.led_on("people")


def assign_two(keyboard: Keyboard) -> None:
    keyboard.tab_to("people-search")
    keyboard.write("a")
    keyboard.press(Qt.Key.Key_Return)
    keyboard.until(lambda: keyboard.step("people").view.found, "people are found")
    found = keyboard.view_of("people").found
    table = keyboard.tab_to("found")
    assert isinstance(table, QTableView)
    keyboard.press(Qt.Key.Key_Home)
    chosen = 0
    for row in found:
        if str(row.kind) == "user" and not row.warnings and chosen < 2:
            keyboard.press(Qt.Key.Key_Space)
            chosen += 1
        keyboard.press(Qt.Key.Key_Down)
    assert chosen == 2
    keyboard.use("assign")
    # A changed choice costs nothing and leads back to the same place.
    keyboard.until(lambda: keyboard.dialog() is not None, "the effect is shown")
    keyboard.press(Qt.Key.Key_Escape)
    keyboard.until(lambda: keyboard.dialog() is None, "the dialog is closed")
    assert not keyboard.view_of("people").assigned
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "assign"
    keyboard.use("assign")
    keyboard.confirm()
    keyboard.until(lambda: len(keyboard.step("people").view.assigned) == 2, "they are assigned")
    keyboard.led_on("connection")


def connect(keyboard: Keyboard) -> None:
    keyboard.tab_to("tenant-url")
    keyboard.write("acme")
    keyboard.tab_to("notification-email")
    keyboard.write("it@contoso.example")
    keyboard.use("test-connection")
    keyboard.until(lambda: keyboard.step("connection").view.report is not None, "it is tested", 120)
    keyboard.view_of("connection")
    keyboard.use("save-connection")
    keyboard.until(lambda: not keyboard.step("connection").view.unsaved, "it is saved")
    keyboard.led_on("mappings")


def preview_one(keyboard: Keyboard) -> None:
    view = keyboard.view_of("mappings")
    keyboard.tab_to("preview-people")
    keyboard.press(Qt.Key.Key_Home)
    keyboard.use("preview")
    keyboard.until(lambda: keyboard.step("mappings").view.preview is not None, "the preview is there")
    assert keyboard.view_of("mappings").preview.person.id in {person.id for person in view.people}


def turn_on(keyboard: Keyboard) -> None:
    keyboard.go_on("turn_on")
    keyboard.until(lambda: keyboard.step("turn_on").view.plan is not None, "the plan is there", 120)
    keyboard.use("provision-one")
    keyboard.confirm()
    keyboard.until(lambda: keyboard.step("turn_on").view.trial is not None, "one is provisioned", 120)
    keyboard.view_of("turn_on")
    keyboard.use("start-provisioning")
    keyboard.confirm()
    keyboard.until(lambda: keyboard.step("turn_on").view.job_state == "on", "it is on", 120)
    keyboard.view_of("turn_on")


def everybody_is_there(keyboard: Keyboard) -> bool:
    now = truth(keyboard)
    there = {str(user["userName"]).casefold() for user in now["playvox_users"]}
    return bool(now["in_scope"]) and {str(name).casefold() for name in now["in_scope"]} <= there


def test_the_entire_setup(program: Program, keyboard: Keyboard) -> None:
    begin(keyboard)
    save_key(keyboard)
    add_application(keyboard)
    assign_two(keyboard)
    connect(keyboard)
    preview_one(keyboard)
    turn_on(keyboard)
    keyboard.go_on("monitor")
    keyboard.use("practice-toggle")
    speed = program.frame.findChild(QComboBox, "practice-speed")
    assert isinstance(speed, QComboBox)
    keyboard.until(lambda: speed.currentData() == 60.0, "the panel tells how fast the clock runs")
    keyboard.use("practice-cycle")
    keyboard.until(lambda: everybody_is_there(keyboard), "everybody is in Playvox", 120)
    keyboard.use("refresh-monitor")
    keyboard.until(lambda: keyboard.step("monitor").view.events, "results are shown")
    keyboard.view_of("monitor")
    now = truth(keyboard)
    assert sum(bool(app["created_by_wizard"]) for app in now["applications"]) == 1
    assert now["jobs"][-1]["state"] == "Active"
    assert now["secret_masked"] is True
    assert len(now["in_scope"]) == 2
    assert program.window.current_id == "monitor"


def test_pages_by_rail_and_letters(program: Program, keyboard: Keyboard) -> None:
    window = program.window
    keyboard.tab_to("rail-before")
    keyboard.press(Qt.Key.Key_Down, times=3)
    keyboard.press(Qt.Key.Key_Return)
    keyboard.until(lambda: window.current_id == "people", "the page of the rail is shown")
    keyboard.press(Qt.Key.Key_Up)
    keyboard.press(Qt.Key.Key_Space)
    keyboard.until(lambda: window.current_id == "application", "the page of the rail is shown")
    keyboard.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    keyboard.until(lambda: "First finish this page" in window.message.text, "the reason is said")
    assert window.current_id == "application", "Next leads to no page that only says that it comes later"
    for letter, there in ((Qt.Key.Key_B, "key"), (Qt.Key.Key_B, "before"), (Qt.Key.Key_Right, "before")):
        keyboard.press(letter, Qt.KeyboardModifier.AltModifier)
        # Qt shows the pressed button for a moment before it acts.
        keyboard.until(lambda there=there: window.current_id == there, f"{there} is shown")
    keyboard.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.current_id == "before"
    keyboard.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.current_id == "before"


def test_tab_goes_round_both_ways(program: Program, keyboard: Keyboard) -> None:
    keyboard.tab_to("choose-practice")
    keyboard.press(Qt.Key.Key_Tab)
    second = QApplication.focusWidget()
    keyboard.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "choose-practice"
    assert second is not focused
    for _time in range(100):
        keyboard.press(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is focused:
            return
    raise AssertionError("Tab never came back")

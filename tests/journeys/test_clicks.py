"""How many clicks four journeys take: testing a connection, first account, new key, who is missing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from tests.journeys.keyboard import Keyboard
from tests.journeys.mouse import Mouse, to_the_people
from tests.journeys.test_by_keyboard import truth
from wizard.app import Program
from wizard.connection import Verdict
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog

pytestmark = pytest.mark.timeout(240)


def tick(mouse: Mouse, keyboard: Keyboard, row: int) -> None:
    """Click the check box of a row of the people that were found."""
    table = keyboard.program.frame.findChild(QTableView, "found")
    assert table is not None
    box = table.visualRect(table.model().index(row, 0))
    spot = QPoint(box.left() + table.fontMetrics().height() // 2 + 8, box.center().y())
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    mouse.clicks += 1


def test_a_connection_is_tested_in_five_clicks(program: Program, keyboard: Keyboard) -> None:
    mouse = Mouse(program, keyboard)
    mouse.click("troubleshoot")
    mouse.click("troubleshoot-practice")
    keyboard.until(lambda: keyboard.step("troubleshoot").view.practice, "the practice Playvox answers", 90)
    mouse.click("troubleshoot-tenant-url")
    keyboard.write("acme")
    mouse.click("troubleshoot-practice-key")
    keyboard.until(lambda: keyboard.step("troubleshoot").view.key_fingerprint, "the key is there")
    mouse.click("troubleshoot-test-connection")
    keyboard.until(lambda: keyboard.step("troubleshoot").view.report is not None, "the test is over", 90)
    assert keyboard.view_of("troubleshoot").report.verdict is Verdict.WORKS
    assert mouse.clicks <= 5
    assert mouse.confirmations == 0


def test_the_clicks_of_a_setup(program: Program, keyboard: Keyboard) -> None:
    """One window, as an administrator goes on working with it: three journeys, each counted from zero."""
    mouse = Mouse(program, keyboard)
    first_account(mouse, keyboard)
    assert mouse.clicks <= 12
    assert mouse.confirmations <= 2
    mouse.start_counting()
    change_the_key(mouse, keyboard)
    assert mouse.clicks <= 6
    assert mouse.confirmations == 1
    assign_another(keyboard)
    program.window.go_to("overview")  # where a window of an existing setup opens
    mouse.start_counting()
    who_is_missing(mouse, keyboard)
    assert mouse.clicks <= 2
    assert mouse.confirmations == 0


def first_account(mouse: Mouse, keyboard: Keyboard) -> None:
    to_the_people(mouse, keyboard)
    keyboard.write("aaron")  # the search has the focus
    keyboard.until(lambda: keyboard.step("people").view.found, "somebody is found")
    keyboard.view_of("people")
    tick(mouse, keyboard, 0)
    mouse.click("assign")
    keyboard.until(lambda: keyboard.dialog() is not None, "the change is shown")
    dialog = keyboard.dialog()
    assert isinstance(dialog, ChangePreviewDialog)
    assert dialog.impact is None, "without a connection nobody is affected, and nothing is missing"
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


def change_the_key(mouse: Mouse, keyboard: Keyboard) -> None:
    """Replace the key that Entra uses by another one, tested before and after."""
    keyboard.view_of("turn_on")
    before = keyboard.step("rotate").context.store.profile.key_mark
    mouse.click("rail-key")
    mouse.click("rotate-key")
    keyboard.view_of("rotate")
    mouse.click("rotate-practice-key")
    keyboard.until(lambda: keyboard.step("rotate").view.pending, "the new key is recognized")
    mouse.click("rotate-now")
    mouse.click("effect-commit")
    keyboard.until(lambda: keyboard.step("rotate").view.finished, "the new key is in use", 120)
    after = keyboard.view_of("rotate").saved_mark
    assert after != before


def assign_another(keyboard: Keyboard) -> None:
    """One more person, after the last cycle."""

    async def assign() -> None:
        step = keyboard.program.session.assistant.people
        found = await step.resolve(["zoe.laszcz@contoso.example"])
        await step.assign(list(found.values()))

    ended: list[object] = []
    job = keyboard.program.session.run(assign())
    job.done.connect(ended.append)
    keyboard.until(lambda: ended, "one more is assigned")


def who_is_missing(mouse: Mouse, keyboard: Keyboard) -> None:
    """From the overview to the names of those who have no account yet."""
    keyboard.until(
        lambda: keyboard.step("overview").view.people.missing == 1, "the overview has counted", 90
    )
    mouse.click("show-missing")
    keyboard.until(
        lambda: "Zoë Łaszcz" in planned_to_be_created(keyboard), "the one without an account is named", 90
    )
    assert planned_to_be_created(keyboard) == ["Zoë Łaszcz"]


def planned_to_be_created(keyboard: Keyboard) -> list[str]:
    """The names in the plan that is on screen, of those who have no account yet."""
    plan = keyboard.step("turn_on").view.plan
    if plan is None or keyboard.program.window.current_id != "turn_on":
        return []
    rows = plan.rows.window(0, 50, "", "name", descending=False)
    return [row.name for row in rows if row.action == "create"]

"""A commit is planned with all typed input, however quickly it was chosen."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.seen import PAGES, opened, visible
from tests.ui.staged import Staged
from wizard.steps import ChangePreview, PlannedChange, StepState
from wizard.ui.pages.base import page as page_module
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.button import Button

ANSWERS = {
    "key": ("paste", "key"),
    "tenant-url": ("set_address", "connection"),
    "notification-email": ("set_notification", "connection"),
    "troubleshoot-tenant-url": ("set_address", "troubleshoot"),
    "troubleshoot-key": ("paste_key", "troubleshoot"),
    "recover-key": ("paste", "recover"),
    "rotate-key": ("paste", "rotate"),
}
"""Fields whose text a step keeps: the intent that receives it, and the page."""
LOOKUPS = {
    "people-search": ("search", "people"),
    "preview-search": ("search", "mappings"),
    "pasted-error": ("read_pasted", "connection"),
}
"""Fields whose text is only searched for."""


def step_of(window: MainWindow, page: str) -> Staged:
    assert window.session.assistant is not None
    return cast("Staged", window.session.assistant.step(page))


def field(page: QWidget, name: str) -> QLineEdit | QPlainTextEdit:
    found = page.findChild(QLineEdit, name) or page.findChild(QPlainTextEdit, name)
    assert isinstance(found, QLineEdit | QPlainTextEdit)
    return found


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def asked(window: MainWindow, page: str) -> list[str]:
    return [each[0] for each in step_of(window, page).asked]


@pytest.mark.parametrize("name", ANSWERS)
def test_typed_input_is_sent_to_the_step_before_planning(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    intent, page_name = ANSWERS[name]
    page: Any = opened(window, page_name)
    field(page, name).clear()
    step_of(window, page_name).asked.clear()
    QTest.keyClicks(field(page, name), "acme@acme.example")
    planned: list[list[str]] = []
    page.flush(lambda: planned.append(asked(window, page_name)))
    qtbot.waitUntil(lambda: bool(planned))
    assert intent in planned[0]


def test_a_key_is_saved_while_its_fingerprint_is_still_computed(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "key")
    step = step_of(window, "key")
    step.view = replace(step.view, place="nowhere", fingerprint="", pending=False)
    window.page("key").redraw()

    async def paste(text: str) -> None:
        step.asked.append(("paste", text))
        await asyncio.sleep(0.2)
        step.view = replace(step.view, pending=True, fingerprint="7Q4K-22MX")

    step.__dict__["paste"] = paste
    QTest.keyClicks(field(page, "key"), "QUJD")
    press(window, "save-key")
    qtbot.waitUntil(lambda: "plan_save" in asked(window, "key"))
    assert asked(window, "key") == ["paste", "plan_save"]
    assert "no key to save" not in window.message.text


@pytest.mark.parametrize("name", LOOKUPS)
def test_a_lookup_waits_until_the_commit_is_planned(window: MainWindow, qtbot: QtBot, name: str) -> None:
    intent, page_name = LOOKUPS[name]
    page: Any = opened(window, page_name)
    step = step_of(window, page_name)
    qtbot.wait(50)
    step.asked.clear()
    page.hold_lookups()
    QTest.keyClicks(field(page, name), "ana")
    qtbot.wait(500)
    assert intent not in asked(window, page_name)
    page.resume_lookups()
    qtbot.waitUntil(lambda: intent in asked(window, page_name))


def test_a_search_does_not_end_the_planning(window: MainWindow, qtbot: QtBot) -> None:
    page: Any = opened(window, "people")
    step = step_of(window, "people")
    ended: list[str] = []

    async def plan_assign(_chosen: object) -> object:
        step.asked.append(("plan_assign",))
        await asyncio.sleep(0.6)
        ended.append("planned" if "search" not in asked(window, "people") else "searched meanwhile")
        raise asyncio.CancelledError

    step.__dict__["plan_assign"] = plan_assign
    row = page.found_list._model.index(0, 0)
    page.found_list._model.setData(row, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    QTest.keyClicks(field(page, "people-search"), "ana")
    press(window, "assign")
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["planned"]
    qtbot.waitUntil(lambda: "search" in asked(window, "people"))


def test_a_second_click_plans_nothing_more(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, "connection")
    step = step_of(window, "connection")
    gate = asyncio.Event()

    async def plan_save() -> object:
        step.asked.append(("plan_save",))
        await gate.wait()
        raise asyncio.CancelledError

    step.__dict__["plan_save"] = plan_save
    press(window, "save-connection")
    qtbot.waitUntil(lambda: "plan_save" in asked(window, "connection"))
    press(window, "save-connection")
    qtbot.wait(100)
    assert asked(window, "connection").count("plan_save") == 1
    window.session.background.call_soon(gate.set)
    qtbot.waitUntil(lambda: window._commit_run is None)


def test_each_commit_ends_with_its_own_sentence(window: MainWindow, qtbot: QtBot) -> None:
    """A commit that is still running does not report for one that was chosen after it."""
    page: Any = opened(window, "monitor")
    step, gate = step_of(window, "monitor"), asyncio.Event()

    def plan() -> ChangePreview:
        return ChangePreview((PlannedChange("~", "Provisioning"),))

    async def slow() -> None:
        await gate.wait()

    async def quick() -> None:
        step.asked.append(("quick",))

    for name, act in (("slow", slow), ("quick", quick)):
        page.commit_wanted.emit(
            Commit(name, name, "done", plan=plan, act=act, done_text=f"{name} is done.")
        )
        qtbot.waitUntil(lambda: window.findChild(QAbstractButton, "effect-commit") is not None)
        press(window, "effect-commit")
        qtbot.waitUntil(lambda: window.findChild(QAbstractButton, "effect-commit") is None)
    qtbot.waitUntil(lambda: "quick is done." in window.message.text)
    window.session.background.call_soon(gate.set)
    qtbot.waitUntil(lambda: "slow is done." in window.message.text)


def test_no_page_keeps_a_delay_of_its_own() -> None:
    """Everything that waits for a pause in typing is a `PendingInput`, so that a commit can flush it."""
    pages = Path(page_module.__file__).parents[1]
    timers = [path for path in pages.rglob("*.py") if "QTimer" in path.read_text(encoding="utf-8")]
    assert {path.name for path in timers} == {"page.py", "pending_input.py"}


@pytest.mark.parametrize("page_name", PAGES)
def test_every_field_is_an_answer_a_lookup_or_read_by_its_act(window: MainWindow, page_name: str) -> None:
    """A commit would miss a new field with its own delay, so every field must be listed here."""
    read_by_the_act = {
        "application-name", "tenant", "client-id", "role-name", "mapping-default", "mapping-source",
        "mapping-matching", "why-person", "relink-person", "rotate-person", "rotate-day",
        "on-demand-names", "people-names",
    }  # fmt: skip
    elsewhere = {"threshold", "troubleshoot-pasted-error"}  # like notification-email and pasted-error
    page = opened(window, page_name)
    names = {
        each.objectName()
        for kind in (QLineEdit, QPlainTextEdit, QAbstractSpinBox)
        for each in visible(page, kind)
        if not each.objectName().startswith("qt_")
        and not each.objectName().endswith("-filter")
        and not each.isReadOnly()
    }
    names = {name for name in names if not name.startswith("clause-")}
    assert names <= {*ANSWERS, *LOOKUPS, *read_by_the_act, *elsewhere}
    assert all(each.parent() is not page for each in page.findChildren(PendingInput))


def test_a_harmless_commit_needs_no_dialog_and_leads_on_once(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, "key")
    step = step_of(window, "key")
    acted: list[str] = []

    async def act() -> None:
        acted.append("acted")
        step.state = StepState.DONE

    preview = ChangePreview((PlannedChange("+", "Playvox key"),), direct=True)
    commit = Commit("save-key", "Save", "save", lambda: preview, act, done_text="Saved.", leads_on=True)
    step.state = StepState.READY
    window._on_commit(commit)
    qtbot.waitUntil(lambda: window.current_id == "application")
    assert window.message.text == "Saved."
    window.go_to("key")
    window._on_commit(commit)  # done before: no page is left on its own
    qtbot.waitUntil(lambda: len(acted) == 2)
    qtbot.waitUntil(lambda: window.message.text == "Saved.")
    assert window.current_id == "key"


def test_next_says_what_comes_before_a_page_that_waits(window: MainWindow) -> None:
    opened(window, "key")
    after = step_of(window, "application")
    after.state, after.evidence = StepState.LOCKED, "Sign in first."
    window.go_next()
    assert window.current_id == "key"
    assert "Sign in first." in window.message.text


def test_next_says_what_is_to_be_done_on_this_page_and_leads_nowhere_else(window: MainWindow) -> None:
    opened(window, "application")
    here, after = step_of(window, "application"), step_of(window, "people")
    here.evidence = "Choose one, or add Playvox from the gallery."
    after.state, after.evidence = StepState.LOCKED, "First finish “Application”."
    window.go_next()
    assert window.current_id == "application"
    assert window.message.text == "First finish this page\nChoose one, or add Playvox from the gallery."
    assert not [each for each in visible(window.message, Button) if "Go to" in each.text()]

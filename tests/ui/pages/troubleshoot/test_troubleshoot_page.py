"""From the first page straight to the test and back; URL and key are sent before the test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.ui.seen import comes, opened
from wizard.connection import (
    CheckResult,
    CheckStatus,
    ConnectionReport,
)
from wizard.problem import Problem
from wizard.ui.shell.window import MainWindow


def page_with(window: MainWindow, **changes: Any) -> Any:
    page: Any = opened(window, "troubleshoot")
    page.step.view = replace(page.step.view, **changes)
    page.redraw()
    return page


def test_there_and_back_from_the_first_page(window: MainWindow) -> None:
    opened(window, "before")
    window.findChild(QAbstractButton, "troubleshoot").click()
    comes(window, "troubleshoot")
    assert not window.findChild(QAbstractButton, "next").isEnabled()
    window.findChild(QAbstractButton, "troubleshoot-leave").click()
    assert window.current_id == "before"
    window.go_to("troubleshoot")
    window.findChild(QAbstractButton, "back").click()
    assert window.current_id == "before"


def test_the_last_input_is_sent_to_the_step_before_the_test(
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    page = page_with(window, report=None, checks=())
    page.address.line.setText("")
    QTest.keyClicks(page.address.line, "contoso")
    page.key.secret.line.setText("a-pasted-key")
    page.results.test_button.click()
    qtbot.waitUntil(lambda: ("test",) in page.step.asked)
    assert page.step.asked == [
        ("set_address", "contoso"),
        ("paste_key", SecretStr("a-pasted-key")),
        ("test",),
    ]


def test_an_empty_address_is_named_beside_the_field(window: MainWindow, qtbot: QtBot) -> None:
    page = page_with(window, address_text="", tenant_url="", report=None, checks=())
    page.address.line.setText("")
    page.results.test_button.click()
    qtbot.wait(30)
    assert "subdomain" in page.address.field.message
    assert page.address.line.hasFocus()
    assert ("test",) not in page.step.asked


def test_a_subdomain_nobody_has_is_named_beside_the_field(window: MainWindow) -> None:
    check = CheckResult("dns", CheckStatus.FAILED, 5.0, "dns_not_found", {"host": "acme.playvox.com"})
    report = ConnectionReport("https://acme.playvox.com/scim/v1", (check,))
    page = page_with(window, checks=(check,), report=report)
    assert "acme.playvox.com" in page.address.field.message
    page = page_with(window, report_stale=True)
    assert page.address.field.message == ""
    page = page_with(window, address_problem=Problem("address_not_https", {"scheme": "http"}))
    assert "https" in page.address.field.message


def test_microsofts_side_is_not_listed(window: MainWindow) -> None:
    checks = tuple(CheckResult(name, CheckStatus.NOT_RUN) for name in ("dns", "entra", "difference"))
    page = page_with(window, checks=checks)
    assert [each.id for each in page.results.tree.results] == ["dns"]


@pytest.mark.parametrize(("tile", "practice"), [("practice", True), ("real", False)])
def test_which_playvox_is_asked(window: MainWindow, qtbot: QtBot, tile: str, practice: bool) -> None:
    page = page_with(window, practice=not practice)
    page.findChild(QAbstractButton, f"troubleshoot-{tile}").click()
    qtbot.waitUntil(lambda: page.step.asked == [("use_practice", practice)])


def test_key_hints_stand_beside_the_key_and_block_nothing(window: MainWindow, qtbot: QtBot) -> None:
    page = page_with(window)
    assert "Blanks at the end were taken off." in page.key.hints.text
    assert page.results.test_button.isEnabled()
    page.key.secret.line.setText("what was pasted")
    page.findChild(QAbstractButton, "troubleshoot-suggestion").click()
    page.findChild(QAbstractButton, "troubleshoot-practice-key").click()
    wanted = [("use_suggestion",), ("use_practice_key",)]
    qtbot.waitUntil(lambda: page.step.asked == wanted)
    assert page.key.secret.line.text() == ""
    page.results.test_button.click()
    qtbot.waitUntil(
        lambda: page.step.asked == [*wanted, ("test",)]
    )  # an emptied field would delete the key
    page = page_with(window, key_problem=Problem("key_malformed", {"why": "too_long"}))
    assert page.key.field.message


def test_an_error_message_is_scrolled_into_view(window: MainWindow, qtbot: QtBot) -> None:
    page = page_with(window)
    area = window.scroll_area("troubleshoot")
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert area.verticalScrollBar().value() > 0
    page_with(window, problem=Problem("key_first"))

    def in_sight() -> bool:
        top = page.bar.mapTo(area.viewport(), page.bar.rect().topLeft())
        return bool(page.bar.isVisible() and area.viewport().rect().contains(top))

    qtbot.waitUntil(in_sight)
    # Another failed refresh must not scroll the page away from what is being read.
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    page.step.running = True
    page_with(window, problem=None)
    page_with(window, problem=Problem("key_first"))
    qtbot.wait(50)
    assert not in_sight()

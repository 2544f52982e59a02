"""From the first page straight to a connection test: without sign-in or setup."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.journeys.keyboard import Keyboard
from wizard.app import Program
from wizard.connection import Verdict

pytestmark = pytest.mark.timeout(180)


def test_a_wrong_key_is_found_and_the_right_one_works(
    program: Program, keyboard: Keyboard, tmp_path: Path
) -> None:
    keyboard.use("troubleshoot")
    keyboard.until(lambda: program.window.current_id == "troubleshoot", "the test has a page of its own")
    keyboard.tab_to("troubleshoot-real")  # in a group of radio buttons Tab reaches the selected one
    keyboard.press(Qt.Key.Key_Down)
    keyboard.until(lambda: keyboard.view_of("troubleshoot").practice, "the practice Playvox answers", 90)
    keyboard.tab_to("troubleshoot-tenant-url")
    keyboard.write("acme")
    keyboard.tab_to("troubleshoot-key")
    wrong = "bm90LXRoZS1rZXk6b2YtYW55Ym9keQ=="
    keyboard.write(wrong)
    keyboard.use("troubleshoot-test-connection")
    keyboard.until(lambda: keyboard.step("troubleshoot").view.report is not None, "the test is over", 90)
    report = keyboard.view_of("troubleshoot").report
    assert report.verdict is Verdict.FAILS
    assert report.cause == "key_rejected"

    keyboard.use("troubleshoot-practice-key")
    keyboard.until(lambda: keyboard.view_of("troubleshoot").report_stale, "the result is marked as old")
    keyboard.use("troubleshoot-test-connection")
    keyboard.until(
        lambda: (
            not keyboard.view_of("troubleshoot").report_stale and not keyboard.step("troubleshoot").running
        ),
        "the test is over",
        90,
    )
    view = keyboard.view_of("troubleshoot")
    assert view.report.verdict is Verdict.WORKS
    assert len(view.history) == 2
    assert any("key" in each.casefold() for each in view.history[0].changes), view.history

    keyboard.use("troubleshoot-leave")
    keyboard.until(lambda: program.window.current_id == "before", "back at the setup")
    assert program.session.identity is None
    written = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if wrong.encode() in path.read_bytes()]

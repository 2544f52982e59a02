"""The test's result on the page: evidence opens, reports are saved, Microsoft's errors are explained."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.ui.test_pages import opened, setting, window  # noqa: F401 - fixtures
from wizard.connection import CheckResult, ConnectionReport, Status, read_pasted
from wizard.ui.pages.connection_pasted import LONGEST
from wizard.ui.window import MainWindow

UNAUTHORIZED = (
    "Error code: SystemForCrossDomainIdentityManagementCredentialValidationFailure\n"
    "Response Status Code: Unauthorized\nResponse Content: {}"
)


def page_with(window: MainWindow, qtbot: QtBot, **changes: Any) -> Any:  # noqa: F811
    page: Any = opened(window, "connection", qtbot)
    page.step.view = replace(page.step.view, **changes)
    page.redraw()
    return page


def with_result(window: MainWindow, qtbot: QtBot) -> Any:  # noqa: F811
    checks = (
        CheckResult("dns", Status.PASSED, 3.1, None, {"addresses": ["192.0.2.1"]}),
        CheckResult("auth", Status.FAILED, 41.0, "key_rejected", {"status": 401}),
    )
    report = ConnectionReport(
        "https://acme.playvox.com/scim/v1", checks, curl='curl -H "Authorization: Bearer $KEY"'
    )
    return page_with(window, qtbot, checks=checks, report=report)


def test_evidence_of_a_failure_is_open_and_the_rest_opens(window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    page = with_result(window, qtbot)
    failed, passed = page.checks._rows["auth"], page.checks._rows["dns"]
    assert failed._evidence.isVisibleTo(page)
    assert "401" in failed._evidence.text()
    assert not passed._evidence.isVisibleTo(page)
    page.findChild(QAbstractButton, "checks-dns-details").click()
    assert passed._evidence.isVisibleTo(page)
    assert "192.0.2.1" in passed._evidence.text()
    page.evidence_button.click()
    page.evidence_button.click()
    assert not passed._evidence.isVisibleTo(page)
    assert not failed._evidence.isVisibleTo(page)


def test_copies_hold_the_report_and_no_key(window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    page = with_result(window, qtbot)
    page.findChild(QAbstractButton, "copy-report").click()
    assert "401" in QApplication.clipboard().text()
    page.findChild(QAbstractButton, "copy-curl").click()
    assert "$KEY" in QApplication.clipboard().text()


def test_a_pasted_error_is_asked_about_and_explained(window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    page = page_with(window, qtbot)
    asked: list[str] = []
    page.pasted.wanted.connect(asked.append)
    page.pasted.box.setPlainText(UNAUTHORIZED)
    qtbot.waitUntil(lambda: asked == [UNAUTHORIZED])
    page = page_with(window, qtbot, pasted=read_pasted(UNAUTHORIZED))
    said = page.pasted.answer.text
    assert "key" in said
    assert "401" in said
    page = page_with(window, qtbot, pasted=read_pasted("nothing of the kind"))
    assert page.pasted.answer.isVisibleTo(page)


def test_ten_megabytes_of_error_are_refused(window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    page = page_with(window, qtbot)
    page.pasted.box.setPlainText("what was here")
    data = QMimeData()
    data.setText("x" * (LONGEST + 1))
    page.pasted.box.insertFromMimeData(data)
    assert page.pasted.box.toPlainText() == "what was here"
    assert "100,001" in page.pasted.field.message


def test_saving_asks_for_a_file_and_hands_it_on(window: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    page = with_result(window, qtbot)
    saved: list[str] = []

    async def save_report(path: object) -> None:
        saved.append(str(path))

    page.step.__dict__["save_report"] = save_report
    page._write_report("/somewhere/report.html")
    qtbot.waitUntil(lambda: saved == ["/somewhere/report.html"])

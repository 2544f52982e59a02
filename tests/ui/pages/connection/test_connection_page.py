"""The test's result on the page: evidence opens, reports are saved, Microsoft's errors are explained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.ui.seen import SETTINGS, opened
from wizard.connection import (
    CheckResult,
    CheckStatus,
    ConnectionReport,
    DifferenceReason,
    PathSearch,
    read_pasted,
)
from wizard.connection.path_finder import TriedPath
from wizard.problem import Problem
from wizard.steps.base.connection_test.history import PastRun
from wizard.steps.base.further_fields import FurtherField
from wizard.ui.pages.base.connection_test.pasted import LONGEST
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets import results_tree

UNAUTHORIZED = (
    "Error code: SystemForCrossDomainIdentityManagementCredentialValidationFailure\n"
    "Response Status Code: Unauthorized\nResponse Content: {}"
)


def page_with(window: MainWindow, **changes: Any) -> Any:
    page: Any = opened(window, "connection")
    page.step.view = replace(page.step.view, **changes)
    page.redraw()
    return page


def with_result(window: MainWindow) -> Any:
    checks = (
        CheckResult("dns", CheckStatus.PASSED, 3.1, None, {"addresses": ["192.0.2.1"]}),
        CheckResult("auth", CheckStatus.FAILED, 41.0, "key_rejected", {"status": 401}),
    )
    report = ConnectionReport(
        "https://acme.playvox.com/scim/v1", checks, curl='curl -H "Authorization: Bearer $KEY"'
    )
    return page_with(window, checks=checks, report=report)


def rows(page: Any) -> list[str]:
    """Every visible row of the tree, by its accessible name."""
    return [each.data(0, Qt.ItemDataRole.AccessibleTextRole) for each in items(page.results.tree)]


def items(tree: Any) -> list[Any]:
    """Every visible row of the tree."""
    item, found = tree.itemAt(0, 0), []
    while item is not None:
        found.append(item)
        item = tree.itemBelow(item)
    return found


def test_a_failure_says_once_what_it_means_and_the_rest_opens(window: MainWindow) -> None:
    failed = "Key accepted: Failed. Playvox does not accept the key. 41 ms"
    page = with_result(window)
    assert rows(page) == [failed], "the verdict above has meaning and remedy"
    assert "401" in page.results.verdict.text
    page.results.open_button.click()
    shown = rows(page)
    assert {"What this means", "What to do", "What was seen", "Status: 401"} <= set(shown)
    assert any("192.0.2.1" in row for row in shown)
    page.results.open_button.click()
    assert rows(page) == [failed]


def test_a_second_failure_is_open_with_meaning_and_remedy(window: MainWindow) -> None:
    page = with_result(window)
    checks = (*page.step.view.checks, CheckResult("groups", CheckStatus.FAILED, 5.0, "path_not_found"))
    page = page_with(window, checks=checks, report=replace(page.step.view.report, checks=checks))
    assert {"What this means", "What to do"} <= set(rows(page))


def test_the_tree_is_walked_and_opened_by_keys(window: MainWindow) -> None:
    page = with_result(window)
    tree = page.results.tree
    page.results.open_button.click()
    tree.open_all(False)
    tree.setFocus()
    tree.setCurrentItem(tree.topLevelItem(0))
    QTest.keyClick(tree, Qt.Key.Key_Right)
    assert tree.is_open("dns")
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert not tree.is_open("dns")
    QTest.keyClick(tree, Qt.Key.Key_Down)
    QTest.keyClick(tree, Qt.Key.Key_Right)
    for _turn in range(40):
        QTest.keyClick(tree, Qt.Key.Key_Down)
    assert tree.currentItem().text(0) == "Status: 401"
    area = window.scroll_area("connection")
    row = tree.viewport().mapTo(area.viewport(), tree.visualItemRect(tree.currentItem()).center())
    assert area.viewport().rect().contains(row), "the page did not follow"
    QTest.keySequence(tree, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QApplication.clipboard().text().startswith("Key accepted\tFailed\t41 ms")


@pytest.mark.parametrize("setting", SETTINGS, indirect=True)
def test_every_row_has_room_for_its_text(window: MainWindow, qtbot: QtBot) -> None:
    page = with_result(window)
    tree = page.results.tree
    page.results.open_button.click()
    qtbot.wait(50)
    option = QStyleOptionViewItem()
    option.initFrom(tree)
    shown = items(tree)
    assert len(shown) > tree.topLevelItemCount()
    for item in shown:
        index = tree.indexFromItem(item)
        assert tree.visualItemRect(item).height() >= tree.itemDelegate().sizeHint(option, index).height()
    last = tree.visualItemRect(tree.topLevelItem(tree.topLevelItemCount() - 1))
    assert last.top() >= 0
    assert tree.viewport().height() >= tree.viewportSizeHint().height() - tree.header().height()
    assert tree.header().length() <= tree.viewport().width()


def test_screen_readers_find_a_tree_with_named_rows(window: MainWindow) -> None:
    page = with_result(window)
    page.results.open_button.click()
    interface = QAccessible.queryAccessibleInterface(page.results.tree)
    assert interface.role() == QAccessible.Role.Tree
    assert interface.text(QAccessible.Text.Name) == "Checks"
    cells = [interface.child(number) for number in range(interface.childCount())]
    names = [cell.text(QAccessible.Text.Name) for cell in cells if cell is not None]
    assert "Key accepted: Failed. Playvox does not accept the key. 41 ms" in names
    assert "What to do" in names


def test_each_result_is_read_out_as_it_arrives(
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(results_tree, "announce", lambda _widget, text: said.append(text))
    dns, auth = CheckResult("dns", CheckStatus.RUNNING), CheckResult("auth", CheckStatus.NOT_RUN)
    page_with(window, checks=(dns, auth), report=None, testing=True)
    assert said == []
    dns = CheckResult("dns", CheckStatus.PASSED, 3.1)
    page_with(window, checks=(dns, auth), report=None, testing=True)
    assert said == ["Name resolution: Passed. 3 ms"]
    auth = CheckResult("auth", CheckStatus.FAILED, 41.0, "key_rejected", {"status": 401})
    report = ConnectionReport("https://acme.playvox.com/scim/v1", (dns, auth))
    page = page_with(window, checks=(dns, auth), report=report, testing=False)
    assert said[1:] == ["Key accepted: Failed. Playvox does not accept the key. 41 ms"]
    page.redraw()
    assert len(said) == 2


def test_cancel_stands_beside_the_running_test(window: MainWindow, qtbot: QtBot) -> None:
    page = page_with(window, checks=(), report=None)
    assert page.results.test_button.text() == "Test Connection"
    assert not page.results.cancel_button.isVisibleTo(page)
    page = page_with(window, testing=True)
    assert page.results.cancel_button.isVisibleTo(page)
    page.results.cancel_button.setFocus()
    page.results.cancel_button.click()
    qtbot.waitUntil(lambda: ("cancel",) in page.step.asked)
    with_result(window)
    page = page_with(window, testing=False)
    assert not page.results.cancel_button.isVisibleTo(page)
    assert page.results.test_button.text() == "Run again"
    assert page.results.test_button.hasFocus()


def test_copies_hold_the_report_and_no_key(window: MainWindow) -> None:
    page = with_result(window)
    page.findChild(QAbstractButton, "copy-report").click()
    assert "401" in QApplication.clipboard().text()
    page.findChild(QAbstractButton, "copy-curl").click()
    assert "$KEY" in QApplication.clipboard().text()


def test_a_pasted_error_is_asked_about_and_explained(window: MainWindow, qtbot: QtBot) -> None:
    page = page_with(window)
    asked: list[str] = []
    page.pasted.wanted.connect(asked.append)
    page.pasted.box.setPlainText(UNAUTHORIZED)
    qtbot.waitUntil(lambda: asked == [UNAUTHORIZED])
    page = page_with(window, pasted=read_pasted(UNAUTHORIZED))
    said = page.pasted.answer.text
    assert "key" in said
    assert "401" in said
    page = page_with(window, pasted=read_pasted("nothing of the kind"))
    assert page.pasted.answer.isVisibleTo(page)


def test_ten_megabytes_of_error_are_refused(window: MainWindow) -> None:
    page = page_with(window)
    page.pasted.box.setPlainText("what was here")
    data = QMimeData()
    data.setText("x" * (LONGEST + 1))
    page.pasted.box.insertFromMimeData(data)
    assert page.pasted.box.toPlainText() == "what was here"
    assert "100,001" in page.pasted.field.message


def test_saving_asks_for_a_file_and_hands_it_on(window: MainWindow, qtbot: QtBot) -> None:
    page = with_result(window)
    page._write_report("/somewhere/report.html")
    qtbot.waitUntil(lambda: ("save_report", Path("/somewhere/report.html")) in page.step.asked)


def test_both_sides_stand_beside_each_other_with_the_reasons(window: MainWindow) -> None:
    checks = (
        CheckResult("dns", CheckStatus.PASSED, 3.1, None, {"addresses": ["192.0.2.1"]}),
        CheckResult("auth", CheckStatus.FAILED, 41.0, "key_rejected", {"status": 401}),
        CheckResult("entra", CheckStatus.PASSED, 900.0, None, {"status": 204}),
    )
    report = ConnectionReport(
        "https://acme.playvox.com/scim/v1", checks, reasons=(DifferenceReason("reason_other_values"),)
    )
    page = page_with(window, checks=checks, report=report)
    assert page.comparison.isVisibleTo(page)
    cells = {row.id: row.cells for row in page.comparison.table.rows}
    assert cells["dns"][1:] == ("Yes: 192.0.2.1", "Yes")
    assert cells["auth"][1:] == ("No: Playvox does not accept the key.", "Yes")
    said = " ".join(label.text() for label in page.comparison.reasons.findChildren(QLabel))
    assert "1. Address or key were not the same on both sides." in said
    assert page.comparison.reasons.isVisibleTo(page), "reasons are not folded"
    page = with_result(window)
    assert not page.comparison.isVisibleTo(page)


def test_earlier_tests_are_listed_and_their_changes_copied(window: MainWindow) -> None:
    page = with_result(window)
    report = page.step.view.report
    newest = PastRun(
        report.started, "Does not work", "It does not.", ("Another key was used.", "Nothing else.")
    )
    page = page_with(window, history=(newest,))
    (row,) = page.history.table.rows
    assert row.cells[1:] == ("Does not work: It does not.", "Another key was used.\nNothing else.")
    page.findChild(QAbstractButton, "copy-report").click()
    assert "Since the test before:\n  Another key was used." in QApplication.clipboard().text()
    broken = Problem("setup_journal_unusable", {"file": "journal.sqlite"})
    assert not page.history.isVisibleTo(page)
    assert page.history_fold.isVisibleTo(page)
    page = page_with(window, history=(), history_problem=broken)
    assert page.history.isVisibleTo(page)
    assert "journal.sqlite" in page.history.note.text()
    page = page_with(window, history_problem=None)
    assert not page.history.isVisibleTo(page)


def test_an_empty_tenant_url_is_named_beside_the_field(window: MainWindow) -> None:
    page = page_with(window, address_text="", tenant_url="", report=None, checks=())
    page.address.line.setText("")
    page.results.test_button.click()
    assert "subdomain" in page.address.field.message
    assert page.address.line.hasFocus()


@pytest.mark.parametrize("cause", ["dns_not_found", "path_not_found"])
def test_a_wrong_subdomain_is_named_beside_the_field(
    window: MainWindow,
    cause: str,
) -> None:
    check = CheckResult("dns", CheckStatus.FAILED, 5.0, cause, {"host": "acme.playvox.com", "status": 404})
    report = ConnectionReport("https://acme.playvox.com/scim/v1", (check,))
    page = page_with(window, checks=(check,), report=report)
    assert page.address.field.message.startswith(report.explanation.what)
    page = with_result(window)  # a rejected key says nothing about the URL
    assert page.address.field.message == ""


def test_another_path_is_looked_for_only_when_it_could_help(window: MainWindow, qtbot: QtBot) -> None:
    page = with_result(window)
    paths = page.results.paths
    assert not paths.isVisibleTo(page), "a refused key is no matter of the path"
    check = CheckResult("scim", CheckStatus.FAILED, 5.0, "path_not_found", {"status": 404})
    report = ConnectionReport("https://acme.playvox.com/scim/v1", (check,))
    page = page_with(window, checks=(check,), report=report)
    assert paths.find_button.isVisibleTo(page)
    assert "at most 12 requests" in paths.note.text()
    assert "acme.playvox.com" in paths.note.text()
    assert not paths.use_button.isVisibleTo(page)
    asked = page.step.asked
    asked.clear()
    paths.find_button.click()
    qtbot.waitUntil(lambda: asked == [("find_path",)])
    url = "https://acme.playvox.com/scim/v2"
    page = page_with(window, search=PathSearch((TriedPath("/scim/v2", 200, None),), 2, url, certain=True))
    assert url in paths.answer.text
    paths.use_button.click()
    qtbot.waitUntil(lambda: asked == [("find_path",), ("set_address", url)])
    assert page.address.line.text() == url


def test_results_are_folded_when_all_is_well_and_open_on_request(window: MainWindow) -> None:
    checks = (CheckResult("dns", CheckStatus.PASSED, 3.1), CheckResult("entra", CheckStatus.PASSED, 900.0))
    report = ConnectionReport("https://acme.playvox.com/scim/v1", checks)
    page = page_with(window, checks=checks, report=report, report_stale=False)
    assert report.verdict == "works"
    assert page.results.verdict.isVisibleTo(page)
    assert not page.results.tree.isVisibleTo(page)
    assert not page.comparison.isVisibleTo(page)
    page.results.open_button.click()
    assert page.results.tree.isVisibleTo(page)
    assert page.comparison.isVisibleTo(page)
    page.results.open_button.click()
    page = with_result(window)
    assert page.results.tree.isVisibleTo(page)


def test_the_usual_address_takes_one_click(window: MainWindow, qtbot: QtBot) -> None:
    usual = "https://acme.playvox.com/scim/v1"
    page = page_with(window, usual_address=usual)
    page.findChild(QAbstractButton, "usual-address").click()
    assert page.address.line.text() == usual
    qtbot.waitUntil(lambda: ("set_address", usual) in page.step.asked)
    page = page_with(window, usual_address="")
    assert not page.address.usual_button.isVisibleTo(page)


FIELDS = (
    FurtherField(
        "CompanyId", "Company id", secret=False, required=True, text="", filled=False, saved=False
    ),
    FurtherField("AppKey", "App key", secret=True, required=True, text="", filled=False, saved=True),
)


def test_values_that_the_template_asks_for_are_asked_before_saving(window: MainWindow) -> None:
    page = page_with(
        window, further=FIELDS, address_text="acme", tenant_url="https://acme.playvox.com/scim/v1"
    )
    assert page.further.isVisible()
    sent: list[tuple[str, Any]] = []
    page.further.edited.connect(lambda name, value: sent.append((name, value)))
    (commit,) = page.commits()
    assert "requires this value" in commit.blocker()
    company = page.further.findChild(QLineEdit, "field-companyid")
    secret = page.further.findChild(QLineEdit, "field-appkey")
    assert secret.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(company, "4711")
    QTest.keyClicks(secret, "app-key-9f2c7d41b0")
    page.flush(lambda: None)
    assert sent[0] == ("CompanyId", "4711")
    assert sent[1][0] == "AppKey"
    assert "app-key" not in repr(sent)
    assert commit.blocker() == ""
    page_with(window, further=())
    assert not page.further.isVisible()

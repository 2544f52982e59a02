"""The card of the data quality: findings, the people behind each, a file, and nothing while unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.seen import let_layout_finish, opened
from wizard.ui.pages.turn_on.page import TurnOnPage
from wizard.ui.shell.window import MainWindow


def page_of(window: MainWindow) -> TurnOnPage:
    return cast("TurnOnPage", opened(window, "turn_on"))


def step_of(window: MainWindow) -> Any:
    assistant = window.session.assistant
    assert assistant is not None
    return assistant.turn_on


def click(window: MainWindow, name: str) -> None:
    QTest.mouseClick(window.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def test_the_first_finding_is_ready_to_be_opened(qtbot: QtBot, window: MainWindow) -> None:
    card = page_of(window).quality
    assert card.summary.text().startswith("98,765 people")
    assert [row.cells for row in card.findings.rows] == [
        ("Active account, person unknown in Entra", "3 accounts"),
        ("Hidden characters in displayName", "98,765 people"),
        ("name.formatted is mapped but empty", "unknown"),
    ]
    qtbot.waitUntil(lambda: card.rows.row_count == 3)
    assert "Nobody in the directory" in card.advice.text()
    assert "cannot search by" in card.by_mail.text()
    assert "Active account, person unknown in Entra" in card.details.button.accessibleName()
    assert not card.rows.isVisibleTo(card)
    card.findings.table.setCurrentIndex(card.findings.table.model().index(1, 0))
    assert card.rows.isVisibleTo(card), "who chooses a finding sees it"


def test_people_are_browsed_at_any_size(qtbot: QtBot, window: MainWindow) -> None:
    card = page_of(window).quality
    index = card.findings.table.model().index(1, 0)
    card.findings.table.setCurrentIndex(index)
    qtbot.waitUntil(lambda: card.rows.row_count == 98_765)
    model = card.rows.table.model()
    assert model.index(98_764, 2).data() == "person98764@contoso.example"
    assert model.index(98_764, 1).data() == "“Ze⟨U+200B⟩ro Żółć-Müller”"
    card.rows.filter_line.setText("nobody")
    qtbot.waitUntil(lambda: card.rows.row_count == 0)


def test_an_unknown_finding_has_no_people(window: MainWindow) -> None:
    card = page_of(window).quality
    card.findings.table.setCurrentIndex(card.findings.table.model().index(2, 0))
    let_layout_finish(window)
    assert card.findings.current.startswith("value_empty")
    assert not card.rows.isVisibleTo(card)
    assert card.advice.isVisibleTo(card)


def test_findings_are_exported(qtbot: QtBot, window: MainWindow) -> None:
    page_of(window)
    click(window, "quality-export")
    dialog = window.findChild(QFileDialog, "quality-export-dialog")
    assert dialog.selectedFiles()[0].endswith("playvox-data-quality.xlsx")
    dialog.fileSelected.emit("/somewhere/findings.csv")
    qtbot.waitUntil(lambda: any(name == "save_quality" for name, *_ in step_of(window).asked))
    [asked] = [given for name, *given in step_of(window).asked if name == "save_quality"]
    assert [str(each) for each in asked] == ["/somewhere/findings.csv"]
    dialog.reject()


def test_recalculating_computes_plan_and_findings(qtbot: QtBot, window: MainWindow) -> None:
    page_of(window)
    before = sum(name == "compute" for name, *_ in step_of(window).asked)
    click(window, "quality-recalculate")
    qtbot.waitUntil(lambda: sum(name == "compute" for name, *_ in step_of(window).asked) > before)


def test_unknown_is_not_shown_as_nothing(window: MainWindow) -> None:
    step = step_of(window)
    step.view = replace(step.view, quality=None)
    card = page_of(window).quality
    assert card.summary.text() == "Not checked yet."
    assert not card.findings.isVisibleTo(card)
    assert not card.export_button.isEnabled()

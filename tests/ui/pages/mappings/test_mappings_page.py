"""Editing mappings on the page: notes beside the field, completion, no input is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.stage import assistant
from tests.ui.staged import Staged
from wizard.problem import Problem
from wizard.steps.mappings.editing import notes
from wizard.steps.mappings.editing_view import (
    ClauseRow,
    DraftView,
    MappingEdit,
    ScopeCount,
    SourceTrialRow,
    SourceTrialView,
)
from wizard.steps.mappings.scoping_edit import operator_rows
from wizard.steps.mappings.view import DifferenceRow
from wizard.ui.pages.mappings.page import MappingsPage
from wizard.ui.session.background import Background
from wizard.ui.session.session import Session

SOURCES = ("department", "displayName", "mail")
DRAFT = DraftView(
    sources=SOURCES,
    targets=("userName", "displayName", "title"),
    operators=operator_rows(),
    actions=("Add", "Update"),
)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[MappingsPage]:
    background = Background()
    session = Session(background)
    session.assistant = assistant()
    step = cast("Staged", session.assistant.mappings)
    rows = tuple(replace(row, text=row.source) for row in step.view.rows)
    step.view = replace(step.view, draft=DRAFT, rows=rows)
    made = MappingsPage(session)
    qtbot.addWidget(made)
    made.resize(1000, 1400)
    made.show()
    made.redraw()
    yield made
    background.close()


def stub(page: MappingsPage) -> Staged:
    return cast("Staged", page.step)


def answer(page: MappingsPage, text: str) -> None:
    """The step's answer for this expression."""
    found = notes("expression", text, SOURCES)
    rows = (
        ()
        if any(note.level == "error" for note in found)
        else (SourceTrialRow("Ana", "ANA", differs=True),)
    )
    step = stub(page)
    step.view = replace(
        step.view, draft=replace(DRAFT, trial=SourceTrialView("expression", text, found, rows))
    )
    page.redraw()


def edit(page: MappingsPage, target: str) -> None:
    page.list.select(target)
    page.table.edit_button.click()


def test_an_invalid_expression_is_explained_beside_the_field_and_kept(
    page: MappingsPage, qtbot: QtBot
) -> None:
    edit(page, "active")
    box = page.editor.box
    assert box.toPlainText().startswith("Switch(")
    box.setPlainText("Join(")
    qtbot.waitUntil(lambda: ("try_out", "expression", "Join(") in stub(page).asked)
    answer(page, "Join(")
    assert page.editor.source_field.message
    assert box.extraSelections(), "the place is marked"
    assert box.toPlainText() == "Join("
    answer(page, "ToUpper([mail])")  # about an earlier text, not about the current one
    assert box.toPlainText() == "Join("
    assert page.editor.source_field.message
    stub(page).refuses["set_mapping"] = Problem(
        "expression.unknown_function", {"name": "Jion", "position": "1"}, field="source"
    )
    page.editor.set_button.click()
    qtbot.waitUntil(lambda: "Jion" in page.editor.source_field.message)
    assert page.editor.isVisible()
    assert box.toPlainText() == "Join("


def test_a_valid_one_shows_its_value_and_goes_into_the_draft(page: MappingsPage, qtbot: QtBot) -> None:
    edit(page, "active")
    page.editor.box.setPlainText("ToUpper([mail])")
    answer(page, "ToUpper([mail])")
    assert [row.cells[1] for row in page.editor.trial_list.rows] == ["ANA"]
    assert "Differs" in page.editor.trial_list.rows[0].cells[3]
    page.editor.set_button.click()
    wanted = MappingEdit("active", "expression", "ToUpper([mail])")
    qtbot.waitUntil(lambda: ("set_mapping", wanted) in stub(page).asked)
    qtbot.waitUntil(page.editor.isHidden)


def test_typed_text_survives_choosing_another_mapping_or_saving(page: MappingsPage) -> None:
    edit(page, "active")
    page.editor.box.setPlainText("half a thought")
    edit(page, "userName")
    assert page.editor.box.toPlainText() == "half a thought"
    assert page.editor.source_field.message
    (commit,) = page.commits()
    assert commit.blocker(), "what is not in the draft would not be saved"
    page.editor.close_button.click()
    edit(page, "userName")
    assert page.editor.box.toPlainText() == "[userPrincipalName]"
    page.scope.clause_button.click()
    page.editor.close_button.click()
    assert "scoping filter" in commit.blocker()


def test_matching_by_what_playvox_cannot_search_is_warned_about(page: MappingsPage) -> None:
    edit(page, "displayName")
    assert not page.editor.matching_field.message
    page.editor.matching_box.setValue(2)
    assert "cannot be searched by this attribute" in page.editor.matching_field.message
    page.editor.matching_box.setValue(0)
    assert not page.editor.matching_field.message


def test_completion_inserts_functions_and_attributes(page: MappingsPage, qtbot: QtBot) -> None:
    edit(page, "active")
    box = page.editor.box
    box.clear()
    qtbot.keyClicks(box, "ToUp")
    popup = box.completer.popup()
    assert popup is not None
    assert popup.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.toPlainText() == "ToUpper("
    assert "ToUpper(source" in page.editor.help.text()
    qtbot.keyClicks(box, "[dep")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert box.toPlainText() == "ToUpper([department]"
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert not box.hasFocus(), "without suggestions Tab leaves the field"


def test_a_huge_paste_is_refused_and_nothing_is_lost(page: MappingsPage) -> None:
    edit(page, "active")
    box = page.editor.box
    box.setPlainText("[mail]")
    data = QMimeData()
    data.setText("x" * 10_000_000)
    box.insertFromMimeData(data)
    assert box.toPlainText() == "[mail]"
    assert "10,000,000" in page.editor.source_field.message
    data.setText("[department]")
    box.selectAll()
    box.insertFromMimeData(data)
    assert box.toPlainText() == "[department]"


def test_scoping_rows_are_typed_counted_and_kept(page: MappingsPage, qtbot: QtBot) -> None:
    card = page.scope
    card.clause_button.click()
    line = card.findChildren(type(card._groups[0][0]))[0]
    line.attribute.setText("department")
    line.value.setText("Sales")
    page.redraw()
    rows = ((ClauseRow("department", "EQUALS", "Sales"),),)
    assert card.rows() == rows, "a redraw throws nothing away"
    line.operator.setCurrentIndex(line.operator.findData("IS NULL"))
    assert line.value.isHidden()
    line.operator.setCurrentIndex(line.operator.findData("EQUALS"))
    card.apply_button.click()
    qtbot.waitUntil(lambda: ("count_scope",) in stub(page).asked)
    assert ("set_scope", rows) in stub(page).asked
    count = ScopeCount(3, 1, ("Ana",), 2, ("Bo", "Cy"), 0, 0, rows=rows)
    step = stub(page)
    step.view = replace(step.view, draft=replace(DRAFT, scope=rows, count=count, differences=("x",)))
    page.redraw()
    assert "Bo, Cy" in card.count_text.text()
    assert page.draft_card.isVisible()


def test_conditions_are_counted_while_they_are_typed(page: MappingsPage, qtbot: QtBot) -> None:
    card = page.scope
    card.clause_button.click()
    line = card._groups[0][0]
    qtbot.keyClicks(line.attribute, "department")
    qtbot.keyClicks(line.value, "Sales")
    rows = ((ClauseRow("department", "EQUALS", "Sales"),),)
    qtbot.waitUntil(lambda: ("count_typed", rows) in stub(page).asked)
    asked = [each for each in stub(page).asked if each[0] == "count_typed"]
    assert len(asked) < 4, "one question for many keys"
    assert not any(each[0] == "set_scope" for each in stub(page).asked)
    step = stub(page)
    count = ScopeCount(3, 1, ("Ana",), 1, ("Bo",), 1, 0, rows=rows)
    step.view = replace(step.view, draft=replace(DRAFT, count=count))
    page.redraw()
    assert card.count_text.isVisible()
    assert "Bo" in card.count_text.text()
    assert "come in" in card.count_text.text()
    assert "Ana" in card.names_text.text()
    crowd = tuple(f"P{number}" for number in range(12))
    many = replace(count, total=40, inside=20, names_inside=crowd, falls_out=12, names_falling_out=crowd)
    step.view = replace(step.view, draft=replace(DRAFT, count=many))
    page.redraw()
    assert "P7…" in card.names_text.text()
    assert "P7…" in card.count_text.text(), "more would fall out than are named"
    qtbot.keyClicks(line.value, "x")
    page.redraw()
    assert not card.count_text.isVisible(), "a count of other conditions would mislead"
    line.remove.click()
    qtbot.waitUntil(lambda: not card.has_unapplied_edits)


def test_the_account_is_shown_beside_its_result(page: MappingsPage) -> None:
    step = stub(page)
    rows = (
        DifferenceRow("displayName", "Ana", "Ana Müller", changes=True),
        DifferenceRow("title", "", "Agent", changes=True),
        DifferenceRow("userName", "ana@x", "ana@x", changes=False),
    )
    step.view = replace(step.view, preview=replace(step.view.preview, differences=rows))
    page.redraw()
    card = page.preview_card
    assert card.difference_label.text().startswith("2 ")
    assert [row.cells for row in card.difference_list.rows] == [
        ("displayName", "Ana", "Ana Müller", "changes"),
        ("title", "", "Agent", "is added"),
        ("userName", "ana@x", "ana@x", "stays"),
    ]


def test_resetting_to_the_default_is_a_commit_with_a_plan(page: MappingsPage, qtbot: QtBot) -> None:
    assert page.table.default_button.isHidden(), "without a job Entra has nothing of its own"
    step = stub(page)
    step.view = replace(step.view, draft=replace(DRAFT, has_job=True))
    page.redraw()
    with qtbot.waitSignal(page.commit_wanted) as caught:
        page.table.default_button.click()
    (commit,) = caught.args
    assert commit.title
    for asked in (commit.plan(), commit.act()):
        asyncio.run(asked)
    assert [each[0] for each in step.asked[-2:]] == ["plan_default", "back_to_default"]


def test_everything_is_reached_with_the_keyboard(page: MappingsPage, qtbot: QtBot) -> None:
    page.list.table.setFocus()
    page.list.table.selectRow(0)
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert page.editor.isVisible()
    assert page.editor.box.hasFocus()
    seen = set()
    for _step in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.add(focus.objectName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {"mapping-source", "mapping-default", "set-mapping", "compare-entra", "add-clause"} <= seen

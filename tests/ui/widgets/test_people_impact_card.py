"""The commit waits for the numbers; when many lose access the number must be typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.stage import views
from wizard.plan import PlanRequest
from wizard.problem import Problem
from wizard.steps.base.change_preview import ChangePreview, PlannedChange
from wizard.steps.base.people_impact import PeopleImpact
from wizard.steps.base.plan_view import PlanView
from wizard.steps.turn_on.view import TurnOnView
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog


@dataclass
class Impact:
    view: PlanView | None
    must_type: int | None = None
    problem: Problem | None = None


def unchanged(request: PlanRequest) -> PlanRequest:
    return request


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[ChangePreviewDialog]:
    parent = QWidget()
    parent.resize(1024, 720)
    qtbot.addWidget(parent)
    change = PlannedChange("-", "Ana", "no longer assigned")
    made = ChangePreviewDialog("Remove", ChangePreview((change,), access=(unchanged,)), "Remove", parent)
    parent.show()
    made.open()
    qtbot.waitExposed(made)
    yield made
    made.reject()


def shown(must_type: int | None = None) -> PeopleImpact:
    plan = cast("TurnOnView", views()["turn_on"]).plan
    return cast("PeopleImpact", Impact(plan, must_type))


def test_the_commit_waits_for_the_numbers(dialog: ChangePreviewDialog) -> None:
    assert dialog.impact is not None
    assert not dialog.commit_button.isEnabled()
    dialog.show_progress("Reading assignments …")
    assert "Reading assignments" in dialog.impact.state.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()  # Return reaches no other button meanwhile
    dialog.show_impact(shown())
    assert dialog.commit_button.isEnabled()
    assert dialog.commit_button.hasFocus()
    assert dialog.impact.rows.isVisible()


def test_the_number_is_typed_where_many_lose_access(dialog: ChangePreviewDialog) -> None:
    assert dialog.impact is not None
    dialog.show_impact(shown(57))
    assert not dialog.commit_button.isEnabled()
    assert "57" in dialog.impact.field.message
    QTest.keyClicks(dialog.impact.typed, "5")
    assert not dialog.commit_button.isEnabled()
    QTest.keyClicks(dialog.impact.typed, "7")
    assert dialog.commit_button.isEnabled()
    QTest.keyClick(dialog.impact.typed, Qt.Key.Key_Backspace)
    assert not dialog.commit_button.isEnabled()


def test_an_unknown_impact_says_why_and_lets_the_commit_be_made(dialog: ChangePreviewDialog) -> None:
    assert dialog.impact is not None
    dialog.show_impact(cast("PeopleImpact", Impact(None, problem=Problem("key_first"))))
    assert dialog.commit_button.isEnabled()
    assert "unknown" in dialog.impact.state.text()
    assert dialog.impact.unknown_bar.isVisible()
    assert not dialog.impact.rows.isVisible()


def test_a_commit_that_changes_nobodys_access_does_not_wait(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ChangePreviewDialog("Pause", ChangePreview((PlannedChange("~", "x"),)), "Pause", parent)
    assert dialog.impact is None
    assert dialog.commit_button.isEnabled()
    dialog.reject()

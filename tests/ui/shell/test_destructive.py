"""What removes or stops something looks like that, before and in the dialog that asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.steps.base.change_preview import ChangePreview, PlannedChange
from wizard.steps.base.people_impact import PeopleImpact
from wizard.steps.base.plan_view import PlanView
from wizard.ui.pages.base.commit import Commit
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.button import DANGER, PRIMARY, WARY
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog


def look(window: MainWindow, name: str) -> object:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    return button.property("look")


@pytest.mark.parametrize(
    ("page", "button", "words"),
    [
        ("monitor", "pause", "Stop provisioning"),
        ("mappings", "default-mappings", "Reset to Microsoft's default mappings"),
        ("mappings", "remove-mapping", "Delete mapping"),
        ("people", "remove-assignments", "Remove selected"),
        ("plans", "delete-plan", "Delete this plan"),
        ("key", "forget-key", "Forget this key"),
    ],
)
def test_the_button_says_and_shows_it(window: MainWindow, page: str, button: str, words: str) -> None:
    opened(window, page)
    assert look(window, button) == WARY
    found = window.findChild(QAbstractButton, button)
    assert found is not None
    assert found.text() == words


@pytest.mark.parametrize(
    ("page", "act", "words"),
    [
        ("mappings", "_default", "Reset to Microsoft's default mappings"),
        ("key", "_forget", "Forget this key"),
        ("plans", "_delete", "Delete this plan"),
    ],
)
def test_the_commit_is_marked(window: MainWindow, page: str, act: str, words: str) -> None:
    shown: Any = opened(window, page)
    wanted: list[Commit] = []
    shown.commit_wanted.disconnect()
    shown.commit_wanted.connect(wanted.append)
    if page == "plans":
        shown.list.select(shown.list.rows[0].id)
    getattr(shown, act)()
    assert [(each.destructive, each.text) for each in wanted] == [(True, words)]


@pytest.fixture
def effect() -> ChangePreview:
    return ChangePreview((PlannedChange("~", "Assignment"),), access=(lambda request: request,))


@pytest.fixture
def dialogs(window: MainWindow, qtbot: QtBot) -> Iterator[list[ChangePreviewDialog]]:
    made: list[ChangePreviewDialog] = []
    yield made
    for dialog in made:
        dialog.close()


def test_the_dialog_gets_red_when_people_lose_access(
    window: MainWindow, effect: ChangePreview, dialogs: list[ChangePreviewDialog]
) -> None:
    class Impact(PeopleImpact):
        deactivated = 0

        @property
        def view(self) -> PlanView:
            return PlanView(0, 0, 0, self.deactivated, 0, 0, None, ("…",))  # type: ignore[arg-type]

    for deactivated, expected in ((0, PRIMARY), (3, DANGER)):
        Impact.deactivated = deactivated
        dialog = ChangePreviewDialog("Save", effect, "Save", window)
        dialogs.append(dialog)
        assert dialog.commit_button.property("look") == PRIMARY
        dialog.show_impact(Impact())
        assert dialog.commit_button.property("look") == expected


def test_a_destructive_commit_is_red_from_the_start(window: MainWindow, effect: ChangePreview) -> None:
    dialog = ChangePreviewDialog("Stop", effect, "Stop provisioning", window, destructive=True)
    dialog.show()
    assert dialog.commit_button.property("look") == DANGER
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()

"""What takes access, deletes, stops or clears looks so before the click and in its dialog."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.ui.pages.base.commit import Commit
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.button import DANGER, WARY, Button

BY_BUTTONS = {
    "remove-assignments": "people",
    "restart": "monitor",
    "default-mappings": "mappings",
    "forget-key": "key",
    "delete-plan": "plans",
    "remove-mapping": "mappings",
}
"""Buttons on pages, with their page."""
IN_THE_BAR = {"pause": "monitor", "relink-now": "relink"}
"""The same in the command bar."""


@pytest.mark.parametrize(("name", "page_name"), [*BY_BUTTONS.items(), *IN_THE_BAR.items()])
def test_it_looks_like_it(window: MainWindow, name: str, page_name: str) -> None:
    page: Any = opened(window, page_name)
    if name == "pause":
        page._on, page._quarantined = True, False
        page.commits_changed.emit()
    button = window.findChild(Button, name)
    assert button is not None
    assert button.property("look") in (WARY, DANGER)
    assert button._icon_name in ("warning", "remove", "delete", "pause")


def test_restarting_is_confirmed_in_red(window: MainWindow) -> None:
    page: Any = opened(window, "monitor")
    wanted: list[Commit] = []
    page.commit_wanted.connect(wanted.append)
    page._restart()
    (commit,) = wanted
    assert (commit.name, commit.destructive) == ("restart", True)


def test_a_click_that_needs_a_choice_says_so(window: MainWindow, qtbot: QtBot) -> None:
    page: Any = opened(window, "mappings")
    page.table.choice_missing.emit("Choose a mapping in the table first.")
    assert page.bar.text == "Choose a mapping in the table first."
    view = page.step.view
    targets = tuple(row.target for row in view.rows)
    page.step.view = replace(view, draft=replace(view.draft, targets=targets))
    page.redraw()
    page.table.add_button.click()
    assert page.editor.isHidden()
    assert "mapped already" in page.bar.text
    relink: Any = opened(window, "relink")
    name = relink.findChild(QLineEdit, "relink-person")
    name.clear()
    relink._use()
    qtbot.waitUntil(lambda: "Choose the person first." in relink.field.message)

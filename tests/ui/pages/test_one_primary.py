"""A page has at most one primary button, together with the command bar: the next thing to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.ui.seen import PAGES, opened
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.button import PRIMARY, Button


def primary(window: MainWindow) -> list[str]:
    return [
        each.objectName()
        for each in window.findChildren(Button)
        if each.property("look") == PRIMARY and each.isVisibleTo(window)
    ]


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_has_one_primary_button_at_most(window: MainWindow, page_name: str) -> None:
    opened(window, page_name)
    assert len(primary(window)) <= 1


@pytest.mark.parametrize(
    ("page_name", "change", "expected"),
    [
        ("connection", {"unsaved": True}, ["save-connection"]),
        ("connection", {"unsaved": False}, []),
        ("turn_on", {"job_state": "off"}, ["start-provisioning"]),
        ("turn_on", {"job_state": "on"}, []),
        ("turn_on", {"job_state": "quarantine"}, []),
    ],
)
def test_the_state_decides_what_is_primary(
    window: MainWindow, page_name: str, change: dict[str, object], expected: list[str]
) -> None:
    page: Any = opened(window, page_name)
    step = page.step
    if page_name == "turn_on":
        step.view = replace(
            step.view,
            saved_scope=step.view.scope,
            keep_saved=step.view.keep_active,
            restart_pending=False,
        )
    step.view = replace(step.view, **change)
    page.redraw()
    assert primary(window) == expected


@pytest.mark.parametrize(("state", "offered"), [("off", True), ("on", False), ("quarantine", True)])
def test_what_runs_cannot_be_started(window: MainWindow, state: str, offered: bool) -> None:
    page: Any = opened(window, "turn_on")
    page.step.view = replace(page.step.view, job_state=state)
    page.redraw()
    assert ("start-provisioning" in [each.name for each in page.commits()]) == offered

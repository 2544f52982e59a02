"""The plan behind a commit's dialog: kept when a commit that says so is made, else removed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from wizard.problem import Problem
from wizard.steps import ChangePreview, PlannedChange
from wizard.steps.base.access_changes import started
from wizard.ui.shell.commit_impact import CommitImpact
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.change_preview_dialog import ChangePreviewDialog


@dataclass
class Impact:
    """An impact that remembers its end."""

    ends: list[str] = field(default_factory=list)
    view: Any = None
    must_type: int | None = None
    problem: Problem = field(default_factory=lambda: Problem("key_first"))

    def discard(self) -> None:
        self.ends.append("removed")


@pytest.mark.parametrize(
    ("keeps", "commits", "end"), [(True, True, "kept"), (True, False, "removed"), (False, True, "removed")]
)
def test_the_plan_is_kept_or_removed(
    window: MainWindow, qtbot: QtBot, keeps: bool, commits: bool, end: str
) -> None:
    impact, assistant = Impact(), window.session.assistant
    assert assistant is not None

    async def people_impact(_preview: object, _tell: object) -> Impact:
        return impact

    async def keep_plan(kept: Impact) -> None:
        kept.ends.append("kept")

    assistant.people_impact = people_impact  # type: ignore[method-assign, assignment]
    assistant.keep_plan = keep_plan  # type: ignore[method-assign, assignment]
    change = PlannedChange("~", "Provisioning", "off → on")
    preview = ChangePreview((change,), (), (), (started(),), keeps_plan=keeps)
    dialog = ChangePreviewDialog("Start", preview, "Start", window)
    dialog.open()
    CommitImpact(window.session, preview, dialog)
    qtbot.waitUntil(dialog.commit_button.isEnabled)
    assert impact.ends == []
    (dialog.commit_button if commits else dialog.cancel_button).click()
    qtbot.waitUntil(lambda: impact.ends == [end])

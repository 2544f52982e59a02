"""The practice tenant of the window: started by it, or one that is already running."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.practice_thread import PracticeThread
from wizard.problem import ProblemError
from wizard.steps.base.progress import Notice, ProgressSink, doing, shown_by

if TYPE_CHECKING:
    from wizard.practice import Practice


async def _told(thread: PracticeThread) -> list[str]:
    """Texts shown until the practice tenant is ready."""
    notices: list[Notice] = []
    sink = ProgressSink(lambda notice: notices.append(notice) if notice is not None else None)
    with shown_by(sink), doing(""):
        await thread.line()
    return [notice.text for notice in notices]


async def test_starting_says_so_once() -> None:
    thread = PracticeThread(None)
    assert await _told(thread) == ["Starting the practice tenant …"]
    assert await _told(thread) == []
    thread.stop()


async def test_one_that_runs_already_is_not_started(practice: Practice, tmp_path: Path) -> None:
    file = tmp_path / "practice.json"
    file.write_text(practice.line.model_dump_json() + "\n", encoding="utf-8")
    thread = PracticeThread(file)
    assert await _told(thread) == []
    assert (await thread.line()).tenant_id == practice.line.tenant_id


async def test_a_file_without_a_line_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as refused:
        await PracticeThread(tmp_path / "none.json").line()
    assert refused.value.problem.code == "practice_file_unreadable"

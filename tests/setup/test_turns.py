"""Taking turns at changing one set-up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from wizard.problem import ProblemError
from wizard.setup import Turn


async def test_another_copy_waits_and_says_so_once(tmp_path: Path) -> None:
    first, second = Turn(tmp_path, "one"), Turn(tmp_path, "one")
    assert await first.take() is False
    told: list[str] = []
    waiting = asyncio.create_task(second.take(lambda: told.append("waiting")))
    await asyncio.sleep(0.6)
    assert (waiting.done(), told) == (False, ["waiting"])
    first.give()
    assert await waiting is True
    second.give()
    assert await first.take() is False
    first.give()


async def test_tasks_of_one_copy_share_the_turn(tmp_path: Path) -> None:
    ours, other = Turn(tmp_path, "one"), Turn(tmp_path, "one", patience=0)
    await asyncio.gather(ours.take(), ours.take())
    ours.give()
    with pytest.raises(ProblemError) as refused:
        await other.take()
    assert (refused.value.problem.code, refused.value.problem.retryable) == ("setup_in_use", True)
    ours.give()
    assert await other.take() is False
    other.give()


async def test_a_cancelled_wait_takes_nothing(tmp_path: Path) -> None:
    first, second = Turn(tmp_path, "one"), Turn(tmp_path, "one")
    await first.take()
    waiting = asyncio.create_task(second.take())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    first.give()
    assert await second.take() is False
    second.give()


async def test_set_ups_do_not_wait_for_each_other(tmp_path: Path) -> None:
    first, second = Turn(tmp_path, "one"), Turn(tmp_path, "two", patience=0)
    await first.take()
    assert await second.take() is False
    first.give()
    second.give()


async def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(ProblemError) as refused:
        await Turn(blocked, "one").take()
    assert refused.value.problem.code == "setup_folder_unusable"

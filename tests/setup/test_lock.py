"""Only one copy at a time changes a setup."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from wizard.problem import ProblemError
from wizard.setup import SetUpLock


async def test_another_copy_waits_and_says_so_once(tmp_path: Path) -> None:
    first, second = SetUpLock(tmp_path, "one"), SetUpLock(tmp_path, "one")
    assert await first.acquire() is False
    told: list[str] = []
    waiting = asyncio.create_task(second.acquire(lambda: told.append("waiting")))
    await asyncio.sleep(0.6)
    assert (waiting.done(), told) == (False, ["waiting"])
    first.release()
    assert await waiting is True
    second.release()
    assert await first.acquire() is False
    first.release()


async def test_tasks_of_one_copy_share_the_lock(tmp_path: Path) -> None:
    ours, other = SetUpLock(tmp_path, "one"), SetUpLock(tmp_path, "one", patience=0)
    await asyncio.gather(ours.acquire(), ours.acquire())
    ours.release()
    with pytest.raises(ProblemError) as refused:
        await other.acquire()
    assert (refused.value.problem.code, refused.value.problem.retryable) == ("setup_in_use", True)
    ours.release()
    assert await other.acquire() is False
    other.release()


async def test_a_canceled_wait_acquires_no_lock(tmp_path: Path) -> None:
    first, second = SetUpLock(tmp_path, "one"), SetUpLock(tmp_path, "one")
    await first.acquire()
    waiting = asyncio.create_task(second.acquire())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    first.release()
    assert await second.acquire() is False
    second.release()


async def test_setups_do_not_wait_for_each_other(tmp_path: Path) -> None:
    first, second = SetUpLock(tmp_path, "one"), SetUpLock(tmp_path, "two", patience=0)
    await first.acquire()
    assert await second.acquire() is False
    first.release()
    second.release()


async def test_an_unusable_folder_is_reported(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(ProblemError) as refused:
        await SetUpLock(blocked, "one").acquire()
    assert refused.value.problem.code == "setup_folder_unusable"

"""Concurrent work fails with one exception, never with a group."""

from __future__ import annotations

import asyncio

import pytest

from wizard.problem import Problem, ProblemError
from wizard.task_groups import task_group, together


async def _fail(code: str) -> None:
    raise ProblemError(Problem(code))


async def test_the_first_failure_is_raised_and_the_others_are_canceled() -> None:
    canceled = asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            canceled.set()
            raise

    with pytest.raises(ProblemError) as raised:
        await together(wait(), _fail("first"), _fail("second"))
    assert raised.value.problem.code == "first"
    assert canceled.is_set()


async def test_groups_within_groups_raise_one_failure() -> None:
    with pytest.raises(ProblemError, match="inner"):
        await together(together(_fail("inner")))


async def test_a_failure_of_the_block_itself_is_raised() -> None:
    async def block() -> None:
        async with task_group() as tasks:
            tasks.create_task(asyncio.sleep(60))
            await _fail("block")

    with pytest.raises(ProblemError, match="block"):
        await block()


async def test_canceling_stays_canceling() -> None:
    waiting = asyncio.create_task(together(asyncio.Event().wait()))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

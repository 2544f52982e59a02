"""Guarantees of every step: one task at a time, safe canceling, problems as state."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path
from typing import ClassVar

import pytest

from wizard.notices import collecting, notice
from wizard.problem import EarlierStepError, Problem, ProblemError
from wizard.steps import (
    PracticeLine,
    Services,
    Step,
    StepState,
    StepStatus,
)
from wizard.steps.base.cached_fact import CachedFact
from wizard.steps.base.context import Context
from wizard.steps.base.step import (
    commits,
    reads,
)


class Sample(Step[int]):
    """Counts its calls."""

    id: ClassVar[str] = "sample"

    def __init__(self, context: Context) -> None:
        self.done: list[str] = []
        self.gate = asyncio.Event()
        super().__init__(context)

    @property
    def title(self) -> str:
        return "Sample"

    @reads("looking")
    async def look(self, name: str) -> str:
        try:
            await self.gate.wait()
        finally:
            self.done.append(f"end {name}")
        return name

    @commits("changing")
    async def change(self) -> None:
        await self.gate.wait()
        self.done.append("changed")

    @commits("failing")
    async def fail(self) -> None:
        raise ProblemError(Problem("key_first"))

    @reads("asking")
    async def ask(self) -> None:
        raise EarlierStepError(Problem("key_first"))

    @reads("listing")
    async def list(self, missing: int) -> None:
        if missing:
            notice(Problem("graph_rows_unread", {"list": "users", "n": str(missing)}))

    async def _read(self) -> None:
        await self.gate.wait()
        self.done.append("read")

    def _build(self) -> int:
        return len(self.done)

    def _judge(self) -> StepStatus:
        return StepStatus(StepState.READY, f"{len(self.done)} done")

    def provides(self) -> bool:
        return True


async def test_what_comes_first_is_no_failure(step: Sample) -> None:
    with pytest.raises(ProblemError):
        await step.ask()
    assert step.status == StepStatus(StepState.ATTENTION, "The Playvox key is needed here.")
    with pytest.raises(ProblemError):
        await step.fail()
    assert step.state is StepState.FAILED


@pytest.fixture
async def step(tmp_path: Path) -> Sample:
    async def launch() -> PracticeLine:
        raise AssertionError("no practice here")

    return Sample(Context(Services(tmp_path, launch)))


async def let_tasks_run() -> None:
    for _turn in range(5):
        await asyncio.sleep(0)


async def test_a_later_read_replaces_an_earlier_one(step: Sample) -> None:
    first = asyncio.create_task(step.look("first"))
    await let_tasks_run()
    second = asyncio.create_task(step.look("second"))
    await let_tasks_run()
    assert step.done == ["end first"]
    step.gate.set()
    assert await second == "second"
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_change_is_not_interrupted(step: Sample) -> None:
    change = asyncio.create_task(step.change())
    await let_tasks_run()
    with pytest.raises(ProblemError) as caught:
        await step.look("meanwhile")
    assert caught.value.problem.code == "step_busy"
    await step.refresh()
    assert step.state is StepState.WORKING
    step.gate.set()
    await change
    assert step.done == ["changed"]


async def test_canceling_returns_after_the_cleanup(step: Sample) -> None:
    look = asyncio.create_task(step.look("one"))
    await let_tasks_run()
    assert step.state is StepState.WORKING
    await step.cancel()
    assert step.done == ["end one"]
    with pytest.raises(asyncio.CancelledError):
        await look
    assert step.state is StepState.READY


async def test_canceling_the_caller_cancels_the_intent(step: Sample) -> None:
    look = asyncio.create_task(step.look("one"))
    await let_tasks_run()
    look.cancel()
    await asyncio.wait({look})
    assert step.done == ["end one"]
    assert not step.running


async def test_a_refresh_that_is_replaced_is_no_error(step: Sample) -> None:
    refresh = asyncio.create_task(step.refresh())
    await let_tasks_run()
    look = asyncio.create_task(step.look("one"))
    await let_tasks_run()
    await refresh
    step.gate.set()
    assert await look == "one"
    assert "read" not in step.done


async def test_a_problem_is_state_and_exception_until_the_next_intent(step: Sample) -> None:
    with pytest.raises(ProblemError):
        await step.fail()
    assert step.problem is not None
    assert step.state is StepState.FAILED
    step.gate.set()
    await step.look("next")
    assert step.problem is None
    assert step.status == StepStatus(StepState.READY, "1 done")


async def test_a_locked_step_does_not_read(step: Sample) -> None:
    step.lock("First finish something.")
    step.gate.set()
    await step.refresh()
    step.renew()
    assert step.status == StepStatus(StepState.LOCKED, "First finish something.", known=False)
    assert step.done == []


async def test_shared_facts_are_read_once_for_many() -> None:
    read = 0
    gate = asyncio.Event()

    async def reading() -> int:
        nonlocal read
        read += 1
        await gate.wait()
        return read

    shared = CachedFact(reading)
    waiting = [asyncio.create_task(shared.refresh()) for _each in range(3)]
    await let_tasks_run()
    gate.set()
    assert await asyncio.gather(*waiting) == [1, 1, 1]
    assert await shared.get() == 1
    assert await shared.refresh() == 2


async def test_a_write_is_not_overwritten_by_an_older_reading() -> None:
    gate = asyncio.Event()

    async def reading() -> str:
        await gate.wait()
        return "old"

    shared = CachedFact(reading)
    older = asyncio.create_task(shared.refresh())
    await let_tasks_run()
    shared.set("new")
    gate.set()
    assert await older == "old"
    assert shared.value == "new"


async def test_a_read_without_waiters_is_canceled() -> None:
    ended = asyncio.Event()

    async def reading() -> str:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return ""

    shared = CachedFact(reading)
    one, two = (asyncio.create_task(shared.refresh()) for _each in range(2))
    await let_tasks_run()
    one.cancel()
    await let_tasks_run()
    assert not ended.is_set()
    two.cancel()
    await ended.wait()


async def test_what_could_not_be_read_is_said_until_the_same_is_read_again(step: Sample) -> None:
    with collecting() as around:
        await step.list(2)
    assert [each.facts["n"] for each in step.unread] == ["2"]
    assert around == list(step.unread)
    step.gate.set()
    await step.look("something else")
    assert len(step.unread) == 1
    await step.list(0)
    assert step.unread == ()


async def test_an_intent_canceled_before_it_began_leaves_nothing_unawaited(step: Sample) -> None:
    work = step._read()
    outer = asyncio.create_task(step.run(work, sentence="reading", commits=False))
    await asyncio.sleep(0)  # the task is made, and has not begun
    await step.cancel()
    with pytest.raises(asyncio.CancelledError):
        await outer
    assert inspect.getcoroutinestate(work) == inspect.CORO_CLOSED
    assert step.done == []


async def test_an_intent_canceled_while_it_waits_for_an_earlier_one_leaves_nothing_unawaited(
    step: Sample,
) -> None:
    earlier = asyncio.create_task(step.look("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    work = step._read()
    outer = asyncio.create_task(step.run(work, sentence="reading", commits=False))
    await asyncio.sleep(0)
    outer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await outer
    with pytest.raises(asyncio.CancelledError):
        await earlier
    assert inspect.getcoroutinestate(work) == inspect.CORO_CLOSED

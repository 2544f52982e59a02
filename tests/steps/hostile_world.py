"""Setting up while things go wrong: pairs of the practice tenant's faults, steady or flapping, and what
another administrator deletes between plan and act.

`python -m tests.steps.hostile_world 60` tries 60 pairs that a new seed chooses.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.steps.conftest import control
from tests.steps.killing import CONFIG
from wizard.cli.setting_up import SettingUp
from wizard.entra.consistency import Bounds, Clock
from wizard.messages import explain
from wizard.messages.explanation import known_codes
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant, PracticeLine, Services

if TYPE_CHECKING:
    from wizard.practice import Practice

BOUND = 180.0
"""Seconds of real time within which everything ends; pauses of the program take no time here."""
FLAP = 0.15  # seconds
SIDES = ("authority", "graph", "service")
_SLOW = {"graph-slow", "authority-slow", "service-slow"}  # nothing but time


@dataclass(frozen=True)
class Outcome:
    """How a run ended: `problem` None when it was completed."""

    problem: Problem | None
    seconds: float


def fault_names() -> list[str]:
    """The faults that setting up can meet."""
    from wizard.practice.faultlist import GROUPS

    return sorted(name for side in SIDES for name in GROUPS[side] if name not in _SLOW)


def pairs(seed: int, count: int) -> list[tuple[str, str]]:
    """Some of all pairs of faults."""
    return random.Random(seed).sample(list(itertools.combinations(fault_names(), 2)), count)


class _Hurried:
    """A clock whose pauses end at once, and count all the same: also for what runs afterwards."""

    def __init__(self) -> None:
        self._slept = 0.0
        self.clock = Clock(
            now=lambda: datetime.now(UTC) + timedelta(seconds=self._slept),
            monotonic=lambda: time.monotonic() + self._slept,
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        self._slept += seconds
        await asyncio.sleep(min(seconds, 0.02))


_HURRIED = _Hurried()


@asynccontextmanager
async def signed_in(practice: Practice, folder: Path) -> AsyncIterator[Assistant]:
    """The assistant of one administrator."""

    async def launch() -> PracticeLine:
        return PracticeLine.model_validate(practice.line, from_attributes=True)

    bounds = Bounds(lost_answer=4.0, interrupted=4.0)
    made = Assistant(Services(folder, launch, bounds=bounds, clock=_HURRIED.clock))
    try:
        await made.before.choose_practice()
        await made.before.sign_in()
        await made.key.use_for_session(practice.line.key)
        yield made
    finally:
        await made.close()


async def set_up(
    practice: Practice, folder: Path, between: Callable[[Assistant], None] = lambda _assistant: None
) -> Outcome:
    """Plan and apply, with something in between; raises `TimeoutError` after `BOUND`."""
    began = time.monotonic()
    problem = None
    async with asyncio.timeout(BOUND):
        try:
            async with signed_in(practice, folder) as assistant:
                setting_up = SettingUp(assistant, CONFIG)
                effect = await setting_up.plan(test=False)
                between(assistant)
                if not effect.empty:
                    await setting_up.apply()
        except ProblemError as error:
            problem = error.problem
            words = explain(problem)
            assert problem.code in known_codes(), problem.code
            assert words.what, problem.code
    return Outcome(problem, time.monotonic() - began)


async def with_faults(
    practice: Practice, names: tuple[str, str], folder: Path, *, flapping: bool
) -> Outcome:
    """Set up under these faults, which then end."""

    async def flap() -> None:
        for turn in itertools.count():
            await asyncio.sleep(FLAP)
            with suppress(httpx.TransportError):  # a busy machine
                await control(practice, "PUT", f"faults/{names[turn % 2]}", {"on": turn % 4 < 2})

    for name in names:
        await control(practice, "PUT", f"faults/{name}", {"on": True})
    flapper = asyncio.create_task(flap()) if flapping else None
    try:
        return await set_up(practice, folder)
    finally:
        if flapper is not None:
            flapper.cancel()
            with suppress(asyncio.CancelledError):
                await flapper
        await control(practice, "DELETE", "faults")


async def _try_many(count: int, seed: int) -> int:
    from wizard import practice as practices

    bad = 0
    for number, names in enumerate(pairs(seed, count)):
        options = practices.PracticeOptions(people=12, replication_lag=0.0)
        with tempfile.TemporaryDirectory() as folder:
            async with practices.start(options) as practice:
                story = f"{names} {'flapping' if number % 2 else 'steady'}"
                try:
                    first = await with_faults(practice, names, Path(folder), flapping=bool(number % 2))
                    then = await set_up(practice, Path(folder))
                except Exception as error:
                    bad += 1
                    print("BAD", story, type(error).__name__, str(error)[:300], flush=True)
                    continue
                told = [
                    f"{each.problem.code if each.problem else 'done'} {each.seconds:.1f} s"
                    for each in (first, then)
                ]
                bad += then.problem is not None
                print("BAD" if then.problem else "ok", story, *told, flush=True)
    return bad


def _told(outcome: Outcome) -> str:
    return f"{outcome.problem.code if outcome.problem else 'done'} {outcome.seconds:.1f} s"


if __name__ == "__main__":
    arguments: list[Any] = [int(each) for each in sys.argv[1:]]
    chosen = arguments[1] if len(arguments) > 1 else random.SystemRandom().randrange(1 << 16)
    print("seed", chosen)
    sys.exit(asyncio.run(_try_many(arguments[0] if arguments else 60, chosen)))

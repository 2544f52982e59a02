"""Pairs of Playvox's faults, steady or flapping, at everything that meets Playvox.

`python -m tests.steps.playvox_pairs 60` tries 60 pairs that a new seed chooses.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.steps.flapping import flapping
from tests.steps.hostile_world import set_up, signed_in
from tests.steps.random_moments import try_some
from wizard.messages import explain
from wizard.messages.explanation import known_codes
from wizard.problem import ProblemError
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice

ANA = "ana@contoso.example"
BOUND = 300.0
_SLOW = {"playvox-slow", "playvox-trickle", "playvox-no-answer", "service-slow", "cycle-stuck"}
"""Nothing but time, which is real here."""
SIDES = ("connection", "playvox", "service")
Use = Callable[[Assistant], Awaitable[object]]


async def _plan(assistant: Assistant) -> None:
    await assistant.turn_on.refresh()
    await assistant.turn_on.compute()


async def _rotate(assistant: Assistant) -> None:
    await assistant.rotate.refresh()
    await assistant.rotate.use_practice_key()
    await assistant.rotate.choose_person(ANA)
    await assistant.rotate.rotate()


async def _recover(assistant: Assistant) -> None:
    await assistant.recover.refresh()
    await assistant.recover.plan_recover()
    await assistant.recover.recover()


async def _provision(assistant: Assistant) -> None:
    await assistant.people.refresh()
    ids = await assistant.people.resolve([ANA])
    await assistant.turn_on.provision_one(ids[ANA])


async def _save(assistant: Assistant) -> None:
    await assistant.connection.refresh()
    await assistant.connection.set_threshold(31)
    if not (await assistant.connection.plan_save()).empty:
        await assistant.connection.save(verify=True)


USES: dict[str, Use] = {
    "status": lambda assistant: assistant.fill(),
    "test": lambda assistant: assistant.connection.test(),
    "save": _save,
    "plan": _plan,
    "why": lambda assistant: assistant.why.ask(ANA),
    "provision": _provision,
    "rotate": _rotate,
    "relink": lambda assistant: assistant.relink.relink(ANA),
    "recover": _recover,
}


def fault_names(*, slow: bool = False) -> list[str]:
    """The faults of Playvox and of the provisioning service."""
    from wizard.practice.faultlist import GROUPS

    return sorted(name for side in SIDES for name in GROUPS[side] if slow or name not in _SLOW)


def pairs(seed: int, count: int) -> list[tuple[str, str]]:
    """Some of all pairs of faults."""
    return random.Random(seed).sample(list(itertools.combinations(fault_names(), 2)), count)


def judged(assistant: Assistant, problem: ProblemError | None) -> str:
    """The code of the problem, "" without one; asserts that every problem has words."""
    found = [problem.problem] if problem is not None else []
    found += [step.problem for step in assistant._by_id.values() if step.problem is not None]
    for each in found:
        assert each.code in known_codes(), each.code
        assert explain(each).what, each.code
    return found[0].code if found else ""


async def use_with(practice: Practice, folder: Path, names: tuple[str, ...], use: str) -> str:
    """Use Playvox under these faults; how it ended. Raises `TimeoutError` after `BOUND`."""
    for name in names:
        practice.tenant.faults.switch(name, on=True)
    try:
        async with signed_in(practice, folder) as assistant:
            await assistant.refresh()
            problem = None
            async with asyncio.timeout(BOUND):
                try:
                    await USES[use](assistant)
                except ProblemError as error:
                    problem = error
            return judged(assistant, problem)
    finally:
        practice.tenant.faults.clear()


async def whole_again(practice: Practice, folder: Path) -> None:
    """With the faults gone, nothing half done is in the way, and what is unfinished goes on."""
    async with signed_in(practice, folder) as assistant:
        await assistant.refresh()
        await assistant.rotate.refresh()
        if assistant.rotate.view.unfinished is not None:
            await assistant.rotate.choose_person("")
            await assistant.rotate.rotate()
        await assistant.connection.test()
        report = assistant.connection.view.report
        assert report is not None
        assert report.verdict.name == "WORKS", report
        principal = assistant.context.facts.application_id
        saved = practice.tenant.secrets(principal)["SecretToken"]
        assert saved in {key.get_secret_value() for key in (practice.line.key, practice.line.next_key)}
    assert (await set_up(practice, folder)).problem is None


async def _try_many(count: int, seed: int) -> int:
    from wizard import practice as practices

    bad = 0
    for number, names in enumerate(pairs(seed, count)):
        every = (1, 2, 3)[number % 3]
        options = practices.PracticeOptions(people=12, replication_lag=0.0)
        with tempfile.TemporaryDirectory() as base:
            async with practices.start(options) as practice:
                folder = Path(base)
                await set_up(practice, folder)
                if every > 1:
                    flapping(practice.tenant.faults, every)
                for use in USES:
                    began = time.monotonic()
                    try:
                        told = await use_with(practice, folder, names, use)
                        await whole_again(practice, folder)
                        print(
                            "ok ",
                            names,
                            every,
                            use,
                            told or "done",
                            f"{time.monotonic() - began:.1f}",
                            flush=True,
                        )
                    except Exception as error:
                        bad += 1
                        print("BAD", names, every, use, type(error).__name__, str(error)[:400], flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(try_some(_try_many))

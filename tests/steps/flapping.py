"""A fault that comes and goes from one request to the next while a plan is applied.

`python -m tests.steps.flapping 20` tries 20 faults that a new seed chooses.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.steps.hostile_world import Outcome, fault_names, set_up
from tests.steps.random_moments import try_some

if TYPE_CHECKING:
    from wizard.practice import Practice
    from wizard.practice.faults import Faults

Case = tuple[str, int]
"""A fault, and at every which request that could meet it it occurs."""


def flapping(faults: Faults, every: int) -> None:
    """From now on a fault that is on occurs at every so many requests only."""
    counts: dict[str, int] = {}
    real = faults.take

    def take(name: str) -> bool:
        if not faults.is_on(name):
            return real(name)
        counts[name] = counts.get(name, 0) + 1
        return counts[name] % every == 0 and real(name)

    faults.take = take  # type: ignore[method-assign]


def cases(seed: int, count: int) -> list[Case]:
    """Some of all faults, each of them at every second or third request."""
    every = [(name, number) for name in fault_names() for number in (2, 3)]
    return random.Random(seed).sample(every, min(count, len(every)))


async def apply_with(practice: Practice, folder: Path, case: Case) -> tuple[Outcome, Outcome]:
    """Plan, then apply under the flapping fault; then once more without it, to the end.

    Asserts that nothing is left to do after that. Raises what is no problem with words, and `TimeoutError`.
    """
    name, every = case
    faults = practice.tenant.faults

    def begin(_assistant: object) -> None:
        flapping(faults, every)
        faults.switch(name, on=True)

    first = await set_up(practice, folder, begin)
    faults.clear()
    then = await set_up(practice, folder)
    if then.problem is not None and then.problem.partly:
        then = await set_up(practice, folder)
    if name == "second-job":  # it stays, and a person has to choose
        assert then.problem is not None
        assert then.problem.code == "jobs_several"
        return first, then
    assert then.problem is None, then.problem
    assert (await set_up(practice, folder)).problem is None, "nothing is left to do"
    return first, then


async def _try_many(count: int, seed: int) -> int:
    from wizard import practice as practices

    bad = 0
    for case in cases(seed, count):
        options = practices.PracticeOptions(people=12, replication_lag=0.0)
        with tempfile.TemporaryDirectory() as folder:
            async with practices.start(options) as practice:
                try:
                    first, _then = await apply_with(practice, Path(folder), case)
                except Exception as error:
                    bad += 1
                    print("BAD", case, type(error).__name__, str(error)[:400], flush=True)
                    continue
                told = first.problem.code if first.problem else "done"
                print("ok ", case, told, f"{first.seconds:.1f} s", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(try_some(_try_many, usual=20))

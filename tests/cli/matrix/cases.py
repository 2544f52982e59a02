"""All combinations of subcommand and damage, and samples of them."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.cli.matrix.commands import Command, all_commands
from tests.cli.matrix.damages import DAMAGES, Damage


@dataclass(frozen=True)
class Case:
    """One combination."""

    command: Command
    damage: Damage

    def __str__(self) -> str:
        return f"{self.command} / {self.damage.name}"


def all_cases() -> list[Case]:
    """Every damage with every subcommand that it is tried with."""
    commands = all_commands()
    return [Case(command, damage) for damage in DAMAGES for command in commands if damage.fits(command)]


def sample(cases: Sequence[Case], count: int, seed: int) -> list[Case]:
    """So many cases, of every kind of damage, damage and subcommand about as many as of the others."""
    order = random.Random(seed).sample(range(len(cases)), len(cases))
    taken: Counter[str] = Counter()

    def rank(place: int) -> tuple[list[int], int, int]:
        return [taken[each] for each in _strata(cases[order[place]])], place, order[place]

    waiting = [rank(place) for place in range(len(order))]
    heapq.heapify(waiting)
    found: list[Case] = []
    while waiting and len(found) < count:
        ranked = heapq.heappop(waiting)
        if (now := rank(ranked[1])) != ranked:
            heapq.heappush(waiting, now)  # of its kind there were others meanwhile
            continue
        found.append(cases[ranked[2]])
        taken.update(_strata(found[-1]))
    return found


def _strata(case: Case) -> list[str]:
    name = case.damage.name
    return [name.partition(":")[0], str(case.command), name]

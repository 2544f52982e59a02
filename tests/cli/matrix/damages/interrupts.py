"""Signals at random moments."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable

from tests.cli.matrix.attempt import PROBLEMS, STOPPED, Attempt
from tests.cli.matrix.damages.damage import Damage

_LATEST = {"loading": 0.25, "working": 1.5}


def _signal(number: int, latest: float) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        chance = random.Random(f"{attempt.command.name} {number} {latest}")
        attempt.signal = (number, chance.uniform(latest / 10, latest))
        attempt.fresh = True
        # A run that has ended before is as good as any; one that was stopped says so.
        attempt.codes = PROBLEMS | STOPPED
        attempt.codes |= {-number}  # before Python has begun to run the program

    return change


DAMAGES = [
    Damage(f"interrupts: {signal.Signals(number).name} {when}", _signal(number, latest))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE)
    for when, latest in _LATEST.items()
]

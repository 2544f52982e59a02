"""Progress of computing a plan, and an estimate of the remaining time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["assignments", "people", "links", "finishing"]
_EARLY = 2.0  # seconds; an earlier estimate would be a guess


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """`people` of `total` are done (None: the total is not known yet), and `accounts` are listed.

    `seconds_left` is None until there is enough data for an estimate.
    """

    stage: Stage
    people: int = 0
    total: int | None = None
    accounts: int = 0
    accounts_total: int | None = None
    seconds_left: float | None = None


class ProgressMeter:
    """Combines the counts of several concurrent readings."""

    def __init__(self, tell: Callable[[PlanProgress], None] | None) -> None:
        self._tell = tell
        self._began = time.monotonic()
        self._stage: Stage = "assignments"
        self._people, self._accounts = 0, 0
        self._total: int | None = None
        self._accounts_total: int | None = None

    def stage(self, stage: Stage) -> None:
        """Start a new stage of the work."""
        self._stage = stage
        self._show()

    def people(self, done: int, total: int | None) -> None:
        """Report the number of people done."""
        self._people, self._total = done, total
        self._show()

    def accounts(self, done: int, total: int | None) -> None:
        """Report the number of accounts listed."""
        self._accounts, self._accounts_total = done, total
        self._show()

    def _show(self) -> None:
        if self._tell is None:
            return
        self._tell(
            PlanProgress(
                self._stage,
                self._people,
                self._total,
                self._accounts,
                self._accounts_total,
                self._seconds_left(),
            )
        )

    def _seconds_left(self) -> float | None:
        passed = time.monotonic() - self._began
        if passed < _EARLY:
            return None
        # The two lists are read concurrently: the slower one decides.
        rests = []
        for done, total in ((self._people, self._total), (self._accounts, self._accounts_total)):
            if total is None or done <= 0:
                continue
            rests.append(passed * max(0, total - done) / done)
        return max(rests, default=None)

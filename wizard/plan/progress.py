"""Progress of computing a plan, and an estimate of the remaining time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["assignments", "reading", "accounts", "people", "links", "finishing"]
"""assignments: members of assigned groups. reading: people in Entra. accounts: accounts in Playvox, which
takes longer. people: their results. links: what the job linked. finishing: conflicts, and the file."""
_EARLY = 2.0  # seconds; an earlier estimate would be a guess
_SETTLED = 0.5  # seconds after which a speed can be estimated
_FIRST_GUESS = 0.0001  # seconds per person, until the speed of the results is known
_SMOOTH = 3.0  # seconds in which an estimate follows a change of speed


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """`done` of `total` are done in this stage (None: the total is not known), and the time left for all.

    They are people, or accounts in the stage of that name. `seconds_left` is None until there is enough
    data for an estimate.
    """

    stage: Stage
    done: int = 0
    total: int | None = None
    seconds_left: float | None = None


@dataclass(slots=True)
class _Count:
    """How far something is, and how quickly it came so far."""

    began: float
    done: int = 0
    total: int | None = None
    at: float = 0.0  # when the last of them was done

    def take(self, done: int, total: int | None, now: float) -> None:
        if done > self.done:
            self.at = now
        self.done, self.total = done, total

    @property
    def is_done(self) -> bool:
        return self.total is not None and self.done >= self.total

    def rest(self) -> float | None:
        """Seconds until everything is done at the speed so far; None when that is not known."""
        if self.total is None or not self.done:
            return None
        return max(0, self.total - self.done) * (self.at - self.began) / self.done


class ProgressMeter:
    """Combines the counts of readings that go on at the same time; a stage never goes back."""

    def __init__(
        self, tell: Callable[[PlanProgress], None] | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._began = clock()
        self._stage: Stage = "assignments"
        self._members = 0
        self._read, self._accounts = _Count(self._began), _Count(self._began)
        self._results = _Count(self._began)
        self._left: float | None = None
        self._left_at = 0.0

    def stage(self, stage: Stage) -> None:
        """A new part of the work begins."""
        self._stage = stage
        self._show()

    def members(self, count: int) -> None:
        """So many people were found in assigned groups."""
        self._members = count
        self._show()

    def reading(self, total: int | None) -> None:
        """People and accounts begin to be read; there are so many people."""
        now = self._clock()
        self._read, self._accounts, self._results = _Count(now, 0, total), _Count(now), _Count(now)
        self.stage("reading")

    def read(self, people: int, total: int | None) -> None:
        """So many people were read."""
        self._read.take(people, None if total is None else max(total, people), self._clock())
        self._show()

    def accounts(self, done: int, total: int | None) -> None:
        """So many accounts were listed."""
        self._accounts.take(done, total, self._clock())
        self._show()

    def deciding(self) -> None:
        """All accounts are listed: results begin."""
        self._results = _Count(self._clock(), 0, self._read.total)
        self.stage("people")

    def results(self, people: int, total: int | None) -> None:
        """So many people have a result."""
        self._results.take(people, None if total is None else max(total, people), self._clock())
        self._show()

    def _show(self) -> None:
        if self._tell is None:
            return
        if self._stage == "reading" and self._only_accounts_are_read():
            self._stage = "accounts"
        done, total = {
            "assignments": (self._members, None),
            "reading": (self._read.done, self._read.total),
            "accounts": (self._accounts.done, self._accounts.total),
            "people": (self._results.done, self._results.total),
        }.get(self._stage, (0, None))
        self._tell(PlanProgress(self._stage, done, total, self._seconds_left()))

    def _only_accounts_are_read(self) -> bool:
        """Whether everybody was read, or waits in memory, which is bounded, until accounts are listed."""
        if self._accounts.total is None or not self._read.done:
            return False
        return self._read.is_done or self._clock() - self._read.at > _EARLY

    def _seconds_left(self) -> float | None:
        now = self._clock()
        estimate = self._estimate(now)
        if estimate is None or now - self._began < _EARLY:
            return None
        if self._left is not None:
            passed = now - self._left_at
            before = max(0.0, self._left - passed)
            estimate = before + (estimate - before) * (1 - math.exp(-passed / _SMOOTH))
        self._left, self._left_at = estimate, now
        return estimate

    def _estimate(self, now: float) -> float | None:
        """Seconds left: the slower of two readings, then the results, which begin after the accounts."""
        reading = self._read.rest()
        if reading is None:
            return None
        results = self._results
        if self._stage == "people" and results.done and now - results.began >= _SETTLED:
            return max(reading, results.rest() or 0.0)
        rest = max(0, (self._read.total or 0) - results.done) * _FIRST_GUESS
        return max(reading, self._accounts.rest() or 0.0) + rest

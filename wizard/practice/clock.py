"""Practice time: it starts at the real time and may run faster."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta

NEVER = "0001-01-01T00:00:00Z"  # how the synchronization API writes a time that was never reached


class PracticeClock:
    """A clock that runs `speed` times as fast as the real one and can be moved forward."""

    def __init__(self, speed: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._speed = speed
        self._origin = datetime.now(UTC)
        self._since = time.monotonic()

    @property
    def speed(self) -> float:
        """Practice seconds per real second."""
        return self._speed

    def now(self) -> datetime:
        """The practice time, UTC."""
        with self._lock:
            return self._origin + timedelta(seconds=(time.monotonic() - self._since) * self._speed)

    def set_speed(self, speed: float) -> None:
        """Run faster or slower from now on; time that has passed is not changed."""
        if speed <= 0:
            raise ValueError("the clock speed must be above 0")
        self.advance(0)
        self._speed = speed

    def advance(self, seconds: float) -> None:
        """Jump forward by practice seconds."""
        now = self.now() + timedelta(seconds=seconds)
        with self._lock:
            self._origin, self._since = now, time.monotonic()

    def real(self, seconds: float) -> float:
        """How many real seconds the given practice seconds take at the present speed."""
        return seconds / self._speed

    async def sleep(self, seconds: float) -> None:
        """Wait until so many practice seconds have passed, also when the speed changes meanwhile."""
        until = self.now() + timedelta(seconds=seconds)
        while (left := (until - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time, not an event
            await asyncio.sleep(min(self.real(left), 0.5))


def stamp(moment: datetime) -> str:
    """A time as Graph writes it, for example `2026-03-01T09:30:00.1234567Z` (seven decimals)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"

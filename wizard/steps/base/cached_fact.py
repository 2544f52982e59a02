"""A fact that several steps use: read once, even when several request it at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Generic, TypeVar

T = TypeVar("T")


class CachedFact(Generic[T]):
    """One value read from outside. Belongs to one event loop.

    `value` is the last one read (None before), `read_at` when that was. `refresh` joins a read in progress
    instead of starting a second one; the read is canceled when no caller waits for it any more.
    """

    def __init__(self, read: Callable[[], Awaitable[T]]) -> None:
        self._read = read
        self.value: T | None = None
        self.read_at: datetime | None = None
        self._reading: asyncio.Task[T] | None = None
        self._waiting = 0

    async def get(self) -> T:
        """The last value, read now when there is none."""
        return self.value if self.value is not None else await self.refresh()

    async def refresh(self) -> T:
        """The value as it is now; raises what the reading raises."""
        task = self._reading
        if task is None:
            task = self._reading = asyncio.create_task(self._keep())
            self._waiting = 0
        self._waiting += 1
        try:
            return await asyncio.shield(task)
        finally:
            if task is self._reading:
                self._waiting -= 1
                if task.done() or self._waiting == 0:
                    self._reading = None
                    task.cancel()

    def set(self, value: T | None) -> None:
        """Set a value known from elsewhere, such as a write's response; None clears it."""
        self._reading = None  # callers waiting for the older read still get it, but it is not kept
        self._take(value)

    async def _keep(self) -> T:
        mine = asyncio.current_task()
        value = await self._read()
        if self._reading is mine:
            self._take(value)
        return value

    def _take(self, value: T | None) -> None:
        self.value = value
        self.read_at = None if value is None else datetime.now(UTC)

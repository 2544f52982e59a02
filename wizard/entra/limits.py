"""Client-side limits that avoid throttling by Graph: 5 requests per 10 seconds where documented.

Graph docs: provisionOnDemand; "Throttling limits" (identity and access reports).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

_REQUESTS = 5
_SECONDS = 10.0
_MARGIN = 0.25  # requests may reach Graph closer together than they were sent


def family(path: str) -> str | None:
    """The limited family a path belongs to, or None."""
    if path.startswith("/auditLogs/"):
        return "reports"
    if path.endswith("/provisionOnDemand"):
        return "provision_on_demand"
    return None


class RequestLimits:
    """A sliding window per family; waiting callers are served in order."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._sent: dict[str, deque[float]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def wait(self, path: str, now: Callable[[], float] | None = None) -> None:
        """Wait until one more request of this path is within the limit, and count it."""
        name = family(path)
        if name is None:
            return
        clock = now or asyncio.get_running_loop().time
        sent = self._sent.setdefault(name, deque(maxlen=_REQUESTS))
        async with self._locks.setdefault(name, asyncio.Lock()):
            while len(sent) == _REQUESTS and (rest := sent[0] + _SECONDS + _MARGIN - clock()) > 0:
                await self._sleep(rest)
            sent.append(clock())

"""Graph's limits per endpoint.

Source: Graph docs, "Microsoft Graph service-specific throttling limits" (identity and access reports: 5
requests per 10 seconds) and "synchronizationJob: provisionOnDemand" (5 requests per 10 seconds).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from wizard.practice.faults import Faults
from wizard.practice.graph.errors import throttled

LIMIT = 5
WINDOW = 10.0


class Throttle:
    """Counts requests of the limited endpoints in real time: `now` gives seconds."""

    def __init__(self, faults: Faults, now: Callable[[], float] = time.monotonic) -> None:
        self._faults = faults
        self._now = now
        self._recent: dict[str, deque[float]] = {"reports": deque(), "on demand": deque()}
        self._odd = False

    def check(self, method: str, path: str) -> None:
        """Raises `GraphRefusalError` 429 with Retry-After when there were too many requests."""
        if self._faults.is_on("graph-throttled"):
            self._odd = not self._odd
            if self._odd and self._faults.take("graph-throttled"):
                raise throttled(1)
        lower = path.lower()
        if lower.startswith("/auditlogs/"):
            self._count("reports")
        elif method == "POST" and lower.endswith("/provisionondemand"):
            self._count("on demand")

    def _count(self, name: str) -> None:
        now, recent = self._now(), self._recent[name]
        while recent and recent[0] <= now - WINDOW:
            recent.popleft()
        if len(recent) >= LIMIT:
            raise throttled(max(1, round(recent[0] + WINDOW - now + 0.5)))
        recent.append(now)

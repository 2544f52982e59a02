"""Objects made a moment ago, of which not every replica of Entra has heard (eventual consistency)."""

from __future__ import annotations

import time
from collections.abc import Callable

_YOUNG = 600.0  # seconds after which everybody should know of an object (Entra docs name no bound)
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before asking again for a list of such an object."""


class RecentlyCreated:
    """The new objects one client knows of."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def add(self, object_id: str) -> None:
        """This object was just made."""
        self._until[object_id] = self._clock() + _YOUNG

    def in_path(self, path: str) -> bool:
        """Whether the path leads to something of a new object."""
        now = self._clock()
        return any(each in path and now < until for each, until in self._until.items())

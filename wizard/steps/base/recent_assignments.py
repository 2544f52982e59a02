"""Assignments made or removed here that Entra's own list does not show yet: its readers lag behind."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from wizard.entra.assignments import Assignment

PATIENCE_S = 120.0
"""How long a write is believed although the list does not show it; Graph promises no bound."""


class RecentAssignments:
    """Completes a list read from Entra by what was written a moment ago. Belongs to one event loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._made: dict[str, tuple[Assignment, float]] = {}
        self._removed: dict[str, float] = {}

    def note(self, made: Iterable[Assignment] = (), removed: Iterable[str] = ()) -> None:
        """Remember these assignments as made, and these assignment ids as removed, just now."""
        until = self._clock() + PATIENCE_S
        for row in made:
            self._made[row.id] = (row, until)
            self._removed.pop(row.id, None)
        for gone in removed:
            self._removed[gone] = until
            self._made.pop(gone, None)

    def complete(self, rows: Sequence[Assignment]) -> tuple[Assignment, ...]:
        """The list as it will be once Entra has caught up; what it shows by now is forgotten here."""
        now = self._clock()
        shown = {row.id for row in rows}
        self._made = {
            each: (row, until)
            for each, (row, until) in self._made.items()
            if each not in shown and until > now
        }
        self._removed = {
            each: until for each, until in self._removed.items() if each in shown and until > now
        }
        kept = [row for row in rows if row.id not in self._removed]
        return (*kept, *(row for row, _until in self._made.values()))

    def forget(self) -> None:
        """Forget everything, for another application."""
        self._made.clear()
        self._removed.clear()

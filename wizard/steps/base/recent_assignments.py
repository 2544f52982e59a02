"""Assignments made or removed here that Entra's own list does not show yet: its readers lag behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wizard.entra.assignments import Assignment
from wizard.entra.consistency import Bounds, Clock, Deadline
from wizard.entra.rows import Rows, unread_of
from wizard.setup import Operation

UNASSIGN = "people.unassign"
"""The journal's operation whose `outcome` has the ids of removed assignments."""


class RecentAssignments:
    """Completes a list read from Entra with recent writes. Belongs to one event loop.

    A write counts for as long as `bounds` allow although the list does not show it; once it was shown,
    the list counts.
    """

    def __init__(self, clock: Clock, bounds: Bounds) -> None:
        self._clock, self._bounds = clock, bounds
        self._made: dict[str, tuple[Assignment, Deadline]] = {}
        self._removed: dict[str, Deadline] = {}

    def note(self, made: Iterable[Assignment] = (), removed: Iterable[str] = ()) -> None:
        """Remember these assignments as made, and these assignment ids as removed, just now."""
        until = Deadline.after(self._clock, self._bounds.assignment)
        for row in made:
            self._made[row.id] = (row, until)
            self._removed.pop(row.id, None)
        for gone in removed:
            self._removed[gone] = until
            self._made.pop(gone, None)

    def note_journal(self, rows: Iterable[Operation], application_id: str) -> None:
        """Take what an earlier run of the program removed: its list may still be shown for a while."""
        for row in rows:
            if row.kind != UNASSIGN or row.subject != application_id or row.ended is None:
                continue
            until = Deadline.since(self._clock, row.ended, self._bounds.assignment)
            removed = row.outcome.get("removed")
            if until.left > 0 and isinstance(removed, list):
                for gone in removed:
                    self._removed.setdefault(str(gone), until)

    def complete(self, rows: Sequence[Assignment]) -> Rows[Assignment]:
        """The list with recent writes applied; writes it shows already are forgotten."""
        shown = {row.id for row in rows}
        self._made = {
            each: (row, until)
            for each, (row, until) in self._made.items()
            if each not in shown and until.left > 0
        }
        self._removed = {
            each: until for each, until in self._removed.items() if each in shown and until.left > 0
        }
        kept = [row for row in rows if row.id not in self._removed]
        made = (row for row, _until in self._made.values())
        return Rows.of((*kept, *made), unread_of(rows))

    def forget(self) -> None:
        """Forget everything, for another application."""
        self._made.clear()
        self._removed.clear()

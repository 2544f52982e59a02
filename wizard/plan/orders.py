"""The order of a plan's rows for a filter and sort: computed once and kept.

It has a connection of its own, so that rows on screen are read while another order is computed.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from typing import Literal

from wizard.plan.actions import ACTIONS, PlannedAction

SortKey = Literal["action", "name", "user_name", "reason"]
Wanted = tuple[PlannedAction | None, str, SortKey, bool]
"""Action, text (case-folded), sort, descending."""
_ORDERS: dict[SortKey, str] = {
    "action": "number",
    "name": "search",
    "user_name": "user_name COLLATE NOCASE, search",
    "reason": "reason, search",
}
_KEPT = 8
_STEPS = 10_000  # of SQLite's own between two looks whether to stop: about a millisecond


class RowOrders:
    """Numbers of rows, from any thread; takes over the connection."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._sorting = threading.Lock()
        self._guard = threading.Lock()  # never held for long
        self._kept: dict[Wanted, array[int]] = {}
        self._closed = False
        # `interrupt` alone would not end a statement that begins right after it.
        database.set_progress_handler(lambda: self._closed, _STEPS)

    def of(self, wanted: Wanted) -> array[int]:
        """The numbers of the rows, in order; none once it is closed."""
        found = self._known(wanted)
        if found is not None:
            return found
        with self._sorting:
            found = self._known(wanted)
            if found is not None:
                return found
            try:
                found = self._sorted(*wanted)
            except sqlite3.Error:
                if self._closed:
                    return array("q")
                raise
            with self._guard:
                self._kept[wanted] = found  # newest last
                while len(self._kept) > _KEPT:
                    self._kept.pop(next(iter(self._kept)))
        return found

    def close(self) -> None:
        """Stop what is being sorted, and let go of the file."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            self._kept.clear()
        self._database.interrupt()
        with self._sorting:
            self._database.close()

    def _known(self, wanted: Wanted) -> array[int] | None:
        with self._guard:
            if self._closed:
                return array("q")
            found = self._kept.pop(wanted, None)
            if found is not None:
                self._kept[wanted] = found
            return found

    def _sorted(
        self, action: PlannedAction | None, text: str, sort: SortKey, descending: bool
    ) -> array[int]:
        order = _ORDERS[sort]
        if descending:
            order = ", ".join(f"{part} DESC" for part in order.split(", "))
        conditions: list[str] = []
        values: list[str | int] = []
        if action is not None:
            conditions.append("rank = ?")
            values.append(ACTIONS.index(action))
        if text:
            conditions.append("instr(search, ?)")
            values.append(text)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        found = self._database.execute(f"SELECT number FROM rows{where} ORDER BY {order}", values)  # noqa: S608
        return array("q", (number for (number,) in found))

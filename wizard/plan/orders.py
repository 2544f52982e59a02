"""The order of a plan's rows for a filter and sort: computed once and kept.

It has a connection of its own, so that rows on screen are read while another order is computed.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from typing import Literal

from wizard.plan.actions import ACTIONS, PlannedAction
from wizard.plan.kept_orders import KeptOrders, sorted_numbers

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
        self._kept: KeptOrders[Wanted] = KeptOrders(_KEPT)
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
                return self._kept.keep(wanted, found)

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
            return self._kept.find(wanted)

    def _sorted(
        self, action: PlannedAction | None, text: str, sort: SortKey, descending: bool
    ) -> array[int]:
        conditions: dict[str, str | int] = {} if action is None else {"rank = ?": ACTIONS.index(action)}
        if text:
            conditions["instr(search, ?)"] = text
        return sorted_numbers(
            self._database.execute, "rows", conditions, _ORDERS[sort], descending=descending
        )

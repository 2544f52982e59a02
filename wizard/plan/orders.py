"""The order of the rows of a plan or of a comparison for a filter and sort: computed once and kept.

It has a connection of its own, so that rows on screen are read while another order is computed.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Mapping

from wizard.plan.kept_orders import KeptOrders, sorted_numbers

Wanted = tuple[int | None, str, str, bool]
"""Rank, text (case-folded), sort, descending."""
_KEPT = 8
_STEPS = 10_000  # of SQLite's own between two looks whether to stop: about a millisecond


class RowOrders:
    """Numbers of rows of a table with the columns number, rank and search, from any thread.

    Takes over the connection. `columns` are those of each sort.
    """

    def __init__(self, database: sqlite3.Connection, table: str, columns: Mapping[str, str]) -> None:
        self._database = database
        self._table = table
        self._columns = columns
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

    def forget(self) -> None:
        """Forget every order, because the rows are others now."""
        with self._guard:
            self._kept.clear()

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

    def _sorted(self, rank: int | None, text: str, sort: str, descending: bool) -> array[int]:
        conditions: dict[str, str | int] = {} if rank is None else {"rank = ?": rank}
        if text:
            conditions["instr(search, ?)"] = text
        columns = self._columns[sort]
        return sorted_numbers(
            self._database.execute, self._table, conditions, columns, descending=descending
        )

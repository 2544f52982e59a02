"""A finished plan: its header, and its rows on disk, browsable at any size.

`Plan.open(path)` opens one; `compute` makes one. Rows are read in windows:

    plan.count(action="deactivate", text="ana")
    plan.rows(offset=200, limit=100, sort="name")

The order of a filter and sort is computed once (20,000 rows: about 30 ms) and kept, so that scrolling only
looks rows up by number. All methods may be called from any thread.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from wizard.file_reasons import storage_reason
from wizard.own_files import must_be_file
from wizard.plan.actions import ACTIONS, Counts, PlannedAction, PlanRow
from wizard.plan.header import PlanHeader
from wizard.plan.orders import RowOrders
from wizard.problem import Problem, ProblemError

VERSION = 1
SortKey = Literal["action", "name", "user_name", "reason"]
_ORDERS: Mapping[str, str] = {
    "action": "number",
    "name": "search",
    "user_name": "user_name COLLATE NOCASE, search",
    "reason": "reason, search",
}
_COLUMNS = "id, name, user_name, rank, reason, facts, kind, account"
_WITHOUT_ACCOUNT = "id, name, user_name, rank, reason, facts, kind, ''"
"""Files of plans from before rows knew their account."""
_CHUNK = 500


class Plan:
    """Open until `close`; `discard` also removes the file."""

    def __init__(
        self, path: Path, database: sqlite3.Connection, orders: sqlite3.Connection, header: PlanHeader
    ) -> None:
        self.path = path
        self.header = header
        self._database = database
        self._lock = threading.Lock()
        self._columns = _columns(database)
        self._closed = False
        self._orders = RowOrders(orders, "rows", _ORDERS)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The plan in this file; raises `plan_unreadable`."""
        try:
            database = _connected(path)
            try:
                _check_rows(database)
                return cls(path, database, _connected(path), _header(database))
            except BaseException:
                database.close()
                raise
        except (OSError, sqlite3.Error, ValueError, TypeError, RecursionError) as error:
            raise ProblemError(Problem("plan_unreadable", {"file": str(path)}, str(error))) from error

    @property
    def counts(self) -> Counts:
        """Number of people for each action."""
        return self.header.counts

    def close(self) -> None:
        """Close the file; afterwards no rows can be read."""
        self._orders.close()
        with self._lock:
            self._closed = True
            self._database.close()

    def discard(self) -> None:
        """Close and remove the file."""
        self.close()
        self.path.unlink(missing_ok=True)

    def count(self, *, action: PlannedAction | None = None, text: str = "") -> int:
        """Number of rows that match this filter."""
        return len(self._order(action, text, "action", descending=False))

    def rows(
        self,
        offset: int = 0,
        limit: int | None = None,
        *,
        action: PlannedAction | None = None,
        text: str = "",
        sort: SortKey = "action",
        descending: bool = False,
    ) -> list[PlanRow]:
        """A window of the rows with this action whose name or user name holds `text`, case ignored."""
        order = self._order(action, text, sort, descending=descending)
        wanted = order[offset:] if limit is None else order[offset : offset + limit]
        return self._by_number(wanted)

    def all_rows(self) -> Iterator[PlanRow]:
        """All rows, most important first; memory stays bounded."""
        order = self._order(None, "", "action", descending=False)
        for start in range(0, len(order), _CHUNK):
            yield from self._by_number(order[start : start + _CHUNK])

    def row(self, identifier: str) -> PlanRow | None:
        """The row with this person's (or account's) id."""
        with self._lock:
            if self._closed:
                return None
            found = self._database.execute(
                f"SELECT {self._columns} FROM rows WHERE id = ?",  # noqa: S608 - constant columns
                (identifier,),
            ).fetchone()
        return None if found is None else _row(found)

    def reasons(self) -> dict[tuple[PlannedAction, str], int]:
        """Number of rows for each action and reason, people and accounts together."""
        with self._lock:
            found = self._database.execute(
                "SELECT rank, reason, count(*) FROM rows GROUP BY 1, 2"
            ).fetchall()
        return {(ACTIONS[rank], reason): count for rank, reason, count in found}

    def query(self, statement: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query of the plan's file; none once it is closed."""
        with self._lock:
            return [] if self._closed else self._database.execute(statement, values).fetchall()

    def _order(
        self, action: PlannedAction | None, text: str, sort: SortKey, *, descending: bool
    ) -> array[int]:
        rank = None if action is None else ACTIONS.index(action)
        return self._orders.of((rank, text.strip().casefold(), sort, descending))

    def _by_number(self, numbers: array[int]) -> list[PlanRow]:
        found: dict[int, PlanRow] = {}
        for start in range(0, len(numbers), _CHUNK):
            part = numbers[start : start + _CHUNK]
            marks = ",".join("?" * len(part))
            with self._lock:
                if self._closed:
                    return []
                rows = self._database.execute(
                    f"SELECT number, {self._columns} FROM rows WHERE number IN ({marks})",  # noqa: S608 - marks only
                    part.tolist(),
                ).fetchall()
            found.update((row[0], _row(row[1:])) for row in rows)
        return [found[number] for number in numbers]


def not_saved(path: Path, error: OSError | sqlite3.Error) -> ProblemError:
    """The problem when a file of a plan could not be written."""
    reason = storage_reason(error)
    return ProblemError(Problem("plan_not_saved", {"file": str(path), "reason": reason}, str(error)))


def read_header(path: Path) -> PlanHeader:
    """The header of the plan in this file.

    Raises `OSError`, `sqlite3.Error`, `ValueError` or `TypeError`.
    """
    must_be_file(path)
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return _header(database)
    finally:
        database.close()


def _connected(path: Path) -> sqlite3.Connection:
    must_be_file(path)
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _header(database: sqlite3.Connection) -> PlanHeader:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        raise ValueError(f"version {version}")
    found = database.execute("SELECT value FROM header").fetchone()
    if found is None:
        raise ValueError("no header")
    [text] = found
    return PlanHeader.model_validate_json(text)


def _check_rows(database: sqlite3.Connection) -> None:
    """Raise `ValueError` when a row holds what this program never writes: a plan is whole or not shown."""
    columns = _columns(database)
    names = [each for each in columns.replace("''", "kind").split(", ") if each != "rank"]
    texts = " OR ".join(f"typeof({each}) <> 'text'" for each in names)
    wrong = database.execute(
        f"SELECT count(*) FROM rows WHERE {texts} OR typeof(rank) <> 'integer'"  # noqa: S608
        f" OR rank NOT BETWEEN 0 AND {len(ACTIONS) - 1}"
        " OR CASE WHEN facts = '' THEN 0 WHEN json_valid(facts) THEN json_type(facts) <> 'object'"
        " ELSE 1 END"
    ).fetchone()[0]
    if wrong:
        raise ValueError(f"{wrong} rows that cannot be read")


def _columns(database: sqlite3.Connection) -> str:
    present = {row[1] for row in database.execute("PRAGMA table_info(rows)")}
    return _COLUMNS if "account" in present else _WITHOUT_ACCOUNT


def _row(found: tuple[str, str, str, int, str, str, str, str]) -> PlanRow:
    identifier, name, user_name, rank, reason, facts, kind, account = found
    return PlanRow(
        identifier,
        name,
        user_name,
        ACTIONS[rank],
        reason,
        json.loads(facts) if facts else {},
        "account" if kind == "account" else "person",
        account,
    )

"""All rows of a comparison in a SQLite database until it is closed, browsable at any size like a plan."""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from array import array
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

from wizard.paths import private_file, private_folder
from wizard.plan.document import DocumentRow
from wizard.plan.orders import RowOrders
from wizard.plan.outcome import VERDICTS, RowOutcome, Verdict
from wizard.plan.plan import not_saved
from wizard.problem import Problem

OutcomeSort = Literal["verdict", "name", "happened", "user_name"]
_ORDERS: Mapping[str, str] = {
    "verdict": "rank, search",
    "name": "search",
    "happened": "happened, search",
    "user_name": "user_name COLLATE NOCASE, search",
}
_TABLE = """
CREATE TABLE outcomes (number INTEGER PRIMARY KEY, id TEXT NOT NULL, rank INTEGER NOT NULL,
    user_name TEXT NOT NULL, happened TEXT NOT NULL, search TEXT NOT NULL, kept TEXT NOT NULL);
CREATE INDEX outcomes_id ON outcomes (id);
"""
_AT_ONCE = 500
_KEPT = tuple(each.name for each in fields(RowOutcome))


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """The sources of a comparison. `log_reaches` is the time from which the log is certainly complete,
    where that is after the plan; a problem says why the log or Playvox was not read.
    """

    cycle_ended: bool
    log_reaches: datetime | None = None
    log_problem: Problem | None = None
    playvox_problem: Problem | None = None


class PlanOutcome:
    """Open until `close`, which removes the file. One thread adds the rows; afterwards any thread may read
    them, also while others are being sorted.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"plan-outcome-{uuid.uuid4().hex}.sqlite"
        try:
            private_folder(folder)
            private_file(self._path)
            self._database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            self._database.executescript(_TABLE)
            sorting = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            self._path.unlink(missing_ok=True)
            raise not_saved(self._path, error) from error
        self._lock = threading.Lock()
        self._closed = False
        self._orders = RowOrders(sorting, "outcomes", _ORDERS)
        self.compared_with = ComparedWith(cycle_ended=False)
        self.counts: dict[Verdict, int] = dict.fromkeys(VERDICTS, 0)
        """Rows by verdict."""

    def __enter__(self) -> PlanOutcome:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close and remove the file; afterwards no rows can be read."""
        self._orders.close()
        with self._lock:
            self._closed = True
            self._database.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    @property
    def share(self) -> float | None:
        """Share (0 to 1) of the rows with a known result that went as planned; None while there
        are none.
        """
        known = self.counts["as_planned"] + self.counts["differently"]
        return self.counts["as_planned"] / known if known else None

    def take(self, rows: Iterator[RowOutcome]) -> None:
        """Store all rows, in place of earlier ones."""
        with self._lock:
            self.counts = dict.fromkeys(VERDICTS, 0)
            self._orders.forget()
            self._database.execute("BEGIN")
            try:
                self._database.execute("DELETE FROM outcomes")
                self._database.executemany(
                    "INSERT INTO outcomes VALUES (NULL, ?, ?, ?, ?, ?, ?)",
                    (self._packed(each) for each in rows),
                )
            finally:
                self._database.execute("COMMIT")

    def _packed(self, each: RowOutcome) -> tuple[Any, ...]:
        self.counts[each.verdict] += 1
        row = each.row
        kept = {name: getattr(each, name) for name in _KEPT}
        kept |= {"row": vars(row), "at": each.at.isoformat() if each.at else None}
        search = f"{row.name}\n{row.user_name}".casefold()
        text = json.dumps(kept, ensure_ascii=False)
        return row.id, VERDICTS.index(each.verdict), row.user_name, each.happened, search, text

    def count(self, *, verdict: Verdict | None = None, text: str = "") -> int:
        """Number of rows that match this filter."""
        return len(self._order(verdict, text, "verdict", descending=False))

    def rows(
        self,
        offset: int = 0,
        limit: int | None = None,
        *,
        verdict: Verdict | None = None,
        text: str = "",
        sort: OutcomeSort = "verdict",
        descending: bool = False,
    ) -> list[RowOutcome]:
        """A window of the rows with this verdict whose name or user name holds `text`, case ignored."""
        order = self._order(verdict, text, sort, descending=descending)
        wanted = order[offset:] if limit is None else order[offset : offset + limit]
        found: list[RowOutcome] = []
        for start in range(0, len(wanted), _AT_ONCE):
            found += self._by_number(wanted[start : start + _AT_ONCE])
        return found

    def row(self, identifier: str) -> RowOutcome | None:
        """The row of a person or account by id."""
        with self._lock:
            if self._closed:
                return None
            found = self._database.execute(
                "SELECT kept FROM outcomes WHERE id = ?", (identifier,)
            ).fetchone()
        return _unpacked(found[0]) if found else None

    def _order(
        self, verdict: Verdict | None, text: str, sort: OutcomeSort, *, descending: bool
    ) -> array[int]:
        rank = None if verdict is None else VERDICTS.index(verdict)
        return self._orders.of((rank, text.strip().casefold(), sort, descending))

    def _by_number(self, numbers: array[int]) -> list[RowOutcome]:
        marks = ",".join("?" * len(numbers))
        with self._lock:
            if self._closed:
                return []
            rows = self._database.execute(
                f"SELECT number, kept FROM outcomes WHERE number IN ({marks})",  # noqa: S608 - marks only
                numbers.tolist(),
            ).fetchall()
        found = {number: _unpacked(text) for number, text in rows}
        return [found[number] for number in numbers]


def _unpacked(text: str) -> RowOutcome:
    kept = cast("dict[str, Any]", json.loads(text))
    at = kept["at"]
    kept["row"] = DocumentRow.model_construct(**kept["row"])
    kept["at"] = datetime.fromisoformat(at) if at else None
    kept["changed"], kept["attributes"] = tuple(kept["changed"]), tuple(kept["attributes"])
    return RowOutcome(**kept)

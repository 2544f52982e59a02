"""The data quality a plan has found: its findings, and the people of each in windows, at any size."""

from __future__ import annotations

import json
import threading
from array import array
from collections.abc import Iterator
from typing import Any, Literal

from wizard.plan.kept_orders import KeptOrders, sorted_numbers
from wizard.plan.plan import Plan
from wizard.plan.quality import Quality, QualityFinding, QualityRow

QualitySort = Literal["found", "name", "user_name", "detail"]
_ORDERS: dict[QualitySort, str] = {
    "found": "number",
    "name": "search, id",
    "user_name": "user_name COLLATE NOCASE, search",
    "detail": "detail, facts, search",
}
_COLUMNS = "id, name, user_name, kind, detail, facts"
_KEPT_ORDERS = 4
_CHUNK = 500


def quality_of(plan: Plan) -> Quality | None:
    """The findings; None for a plan that was computed without them, or is closed."""
    if not plan.query("SELECT 1 FROM sqlite_master WHERE name = 'quality'"):
        return None
    found = plan.query("SELECT value FROM quality")
    return Quality.model_validate_json(found[0][0]) if found else None


class FindingRows:
    """The people or accounts of one finding; any thread may ask. No rows once the plan is closed.

    The order for a filter and sort is computed once and kept, so that scrolling costs a lookup by number.
    """

    def __init__(self, plan: Plan, finding: QualityFinding) -> None:
        self._plan = plan
        self._number = finding.number
        self._lock = threading.Lock()
        self._orders: KeptOrders[tuple[str, QualitySort, bool]] = KeptOrders(_KEPT_ORDERS)

    def count(self, text: str = "") -> int:
        """How many rows have this text in a name or sign-in name, case ignored."""
        return len(self._order(text, "found", descending=False))

    def rows(
        self,
        offset: int = 0,
        limit: int = _CHUNK,
        *,
        text: str = "",
        sort: QualitySort = "found",
        descending: bool = False,
    ) -> list[QualityRow]:
        """A window of them."""
        return self._by_number(self._order(text, sort, descending=descending)[offset : offset + limit])

    def every(self) -> Iterator[QualityRow]:
        """All of them; memory stays bounded."""
        for start in range(0, self.count(), _CHUNK):
            yield from self.rows(start, _CHUNK)

    def _order(self, text: str, sort: QualitySort, *, descending: bool) -> array[int]:
        wanted = (text.strip().casefold(), sort, descending)
        with self._lock:
            known = self._orders.find(wanted)
            return self._orders.keep(wanted, self._sorted(*wanted)) if known is None else known

    def _sorted(self, text: str, sort: QualitySort, descending: bool) -> array[int]:
        conditions: dict[str, str | int] = {"finding = ?": self._number, "instr(search, ?)": text}
        return sorted_numbers(
            self._plan.query, "quality_rows", conditions, _ORDERS[sort], descending=descending
        )

    def _by_number(self, numbers: array[int]) -> list[QualityRow]:
        marks = ",".join("?" * len(numbers))
        found = self._plan.query(
            f"SELECT number, {_COLUMNS} FROM quality_rows WHERE number IN ({marks})",  # noqa: S608 - marks only
            numbers.tolist(),
        )
        rows = {row[0]: _row(row[1:]) for row in found}
        return [rows[number] for number in numbers if number in rows]


def _row(found: tuple[Any, ...]) -> QualityRow:
    identifier, name, user_name, kind, detail, facts = found
    return QualityRow(identifier, name, user_name, kind, detail, json.loads(facts) if facts else {})

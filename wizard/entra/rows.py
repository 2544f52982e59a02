"""Rows of Graph's lists: one that cannot be read is left out, counted and named; the others are used.

What follows from a list that is not whole is for its reader to judge: `Rows.unread` is not 0 then, and "not
in the list" means unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self, TypeVar

from wizard.entra.values import Json, read
from wizard.notices import notice
from wizard.problem import Problem, ProblemError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_CAST = "microsoft.graph."


class Rows(tuple[T_co, ...]):
    """The rows of a list that could be read; `unread` is the number of the others."""

    unread: int = 0

    @classmethod
    def of(cls, rows: Iterable[T_co], unread: int) -> Self:
        """These rows, beside `unread` others."""
        found = cls(rows)
        found.unread = unread
        return found


def unread_of(rows: object) -> int:
    """How many rows are missing in a list of any kind."""
    return rows.unread if isinstance(rows, Rows) else 0


class RowReader:
    """Reads the rows of one list; `unread` counts those that could not be read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.unread = 0

    def of_page(self, page: Mapping[str, Any], *, with_id: bool = False) -> list[Json]:
        """The rows of one page. `with_id`: those without a text as their id cannot be read.

        Raises `ProblemError` ("graph_unexpected_answer") when the page has no list.
        """
        value = page.get("value")
        if not isinstance(value, list):
            facts = {"kind": "list", "where": self._path}
            raise ProblemError(Problem("graph_unexpected_answer", facts, retryable=True))
        return list(self._objects(value, with_id=with_id))

    def read(self, kind: type[T], row: object) -> T | None:
        """One row; None when it cannot be read, or has no id although this kind has one."""
        try:
            found = read(kind, row)
        except ProblemError as error:
            self.miss(error.problem.raw)
            return None
        if getattr(found, "id", None) == "":
            self.miss("id: it is missing")
            return None
        return found

    def miss(self, raw: str = "") -> None:
        """Count one row that cannot be read, and name the list."""
        self.unread += 1
        facts = {"list": list_name(self._path), "n": str(self.unread), "path": self._path}
        notice(Problem("graph_rows_unread", facts, raw))

    def _objects(self, value: list[object], *, with_id: bool) -> Iterator[Json]:
        for row in value:
            if not isinstance(row, dict):
                self.miss("it is no object")
            elif with_id and not (isinstance(row.get("id"), str) and row["id"]):
                self.miss("id: it is missing")
            else:
                yield row


def list_name(path: str) -> str:
    """What the list at this path is called in Graph, such as "members"."""
    parts = [part for part in path.partition("(")[0].split("/") if part]
    if len(parts) > 1 and parts[-1].startswith(_CAST):
        del parts[-1]
    return parts[-1] if parts else path

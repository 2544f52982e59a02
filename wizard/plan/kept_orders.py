"""Numbers of table rows in the order of a filter and sort: the latest few are kept.

A table on screen asks for the same order at every scroll; rows are then looked up by number.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from wizard.messages.sorting import name_key

K = TypeVar("K", bound=Hashable)
_NAME = "search"  # the column that begins with a row's name, in small letters
Query = Callable[[str, Sequence[str | int]], Iterable[tuple[Any, ...]]]
"""Runs a statement with its values: `Connection.execute`, or a store's own."""


class KeptOrders(Generic[K]):
    """At most `most` orders, by what was asked for. One thread at a time: callers hold a lock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[K, array[int]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, wanted: K) -> array[int] | None:
        """The order, which becomes the newest; None when it is not kept."""
        found = self._kept.pop(wanted, None)
        if found is not None:
            self._kept[wanted] = found
        return found

    def keep(self, wanted: K, order: array[int]) -> array[int]:
        """Keep the order as the newest, in place of the oldest; returns it."""
        self._kept[wanted] = order
        while len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)))
        return order

    def clear(self) -> None:
        """Keep none."""
        self._kept.clear()


def sorted_numbers(
    query: Query, table: str, conditions: Mapping[str, str | int], columns: str, *, descending: bool
) -> array[int]:
    """The numbers of the rows that meet all conditions ("rank = ?" and its value), by these columns.

    Where the first one is the name, by the rules of the language.
    """
    parts = columns.split(", ")
    order = ", ".join(f"{part} DESC" for part in parts) if descending else columns
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    statement = f"SELECT number FROM {table}{where} ORDER BY {order}"  # noqa: S608 - names of our own
    if parts[0] == _NAME:
        statement = statement.replace("SELECT number", f"SELECT number, {_NAME}", 1)
        found = query(statement, tuple(conditions.values()))
        by_name = sorted(found, key=lambda row: name_key(str(row[1])), reverse=descending)
        return array("q", (number for number, _name in by_name))
    return array("q", (number for (number,) in query(statement, tuple(conditions.values()))))

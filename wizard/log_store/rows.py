"""The wanted entries as rows of a table of any size, and one by one."""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from wizard.entra.logs import LogEntry
from wizard.entra.values import Json
from wizard.log_store.database import UNREADABLE, LogDatabase
from wizard.log_store.packing import OwnMembers, as_sent, moment_of, unpacked
from wizard.log_store.schema import time_of
from wizard.log_store.search import Kind, LogSearch, Segment, below, count_of, kinds_of, segments
from wizard.notices import notice
from wizard.problem import Problem, ProblemError

T = TypeVar("T")
STEP = 1_000  # rows between two known places
COUNTED = 200  # rows that are counted at once
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LogRow:
    """What a table shows of an entry."""

    number: int
    at: datetime
    kind: Kind
    person: str
    user_name: str


class LogRows:
    """The entries of one search; any thread may use it until `close`.

    `count` is quick and says at most `COUNTED` where nothing is counted beforehand; `count_all` counts
    the rest, after which every row is found quickly: it remembers every thousandth place. `too_many_names`:
    the last word of the text counted only as a whole word.
    """

    def __init__(self, path: Path, wanted: LogSearch) -> None:
        self.wanted = wanted
        self._lock = threading.Lock()
        self._closed = False
        self._database = LogDatabase(path)
        with self._database.understood():
            self._db = self._database.connect()
            self.kinds = kinds_of(self._db)
            parts, self.too_many_names = segments(self._db, wanted)
        self._parts = [_Part(each) for each in parts]

    def close(self) -> None:
        """No rows can be read any more."""
        self._closed = True
        with self._lock:
            self._db.close()

    def count(self) -> tuple[int, bool]:
        """The number of entries and whether it is exact; when it is not, there are more."""
        total, exact = 0, True
        with self._lock, self._database.understood():
            for part in self._parts if not self._closed else ():
                found, whole = count_of(self._db, part.segment, self.kinds, COUNTED)
                part.expected = found if whole else None
                total, exact = total + found, exact and whole
        return total, exact

    def count_all(self) -> int:
        """The exact number; until it returns, rows are found up to what is known."""
        for part in self._parts:
            while not part.complete and not self._closed:
                with self._lock, self._database.understood():
                    if not self._closed:
                        part.go_on(self._db)
        return sum(part.known for part in self._parts)

    def window(self, offset: int, limit: int) -> list[LogRow]:
        """Up to `limit` rows from this index on."""
        numbers: list[int] = []
        with self._lock, self._database.understood():
            for part in self._parts if not self._closed else ():
                if len(numbers) == limit:
                    break
                numbers += part.window(self._db, offset, limit - len(numbers))
                offset = max(0, offset - part.size)
            return self._rows(numbers)

    def entries(self) -> Iterator[tuple[int, LogEntry]]:
        """Every entry with its number, in order, in pieces, so that a long log is never held whole."""
        return self._each(unpacked)

    def as_sent(self) -> Iterator[Json]:
        """The same entries as Graph sends them."""
        return (row for _number, row in self._each(as_sent))

    def _each(self, make: Callable[[bytes, OwnMembers], T]) -> Iterator[tuple[int, T]]:
        for part in self._parts:
            before = part.segment.high
            while not self._closed:
                with self._lock, self._database.understood():
                    statement, values = below(part.segment, before, _AT_ONCE)
                    numbers = [number for (number,) in self._db.execute(statement, values)]
                    found = self._made(numbers, make)
                yield from found
                if len(numbers) < _AT_ONCE:
                    break
                before = numbers[-1]

    def entry(self, number: int) -> LogEntry | None:
        """One entry; None when it is not there any more."""
        with self._lock, self._database.understood():
            found = [] if self._closed else self._made([number], unpacked)
        return found[0][1] if found else None

    def _rows(self, numbers: list[int]) -> list[LogRow]:
        found: dict[int, LogRow] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            statement = (
                "SELECT number, kind, name, user_name, key FROM entries JOIN people ON people.id = person"  # noqa: S608 - marks only
                f" WHERE number IN ({_marks(some)})"
            )
            for number, kind, name, user_name, key in self._db.execute(statement, some):
                if kind not in self.kinds:
                    self.kinds = kinds_of(self._db)  # it came after this search began
                at = moment_of(time_of(number))
                found[number] = LogRow(number, at, self.kinds[kind], name or user_name or key, user_name)
        return [found[number] for number in numbers if number in found]

    def _made(self, numbers: list[int], make: Callable[[bytes, OwnMembers], T]) -> list[tuple[int, T]]:
        """The entries with these numbers. One that cannot be read is left out and noticed."""
        statement = (
            "SELECT number, entries.id, at, cycles.name, change, milliseconds, content FROM entries"  # noqa: S608 - marks only
            " JOIN bodies ON bodies.id = body JOIN cycles ON cycles.id = cycle"
            f" WHERE number IN ({_marks(numbers)})"
        )
        found: dict[int, T] = {}
        for number, identifier, at, *own, content in self._db.execute(statement, numbers):
            try:
                when = moment_of(at) if at is not None else None
                found[number] = make(content, OwnMembers(identifier, when, *own))
            except (*UNREADABLE, ProblemError):
                notice(Problem("setup_log_entries_unreadable", {"file": str(self._database.path)}))
        return [(number, found[number]) for number in numbers if number in found]


class _Part:
    """A segment, and the number of every thousandth of its entries as far as they were looked up."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.places = array("q")
        self.known = 0
        self.complete = False
        self.expected: int | None = None

    @property
    def size(self) -> int:
        """Entries that count before the next segment's."""
        return self.known if self.complete or self.expected is None else self.expected

    def go_on(self, db: sqlite3.Connection) -> None:
        """Look up the next place."""
        before = self.places[-1] if self.places else self.segment.high
        statement, values = below(self.segment, before, 1, STEP - 1)
        found = db.execute(statement, values).fetchone()
        if found is not None:
            self.places.append(found[0])
            self.known += STEP
            return
        statement, values = below(self.segment, before, STEP)
        self.known += db.execute(f"SELECT count(*) FROM ({statement})", values).fetchone()[0]  # noqa: S608
        self.complete = True

    def window(self, db: sqlite3.Connection, offset: int, limit: int) -> list[int]:
        if offset >= self.size and self.size:
            return []
        place = min(offset // STEP, len(self.places))
        before = self.places[place - 1] if place else self.segment.high
        statement, values = below(self.segment, before, limit, offset - place * STEP)
        return [number for (number,) in db.execute(statement, values)]


def _marks(values: list[int]) -> str:
    return ",".join("?" * len(values))

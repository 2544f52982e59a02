"""What "Logs" shows."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from wizard.log_store.rows import LogRow, LogRows
from wizard.log_store.search import LogSearch
from wizard.problem import Problem

Times = Literal["all", "day", "week", "month"]
_TEXTS = 3


@dataclass(frozen=True, slots=True)
class LogChoice:
    """Which entries are shown; "" lets every entry pass. `group` is a key of `GroupRow`."""

    result: str = ""
    action: str = ""
    code: str = ""
    group: str = ""
    person_id: str = ""
    person: str = ""
    """The name of that person."""
    times: Times = "all"
    noise: bool = False
    """Whether entries that say that nothing was to be done are shown too."""
    failures_first: bool = True


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Entries with one cause: how many, what happened, and what to do."""

    key: str
    status: str
    count: int
    sentence: str
    cure: str
    code: str
    noise: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in the table."""

    id: str
    when: datetime
    status: str
    action: str
    person: str
    sentence: str
    code: str


@dataclass(frozen=True, slots=True)
class EntryStep:
    """One step of the service in an entry."""

    title: str
    status: str
    description: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with all that is known of it. `lines` are titles and texts, the most telling first;
    `details` are for support.
    """

    id: str
    status: str
    sentence: str
    person_id: str
    person: str
    lines: tuple[tuple[str, str], ...]
    details: tuple[tuple[str, str], ...]
    steps: tuple[EntryStep, ...]
    changes: tuple[tuple[str, str, str], ...]
    """Attribute, value before, value after."""


@dataclass(frozen=True, slots=True)
class KeptWords:
    """What is kept on this computer: `days` as chosen (None: for good), and where, in a sentence."""

    days: int | None
    sentence: str
    file: str


class LogTable:
    """The chosen entries as a table of any size, from any thread. `text` is searched for in all of them."""

    def __init__(self, path: Path, wanted: LogSearch, row: Callable[[LogRow], EntryRow]) -> None:
        self._path = path
        self._wanted = wanted
        self._row = row
        self._lock = threading.Lock()
        self._closed = False
        self._rows: OrderedDict[str, LogRows] = OrderedDict()

    def close(self) -> None:
        """No entries can be read any more."""
        with self._lock:
            self._closed = True
            for rows in self._rows.values():
                rows.close()

    def count(self, text: str) -> tuple[int, bool]:
        """The number of entries, and whether it is exact; otherwise there are more."""
        return self._of(text).count()

    def count_all(self, text: str) -> int:
        """The exact number, which may take a moment."""
        return self._of(text).count_all()

    def too_many_names(self, text: str) -> bool:
        """Whether so many names begin with the last word that it counts only as a whole word."""
        return self._of(text).too_many_names

    def window(self, offset: int, limit: int, text: str) -> list[EntryRow]:
        """Up to `limit` entries from this index on."""
        return [self._row(row) for row in self._of(text).window(offset, limit)]

    def _of(self, text: str) -> LogRows:
        """The rows with this text. The table on screen may still need those of the text before."""
        text = text.strip()
        with self._lock:
            rows = self._rows.pop(text, None)
            if rows is None:
                rows = LogRows(self._path, replace(self._wanted, text=text))
                if self._closed:
                    rows.close()
            self._rows[text] = rows
            while len(self._rows) > _TEXTS:
                self._rows.popitem(last=False)[1].close()
        return rows


class LogEntries(Protocol):
    """What a page needs of `LogTable`."""

    def count(self, text: str) -> tuple[int, bool]:
        """The number of entries, and whether it is exact; otherwise there are more."""

    def count_all(self, text: str) -> int:
        """The exact number, which may take a moment."""

    def too_many_names(self, text: str) -> bool:
        """Whether so many names begin with the last word that it counts only as a whole word."""

    def window(self, offset: int, limit: int, text: str) -> list[EntryRow]:
        """Up to `limit` entries from this index on."""


@dataclass(frozen=True, slots=True)
class LogsView:
    """The log on this computer, the chosen entries, and one of them."""

    sentence: str
    """How many entries there are, since when, and when Entra's log was read."""
    importing: str
    """How far reading from Entra is; empty when it is not running."""
    import_problem: Problem | None
    choice: LogChoice
    table: LogEntries | None
    """None before anything was read."""
    newer: int
    """Entries that were read since the table was made."""
    groups: tuple[GroupRow, ...]
    folded: int
    """Entries in the chosen time that are left out because nothing was to be done."""
    codes: tuple[str, ...]
    entry: EntryView | None
    kept: KeptWords
    retried: str
    """What Microsoft's service answered to provisioning this person now."""
    busy: str
    problem: Problem | None

"""One log file: what it has, which causes, and the rows of a search."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wizard.log_store.database import LogDatabase
from wizard.log_store.packing import microseconds, moment_of
from wizard.log_store.rows import LogRows
from wizard.log_store.schema import HOUR, time_of
from wizard.log_store.search import Kind, LogSearch, by_hour, kinds_of


@dataclass(frozen=True, slots=True)
class LogState:
    """What a log file has. `read_at` None: Entra's log was never read to its end.

    `complete_from` is the time from which the log is certainly complete, apart from `gaps` (after, before).
    `current_from`: everything since then was read. `deleted`: entries that were deleted here so far.
    """

    entries: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    read_at: datetime | None = None
    complete_from: datetime | None = None
    current_from: datetime | None = None
    gaps: int = 0
    deleted: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class LogGroup:
    """Entries with the same cause and cure; `example` is one of its kinds."""

    key: str
    example: Kind
    entries: int
    noise: bool


class LogStore:
    """The log of one application; every method reads the disk: call them off the GUI thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = LogDatabase(path)

    def state(self) -> LogState:
        """What is there now; raises `setup_log_unusable`."""
        if not self.path.exists():
            return LogState()
        with self._database.reading() as db:
            meta = dict(db.execute("SELECT name, value FROM meta").fetchall())
            oldest, newest = db.execute(
                "SELECT (SELECT min(number) FROM entries), (SELECT max(number) FROM entries)"
            ).fetchone()
            gaps = db.execute("SELECT before FROM gaps ORDER BY before IS NOT NULL, before DESC").fetchall()
            entries = db.execute("SELECT coalesce(sum(entries), 0) FROM kinds").fetchone()[0]
        top = gaps[0][0] if gaps else meta.get("complete_from")
        return LogState(
            entries=entries,
            oldest=_moment(time_of(oldest) if oldest is not None else None),
            newest=_moment(time_of(newest) if newest is not None else None),
            read_at=_moment(meta.get("read_at")),
            complete_from=_moment(meta.get("complete_from")),
            current_from=_moment(top),
            gaps=len(gaps),
            deleted=meta.get("deleted", 0),
            bytes=self.path.stat().st_size,
        )

    def groups(self, since: datetime | None = None, until: datetime | None = None) -> tuple[LogGroup, ...]:
        """Entries by cause, failures first, then the most frequent; times count by the hour."""
        with self._database.reading() as db:
            return _groups(db, since, until)

    def codes(self) -> tuple[str, ...]:
        """The service's codes that occur, in order."""
        with self._database.reading() as db:
            found = {kind.code for kind in kinds_of(db).values() if kind.code and kind.entries}
        return tuple(sorted(found, key=str.casefold))

    def rows(self, wanted: LogSearch) -> LogRows:
        """The rows of a search, until it is closed."""
        return LogRows(self.path, wanted)


def _groups(db: sqlite3.Connection, since: datetime | None, until: datetime | None) -> tuple[LogGroup, ...]:
    kinds = kinds_of(db)
    if since is None and until is None:
        counts = {kind.id: kind.entries for kind in kinds.values()}
    else:
        first = microseconds(since) // HOUR if since is not None else -1
        last = microseconds(until) // HOUR if until is not None else 1 << 60
        counts = by_hour(db, first, last)
    grouped: dict[str, list[Kind]] = {}
    for kind in kinds.values():
        if kind.group and counts.get(kind.id):
            grouped.setdefault(kind.group, []).append(kind)
    groups = [
        LogGroup(key, found[0], sum(counts[each.id] for each in found), all(each.noise for each in found))
        for key, found in grouped.items()
    ]
    return tuple(sorted(groups, key=_first))


def _first(group: LogGroup) -> tuple[bool, int, str]:
    return group.example.result != "failure", -group.entries, group.key


def _moment(at: int | None) -> datetime | None:
    return moment_of(at) if at is not None else None

"""Numbers of a log: results, failures by cause, people, and the newest cycles, however long the log is."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wizard.entra.logs import LogEntry
from wizard.log_store.database import LogDatabase
from wizard.log_store.packing import microseconds, moment_of, person_key
from wizard.log_store.schema import HOUR, first_number, time_of
from wizard.log_store.search import EVER, FAILURE, Kind, by_hour, kinds_of

_AT_ONCE = 20_000  # entries of which the cycles are counted in one statement


@dataclass(frozen=True, slots=True)
class CauseCount:
    """Failures with one cause: a problem code, or where there is none, the service's own code."""

    cause: str
    code: str
    entries: int


@dataclass(frozen=True, slots=True)
class CycleCount:
    """Results of one cycle, between its first and last entry."""

    first: datetime
    last: datetime
    entries: int
    failed: int


@dataclass(frozen=True, slots=True)
class LogCounts:
    """Numbers of results. `people_failed`: people with a failure; `people_failing`: people whose newest
    entry is one. `causes`: the most frequent first; `cycles`: the newest first.
    """

    entries: int = 0
    failed: int = 0
    people_failed: int = 0
    people_failing: int = 0
    oldest_failure: datetime | None = None
    causes: tuple[CauseCount, ...] = ()
    cycles: tuple[CycleCount, ...] = ()


def count_stored(path: Path, since: datetime | None, cycles: int) -> LogCounts:
    """Everything that the log file has since then; at most so many cycles. Reads the disk.

    Raises `setup_log_unusable`.
    """
    low = microseconds(since) if since is not None else None
    with LogDatabase(path).reading() as db:
        kinds = kinds_of(db)
        numbers = _by_kind(db, low)
        failures = [each for each in kinds.values() if each.result == FAILURE and numbers.get(each.id)]
        first = first_number(low) if low is not None else 0
        return LogCounts(
            entries=sum(numbers.values()),
            failed=sum(numbers[each.id] for each in failures),
            people_failed=_people_failed(db, failures, first),
            people_failing=_people_failing(db, failures, first),
            oldest_failure=_oldest(db, failures, first),
            causes=_causes((each.cause, each.code, numbers[each.id]) for each in failures),
            cycles=_cycles(db, kinds, first, cycles),
        )


def count_entries(entries: Sequence[LogEntry], cycles: int) -> LogCounts:
    """The same numbers of entries that are at hand, newest first."""
    failed = [entry for entry in entries if entry.status == FAILURE]
    newest: dict[str, LogEntry] = {}
    by_cycle: dict[str, list[tuple[datetime, bool]]] = {}
    for entry in entries:
        newest.setdefault(person_key(entry), entry)
        if entry.cycle_id and entry.at is not None:
            by_cycle.setdefault(entry.cycle_id, []).append((entry.at, entry.status == FAILURE))
    found = [
        CycleCount(min(times)[0], max(times)[0], len(times), sum(bad for _at, bad in times))
        for times in by_cycle.values()
    ]
    times = [entry.at for entry in failed if entry.at is not None]
    return LogCounts(
        entries=len(entries),
        failed=len(failed),
        people_failed=len({person_key(entry) for entry in failed}),
        people_failing=sum(entry.status == FAILURE for entry in newest.values()),
        oldest_failure=min(times, default=None),
        causes=_causes((entry.cause, entry.error_code, 1) for entry in failed),
        cycles=tuple(sorted(found, key=lambda each: each.last, reverse=True)[:cycles]),
    )


def _causes(found: Iterable[tuple[str, str, int]]) -> tuple[CauseCount, ...]:
    counted: Counter[tuple[str, str]] = Counter()
    for cause, code, number in found:
        counted[(cause, "") if cause else ("", code)] += number
    return tuple(
        CauseCount(cause, code, number)
        for (cause, code), number in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    )


def _by_kind(db: sqlite3.Connection, low: int | None) -> Mapping[int, int]:
    """Entries by kind: whole hours from the kept counts, the rest of the first hour one by one."""
    if low is None:
        return by_hour(db, -1, EVER)
    whole = -(-low // HOUR)
    counted = Counter(by_hour(db, whole, EVER))
    begun = "SELECT kind, count(*) FROM entries WHERE number >= ? AND number < ? GROUP BY kind"
    counted.update(dict(db.execute(begun, (first_number(low), first_number(whole * HOUR))).fetchall()))
    return counted


def _people_failed(db: sqlite3.Connection, failures: Sequence[Kind], first: int) -> int:
    found = db.execute(
        "SELECT count(DISTINCT person) FROM entries INDEXED BY entries_person"  # noqa: S608 - numbers only
        f" WHERE kind IN ({_ids(failures)}) AND number >= ?",
        (first,),
    ).fetchone()
    return int(found[0])


def _people_failing(db: sqlite3.Connection, failures: Sequence[Kind], first: int) -> int:
    if not failures:
        return 0
    found = db.execute(
        "WITH newest AS (SELECT max(number) AS last FROM entries INDEXED BY entries_person"  # noqa: S608 - numbers only
        " WHERE number >= ? GROUP BY person)"
        f" SELECT count(*) FROM newest JOIN entries ON number = last WHERE kind IN ({_ids(failures)})",
        (first,),
    ).fetchone()
    return int(found[0])


def _oldest(db: sqlite3.Connection, failures: Sequence[Kind], first: int) -> datetime | None:
    statement = "SELECT min(number) FROM entries INDEXED BY entries_kind WHERE kind = ? AND number >= ?"
    found = [db.execute(statement, (each.id, first)).fetchone()[0] for each in failures]
    numbers = [number for number in found if number is not None]
    return moment_of(time_of(min(numbers))) if numbers else None


def _cycles(
    db: sqlite3.Connection, kinds: Mapping[int, Kind], first: int, most: int
) -> tuple[CycleCount, ...]:
    """The newest cycles. Entries of several lie between each other, so reading ends only where none of
    the wanted ones occurs any more.
    """
    failures = _ids([each for each in kinds.values() if each.result == FAILURE])
    statement = (
        f"SELECT cycle, count(*), sum(kind IN ({failures})), min(number), max(number) FROM"  # noqa: S608 - numbers only
        " (SELECT cycle, kind, number FROM entries WHERE number < ? AND number >= ?"
        " ORDER BY number DESC LIMIT ?) GROUP BY cycle"
    )
    unnamed = {number for (number,) in db.execute("SELECT id FROM cycles WHERE name = ''")}
    found: dict[int, tuple[int, int, int, int]] = {}
    before = EVER
    while True:
        rows = db.execute(statement, (before, first, _AT_ONCE)).fetchall()
        wanted = sorted(found, key=lambda each: found[each][3], reverse=True)[:most]
        if not rows or (len(found) > most and not {row[0] for row in rows} & set(wanted)):
            break
        for cycle, entries, failed, low, high in rows:
            if cycle not in unnamed:
                kept = found.get(cycle, (0, 0, low, high))
                found[cycle] = (kept[0] + entries, kept[1] + failed, min(low, kept[2]), max(high, kept[3]))
        before = min(row[3] for row in rows)
    newest = sorted(found.values(), key=lambda each: each[3], reverse=True)[:most]
    return tuple(
        CycleCount(moment_of(time_of(low)), moment_of(time_of(high)), entries, failed)
        for entries, failed, low, high in newest
    )


def _ids(kinds: Sequence[Kind]) -> str:
    return ",".join(str(each.id) for each in kinds)

"""Adds pages of entries, forgets old ones, and keeps all numbers right, each in one transaction."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wizard.entra.values import Json
from wizard.log_store.database import LogDatabase
from wizard.log_store.packing import PackedBody, PackedRow, packed, packed_body, person_words
from wizard.log_store.schema import HOUR, first_number, hour_of
from wizard.log_store.words import KIND, PERSON

_MOST_KNOWN = 50_000  # bodies whose numbers are remembered
_MOST_KINDS = 400  # beyond, the application's words are left out of them
_CHUNK = 5_000  # entries forgotten in one transaction
_MARKS = 500
_SAME_KIND = """SELECT id FROM kinds
    WHERE result = ? AND action = ? AND code = ? AND cause = ? AND answer = ? AND said = ?"""
_NEW_KIND = (
    "INSERT OR IGNORE INTO kinds (result, action, code, cause, answer, said) VALUES (?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Gap:
    """A time that was not read yet: after `after` (None: as far back as Entra goes), up to `before` (None:
    up to now), in microseconds.
    """

    id: int
    after: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class AddedEntries:
    """What a page brought: entries that were new, and the time of its oldest."""

    new: int
    oldest: int | None


class LogWriter:
    """Writes to one log file until `close`; belongs to one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._database = LogDatabase(path)
        self._bodies: dict[bytes, tuple[int, int, int]] = {}
        self._cycles: dict[str, int] = {}
        self._hidden: dict[str, str] = {}
        self._forgotten = -1  # how often entries had been forgotten when the numbers above were read

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # Gaps.

    def begin(self, overlap: int) -> tuple[Gap, ...]:
        """Note that everything since the last reading is to be read; returns all gaps, newest first.

        `overlap`: entries may appear later than their time says.
        """

        def work(db: sqlite3.Connection) -> tuple[Gap, ...]:
            waiting = db.execute("SELECT count(*) FROM gaps WHERE before IS NULL").fetchone()[0]
            if not waiting:
                read = [at for name in ("newest", "read_at") if (at := _meta(db, name)) is not None]
                after = max(read) - overlap if read else None
                db.execute("INSERT INTO gaps (after, before) VALUES (?, NULL)", (after,))
            rows = db.execute("SELECT id, after, before FROM gaps ORDER BY before IS NOT NULL, before DESC")
            return tuple(Gap(*row) for row in rows)

        return self._database.run(work)

    def end(self, gap: Gap, began: int, reaches: int | None) -> None:
        """The gap was read to its end by a run that began then; `reaches`: Entra's log was certainly
        complete from that time on.
        """

        def work(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM gaps WHERE id = ?", (gap.id,))
            _set_meta(db, "read_at", began)
            if reaches is not None:
                known = _meta(db, "complete_from")
                if known is None or (gap.after is not None and gap.after < reaches):
                    _set_meta(db, "complete_from", reaches)

        self._database.run(work)

    # Entries.

    def add(self, rows: Sequence[Json], now: int, gap: Gap | None = None) -> AddedEntries:
        """Add entries, newest first; with a gap, all newer than the last row is read from now on."""
        ready: list[PackedRow] = []
        at = now
        for row in rows:
            each = packed(row, at)
            at = each.at
            ready.append(each)
        oldest = min((each.at for each in ready), default=None)

        def work(db: sqlite3.Connection) -> AddedEntries:
            self._check_known(db)
            self._hidden.clear()  # a secret may have been remembered since
            new = self._insert(db, ready)
            if gap is not None and oldest is not None:
                newest = max(each.at for each in ready)
                _set_meta(db, "newest", max(newest, _meta(db, "newest") or newest))
                db.execute(
                    "UPDATE gaps SET before = min(coalesce(before, ?), ?) WHERE id = ?",
                    (oldest, oldest, gap.id),
                )
            return AddedEntries(new, oldest)

        try:
            return self._database.run(work)
        except BaseException:
            self._forget_known()  # numbers that were rolled back
            raise

    def _forget_known(self) -> None:
        self._bodies.clear()
        self._cycles.clear()

    def _check_known(self, db: sqlite3.Connection) -> None:
        forgotten = _meta(db, "forgotten") or 0
        if forgotten != self._forgotten or len(self._bodies) > _MOST_KNOWN:
            self._forgotten = forgotten
            self._forget_known()

    def _insert(self, db: sqlite3.Connection, ready: Sequence[PackedRow]) -> int:
        there = _there(db, [each.number for each in ready])
        entries: list[tuple[object, ...]] = []
        texts: list[tuple[int, int]] = []
        kinds: Counter[int] = Counter()
        hours: Counter[tuple[int, int]] = Counter()
        for each in ready:
            number = each.number
            while number in there and there[number] != each.own.id:
                number += 1  # another entry of the same microsecond
                there.update(_there(db, [number]))
            if number in there:
                continue
            there[number] = each.own.id
            body, kind, person = self._body(db, each)
            cycle = self._cycle(db, each.own.cycle_id)
            own = each.own
            at = each.at if own.activity_date_time is not None else None
            entries.append(
                (number, own.id, at, kind, person, body, cycle, own.change_id, own.duration_in_milliseconds)
            )
            texts.append((number, body))
            kinds[kind] += 1
            hours[hour_of(number), kind] += 1
        entries.sort()
        texts.sort()
        db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", entries)
        db.executemany("INSERT INTO search (rowid, words) SELECT ?, words FROM bodies WHERE id = ?", texts)
        db.executemany(
            "UPDATE kinds SET entries = entries + ? WHERE id = ?", [(n, kind) for kind, n in kinds.items()]
        )
        db.executemany(
            "INSERT INTO hours VALUES (?, ?, ?)"
            " ON CONFLICT (hour, kind) DO UPDATE SET entries = entries + excluded.entries",
            [(hour, kind, n) for (hour, kind), n in hours.items()],
        )
        return len(entries)

    def _body(self, db: sqlite3.Connection, row: PackedRow) -> tuple[int, int, int]:
        known = self._bodies.get(row.hash)
        if known is None:
            found = db.execute("SELECT id, kind, person FROM bodies WHERE hash = ?", (row.hash,)).fetchone()
            known = self._bodies[row.hash] = found or _new_body(
                db, packed_body(row, self._hidden), row.hash
            )
        return known

    def _cycle(self, db: sqlite3.Connection, name: str) -> int:
        known = self._cycles.get(name)
        if known is None:
            db.execute("INSERT OR IGNORE INTO cycles (name) VALUES (?)", (name,))
            known = int(db.execute("SELECT id FROM cycles WHERE name = ?", (name,)).fetchone()[0])
            self._cycles[name] = known
        return known

    # Forgetting.

    def forget_before(self, at: int) -> int:
        """Delete all entries before the hour of this time; returns how many there were.

        A run that is killed leaves only whole chunks deleted, with numbers that are right.
        """
        end = first_number(at // HOUR * HOUR)
        deleted = 0
        while found := self._database.run(lambda db: _forget(db, end)):
            deleted += found
        if deleted:
            self._database.run(_tidy)
        return deleted


def _there(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(numbers), _MARKS):
        some = numbers[start : start + _MARKS]
        marks = ",".join("?" * len(some))
        found.update(
            db.execute(f"SELECT number, id FROM entries WHERE number IN ({marks})", some)  # noqa: S608 - marks
        )
    return found


def _new_body(db: sqlite3.Connection, body: PackedBody, key: bytes) -> tuple[int, int, int]:
    kind = _kind(db, body.kind)
    person = _person(db, body.person)
    words = f"{body.words} {KIND}{kind} {PERSON}{person}"
    number = db.execute(
        "INSERT INTO bodies (hash, kind, person, words, content) VALUES (?, ?, ?, ?, ?)",
        (key, kind, person, words, body.content),
    ).lastrowid
    return int(number or 0), kind, person


def _kind(db: sqlite3.Connection, kind: tuple[str, ...]) -> int:
    found = db.execute(_SAME_KIND, kind).fetchone()
    if found is None:
        if db.execute("SELECT count(*) FROM kinds").fetchone()[0] >= _MOST_KINDS:
            kind = (*kind[:5], "")
        db.execute(_NEW_KIND, kind)
        found = db.execute(_SAME_KIND, kind).fetchone()
    return int(found[0])


def _person(db: sqlite3.Connection, person: tuple[str, str, str, str]) -> int:
    key, name, user_name, account = person
    found = db.execute("SELECT id, name, user_name, account FROM people WHERE key = ?", (key,)).fetchone()
    if found is not None and found[1:] == (name or found[1], user_name or found[2], account or found[3]):
        return int(found[0])
    if found is None:
        number = int(
            db.execute(
                "INSERT INTO people (key, name, user_name, account) VALUES (?, ?, ?, ?)", person
            ).lastrowid
            or 0
        )
    else:
        number = int(found[0])
        db.execute(
            "UPDATE people SET name = ?, user_name = ?, account = ? WHERE id = ?",
            (name or found[1], user_name or found[2], account or found[3], number),
        )
    db.executemany(
        "INSERT OR IGNORE INTO people_words VALUES (?, ?)",
        [(word, number) for word in person_words(person)],
    )
    return number


def _forget(db: sqlite3.Connection, end: int) -> int:
    """Delete up to a chunk of entries before this number."""
    old = db.execute(
        "SELECT number, kind FROM entries WHERE number < ? ORDER BY number LIMIT ?", (end, _CHUNK)
    ).fetchall()
    if not old:
        return 0
    below = old[-1][0] + 1
    db.execute(
        "INSERT INTO search (search, rowid, words) SELECT 'delete', number, words FROM entries"
        " JOIN bodies ON bodies.id = entries.body WHERE number < ?",
        (below,),
    )
    db.execute("DELETE FROM entries WHERE number < ?", (below,))
    kinds = Counter(kind for _number, kind in old)
    hours = Counter((hour_of(number), kind) for number, kind in old)
    db.executemany(
        "UPDATE kinds SET entries = entries - ? WHERE id = ?", [(n, kind) for kind, n in kinds.items()]
    )
    db.executemany(
        "UPDATE hours SET entries = entries - ? WHERE hour = ? AND kind = ?",
        [(n, hour, kind) for (hour, kind), n in hours.items()],
    )
    _set_meta(db, "deleted", (_meta(db, "deleted") or 0) + len(old))
    return len(old)


def _tidy(db: sqlite3.Connection) -> None:
    """Delete what no entry needs any more."""
    db.execute("DELETE FROM hours WHERE entries <= 0")
    db.execute("DELETE FROM bodies WHERE id NOT IN (SELECT body FROM entries)")
    db.execute("DELETE FROM people WHERE id NOT IN (SELECT person FROM bodies)")
    db.execute("DELETE FROM people_words WHERE person NOT IN (SELECT id FROM people)")
    db.execute("DELETE FROM cycles WHERE id NOT IN (SELECT cycle FROM entries)")
    _set_meta(db, "forgotten", (_meta(db, "forgotten") or 0) + 1)


def _meta(db: sqlite3.Connection, name: str) -> int | None:
    found = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else None


def _set_meta(db: sqlite3.Connection, name: str, value: int) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

"""What entries are wanted, and the statements that find them newest first without reading the others.

Every statement reads a bounded number of rows, whatever the size of the log: entries of one kind, or of one
kind and person, lie together in an index, newest last, and the full-text index has the same order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wizard.entra.log_causes import NOISE
from wizard.log_store.packing import microseconds
from wizard.log_store.schema import HOUR, first_number, time_of
from wizard.log_store.words import KIND, PERSON, words_of

FAILURE = "failure"
_MOST_PEOPLE = 20  # people whose name begins with the last word; each one more makes searching slower
_MOST_WORDS = 12
EVER = 1 << 62
"""Later than every entry."""


@dataclass(frozen=True, slots=True)
class LogSearch:
    """Which entries are wanted; empty sets, "" and None let every entry pass. Words are lower case.

    `groups` are keys of `Kind.group`. `person` is an object id or a sign-in name (or an account's id, for
    accounts without a person). `text`: every word of it must be in the entry; the last one may be the
    beginning of a name. `noise` False leaves out entries that say that nothing was to be done.
    """

    results: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    noise: bool = True
    failures_first: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One combination of result, action, code, cause and answer, and how many entries have it."""

    id: int
    result: str
    action: str
    code: str
    cause: str
    answer: str
    said: str
    entries: int = field(compare=False)

    @property
    def group(self) -> str:
        """Kinds of one group have the same cause and cure; "" for entries without trouble."""
        if self.result not in (FAILURE, "skipped", "warning"):
            return ""
        return "\n".join((self.cause or self.code, self.answer, self.said))

    @property
    def noise(self) -> bool:
        """Whether nothing was to be done."""
        return self.result == "skipped" and self.cause in NOISE


@dataclass(frozen=True, slots=True)
class Segment:
    """Entries that are shown together, newest first. `kinds` None: of all kinds and people."""

    kinds: tuple[int, ...] | None
    person: int | None
    low: int
    high: int
    match: str


def kinds_of(db: sqlite3.Connection) -> dict[int, Kind]:
    """All kinds, by their numbers."""
    rows = db.execute("SELECT id, result, action, code, cause, answer, said, entries FROM kinds")
    return {row[0]: Kind(*row) for row in rows}


def segments(db: sqlite3.Connection, wanted: LogSearch) -> tuple[list[Segment], bool]:
    """The wanted entries in one piece, or failures and all others; and whether too many names begin with
    the last word of the text, so that it counts only as a whole word.
    """
    kinds = kinds_of(db)
    passing = [each for each in kinds.values() if _passes(each, wanted)]
    person = _person(db, wanted.person) if wanted.person else None
    low = first_number(microseconds(wanted.since)) if wanted.since is not None else 0
    high = first_number(microseconds(wanted.until)) if wanted.until is not None else EVER
    text, too_many = _match(db, wanted.text)
    parts = [passing]
    if wanted.failures_first:
        parts = [
            [each for each in passing if each.result == FAILURE],
            [each for each in passing if each.result != FAILURE],
        ]
    found = []
    for part in parts:
        ids = tuple(each.id for each in part)
        if not ids or person == 0:
            continue
        every = len(ids) == len(kinds)
        match = _with_kinds(text, None if every else ids, kinds, person) if text else ""
        found.append(Segment(None if every and person is None else ids, person, low, high, match))
    return found, too_many


def _passes(kind: Kind, wanted: LogSearch) -> bool:
    return (
        (not wanted.results or kind.result in wanted.results)
        and (not wanted.actions or kind.action in wanted.actions)
        and (not wanted.codes or kind.code.casefold() in wanted.codes)
        and (not wanted.groups or kind.group in wanted.groups)
        and (wanted.noise or not kind.noise)
    )


def _person(db: sqlite3.Connection, key: str) -> int:
    """The person's number; 0 when the log has no entry about that person."""
    found = db.execute(
        "SELECT id FROM people_words JOIN people ON id = person"
        " WHERE word = ?1 AND ?1 IN (lower(key), lower(user_name))",
        (key.casefold(),),
    ).fetchone()
    return int(found[0]) if found else 0


def _match(db: sqlite3.Connection, text: str) -> tuple[str, bool]:
    """The text as an expression of the full-text index, "" for a text without words, and whether too many
    names begin with its last word: then it counts only as a whole word.
    """
    parts = []
    pieces = text.split()[:_MOST_WORDS]
    too_many = False
    for place, piece in enumerate(pieces):
        words = words_of(piece)
        people, _many = _people(db, piece.casefold(), whole=True)
        if people and [piece.casefold()] != words:  # an id or a sign-in name
            words = []
        elif place == len(pieces) - 1:
            people, too_many = _people(db, piece.casefold())
        ways = [" AND ".join(f'"{word}"' for word in words)] if words else []
        ways += [f'"{PERSON}{person}"' for person in people]
        if ways:
            parts.append("(" + " OR ".join(f"({way})" for way in ways) + ")")
    return " AND ".join(parts), too_many


def _people(db: sqlite3.Connection, word: str, *, whole: bool = False) -> tuple[list[int], bool]:
    """People with a name or id that begins with this word, or is it; none when there are too many."""
    if len(word) < 2:
        return [], False
    end = word if whole else word + "\U0010ffff"
    rows = db.execute(
        "SELECT DISTINCT person FROM people_words WHERE word BETWEEN ? AND ? LIMIT ?",
        (word, end, _MOST_PEOPLE + 1),
    ).fetchall()
    if len(rows) > _MOST_PEOPLE:
        return [], not whole
    return [person for (person,) in rows], False


def _with_kinds(text: str, ids: Sequence[int] | None, kinds: dict[int, Kind], person: int | None) -> str:
    """The expression for these kinds only: named, or all others excluded, whichever is shorter."""
    if person is not None:
        text = f'({text}) AND "{PERSON}{person}"'
    if ids is None:
        return text
    others = [each for each in kinds if each not in set(ids)]
    names = " OR ".join(f'"{KIND}{each}"' for each in (ids if len(ids) <= len(others) else others))
    return f"({text}) AND ({names})" if len(ids) <= len(others) else f"({text}) NOT ({names})"


def below(part: Segment, before: int, limit: int, offset: int = 0) -> tuple[str, list[object]]:
    """The statement for the numbers of this part before `before`, newest first."""
    if part.match:
        statement = (
            "SELECT rowid AS number FROM search WHERE search MATCH ? AND rowid < ? AND rowid >= ?"
            " ORDER BY rowid DESC LIMIT ? OFFSET ?"
        )
        return statement, [part.match, before, part.low, limit, offset]
    if part.kinds is None:
        statement = (
            "SELECT number FROM entries WHERE number < ? AND number >= ?"
            " ORDER BY number DESC LIMIT ? OFFSET ?"
        )
        return statement, [before, part.low, limit, offset]
    lists: list[str] = []
    values: list[object] = []
    person = "person = ? AND " if part.person is not None else ""
    index = "entries_person" if person else "entries_kind"
    for kind in part.kinds:
        lists.append(
            f"SELECT * FROM (SELECT number FROM entries INDEXED BY {index} WHERE {person}kind = ?"  # noqa: S608
            " AND number < ? AND number >= ? ORDER BY number DESC LIMIT ?)"
        )
        values += [*([part.person] if person else []), kind, before, part.low, limit + offset]
    statement = f"{' UNION ALL '.join(lists)} ORDER BY number DESC LIMIT ? OFFSET ?"
    return statement, [*values, limit, offset]


def count_of(db: sqlite3.Connection, part: Segment, kinds: dict[int, Kind], most: int) -> tuple[int, bool]:
    """The number of entries, and whether it is exact: otherwise there are more than `most`."""
    if not part.match and part.person is None:
        exact = _counted(db, part, kinds)
        if exact is not None:
            return exact, True
    statement, values = below(part, part.high, most + 1)
    if part.match:
        statement = statement.replace(" ORDER BY rowid DESC", "")
    found = int(db.execute(f"SELECT count(*) FROM ({statement})", values).fetchone()[0])  # noqa: S608
    return min(found, most), found <= most


def _counted(db: sqlite3.Connection, part: Segment, kinds: dict[int, Kind]) -> int | None:
    """The sum of the kept counts; None where the time does not begin and end with an hour."""
    wanted = kinds.values() if part.kinds is None else [kinds[each] for each in part.kinds if each in kinds]
    if part.low == 0 and part.high == EVER:
        return sum(each.entries for each in wanted)
    low, high = (None if each in (0, EVER) else time_of(each) for each in (part.low, part.high))
    if (low or 0) % HOUR or (high or 0) % HOUR:
        return None
    first = -1 if low is None else low // HOUR
    last = EVER if high is None else high // HOUR
    totals = by_hour(db, first, last)
    return sum(totals.get(each.id, 0) for each in wanted)


def by_hour(db: sqlite3.Connection, first: int, last: int) -> dict[int, int]:
    """Entries by kind from the hour `first` on, before the hour `last`."""
    rows = db.execute(
        "SELECT kind, sum(entries) FROM hours WHERE hour >= ? AND hour < ? GROUP BY kind", (first, last)
    )
    return dict(rows.fetchall())

"""Known links of a job, and which mappings it was seen to have, stored between plans beside the journal.

Logs go back a week or a month; what was read from them stays true until a newer entry says otherwise.
Without the file, reading takes longer, but the answer is the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, cast, get_args

from wizard.file_reasons import storage_reason
from wizard.notices import notice
from wizard.own_files import is_damage, set_aside
from wizard.paths import private_file, private_folder
from wizard.problem import Problem, ProblemError
from wizard.waits import waiting_for

LinkState = Literal["linked", "inactive", "none"]
"""`inactive`: linked, and the service itself has deactivated the account. `none`: not linked."""
BY_SCOPE, CLEARED = 2, 3
"""Values of the column `assigned` besides NULL (unknown), 0 and 1; see `KnownLink`."""
_VERSION = 1
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS links (
    job TEXT NOT NULL, person TEXT NOT NULL, account TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
    failed INTEGER NOT NULL, assigned INTEGER, deleted INTEGER NOT NULL, name TEXT NOT NULL,
    user_name TEXT NOT NULL, PRIMARY KEY (job, person)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS coverage (
    job TEXT PRIMARY KEY, oldest TEXT NOT NULL, until TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mappings (
    job TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, since TEXT NOT NULL, seen TEXT NOT NULL,
    before TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""


@dataclass(frozen=True, slots=True)
class KnownLink:
    """State of one person at the time `at` (ISO 8601). `failed`: the last attempt did not work.

    `assigned`: whether the person was assigned then, None when unknown. `deleted`: the service saw that the
    person was deleted. `by_scope`: in scope then only because everyone was, without an assignment.
    `cleared`: a restart cleared the link.
    """

    person: str
    account: str
    state: LinkState
    at: str
    failed: bool = False
    assigned: bool | None = None
    deleted: bool = False
    name: str = ""
    user_name: str = ""
    by_scope: bool = False
    cleared: bool = False

    @property
    def standing(self) -> int | None:
        """`assigned`, `by_scope` and `cleared` in one number, as the column `assigned` holds them."""
        if self.cleared:
            return CLEARED
        return BY_SCOPE if self.by_scope else self.assigned


@dataclass(frozen=True, slots=True)
class MappingsSeen:
    """The job's mappings are certainly the same since `since`, and were others at `before` (None: they were
    never seen to be others).
    """

    since: datetime
    before: datetime | None = None


class LinkStore:
    """Links of all jobs in one file.

    A damaged file, or one of another version, gets another name and is noticed; the links are read again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, job: str) -> Iterator[KnownLink]:
        """All links of a job."""
        with self._open() as database:
            rows = database.execute(
                "SELECT person, account, state, at, failed, assigned, deleted, name, user_name"
                " FROM links WHERE job = ?",
                (job,),
            )
            for row in rows:
                yield _link(row)

    def covered(self, job: str) -> tuple[str, str]:
        """Start and end of the period for which the job's log was read without a gap; empty texts when
        there is none.
        """
        with self._open() as database:
            row = database.execute("SELECT oldest, until FROM coverage WHERE job = ?", (job,)).fetchone()
            return (_time(row[0]), _time(row[1])) if row else ("", "")

    def save(self, job: str, links: Iterable[KnownLink], oldest: str, until: str) -> None:
        """Store links that are newer than the stored ones, and the period for which the log was read."""
        with self._open() as database, database:
            _insert(database, job, links)
            database.execute("INSERT OR REPLACE INTO coverage VALUES (?, ?, ?)", (job, oldest, until))

    def keep(self, job: str, links: Iterable[KnownLink]) -> None:
        """Keep links that are newer than what is kept."""
        with self._open() as database, database:
            _insert(database, job, links)

    def see_mappings(
        self, job: str, fingerprint: str, earliest: datetime | None, latest: datetime
    ) -> MappingsSeen:
        """Note that the job has the mappings with this fingerprint; tells since when.

        They were read between `earliest` (None: unknown) and `latest`.
        """
        with self._open() as database, database:
            row = database.execute(
                "SELECT fingerprint, since, seen, before FROM mappings WHERE job = ?", (job,)
            ).fetchone()
            known, since, seen, before = (row[0], *map(_time, row[1:])) if row else ("", "", "", "")
            if known != fingerprint:
                since, before, seen = latest.isoformat(), seen, ""
            if earliest is not None:
                seen = earliest.isoformat()
            database.execute(
                "INSERT OR REPLACE INTO mappings VALUES (?, ?, ?, ?, ?)",
                (job, fingerprint, since, seen, before),
            )
            return MappingsSeen(
                datetime.fromisoformat(since or latest.isoformat()),
                datetime.fromisoformat(before) if before else None,
            )

    def forget(self, job: str, people: Iterable[str]) -> None:
        """Keep nothing of these people any more."""
        with self._open() as database, database:
            database.executemany(
                "DELETE FROM links WHERE job = ? AND person = ?", ((job, each) for each in people)
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The database. Raises `plan_links_unusable` or `plan_links_damaged`, and notices them as well:
        some callers go on without links.
        """
        try:
            private_folder(self._path.parent)
            database = self._connected()
            try:
                yield database
            finally:
                database.close()
        except (OSError, sqlite3.Error) as error:
            problem = self._unusable(error)
            notice(problem)
            raise ProblemError(problem) from error

    def _unusable(self, error: OSError | sqlite3.Error) -> Problem:
        if isinstance(error, sqlite3.Error) and (is_damage(error) or _is_foreign(error)):
            with suppress(OSError):
                return self._give_way()  # the next plan reads the links again
        reason = storage_reason(error)
        return Problem("plan_links_unusable", {"file": str(self._path), "reason": reason}, str(error))

    def _give_way(self) -> Problem:
        aside = set_aside(self._path)
        problem = Problem("plan_links_damaged", {"file": str(self._path), "aside": str(aside)})
        notice(problem)
        return problem

    def _connected(self) -> sqlite3.Connection:
        private_file(self._path)
        database = sqlite3.connect(self._path, timeout=10.0)
        try:
            with waiting_for(self._path):
                _check_version(database)
                database.executescript(_SCHEMA)
        except sqlite3.OperationalError:  # locked by another copy of the program, or the disk is full
            database.close()
            raise
        except sqlite3.DatabaseError:
            database.close()
            self._give_way()
            private_file(self._path)
            database = sqlite3.connect(self._path, timeout=10.0)
            database.executescript(_SCHEMA)
        return database


def _insert(database: sqlite3.Connection, job: str, links: Iterable[KnownLink]) -> None:
    database.executemany(
        "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " account = excluded.account, state = excluded.state, at = excluded.at,"
        " failed = excluded.failed, assigned = excluded.assigned, deleted = excluded.deleted,"
        " name = excluded.name, user_name = excluded.user_name WHERE excluded.at >= at",
        (
            (
                job,
                each.person,
                each.account,
                each.state,
                each.at,
                each.failed,
                each.standing,
                each.deleted,
                each.name,
                each.user_name,
            )
            for each in links
        ),
    )


class _UnreadableRowError(sqlite3.DatabaseError):
    """A row holds what this program never writes. A plan without that link would be wrong."""


def _is_foreign(error: sqlite3.Error) -> bool:
    """Whether the tables or rows are others than this program makes."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, _UnreadableRowError) or code == sqlite3.SQLITE_ERROR


def _link(row: tuple[object, ...]) -> KnownLink:
    person, account, state, at, failed, assigned, deleted, name, user_name = row
    numbers = all(isinstance(each, int | None) for each in (failed, assigned, deleted))
    if not numbers or state not in get_args(LinkState):
        raise _UnreadableRowError("a link that cannot be read")
    return KnownLink(
        _text(person),
        _text(account),
        cast("LinkState", state),
        _time(at),
        bool(failed),
        None if assigned in (None, CLEARED) else bool(assigned),
        bool(deleted),
        _text(name),
        _text(user_name),
        assigned == BY_SCOPE,
        assigned == CLEARED,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _UnreadableRowError("no text")
    return value


def _time(value: object) -> str:
    """An ISO 8601 time, or an empty text."""
    text = _text(value)
    try:
        if text:
            datetime.fromisoformat(text)
    except ValueError:
        raise _UnreadableRowError("no time") from None
    return text


def _check_version(database: sqlite3.Connection) -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, _VERSION):
        raise sqlite3.DatabaseError(f"version {version}")

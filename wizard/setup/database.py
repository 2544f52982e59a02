"""The SQLite file behind journal, backups and earlier connection tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from wizard.file_reasons import storage_reason
from wizard.notices import notice
from wizard.own_files import all_set_aside, begin_database, is_damage, must_not_be_empty
from wizard.paths import data_folder, private_file, private_folder
from wizard.problem import Problem, ProblemError
from wizard.setup.damaged_database import put_aside, version_of
from wizard.waits import waiting_for

_SCHEMA = """
CREATE TABLE IF NOT EXISTS operations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    setup TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL,
    began TEXT NOT NULL,
    ended TEXT,
    state TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    outcome TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS operations_open ON operations (setup, kind, state);
CREATE TABLE IF NOT EXISTS writes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    setup TEXT NOT NULL,
    operation INTEGER,
    account TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    body TEXT NOT NULL,
    client_request_id TEXT NOT NULL,
    sent TEXT NOT NULL,
    answered TEXT,
    status INTEGER,
    maybe_done INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS backups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    setup TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    taken TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS connection_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    place TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS connection_runs_place ON connection_runs (place, id);
"""
_VERSION = 1
_ALWAYS_THERE = ("operations", "writes", "backups")
"""Tables of every version; others were added later, and are added to an older file."""


class Database:
    """Opens the file for every use, which is safe for threads, processes and crashes.

    A damaged file gets another name and stays, and nothing is changed in that run. The next run begins a
    new one, and notices the damaged one as long as it lies there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ready = False

    @contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end, rolled back on an exception.

        Raises `ProblemError`: `setup_journal_unusable`, because nothing may be sent without a journal,
        `setup_journal_damaged` when the file was set aside, or `setup_profile_newer`.
        """
        connection = self._connected()
        try:
            with connection, waiting_for(self.path):
                yield connection
        except sqlite3.Error as error:
            connection.close()
            raise self._failed(error) from error
        finally:
            connection.close()

    def _connected(self) -> sqlite3.Connection:
        try:
            if not self._ready:
                # A folder that was chosen with --data-folder may be meant for others too.
                private_folder(self.path.parent, narrow=self.path.parent == data_folder())
            with waiting_for(self.path):
                connection = self._opened()
        except (OSError, sqlite3.Error) as error:
            raise self._failed(error) from error
        if not self._ready:
            for aside in all_set_aside(self.path):
                notice(_damaged(self.path, aside).problem)
            self._ready = True
        return connection

    def _opened(self) -> sqlite3.Connection:
        if not self._ready:
            begin_database(self.path, _make)
            private_file(self.path)
            must_not_be_empty(self.path)
        connection = sqlite3.connect(self.path, timeout=10.0)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA synchronous = FULL")
            if not self._ready:
                self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = version_of(connection, self.path, _VERSION)
        if version:
            _check_tables(connection)
        _make(connection, version)
        _check_columns(connection)

    def _failed(self, error: OSError | sqlite3.Error) -> ProblemError:
        """The problem of this error. A damaged file is set aside, unless another copy just did so."""
        if not (isinstance(error, sqlite3.Error) and is_damage(error)):
            return self._unusable(error)
        self._ready = False
        try:
            aside = put_aside(self.path, self.path.parent / "turns")
        except (OSError, sqlite3.Error):
            return self._unusable(error)
        return _damaged(self.path, aside[-1], error) if aside else self._unusable(error)

    def _unusable(self, error: Exception) -> ProblemError:
        facts = {"file": str(self.path), "reason": storage_reason(error)}
        return ProblemError(Problem("setup_journal_unusable", facts, str(error), retryable=True))


def _make(connection: sqlite3.Connection, version: int = 0) -> None:
    """Have all tables. Nothing is written to a file of this version that is as it should be."""
    connection.executescript(_SCHEMA)
    if version != _VERSION:
        connection.execute(f"PRAGMA user_version = {_VERSION}")


def _check_tables(connection: sqlite3.Connection) -> None:
    """Raise `sqlite3.DatabaseError` where a table is gone: a new one would say that nothing happened."""
    for table in _ALWAYS_THERE:
        if not _columns_of(connection, table):
            raise sqlite3.DatabaseError(f"the table {table} is missing")


def _check_columns(connection: sqlite3.Connection) -> None:
    """Raise `sqlite3.DatabaseError` where a table lacks a column: another program made it."""
    for table, wanted in _columns().items():
        lacking = wanted - _columns_of(connection, table)
        if lacking:
            raise sqlite3.DatabaseError(f"the table {table} has no column {min(lacking)}")


@cache
def _columns() -> dict[str, frozenset[str]]:
    with closing(sqlite3.connect(":memory:")) as example:
        example.executescript(_SCHEMA)
        tables = example.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: _columns_of(example, name) for (name,) in tables}


def _columns_of(connection: sqlite3.Connection, table: str) -> frozenset[str]:
    return frozenset(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))


def _damaged(path: Path, aside: Path, error: Exception | None = None) -> ProblemError:
    facts = {"file": str(path), "aside": str(aside)}
    return ProblemError(Problem("setup_journal_damaged", facts, str(error or "")))

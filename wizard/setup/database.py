"""The SQLite file behind journal, backups and earlier connection tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wizard.paths import data_folder, private_file, private_folder
from wizard.problem import Problem, ProblemError

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
PRAGMA user_version = 1;
"""
_VERSION = 1


class Database:
    """Opens the file for every use, which is safe for threads, processes and crashes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ready = False

    @contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end, rolled back on an exception.

        Raises `ProblemError` with `setup_journal_unusable`, because nothing may be sent without a journal.
        """
        try:
            if not self._ready:
                # A folder that was chosen with --data-folder may be meant for others too.
                private_folder(self.path.parent, narrow=self.path.parent == data_folder())
                private_file(self.path)
            connection = sqlite3.connect(self.path, timeout=10.0)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA synchronous = FULL")
            if not self._ready:
                self._prepare(connection)
            with connection:
                yield connection
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        finally:
            connection.close()

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise ProblemError(Problem("setup_profile_newer", {"file": str(self.path)}))
        connection.executescript(_SCHEMA)
        self._ready = True

    def _unusable(self, error: Exception) -> ProblemError:
        return ProblemError(
            Problem("setup_journal_unusable", {"file": str(self.path)}, str(error), retryable=True)
        )

"""The file of a log: opened for every use, private, and set aside when it is damaged."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from wizard.file_reasons import storage_reason
from wizard.log_store.schema import SCHEMA, VERSION
from wizard.notices import notice
from wizard.own_files import all_set_aside, begin_database, is_damage, must_not_be_empty
from wizard.paths import private_file, private_folder
from wizard.problem import Problem, ProblemError
from wizard.setup.damaged_database import put_aside, version_of
from wizard.waits import waiting_for

T = TypeVar("T")
UNREADABLE = (ValueError, TypeError, LookupError, OverflowError, RecursionError, zlib.error)
"""What odd values in a row raise when they are used."""
_WAIT = 30.0  # seconds for another copy of the program that writes


class LogDatabase:
    """Safe for threads, processes and crashes.

    A damaged file gets another name and stays there; a new one begins, because Entra still has most of
    the log.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ready = False
        self._kept: sqlite3.Connection | None = None
        self._lock = threading.RLock()

    def close(self) -> None:
        """Close the connection that `run` keeps, once a transaction of another thread has ended."""
        with self._lock:
            kept, self._kept = self._kept, None
            if kept is not None:
                kept.close()

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Call `work` in one transaction: committed at its end, rolled back on an exception.

        Raises `ProblemError`: `setup_log_unusable`, or `setup_profile_newer`.
        """
        try:
            return self._run(work)
        except sqlite3.Error as error:
            if not is_damage(error):
                raise self._unusable(error) from error
            self._put_aside(error)
        try:
            return self._run(work)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            connection = self._kept
            if connection is None:
                connection = self._kept = self.connect()
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; raises as `run`, and sets a damaged file aside."""
        with self.understood(), closing(self.connect()) as connection:
            yield connection

    @contextmanager
    def understood(self) -> Iterator[None]:
        """Raises as `run` where the block meets a damaged file, or values this program never writes."""
        try:
            yield
        except sqlite3.Error as error:
            if is_damage(error):
                self._put_aside(error)
            raise self._unusable(error) from error
        except UNREADABLE as error:
            raise self._unusable(error) from error

    def connect(self) -> sqlite3.Connection:
        """A connection for any thread, one at a time; raises `ProblemError` or `sqlite3.Error`."""
        if not self._ready:
            try:
                private_folder(self.path.parent)
                begin_database(self.path, _make)
                private_file(self.path)
                must_not_be_empty(self.path)
            except OSError as error:
                raise self._unusable(error) from error
        connection = sqlite3.connect(
            self.path, timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
        try:
            with waiting_for(self.path):
                connection.execute("PRAGMA synchronous = NORMAL")
                if not self._ready:
                    self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if version_of(connection, self.path, VERSION) != VERSION:
            _make(connection)
        for aside in all_set_aside(self.path):
            notice(_damaged(self.path, aside))
        self._ready = True

    def _put_aside(self, error: sqlite3.Error) -> None:
        """Rename the damaged file, unless another copy of the program just did."""
        self._ready = False
        self.close()
        try:
            found = put_aside(self.path, self.path.parent)
        except (OSError, sqlite3.Error):
            raise self._unusable(error) from error
        for aside in found:
            notice(_damaged(self.path, aside))

    def _unusable(self, error: Exception) -> ProblemError:
        facts = {"file": str(self.path), "reason": storage_reason(error)}
        return ProblemError(Problem("setup_log_unusable", facts, str(error), retryable=True))


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(SCHEMA)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _damaged(path: Path, aside: Path) -> Problem:
    return Problem("setup_log_damaged", {"file": str(path), "aside": str(aside)})

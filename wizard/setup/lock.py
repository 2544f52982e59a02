"""One copy of the program changes a setup at a time; the others wait."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

from wizard.entra.consistency import Bounds
from wizard.file_reasons import storage_reason
from wizard.own_files import NotAFileError, is_damage, must_be_file
from wizard.paths import private_file, private_folder
from wizard.problem import Problem, ProblemError

_PAUSE = 0.25  # seconds between two attempts


class SetUpLock:
    """The lock on one setup, for one process at a time.

    SQLite's lock on a file of its own works on every platform, and is released when a process
    ends. Tasks of this process share the lock: the first `acquire` takes it, the last `release` frees it.
    """

    def __init__(self, folder: Path, setup: str, *, patience: float = Bounds().other_copy) -> None:
        self._folder = folder
        self._file = folder / f"{setup}.sqlite"
        self._patience = patience
        self._entering = asyncio.Lock()
        self._holders = 0
        self._lock: sqlite3.Connection | None = None

    async def acquire(self, waiting: Callable[[], None] | None = None) -> bool:
        """Wait until no other copy holds the lock; returns whether that took any waiting.

        `waiting` is called once when another copy holds it. Raises `ProblemError`: `setup_in_use` when that
        copy holds it longer than the patience, `setup_folder_unusable` when the folder cannot be written.
        """
        async with self._entering:
            waited = False
            if self._lock is None:
                until = asyncio.get_running_loop().time() + self._patience
                while not self._taken():
                    if not waited and waiting is not None:
                        waiting()
                    waited = True
                    if asyncio.get_running_loop().time() >= until:
                        raise ProblemError(Problem("setup_in_use", {}, retryable=True))
                    await asyncio.sleep(_PAUSE)
            self._holders += 1
            return waited

    def acquire_if_free(self) -> bool:
        """Take the lock unless another copy holds it; returns whether it was taken. Never waits."""
        if self._lock is None and (self._entering.locked() or not self._taken()):
            return False
        self._holders += 1
        return True

    def release(self) -> None:
        """Release what one `acquire` took."""
        self._holders -= 1
        if self._holders == 0 and self._lock is not None:
            self._lock.close()
            self._lock = None

    def _taken(self) -> bool:
        connection = None
        try:
            private_folder(self._folder)
            must_be_file(self._file)
            private_file(self._file)
            connection = sqlite3.connect(self._file, timeout=0, isolation_level=None)
            connection.execute("BEGIN EXCLUSIVE")
        except (OSError, sqlite3.Error) as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            facts = {"folder": str(self._folder), "file": str(self._file)}
            if isinstance(error, NotAFileError) or (isinstance(error, sqlite3.Error) and is_damage(error)):
                raise ProblemError(Problem("setup_lock_unusable", facts, str(error))) from error
            facts["reason"] = storage_reason(error)
            raise ProblemError(
                Problem("setup_folder_unusable", facts, str(error), retryable=True)
            ) from error
        self._lock = connection
        return True

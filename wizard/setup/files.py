"""Files that two copies of the program may write at the same time."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wizard.own_files import must_be_file, put_in_place
from wizard.paths import private_file, private_folder
from wizard.waits import waiting_for

WAIT_SECONDS = 10.0
LOCK = "lock.sqlite"


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """One process at a time enters the block, on every platform, by SQLite's file lock.

    Raises `sqlite3.OperationalError` when another one holds the lock for more than `WAIT_SECONDS`.
    """
    private_folder(folder)
    private_file(folder / LOCK)
    connection = sqlite3.connect(folder / LOCK, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        with waiting_for(folder / LOCK):
            connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file as a whole: neither a reader nor a crash nor a full disk sees a partial file."""
    private_folder(path.parent)
    _replace(path, content)


def write_chosen(path: Path, content: bytes) -> None:
    """The same where somebody wants a file: the folder around it keeps its permissions.

    The file is for its owner alone. A link is replaced, not followed. Raises `OSError`, also where a folder
    or a pipe or a device lies in its place.
    """
    must_be_file(path)
    private_folder(path.parent, narrow=False)
    _replace(path, content)


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o600)  # a umask may have taken even that away
        put_in_place(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

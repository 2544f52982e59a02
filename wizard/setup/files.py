"""Files that two copies of the program may touch at the same moment."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_SECONDS = 10.0


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Only one process at a time is inside, on every platform; SQLite's file lock does the work.

    Raises `sqlite3.OperationalError` when another one stays inside for more than `WAIT_SECONDS`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "lock.sqlite", timeout=WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file as a whole: a reader, a crash or a full disk never leaves half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

"""Files that this program keeps: only regular ones are opened, and damaged databases are never overwritten.

Anything may lie in a file's place: a folder, a pipe that never ends, a database of which half is missing.
"""

from __future__ import annotations

import os
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from wizard.waits import waiting_for

if TYPE_CHECKING:
    import sqlite3  # at run time where it is needed: loading its library delays the window

_ASIDE = ".damaged-"
_BESIDE = ("-journal", "-wal", "-shm")
_REPLACING = 2.0  # seconds until a reader has closed the file
_PAUSE = 0.02
_DAMAGED = frozenset({11, 26})  # SQLITE_CORRUPT, SQLITE_NOTADB


# A pipe that somebody opened for this program, such as the shell's <(command).
_HANDED_OVER = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


class NotAFileError(OSError):
    """Something else than a regular file lies there."""


class FileTooLargeError(OSError):
    """The file has more bytes than are read."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(None, f"more than {most} bytes", str(path))
        self.most = most


def must_be_file(path: Path) -> None:
    """Raise `NotAFileError` where something else than a regular file lies; nothing at all is all right."""
    with suppress(FileNotFoundError), waiting_for(path):
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotAFileError(None, "not a regular file", str(path))


def files_in(folder: Path) -> list[Path]:
    """What lies in a folder of this program; nothing where it was not made yet.

    Raises `OSError`, also where the folder or one above it is a link that leads nowhere, such as to a drive
    that is not connected: what lies there is unknown then.
    """
    with waiting_for(folder):
        try:
            return list(folder.iterdir())
        except FileNotFoundError:
            if leads_nowhere(folder):
                raise
            return []


def leads_nowhere(path: Path) -> bool:
    """Whether this, or a folder above it, is a link to something that is not there."""
    return any(each.is_symlink() and not each.exists() for each in (path, *path.parents))


def read_file(path: Path, most: int) -> bytes:
    """The whole file; raises `OSError` where it is no regular file or has more than `most` bytes."""
    with waiting_for(path):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise NotAFileError(None, "not a regular file", str(path))
            return _content(file, path, most)


def read_given(path: Path, most: int) -> bytes:
    """A file that somebody named for this run: as `read_file`, and a pipe that was opened for it."""
    if not str(path).startswith(_HANDED_OVER):
        return read_file(path, most)
    with waiting_for(path), path.open("rb") as file:
        return _content(file, path, most)


def _content(file: BinaryIO, path: Path, most: int) -> bytes:
    content = file.read(most + 1)
    if len(content) > most:
        raise FileTooLargeError(path, most)
    return content


def put_in_place(made: Path, path: Path) -> None:
    """Give a finished file its name, in place of the file that has it now. Raises `OSError`.

    Windows refuses as long as anybody reads the other file, such as another copy of this program or a virus
    scanner, so a short time is waited.
    """
    until = time.monotonic() + _REPLACING
    while True:
        try:
            made.replace(path)
        except PermissionError:
            if os.name != "nt" or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def begin_database(path: Path, fill: Callable[[sqlite3.Connection], object]) -> None:
    """Make a database, unless something lies there. It gets its name once it is whole.

    So an empty file is never a new one, but what a full disk or a power failure has left. Raises `OSError`
    or `sqlite3.Error`.
    """
    import sqlite3

    if os.path.lexists(path):
        return
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
    os.close(handle)
    made = Path(name)
    try:
        connection = sqlite3.connect(made)
        try:
            fill(connection)
        finally:
            connection.close()
        with suppress(FileExistsError):  # another copy was quicker
            _name_first(made, path)
    finally:
        made.unlink(missing_ok=True)


def _name_first(made: Path, path: Path) -> None:
    """Give a file its name; raises `FileExistsError` where another file has it."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if not os.path.lexists(path):
            made.rename(path)


def must_not_be_empty(path: Path) -> None:
    """Raise an error that `is_damage` where a database has no content at all."""
    import sqlite3

    if path.stat().st_size == 0:
        error = sqlite3.DatabaseError("the file is empty")
        error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
        raise error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is damaged or no database, rather than locked, full or not readable."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGED


def database_is_damaged(path: Path) -> bool:
    """Whether SQLite finds this file damaged. Raises `OSError` or `sqlite3.Error` where it cannot tell."""
    import sqlite3

    must_be_file(path)
    if path.stat().st_size == 0:
        return True
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10.0)
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.Error as error:
        if is_damage(error):
            return True
        raise
    finally:
        connection.close()


def set_aside(path: Path) -> Path:
    """Give a damaged database another name beside its own; returns that. Raises `OSError`.

    What SQLite was writing belongs to it and goes along: beside a new database it would be put back.
    """
    from datetime import UTC, datetime  # not before the window

    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.name}{_ASIDE}{moment}")
    path.rename(aside)
    for end in _BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
    return aside


def all_set_aside(path: Path) -> tuple[Path, ...]:
    """What was set aside of this database and still lies there, oldest first."""
    found = path.parent.glob(f"{path.name}{_ASIDE}*")
    return tuple(sorted(each for each in found if not each.name.endswith(_BESIDE)))

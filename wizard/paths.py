"""Locations of the program's own files and the administrator's files."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wizard.waits import waiting_for

_HERE = Path(__file__).resolve().parent

# A checkout and a frozen program hold resources/ beside wizard/; an installed wheel holds it inside.
RESOURCES = _HERE.parent / "resources"
if not RESOURCES.is_dir() and not getattr(sys, "frozen", False):
    RESOURCES = _HERE / "resources"


_umask: int | None = None


def only_for_owner() -> None:
    """From now on, what this process creates is its owner's alone, whatever the umask was."""
    global _umask
    _umask = os.umask(0o077)


@contextmanager
def persons_umask() -> Iterator[None]:
    """Programs started in the block get the person's own umask; not for other threads."""
    if _umask is None:
        yield
        return
    before = os.umask(_umask)
    try:
        yield
    finally:
        os.umask(before)


def data_folder() -> Path:
    """Folder for profiles, journal and backups of the signed-in person; never holds a secret."""
    import platformdirs  # slow to load, and not needed to find the program's own files

    name = "playvox-provisioning"
    folder = Path(platformdirs.user_data_dir(name, appauthor=False))
    # The XDG specification: a path that is not absolute is invalid, and is ignored. It would be another
    # folder, without any setup, wherever the program is started.
    return folder if folder.is_absolute() else Path.home() / ".local" / "share" / name


def private_folder(folder: Path, *, narrow: bool = True) -> None:
    """Make a folder for its owner alone, and those above it that are missing, whatever the umask.

    A folder that is there already loses the permissions of others, unless `narrow` is False. Raises
    `OSError`, also where something else than a folder lies there, which stays as it is. On Windows
    permissions come from the profile's folder, which others cannot read.
    """
    with waiting_for(folder):
        for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
            each.mkdir(exist_ok=True)
            each.chmod(0o700)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        if narrow:
            _only_owner(folder, 0o700)


def private_file(path: Path) -> None:
    """Have a file that only its owner reads and writes, whatever the umask; what it holds stays.

    SQLite gives the files beside a database the permissions of the database. Raises `OSError`, also where
    a link, a folder or a pipe lies in the file's place.
    """
    careful = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, os.O_CREAT | os.O_RDONLY | careful, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(None, "not a regular file", str(path))
    finally:
        os.close(handle)
    _only_owner(path, 0o600)


def _only_owner(path: Path, mode: int) -> None:
    if stat.S_IMODE(path.stat().st_mode) != mode:
        with suppress(PermissionError):  # somebody else's
            path.chmod(mode)

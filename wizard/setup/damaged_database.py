"""What every database of this program does with a file that is damaged, or that a newer version wrote."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from wizard.own_files import all_set_aside, database_is_damaged, set_aside
from wizard.problem import Problem, ProblemError
from wizard.setup.files import exclusive


def version_of(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """The version of the tables, 0 for none; raises `setup_profile_newer`, and `sqlite3.Error`."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > newest:
        raise ProblemError(Problem("setup_profile_newer", {"file": str(path)}))
    return version


def put_aside(path: Path, turns: Path) -> tuple[Path, ...]:
    """Rename a damaged file, unless another copy just did; returns all that ever were, oldest first.

    `turns` is the folder whose lock the copies take turns with. Raises `OSError`, and `sqlite3.Error` when
    the file cannot be judged now.
    """
    with exclusive(turns):
        if path.exists() and database_is_damaged(path):
            set_aside(path)
    return all_set_aside(path)

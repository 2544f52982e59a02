"""Own files: only regular ones are opened, bounded, and a damaged database loses nothing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from wizard.own_files import (
    NotAFileError,
    all_set_aside,
    database_is_damaged,
    must_be_file,
    read_file,
    set_aside,
)
from wizard.paths import private_file


def test_reads_regular_files_up_to_their_bound(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_file(path, 5) == b"12345"
    with pytest.raises(OSError, match="more than 4 bytes"):
        read_file(path, 4)


@pytest.mark.timeout(10)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a"
    os.mkfifo(path)
    with pytest.raises(NotAFileError):
        read_file(path, 5)
    with pytest.raises(NotAFileError):
        must_be_file(path)
    with pytest.raises(OSError, match="not a regular file"):
        private_file(path)


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links need a right there")
def test_links_are_not_followed_for_writing(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        private_file(tmp_path / "link")
    assert not (tmp_path / "elsewhere").exists()


def test_what_belongs_to_a_database_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    for end in ("", "-journal", "-wal"):
        path.with_name(path.name + end).write_text(f"x{end}")
    aside = set_aside(path)
    assert sorted(each.name.removeprefix(aside.name) for each in tmp_path.iterdir()) == [
        "",
        "-journal",
        "-wal",
    ]
    assert all_set_aside(path) == (aside,)
    path.write_text("y")
    second = set_aside(path)
    assert all_set_aside(path) == (aside, second)


def test_tells_damaged_from_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE a (b TEXT)")
        database.executemany("INSERT INTO a VALUES (?)", [("x" * 500,)] * 100)
    database.close()
    assert not database_is_damaged(path)
    path.write_bytes(path.read_bytes()[:5000])
    assert database_is_damaged(path)

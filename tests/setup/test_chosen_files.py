"""Files where somebody wants them: their folder stays as it is, and nothing but a file is replaced."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wizard.file_reasons import file_reason, storage_reason, windows_reason
from wizard.own_files import FileTooLargeError, NotAFileError, read_given
from wizard.plan.tables import FileTable, write_table
from wizard.problem import ProblemError
from wizard.setup.files import write_atomically, write_chosen

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions come from the folder there")


def sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mask", [0, 0o022, 0o777])
def test_the_file_is_private_and_its_folder_stays_as_it_was(tmp_path: Path, mask: int) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o777)
    with umask(mask):
        write_chosen(folder / "report.json", b"{}")
        write_chosen(folder / "new" / "deeper" / "report.json", b"{}")
        write_atomically(tmp_path / "own" / "a.json", b"{}")
    assert mode(folder) == 0o777
    assert mode(folder / "report.json") == 0o600
    assert mode(folder / "new") == mode(folder / "new" / "deeper") == 0o700
    assert mode(tmp_path / "own" / "a.json") == 0o600


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("mine")
    link.symlink_to(target)
    (tmp_path / "hard").hardlink_to(target)
    write_chosen(link, b"report")
    write_chosen(tmp_path / "hard", b"report")
    assert target.read_text() == "mine"
    assert not link.is_symlink()
    assert link.read_bytes() == b"report"


@pytest.mark.timeout(10)
@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "loop"])
def test_nothing_but_a_file_is_replaced_or_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.csv"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/null" if kind == "device" else path)
    with pytest.raises(OSError) as caught:
        write_chosen(path, b"x")
    assert "The system reports" not in file_reason(caught.value)
    with pytest.raises(ProblemError):
        write_table(FileTable("t", {}, ("a",), (), 0), path, "csv", failed="not_saved", too_long="long")
    with pytest.raises(OSError):
        read_given(path, 10)
    assert path.is_fifo() or path.is_dir() or path.is_symlink()


def test_a_pipe_that_was_opened_for_the_program_is_read() -> None:
    reading, writing = os.pipe()
    try:
        os.write(writing, b"12345")
        os.close(writing)
        assert read_given(Path(f"/dev/fd/{reading}"), 5) == b"12345"
    finally:
        os.close(reading)


class _OnWindowsError(OSError):
    """An error with Windows' number, as Python has it there."""

    def __init__(self, number: int, winerror: int | None, name: Path) -> None:
        super().__init__(number, "as Windows says it", str(name))
        self.winerror = winerror


@pytest.mark.parametrize(
    ("number", "winerror", "name", "said"),
    [
        (errno.EACCES, None, "", "It is a folder, not a file."),
        (errno.EACCES, 5, "file", "Another program has it open, or this account may not read or write it."),
        (errno.EACCES, 5, "missing", ""),
        (errno.EACCES, 32, "file", "Another program has it open."),
        (errno.EACCES, 19, "file", "The disk can only be read."),
        (errno.ENOENT, 206, "missing", "Its name is too long."),
        (errno.ENOENT, None, "long" * 80, "Its name is too long."),
        (errno.ENOENT, None, "missing", ""),
        (errno.ENOENT, 53, "missing", "The network folder it lies in has changed or is gone."),
        (errno.EINVAL, None, "a|b", "Its name has characters that Windows does not allow."),
        (errno.EINVAL, None, "ab", ""),
    ],
)
def test_windows_own_numbers_have_their_own_reasons(
    tmp_path: Path, number: int, winerror: int | None, name: str, said: str
) -> None:
    (tmp_path / "file").touch()
    assert windows_reason(_OnWindowsError(number, winerror, tmp_path / name)) == said


def test_reasons_of_files_are_the_program_s_own(tmp_path: Path) -> None:
    assert file_reason(FileTooLargeError(tmp_path, 4)) == "It is larger than 4 bytes."
    assert "not a file" in file_reason(NotAFileError(None, "x", "y"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "x"), "no space left"),
        (OSError(errno.EDQUOT, "x"), "quota"),
        (OSError(errno.ENOLCK, "x"), "locks no files"),
        (OSError(errno.EROFS, "x"), "only be read"),
        (sqlite(sqlite3.SQLITE_FULL), "no space left"),
        (sqlite(sqlite3.SQLITE_IOERR_LOCK), "locks no files"),
        (sqlite(sqlite3.SQLITE_IOERR_WRITE), "reports an error"),
        (sqlite(sqlite3.SQLITE_READONLY), "may not read or write"),
        (sqlite(sqlite3.SQLITE_BUSY), "Another copy"),
        (sqlite3.OperationalError("odd"), "The database reports: odd."),
        (RuntimeError("odd"), "The system reports: odd."),
    ],
)
def test_why_something_cannot_be_kept_is_a_sentence(error: Exception, words: str) -> None:
    assert words in storage_reason(error)

"""A file that does not answer is named after three seconds, although it blocks everything else."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from wizard.cli.output import be_quiet, begin_answer, say
from wizard.own_files import read_file
from wizard.setup import Journal
from wizard.slow_files import slow_files_said
from wizard.waits import awaited, waiting_for


def _until_said(capsys: pytest.CaptureFixture[str]) -> str:
    until = time.monotonic() + 30
    said = ""
    while not said and time.monotonic() < until:
        time.sleep(0.01)
        said = capsys.readouterr().err
    return said


def test_what_blocks_is_named_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin_answer("history")
    with slow_files_said(say, 0.0, 0.01), waiting_for(tmp_path / "outer"), waiting_for(tmp_path / "file"):
        assert str(tmp_path / "file") in _until_said(capsys)
        time.sleep(0.05)
    assert str(tmp_path / "file") not in capsys.readouterr().err
    assert awaited(0.0) is None


def test_nothing_is_said_with_quiet_and_about_files_that_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    begin_answer("history")
    with slow_files_said(say, 30.0, 0.001):
        read_file(tmp_path / "file", 10)
        time.sleep(0.05)
    be_quiet()
    with slow_files_said(say, 0.0, 0.001), waiting_for(tmp_path):
        time.sleep(0.05)
    begin_answer("")
    assert capsys.readouterr().err == ""


def test_a_journal_that_another_program_locked_is_what_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    Journal(path, "global-1").begin("job.pause", "sp", "ada", {}, {})
    locking = sqlite3.connect(path, isolation_level=None)
    locking.execute("BEGIN EXCLUSIVE")
    reading = threading.Thread(target=lambda: Journal(path, "global-1").operations())
    reading.start()
    until = time.monotonic() + 30
    while awaited(0.0) != path and time.monotonic() < until:
        time.sleep(0.005)
    found = awaited(0.0)
    locking.close()
    reading.join(30)
    assert found == path
    assert awaited(0.0) is None

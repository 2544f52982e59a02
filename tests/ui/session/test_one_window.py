"""One window for each data folder, with real processes: an open one answers, a killed one blocks nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wizard.ui.session.one_window import OneWindow

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from wizard.ui.session.one_window import OneWindow

one = OneWindow(Path(sys.argv[1]), practice=sys.argv[2] == "practice", patience=20)
if not one.claim(show=sys.argv[3] == "show"):
    print("was open", flush=True)
    raise SystemExit(7)
app = QCoreApplication([])
one.wanted.connect(lambda: print("came forward", flush=True))
if sys.argv[4] == "answers":
    one.listen()
print("opened", flush=True)
app.exec()
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program again, as far as its window's place goes; ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(
        folder: str = "data", kind: str = "real", show: str = "show", state: str = "answers"
    ) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path / folder), kind, show, state],
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def says(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_open_window_comes_forward(start: Start, tmp_path: Path) -> None:
    first = start()
    assert says(first) == "opened"
    again = start()
    assert (says(again), again.wait(30)) == ("was open", 7)
    assert says(first) == "came forward"
    data = tmp_path / "data"
    assert not OneWindow(data, patience=30).claim(show=False)
    assert not OneWindow(data, patience=30).claim()
    assert says(first) == "came forward"
    assert OneWindow(data, practice=True).claim()
    assert OneWindow(tmp_path / "other").claim()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_killed_window_blocks_nobody(start: Start) -> None:
    first = start()
    assert says(first) == "opened"
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert says(start()) == "opened"


def test_a_window_that_hangs_blocks_nobody_for_long(start: Start, tmp_path: Path) -> None:
    assert says(start(state="hangs")) == "opened"
    one = OneWindow(tmp_path / "data", patience=0.2)
    assert one.claim()
    assert list(one.folder.glob("s*")) == []


def test_two_that_start_at_once_are_one(start: Start) -> None:
    both = start(), start()
    assert sorted(says(each) for each in both) == ["opened", "was open"]


def test_a_file_in_the_folders_place_opens(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    assert OneWindow(tmp_path / "data").claim()

"""Starting the program again shows the window that is open for that data folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import opened_program
from wizard.app import Program
from wizard.ui.session.one_window import OneWindow

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """The window of a data folder, in its place as `main` puts it there."""
    one = OneWindow(tmp_path / "data")
    assert one.claim()
    with opened_program(qapp, qtbot, tmp_path / "data") as made:
        one.wanted.connect(made.come_forward)
        one.listen()
        yield made
        one.leave()


def test_a_second_start_shows_the_first_window(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.frame.showMinimized()
    qtbot.waitUntil(lambda: program.frame.isMinimized() and not program.frame.isActiveWindow())
    command = [sys.executable, "-m", "wizard", "--data-folder", str(tmp_path / "data")]
    with subprocess.Popen(command, cwd=ROOT) as again:
        qtbot.waitUntil(lambda: again.poll() is not None, timeout=60_000)
        qtbot.waitUntil(program.frame.isActiveWindow)
    assert again.returncode == 0
    assert not program.frame.isMinimized()

"""The window names a file that does not answer, and stops when it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.seen import opened
from wizard.ui.shell.window import MainWindow
from wizard.waits import SLOW, waiting_for


def test_a_file_that_does_not_answer_is_named(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr("wizard.ui.shell.window.announce", lambda _widget, text: spoken.append(text))
    opened(window, "people")
    line, slow = window.command_bar.busy_text, window.findChild(type(window._slow_files))
    assert slow is not None
    with waiting_for(tmp_path / "profile.json"):
        slow.look()
        assert "profile.json" not in line.text(), "it answers in time"
        waiting = monkeypatch.context()
        with waiting as now:
            now.setattr("wizard.waits.time.monotonic", lambda: 1e12 + SLOW)
            slow.look()
        assert str(tmp_path / "profile.json") in line.text()
        assert line.isVisible()
        assert str(tmp_path / "profile.json") in spoken[-1]
    qtbot.waitUntil(lambda: not line.isVisible(), timeout=30_000)

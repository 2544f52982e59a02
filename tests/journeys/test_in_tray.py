"""Closing the window with the icon switched on: the program goes on, and comes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import opened_program
from wizard.ui.session.watching import FILE
from wizard.ui.shell.tray import HealthTray


@pytest.mark.parametrize("tray", [True, False])
def test_closing_the_window_ends_the_program_only_without_the_icon(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, tray: bool
) -> None:
    monkeypatch.setattr(HealthTray, "is_possible", staticmethod(lambda: True))
    (tmp_path / FILE).write_text(json.dumps({"tray": tray, "notify": False}))
    with opened_program(qapp, qtbot, tmp_path) as program:
        assert program._tray is not None
        assert program._tray.icon.isVisible() is tray
        assert qapp.quitOnLastWindowClosed() is not tray
        program.frame.close()
        assert program._tray._wanted is tray
        program.come_forward()
        qtbot.waitUntil(program.frame.isVisible)
        assert not program._tray._wanted


def test_in_the_background_no_window_is_shown(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HealthTray, "is_possible", staticmethod(lambda: True))
    (tmp_path / FILE).write_text(json.dumps({"tray": True}))
    with opened_program(qapp, qtbot, tmp_path, ["--background"]) as program:
        assert not program.frame.isVisible()
        program.come_forward()
        qtbot.waitUntil(program.frame.isVisible)

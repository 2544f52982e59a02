"""Watching while the window is closed: off at first, and what each choice does."""

from __future__ import annotations

import json
import plistlib
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from wizard.messages import current_language, use_language
from wizard.steps.overview.view import Health
from wizard.ui.pages.overview.watching import WatchingCard
from wizard.ui.session import autostart
from wizard.ui.session.watching import FILE, Watching
from wizard.ui.shell.tray import HealthTray
from wizard.ui.shell.window import MainWindow

OFF = [(False, True), (False, False), (False, False)]


def states(boxes: Sequence[QCheckBox]) -> list[tuple[bool, bool]]:
    """Whether each box is checked, and whether it can be used."""
    return [(box.isChecked(), box.isEnabled()) for box in boxes]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_everything_is_off_until_it_is_switched_on(home: Path, qtbot: QtBot) -> None:
    watching = Watching(home / "data", possible=True)
    card = WatchingCard(watching)
    qtbot.addWidget(card)
    boxes = (card.tray, card.notify, card.autostart)
    assert [(box.isChecked(), box.isEnabled()) for box in boxes] == [
        (False, True),
        (False, False),
        (False, False),
    ]
    assert not (home / "data").exists()
    assert all(box.accessibleDescription() for box in boxes)

    card.tray.click()
    card.notify.click()
    card.autostart.click()
    assert json.loads((home / "data" / FILE).read_text()) == {"tray": True, "notify": True}
    assert Watching(home / "data", possible=True).settings == watching.settings
    assert watching.starts_with_computer
    card.tray.click()
    assert not watching.starts_with_computer
    assert json.loads((home / "data" / FILE).read_text()) == {"tray": False, "notify": False}
    assert [(box.isChecked(), box.isEnabled()) for box in boxes] == [
        (False, True),
        (False, False),
        (False, False),
    ]


def test_a_desktop_without_a_notification_area_says_so(home: Path, qtbot: QtBot) -> None:
    card = WatchingCard(Watching(home, possible=False))
    qtbot.addWidget(card)
    assert not card.tray.isEnabled()
    assert "no notification area" in card.message.text


@pytest.mark.parametrize("content", ["", "[]", "{", '{"tray": 1, "notify": "yes"}'])
def test_damaged_settings_count_as_off(home: Path, content: str) -> None:
    (home / FILE).write_text(content)
    settings = Watching(home, possible=True).settings
    assert (settings.tray, settings.notify) == (False, False)


@pytest.mark.skipif(sys.platform == "win32", reason="a file on Linux and macOS")
def test_the_autostart_entry_starts_this_program(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/a path/100%/python")
    monkeypatch.setattr(sys, "platform", "linux")
    autostart.switch(on=True)
    text = (home / "config" / "autostart" / "playvox-provisioning.desktop").read_text()
    assert 'Exec="/opt/a path/100%%/python" -m wizard --background\n' in text
    assert text.startswith("[Desktop Entry]\nType=Application\n")
    autostart.switch(on=False)
    assert not autostart.is_on()

    monkeypatch.setattr(sys, "platform", "darwin")
    autostart.switch(on=True)
    (agent,) = (home / "Library" / "LaunchAgents").iterdir()
    loaded = plistlib.loads(agent.read_bytes())
    assert loaded["ProgramArguments"] == [sys.executable, "-m", "wizard", "--background"]
    assert loaded["RunAtLoad"] is True
    autostart.switch(on=False)
    assert not agent.exists()


def test_one_notification_when_the_health_turns(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    tray = HealthTray(window.session, window, window.show, window.close)
    told: list[str] = []
    monkeypatch.setattr(tray.icon, "showMessage", lambda *words: told.append(words[0]))
    assistant: Any = window.session.assistant
    view = replace(assistant.overview.view, people_sentence="")
    healths = (Health.OK, Health.OK, Health.BROKEN, Health.BROKEN, Health.ATTENTION, Health.OK)
    tray.notify = True
    tray._health = ""
    for health in healths:
        tray._tell(replace(view, health=health))
    tray._tell(replace(view, health=Health.BROKEN, known=False))
    assert told == [
        "Playvox provisioning does not work",
        "Playvox provisioning needs attention",
        "Playvox provisioning works again",
    ]
    tray.notify = False
    tray._tell(replace(view, health=Health.BROKEN))
    assert len(told) == 3


def test_the_menu_of_the_icon_speaks_the_chosen_language(window: MainWindow) -> None:
    tray = HealthTray(window.session, window, lambda: None, lambda: None)
    language = current_language()
    try:
        use_language("es")
        tray.relabel()
        assert [each.text() for each in tray._menu.actions()] == ["Abrir", "Salir"]
    finally:
        use_language(language)
        tray.relabel()
    assert [each.text() for each in tray._menu.actions()] == ["Open", "Quit"]

"""A later start begins at the page that it goes on at, and says of all of it that it was not read yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from tests.ui.stage import assistant, staged_window
from wizard.steps import StepState
from wizard.ui.shell.rail import RailItem
from wizard.ui.shell.window import MainWindow
from wizard.ui.shell.window_place import WindowPlace, keep_place, read_place


def rail_states(window: MainWindow) -> set[str]:
    return {each._state for each in window.findChildren(RailItem)}


@pytest.mark.parametrize("page", ["overview", "people", "mappings"])
def test_it_shows_that_page_and_that_nothing_was_read_yet(unloaded: MainWindow, page: str) -> None:
    unloaded.begin(page)
    assert unloaded.current_id == page
    shown = unloaded.page(page)
    assert shown.lock_bar.isVisible()
    assert not shown.content.isEnabled()
    assert rail_states(unloaded) == {"unread"}
    assert unloaded.command_bar.busy_text.isVisible()


@pytest.mark.parametrize("page", ["", "before", "no such page", "history"])
def test_without_one_it_begins_as_on_the_first_day(unloaded: MainWindow, page: str) -> None:
    unloaded.begin(page)
    assert unloaded.current_id == "before"
    assert unloaded.page("before").content.isEnabled()
    assert unloaded.rail.item("before")._state == "ready"
    assert not unloaded.command_bar.busy_text.isVisible()


def test_a_sign_in_that_is_no_longer_good_leads_to_where_one_signs_in(unloaded: MainWindow) -> None:
    unloaded.begin("overview")
    unloaded.ask_to_sign_in()
    assert unloaded.current_id == "before"
    assert unloaded.message_area.isVisible()


def test_who_went_elsewhere_is_left_there(unloaded: MainWindow) -> None:
    unloaded.begin("overview")
    unloaded.go_to("troubleshoot")
    unloaded.ask_to_sign_in()
    assert unloaded.current_id == "troubleshoot"
    assert not unloaded.message_area.isVisible()


def test_the_sign_in_is_shown_on_the_page_that_waits_for_it(unloaded: MainWindow, qtbot: QtBot) -> None:
    unloaded.begin("overview")
    step: Any = assistant().before
    step.view = replace(step.view, identity=None)
    step.state, step.evidence = StepState.WORKING, "Signing in again …"
    unloaded.session.begin(step)
    qtbot.waitUntil(lambda: unloaded.command_bar.busy_text.text() == "Signing in again …")


def test_the_page_to_go_on_at_is_the_overview_of_what_exists(qtbot: QtBot) -> None:
    with staged_window(qtbot) as window:
        made: Any = window.session.assistant
        window.go_to("people")
        identity = made.before.view.identity
        made.before.view = replace(made.before.view, identity=replace(identity, practice=True))
        assert window.goes_on_at == "", "a practice tenant ends with the program"
        real = replace(made.before.view, identity=replace(identity, practice=False), session_only=False)
        made.before.view = real
        assert made.overview.view.existing
        assert window.goes_on_at == "overview"
        made.overview.view = replace(made.overview.view, existing=False)
        assert window.goes_on_at == "people"
        made.before.view = replace(real, session_only=True)
        assert window.goes_on_at == "", "no keyring took the sign-in"


def test_it_is_kept(tmp_path: Path) -> None:
    keep_place(tmp_path, WindowPlace(QByteArray(b"x"), "people", begins_at="overview"))
    place = read_place(tmp_path)
    assert place is not None
    assert place.begins_at == "overview"

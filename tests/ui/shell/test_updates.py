"""Newer versions in the settings: one switch, looking now, and a newer version in the header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wizard.problem import Problem, ProblemError
from wizard.ui.session.background import Background
from wizard.ui.session.session import Session
from wizard.ui.session.update_lookup import UpdateLookup
from wizard.ui.shell.header import Header
from wizard.ui.shell.update_card import UpdateCard
from wizard.updates import checking
from wizard.updates.checking import Updates, known
from wizard.updates.kept import read_kept
from wizard.updates.metadata import Metadata

NOTES = "https://example.com/notes"
NEWER = Updates(
    on=True,
    state="newer",
    newest=Metadata(
        version="9.0.0",
        date=date(2026, 12, 1),
        notes=NOTES,
        expires=datetime.now(UTC) + timedelta(days=9),
    ),
    checked=datetime.now(UTC),
)
OFF = Updates(on=False, state="not_checked", why="off")


@pytest.fixture
def lookup(qtbot: QtBot, tmp_path: Path) -> Iterator[UpdateLookup]:
    """Looking for newer versions, for a data folder that is empty."""
    background = Background(lambda error: None)
    yield UpdateLookup(Session(background), tmp_path)
    background.close()


@pytest.fixture
def card(qtbot: QtBot, lookup: UpdateLookup) -> UpdateCard:
    """The card as the settings connect it."""
    made = UpdateCard(OFF)
    qtbot.addWidget(made)
    made.switched.connect(lookup.switch)
    made.wanted.connect(lookup.look)
    lookup.changed.connect(made.show_updates)
    lookup.failed.connect(made.show_problem)
    return made


def test_it_is_off_and_switched_on_by_one_click(
    card: UpdateCard, lookup: UpdateLookup, qtbot: QtBot, tmp_path: Path
) -> None:
    assert not card.switch.isChecked()
    assert card.state.text() == "Not checked: checking for newer versions is off."
    with qtbot.waitSignal(lookup.changed):
        card.switch.click()
    assert read_kept(tmp_path).on
    with qtbot.waitSignal(lookup.changed):
        lookup.switch(False)
    assert not read_kept(tmp_path).on


def test_a_newer_version_is_named_with_its_notes(
    card: UpdateCard, lookup: UpdateLookup, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check(_folder: Path) -> Updates:
        return NEWER

    monkeypatch.setattr(checking, "check", check)
    with qtbot.waitSignal(lookup.changed):
        card.look.click()
        assert not card.look.isEnabled()
    assert "9.0.0" in card.state.text()
    assert NOTES in card.state.text()
    assert card.look.isEnabled()


def test_what_went_wrong_is_said(
    card: UpdateCard, lookup: UpdateLookup, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def check(_folder: Path) -> Updates:
        raise ProblemError(Problem("update_forged"))

    monkeypatch.setattr(checking, "check", check)
    with qtbot.waitSignal(lookup.failed):
        card.look.click()
    assert "not signed" in card.bar.text
    assert card.look.isEnabled()


@pytest.mark.parametrize("due", [True, False])
def test_by_itself_it_looks_only_when_due(
    lookup: UpdateLookup, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, due: bool
) -> None:
    looked: list[Path] = []

    async def check(folder: Path) -> Updates:
        looked.append(folder)
        return NEWER

    monkeypatch.setattr(checking, "check", check)
    monkeypatch.setattr(checking, "is_due", lambda _folder: due)
    with qtbot.waitSignal(lookup.changed):
        lookup.start()
    assert len(looked) == due


def test_without_an_address_nothing_can_be_switched_on(qtbot: QtBot, tmp_path: Path) -> None:
    made = UpdateCard(replace(known(tmp_path), on=True))
    qtbot.addWidget(made)
    assert not made.switch.isEnabled()
    assert not made.switch.isChecked()
    assert not made.look.isEnabled()
    assert "without an address" in made.state.text()


def test_the_header_names_a_newer_version(qtbot: QtBot) -> None:
    header = Header()
    qtbot.addWidget(header)
    usual = header.settings_button.toolTip()
    header.show_newer_version("9.0.0", "All about it")
    assert header.settings_button.text() == "Version 9.0.0"
    assert "9.0.0" in header.settings_button.accessibleName()
    assert header.settings_button.toolTip() == "All about it"
    header.show_newer_version("", "")
    assert (header.settings_button.text(), header.settings_button.toolTip()) == ("", usual)

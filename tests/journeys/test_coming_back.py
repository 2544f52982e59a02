"""Opening the window of an existing setup: the truth without a click."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.coming_back import LeftAlone
from tests.journeys.conftest import opened_program
from tests.journeys.keyboard import Keyboard
from tests.journeys.mouse import Mouse
from wizard.app import Program
from wizard.messages.times import moment
from wizard.ui.shell.frame import Frame
from wizard.ui.shell.window_place import read_place

pytestmark = pytest.mark.timeout(240)
SIZES = ((1024, 720), (1280, 800))


@pytest.fixture
def left_alone(tmp_path: Path) -> Iterator[LeftAlone]:
    made = LeftAlone(tmp_path)
    try:
        made.prepare()
        yield made
    finally:
        made.stop()


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, left_alone: LeftAlone) -> Iterator[Program]:
    """A fresh window on that tenant."""
    with opened_program(qapp, qtbot, left_alone.data, ["--practice", str(left_alone.line_file)]) as made:
        yield made


@pytest.fixture
def mouse(program: Program, keyboard: Keyboard) -> Mouse:
    return Mouse(program, keyboard)


@pytest.fixture
def came_back(program: Program, keyboard: Keyboard, mouse: Mouse) -> Program:
    """Signed in interactively; no click since then."""
    keyboard.until(lambda: keyboard.step("before").view.practice is not None, "the tenant answers")
    mouse.click("sign-in")
    mouse.clicks = 0
    keyboard.until(lambda: program.window.current_id == "overview", "the overview comes first")
    keyboard.until(
        lambda: keyboard.step("overview").view.people.counted is not None, "everything is read", 90
    )
    return program


def pictured(program: Program, name: str) -> None:
    """Keep a picture where the environment says so."""
    folder = os.environ.get("WIZARD_PICTURES")
    if folder:
        for width, height in SIZES:
            program.frame.resize(width, height)
            QTest.qWait(300)
            program.frame.grab().save(f"{folder}/{name}-{width}.png")


def test_the_first_page_says_what_is_wrong_and_since_when(
    came_back: Program, keyboard: Keyboard, mouse: Mouse
) -> None:
    view = keyboard.step("overview").view
    assert view.quarantine is not None
    page = came_back.window.page("overview")
    since = moment(view.quarantine.since)
    assert f"in quarantine since {since} because Playvox rejects the key." in page.summary.text
    keyboard.until(
        lambda: "None of the 2 people in scope is missing." in page.summary.text, "people are counted"
    )
    assert mouse.clicks == 0
    for step in ("monitor", "turn_on", "connection"):
        assert str(keyboard.step(step).state) != "unread"
    assert "quarantine" in keyboard.step("monitor").evidence
    pictured(came_back, "overview")


def test_every_card_leads_to_its_page(
    came_back: Program, keyboard: Keyboard, mouse: Mouse, until_open: Callable[[str], None]
) -> None:
    for card in keyboard.step("overview").view.cards:
        came_back.window.go_to("overview")
        mouse.click(f"card-{card.id}-go")
        until_open(card.page)


@pytest.fixture
def until_open(program: Program, keyboard: Keyboard) -> Callable[[str], None]:
    """Wait until a page is shown."""

    def wait(page: str) -> None:
        keyboard.until(lambda: program.window.current_id == page, f"{page} is shown")

    return wait


def test_from_cause_to_cure_in_at_most_four_clicks(
    came_back: Program,
    keyboard: Keyboard,
    mouse: Mouse,
    left_alone: LeftAlone,
    until_open: Callable[[str], None],
) -> None:
    left_alone.accept_keys()  # the administrator made a new key in Playvox
    mouse.click("recover")
    until_open("recover")
    field = came_back.window.page("recover").findChild(QWidget, "recover-key")
    keyboard.until(lambda: QApplication.focusWidget() is field, "the key can be pasted at once")
    keyboard.write(keyboard.step("before").view.practice.key.get_secret_value())
    keyboard.until(lambda: keyboard.step("recover").view.pending, "the key is recognized")
    pictured(came_back, "recover")
    mouse.click("recover-now")
    mouse.click("effect-commit")
    keyboard.until(lambda: keyboard.step("recover").view.recovered, "the quarantine is over", 90)
    assert mouse.clicks <= 4
    stages = {row.id: str(row.state) for row in keyboard.step("recover").view.stages}
    assert (stages["test"], stages["save"], stages["read_back"], stages["restart"], stages["leave"]) == (
        ("done",) * 5
    )
    keyboard.until(
        lambda: keyboard.step("recover").view.stages[-1].state.value == "done",
        "the next cycle goes well",
        90,
    )
    pictured(came_back, "recovered")
    came_back.window.go_to("overview")
    keyboard.until(
        lambda: str(keyboard.step("overview").view.health) == "ok", "the overview says that it works", 90
    )
    pictured(came_back, "works")


def test_place_and_page_are_kept_while_the_window_is_open(
    came_back: Program, keyboard: Keyboard, left_alone: LeftAlone
) -> None:
    """So that a crash loses neither: nothing is closed here before the file is read."""
    came_back.window.go_to("connection")
    came_back.frame.resize(1111, 777)

    def kept() -> bool:
        place = read_place(left_alone.data)
        if place is None or place.page != "connection":
            return False
        again = Frame(place.geometry)
        size = (again.width(), again.height())
        again.deleteLater()
        return size == (1111, 777)

    keyboard.until(kept, "page and size are on disk", 20)

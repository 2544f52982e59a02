"""A screen reader finds a name for everything on every page, and the keyboard reaches all of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.journeys.breaking_program import SIGN
from tests.journeys.other_process import OtherProcess, Window, other_process
from wizard.messages.pages import PAGES

pytestmark = pytest.mark.timeout(420)

_PRESSED = {"push button", "button", "check box", "radio button", "toggle button", "link", "menu item"}
_TYPED = {"text", "entry", "password text", "combo box", "spin button"}
_USED = {*_PRESSED, *_TYPED, "table", "tree", "list", "tree table"}
_CELLS = {
    "table cell",
    "list item",
    "tree item",
    "column header",
    "table column header",
    "table row header",
}
_RAW = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # an object id alone
    r"|[a-z]+([_-][a-z]+)+"  # a name of the code, such as sign-in-again
    r"|Q[A-Z]\w+|_?[A-Z]\w*[a-z][A-Z]\w*"  # a class
)
_WINDOW = "QApplication.frame.main-window."
_REGIONS = {"header", "rail", "QStackedWidget", "command-bar"}
_FEWEST = 30  # what the parts around a page alone have
_SPARE_TABS = 20
_SECTIONS = 3  # of a date: Tab goes through day, month and year
_STEPS = [
    "before",
    "overview",
    "key",
    "application",
    "people",
    "connection",
    "mappings",
    "turn_on",
    "monitor",
]
WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    **{step: (("press", f"rail-{step}"),) for step in _STEPS},
    "history": (("press", "history-open"),),
    "plans": (("press", "rail-turn_on"), ("press", "turn-on-plans")),
    "logs": (("press", "rail-monitor"), ("press", "monitor-logs")),
    "why": (("take", "header-person"), ("write", "admin@contoso.example"), ("strike", "Return")),
    "rotate": (
        ("press", "rail-key"),
        ("press", "use-practice-key"),
        ("wait", "page-application"),
        ("press", "rail-key"),
        ("press", "rotate-key"),
    ),
    "on_demand": (
        ("press", "rail-people"),
        ("wait", "assigned"),
        ("take", "assigned"),
        ("strike", "space"),
        ("press", "provision-ticked"),
    ),
    "troubleshoot": (("press", "rail-before"), ("press", "troubleshoot")),
    "relink": (
        ("press", "practice-toggle"),
        ("press", "practice-cycle"),
        ("wait", "practice-message"),
        ("press", "practice-toggle"),
        ("take", "header-person"),
        ("write", "ana@contoso.example"),
        ("strike", "Return"),
        ("wait", "why-relink"),
        ("press", "why-relink"),
    ),
    "recover": (
        ("press", "practice-toggle"),
        ("press", "fault-playvox-key-rejected"),
        ("press", "practice-cycle"),
        ("wait", "practice-message"),
        ("press", "practice-toggle"),
        ("press", "rail-overview"),
        ("press", "refresh-overview"),
        ("press", "recover"),
    ),
}
"""For each page, what is asked of the reader to get there. `recover`, the last, makes a quarantine first;
`relink` opens for somebody who is linked, so it lets a cycle run first."""
DIALOGS: dict[str, tuple[tuple[str, str], ...]] = {
    "settings": (("press", "settings-open"),),
    "guide": (("press", "help-open"),),
    "effect-dialog": (("press", "rail-monitor"), ("press", "pause")),
    "bundle-dialog": (("press", "support-open"),),
    "practice-people": (("press", "practice-toggle"), ("press", "practice-people-open")),
    "licenses-dialog": (("press", "settings-open"), ("press", "settings-licenses")),
    "crash-dialog": (),  # the program breaks down by itself
}
"""The same for dialogs; Escape closes each."""
BEHIND = {"licenses-dialog": "settings"}
"""A dialog that another one was opened from."""
_WITHOUT_TITLE = ("guide",)
"""Dialogs whose headings are in a text."""


def open_page(window: Window, page: str) -> list[dict[str, Any]]:
    """Go to a page; all that is on screen once no work is running."""
    for verb, argument in WAYS[page]:
        assert window.ask(verb, argument), f"{page}: {verb} {argument}"
    window.shown(page)
    return list(window.ask("read"))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtherProcess]:
    """A complete practice setup."""
    with ExitStack() as stack:
        yield other_process(stack, tmp_path_factory.mktemp("screen-reader"))


@pytest.fixture(scope="module")
def window(program: OtherProcess) -> Window:
    """The program with it, signed in."""
    return program.signed_in(module="tests.journeys.breaking_program")[1]


def levels_wrong(seen: list[dict[str, Any]]) -> list[str]:
    """Headings without a level, and where there is not one title above the others."""
    headings = [each for each in seen if each["role"] == "heading"]
    found = [f"level {each['level']!r}: {each['name']}" for each in headings if each["level"] not in "12"]
    titles = [each["name"] for each in headings if each["level"] == "1"]
    return found + ([] if len(titles) == 1 else [f"titles: {titles}"])


def said_wrongly(seen: list[dict[str, Any]]) -> list[str]:
    """What a screen reader would say badly: no name, the code's name, or signs that nobody hears."""
    found = []
    for each in seen:
        what = f"{each['role']} {_last(each['id'])} {each['name']!r}"
        used = each["role"] in _USED or ("FOCUSABLE" in each["states"] and each["role"] not in _CELLS)
        if used and not each["name"].strip():
            found.append(f"no name: {what}")
        said = each["name"] + each["description"]
        if any(unicodedata.category(sign) in ("Cc", "Cf") and sign not in "\n\t" for sign in said):
            found.append(f"unheard characters: {what} {said!r}")
        if _RAW.fullmatch(each["name"]) or (used and each["name"] == _last(each["id"])):
            found.append(f"a name of the code: {what}")
        if used and (each["box"] is None or min(each["box"][2:]) <= 0):
            found.append(f"no place on screen: {what}")
    return found


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def unreached(window: Window, seen: list[dict[str, Any]]) -> list[str]:
    """What Tab does not reach before it is round, and where it does not go on."""
    wanted = {
        each["id"]
        for each in seen
        if {"FOCUSABLE", "SENSITIVE"} <= set(each["states"])
        and each["role"] not in _CELLS
        # Arrow keys move within a group of radio buttons; Tab reaches the selected one.
        and (each["role"] != "radio button" or "CHECKED" in each["states"])
    }
    way: list[str] = []
    stays = 0
    for _time in range(len(wanted) + _SPARE_TABS):
        focused = window.ask("key", "Tab")
        if focused is None:
            stays += 1
            if stays == _SECTIONS:
                return [f"Tab does not go on from {_last(way[-1]) if way else 'the start'}"]
            continue
        stays = 0
        if way and focused["id"] == way[0]:
            return [f"Tab passes {_last(each)}" for each in sorted(wanted - set(way))]
        way.append(focused["id"])
    return [f"Tab is not round: {[_last(each) for each in way[-6:]]}"]


def regions(window: Window) -> set[str]:
    """The parts of the window that F6 reaches."""
    reached = (window.ask("key", "F6") for _time in range(len(_REGIONS)))
    return {each["id"].removeprefix(_WINDOW).split(".")[0] for each in reached if each is not None}


def test_every_page_is_named_and_reachable(window: Window) -> None:
    assert WAYS.keys() == PAGES.keys()
    found = {}
    for page in WAYS:
        seen = open_page(window, page)
        assert len(seen) > _FEWEST, page
        found[page] = said_wrongly(seen) + unreached(window, seen)
        found[page] += levels_wrong(seen)
        if (reached := regions(window)) != _REGIONS:
            found[page].append(f"F6 reaches {sorted(reached)}")
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def test_every_dialog_is_named_and_reachable(window: Window, program: OtherProcess) -> None:
    found = {}
    for dialog, way in DIALOGS.items():
        if dialog == "crash-dialog":
            (program.data / SIGN).touch()
        for verb, argument in way:
            assert window.ask(verb, argument), f"{dialog}: {verb} {argument}"
        assert window.ask("wait", dialog), f"{dialog} does not open"
        seen = [each for each in window.ask("read") if f".{dialog}." in each["id"]]
        assert len(seen) > 3, dialog
        found[dialog] = said_wrongly(seen) + unreached(window, seen)
        if dialog not in _WITHOUT_TITLE:
            found[dialog] += levels_wrong(seen)
        for each in (dialog, BEHIND.get(dialog)):
            if each is not None:
                assert window.ask("strike", "Escape")
                assert window.ask("gone", each), f"{each} stays"
    assert {dialog: wrong for dialog, wrong in found.items() if wrong} == {}


def test_what_is_wrong_is_noticed() -> None:
    """The judge itself: each kind of mistake, and an honest control beside them."""
    good = {"id": "a.save-key", "role": "push button", "name": "Save the key", "description": "",
            "states": ["FOCUSABLE"], "box": [0, 0, 9, 9]}  # fmt: skip
    assert said_wrongly([good]) == []
    assert said_wrongly([{**good, "role": "table cell", "name": ""}]) == []
    for change in (
        {"name": " "},
        {"name": "Save\u200bkey"},
        {"description": "a\x07b"},
        {"name": "save-key"},
        {"name": "key_field"},
        {"name": "QPushButton"},
        {"name": "5f80b281-2163-48a7-ac04-bbaeae1a59cb"},
        {"box": [0, 0, 0, 9]},
    ):
        assert len(said_wrongly([{**good, **change}])) == 1, change


def test_the_program_ends_well_after_it_was_read(program: OtherProcess) -> None:
    process, window = program.start()
    assert window.ask("wait", "sign-in")
    assert len(window.ask("read")) > _FEWEST
    process.terminate()
    assert process.wait(60) >= 0, "it crashed"

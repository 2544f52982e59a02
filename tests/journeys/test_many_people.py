"""Selecting people in several searches and from a list; who is not found, and how many a group reaches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit

from tests.journeys.keyboard import Keyboard
from tests.journeys.mouse import Mouse, to_the_people
from tests.journeys.test_clicks import tick
from tests.ui.seen import visible
from wizard.app import Program

pytestmark = pytest.mark.timeout(240)


def at_the_search(program: Program, keyboard: Keyboard) -> Mouse:
    """A new application in the practice tenant; the page of its people is open."""
    mouse = Mouse(program, keyboard)
    to_the_people(mouse, keyboard)
    return mouse


def search(keyboard: Keyboard, text: str) -> None:
    page = keyboard.program.window.page("people")
    page.search_line.selectAll()  # type: ignore[attr-defined]
    page.search_line.setFocus()  # type: ignore[attr-defined]
    keyboard.write(text)
    keyboard.until(lambda: keyboard.step("people").view.query == text, f"{text} was searched for")
    keyboard.view_of("people")


def test_a_selection_grows_by_searches_and_a_list(
    program: Program, keyboard: Keyboard, tmp_path: Path
) -> None:
    mouse = at_the_search(program, keyboard)

    search(keyboard, "aaron")
    tick(mouse, keyboard, 0)
    keyboard.until(lambda: len(keyboard.step("people").view.selected) == 1, "one is selected")
    search(keyboard, "zo")
    tick(mouse, keyboard, 0)
    keyboard.until(lambda: len(keyboard.step("people").view.selected) == 2, "two are selected")
    first = {row.name for row in keyboard.step("people").view.selected}
    search(keyboard, "nobody is called like this")
    assert {row.name for row in keyboard.step("people").view.selected} == first

    everybody = [user.detail for user in found_by(keyboard, "a") if "@" in user.detail]
    assert len(everybody) > 3
    lines = ["Mail;Name", *(f'{each};"Somebody, Called"' for each in (*everybody, everybody[0]))]
    lines.append("ghost@contoso.example;Ghost")
    file = tmp_path / "list.csv"
    file.write_text("\r\n".join(lines), encoding="utf-16")
    keyboard.program.window.page("people").names.file_chosen.emit(str(file))  # type: ignore[attr-defined]
    keyboard.until(lambda: keyboard.step("people").view.taken is not None, "the list is taken", 90)
    taken = keyboard.view_of("people").taken
    assert taken.not_found == ("ghost@contoso.example",)
    assert taken.people == len(everybody)
    assert first <= {row.name for row in keyboard.step("people").view.selected}

    mouse.click("people-list-fold")
    box = program.frame.findChild(QPlainTextEdit, "people-names")
    assert box is not None
    box.setPlainText("\n".join(f"user{number}@contoso.example" for number in range(5_000)))
    mouse.click("people-look")
    keyboard.until(
        lambda: len(keyboard.step("people").view.taken.not_found) == 5_000, "nobody of 5,000 is found", 200
    )
    count = len(keyboard.view_of("people").selected)
    button = program.frame.findChild(QAbstractButton, "assign")
    assert button is not None
    assert button.text() == f"Assign {count} to Playvox"


def found_by(keyboard: Keyboard, text: str) -> list[Any]:
    search(keyboard, text)
    return list(keyboard.step("people").view.found)


def test_a_group_says_its_size_before_it_is_assigned(program: Program, keyboard: Keyboard) -> None:
    mouse = at_the_search(program, keyboard)
    search(keyboard, "support")
    found = list(keyboard.step("people").view.found)
    group = next(row for row in found if str(row.kind) == "group")
    tick(mouse, keyboard, found.index(group))
    keyboard.until(lambda: sizes(keyboard), "its members are counted")
    (size,) = sizes(keyboard)
    assert size > 1
    page: Any = program.window.page("people")
    keyboard.until(lambda: f"{size} direct members" in shown(page), "it is shown")
    assert page.selection.advice.text.startswith("Start small")
    mouse.click("assign")
    keyboard.until(lambda: keyboard.dialog() is not None, "the change is shown", 90)
    dialog = keyboard.dialog()
    assert dialog is not None
    words = [label.text() for label in visible(dialog, QLabel)]
    assert any(f"{size} direct members" in each for each in words), words
    dialog.reject()


def shown(page: Any) -> str:
    """The selection as the page lists it."""
    return "\n".join(" ".join(row.cells) for row in page.selection.list.rows)


def sizes(keyboard: Keyboard) -> list[int]:
    """How many people the selected groups bring, as far as they were counted."""
    rows = keyboard.step("people").view.selected
    return [row.size.people for row in rows if row.size is not None]

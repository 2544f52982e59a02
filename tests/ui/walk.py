"""Walks through every page of a filled setup in one window, and tells what a person could not see or use.

Run as a program it opens the window as the first start does, on the screen and at the scale of its
environment, and again in the size that it would have on each smaller screen of the command line, such as
1024x720. It prints one JSON object for each: the defects of each page, and how large screen and window are.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.ui.seen import PAGES, cut_off, opened, visible
from wizard.messages.language import is_pseudo
from wizard.ui.shell.window import MainWindow


def defects(window: MainWindow) -> dict[str, list[str]]:
    """What is wrong on each page; pages without a defect are left out."""
    found = {}
    for page in PAGES:
        shown = opened(window, page)
        wrong = cut_off(shown) + cut_off(window.command_bar) + cut_off(window.header)
        if (beyond := window.scroll_area(page).horizontalScrollBar().maximum()) > 0:
            wrong.append(f"the page scrolls sideways by {beyond} px because of {_widest(shown)}")
        wrong += _off_screen(window)
        if is_pseudo():
            wrong += unmarked(window)
        if window.isRightToLeft():
            wrong += not_mirrored(window)
        if wrong:
            found[page] = wrong
    return found


def _widest(page: QWidget) -> list[str]:
    """The controls that ask for the most width."""
    parts = sorted(
        (each for each in page.findChildren(QWidget) if each.isVisibleTo(page) and each.layout() is None),
        key=lambda each: each.minimumSizeHint().width(),
    )
    return [f"{each.objectName() or each!r} {each.minimumSizeHint().width()}" for each in parts[-3:]]


def _off_screen(window: MainWindow) -> list[str]:
    """Buttons of the command bar that are not completely inside the window and its screen."""
    top = window.window()
    seen = QRect(top.mapToGlobal(QPoint(0, 0)), top.size())
    if QGuiApplication.platformName() != "offscreen":  # whose screen is smaller than any that exists
        seen &= top.screen().availableGeometry()
    found = []
    for button in window.command_bar.findChildren(QAbstractButton):
        if not button.isVisibleTo(window) or button.objectName() == "cancel":
            continue
        place = QRect(button.mapToGlobal(QPoint(0, 0)), button.size())
        if not seen.contains(place) or button.visibleRegion().boundingRect() != button.rect():
            found.append(f"{button.objectName()} is at {place.getRect()}, seen is {seen.getRect()}")
    return found


def unmarked(window: MainWindow, *data: object) -> list[str]:
    """Texts of the program that stay English in a language in which every marked text is in brackets.

    `data`: further values whose texts come from outside, beside those of all steps.
    """
    steps = [window.page(each).step for each in PAGES]
    known_values: list[object] = [window.session.identity, *data]
    for each in steps:
        if each is not None:
            known_values += [each.view, each.evidence]
    outside = {text.strip() for each in known_values for text in strings(each)}
    shown = [
        text.strip()
        for kind in (QLabel, QAbstractButton)
        for each in visible(window, kind)
        for text in each.text().splitlines()
    ]
    return [
        f"not marked: {text}"
        for text in shown
        if "[" not in text
        and "]" not in text
        and re.search(r"[A-Za-z]{3}", text)
        and not any(text in known or (len(known) > 3 and known in text) for known in outside)
    ]


def strings(value: object) -> list[str]:
    """Every text in a view, at any depth."""
    if isinstance(value, str):
        return value.splitlines()
    if is_dataclass(value):
        return [text for each in fields(value) for text in strings(getattr(value, each.name))]
    if isinstance(value, Mapping):
        return strings(tuple(value.items()))
    if isinstance(value, tuple | list):
        return [text for each in value for text in strings(each)]
    return []


def not_mirrored(window: MainWindow) -> list[str]:
    """Parts that stand on the side where they belong in a language that runs from left to right."""

    def middle(widget: QWidget) -> int:
        return widget.mapTo(window, widget.rect().center()).x()

    bar, half = window.command_bar, window.width() // 2
    right = {"rail": window.rail, "back": bar.back_button, "next": bar.next_button}
    found = [f"{name} is on the left" for name, part in right.items() if middle(part) < half]
    if middle(bar.next_button) > middle(bar.back_button):
        found.append("Next comes before Back")
    commits = [each for each in bar.findChildren(QAbstractButton) if each not in right.values()]
    found += [
        f"{each.objectName()} is on the right"
        for each in commits
        if each.isVisibleTo(window) and middle(each) > half and len(commits) == 1
    ]
    return found


def main() -> int:
    """Open the window and print what is wrong."""
    from tests.ui.stage import assistant
    from wizard.ui.appearance.theme import Theme
    from wizard.ui.session.background import Background
    from wizard.ui.session.session import Session
    from wizard.ui.shell.frame import Frame, size_in

    app = QApplication(sys.argv)
    theme = Theme(app)
    frame = Frame()
    frame.show()
    theme.style_controls()
    background = Background()
    window = MainWindow(Session(background))
    frame.fill(window)
    window.session.attach(assistant())
    window.go_to(PAGES[0])
    app.processEvents()
    room = frame.screen().size()
    for smaller in ("", *sys.argv[1:]):
        if smaller:
            room = QSize(*map(int, smaller.split("x")))
            frame.resize(size_in(room))
            while frame.size() != size_in(room):  # a window manager answers
                app.processEvents()
        answer = {
            "screen": room.toTuple(),
            "scale": frame.devicePixelRatioF(),
            "window": frame.size().toTuple(),
            "defects": defects(window),
        }
        print(json.dumps(answer))
    frame.close()
    background.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

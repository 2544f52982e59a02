"""Every click shows an effect, and what cannot be clicked says why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from tests.ui.clicks import Mouse, controls, reason, stays
from tests.ui.seen import PAGES, opened
from tests.ui.variants import variants
from wizard.steps import StepState
from wizard.ui.pages.base.commit import Commit
from wizard.ui.shell.window import MainWindow
from wizard.ui.widgets.button import DANGER, WARY, Button

pytestmark = pytest.mark.timeout(240)
_SIGNS = ("warning", "remove", "delete", "pause")


@pytest.fixture
def mouse(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Mouse:
    made = Mouse(window)

    def browse(address: QUrl) -> bool:
        made.addresses.append(address.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", browse)
    return made


def states(page: Any) -> Iterator[str]:
    """Bring the page into each of its states; yields their names."""
    step, usual, state = page.step, page.step.view, page.step.state
    for name, view in [("as usual", usual), *variants(usual)]:
        step.view = view
        yield name
    step.view = usual
    for other in StepState:
        step.state = other
        yield other.value
    step.state = state


@pytest.mark.parametrize("page_name", PAGES)
def test_every_button_shows_what_it_did(window: MainWindow, mouse: Mouse, page_name: str) -> None:
    page: Any = opened(window, page_name)
    silent, done = [], set[tuple[str, str]]()
    for state in states(page):
        _back_to(window, page, page_name)
        for name, text in _buttons(window, page):
            button = _button(window, page, name, text)
            if button is None or (name, text) in done:
                continue
            done.add((name, text))
            if mouse.shows_nothing(button, page.step.asked):
                silent.append(f"{state}: {name} {text!r}")
            mouse.close_others()
            _back_to(window, page, page_name)
    assert len(done) > 2
    assert silent == []


def _back_to(window: MainWindow, page: Any, page_name: str) -> None:
    window.go_to(page_name)
    window._clear_message()
    page.redraw()
    QApplication.processEvents()


def _close_others(window: MainWindow) -> None:
    QApplication.processEvents()
    Mouse(window).close_others()


def _buttons(window: MainWindow, page: Any) -> list[tuple[str, str]]:
    """The names and texts of the enabled buttons: drawing may replace the buttons themselves."""
    return [
        (each.objectName(), each.text())
        for each in controls(page, window.command_bar)
        if isinstance(each, QAbstractButton) and each.isEnabled() and not stays(each)
    ]


def _button(window: MainWindow, page: Any, name: str, text: str) -> QAbstractButton | None:
    for each in controls(page, window.command_bar):
        if isinstance(each, QAbstractButton) and (each.objectName(), each.text()) == (name, text):
            return each if each.isEnabled() else None
    return None


@pytest.mark.parametrize("page_name", PAGES)
def test_what_removes_or_stops_looks_like_it_in_every_state(window: MainWindow, page_name: str) -> None:
    """A button that leads to a destructive commit is red with a sign, and no other is."""
    page: Any = opened(window, page_name)
    wanted: list[Commit] = []
    page.commit_wanted.disconnect()
    page.commit_wanted.connect(wanted.append)
    wrong, done = set[str](), set[tuple[str, str]]()
    for state in states(page):
        _back_to(window, page, page_name)
        for name, text in _buttons(window, page):
            button = _button(window, page, name, text)
            if not isinstance(button, Button) or (name, text) in done:
                continue
            done.add((name, text))
            wanted.clear()
            look, sign = button.property("look"), button._icon_name
            offered = [each for each in page.commits() if each.name == name]
            if not offered:
                button.click()
            for commit in (*offered, *wanted):
                warns = look in (WARY, DANGER) and sign in _SIGNS
                if warns is not commit.destructive:
                    wrong.add(f"{state}: {name} {text!r} is {look} with {sign!r}")
            _close_others(window)
            _back_to(window, page, page_name)
    assert sorted(wrong) == []


@pytest.mark.parametrize("page_name", PAGES)
def test_what_is_disabled_says_why(window: MainWindow, page_name: str) -> None:
    page: Any = opened(window, page_name)
    mute = set()
    for state in states(page):
        _back_to(window, page, page_name)
        mute |= {
            f"{each.objectName()} ({state})"
            for each in controls(page, window.command_bar, window.header)
            if not each.isEnabled() and not reason(each, window)
        }
    assert sorted(mute) == []


def test_a_silent_button_is_noticed(window: MainWindow, mouse: Mouse) -> None:
    page: Any = opened(window, "key")
    button = QPushButton("Does nothing")
    button.setObjectName("nothing")
    page.body.addWidget(button)
    assert mouse.shows_nothing(button, page.step.asked)
    button.clicked.connect(lambda: button.setText("Done"))
    assert not mouse.shows_nothing(button, page.step.asked)
    button.setEnabled(False)
    assert not reason(button, window)
    button.setToolTip("It was done.")
    assert not reason(button, window), "a screen reader does not hear it"
    button.setAccessibleDescription("It was done.")
    assert reason(button, window)

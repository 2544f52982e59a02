"""Every page of a filled setup: nothing is cut off, all controls are named and reachable by keyboard."""

from __future__ import annotations

from typing import Any, cast, get_args

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from tests.ui.seen import PAGES, SETTINGS, STEPS, cut_off, opened, unnamed, visible
from wizard.ui.shell.window import MainWindow


@pytest.mark.parametrize("setting", SETTINGS, indirect=True)
@pytest.mark.parametrize("step", PAGES)
def test_nothing_is_cut_off(window: MainWindow, step: str) -> None:
    page = opened(window, step)
    assert window.width() <= 1024, "the window outgrew the smallest screen"
    assert window.scroll_area(step).horizontalScrollBar().maximum() == 0, "the page scrolls sideways"
    assert cut_off(page) == []


@pytest.mark.parametrize("step", PAGES)
def test_everything_that_can_be_used_has_a_name(window: MainWindow, step: str) -> None:
    opened(window, step)
    assert unnamed(window) == []


@pytest.mark.parametrize("step", PAGES)
def test_every_control_is_reached_by_tab(window: MainWindow, step: str) -> None:
    page = opened(window, step)
    wanted = {
        widget
        for kind in (QAbstractButton, QLineEdit)
        for widget in visible(page, kind)
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    reached: set[QObject] = set()
    widget: QWidget = page
    for _turn in range(2000):
        widget = widget.nextInFocusChain()
        reached.add(widget)
        if widget is page:
            break
    assert not {each.objectName() for each in wanted - reached}


def test_back_and_next_change_nothing(window: MainWindow) -> None:
    asked: list[str] = []
    window.session.assistant = cast("Any", window.session.assistant)
    for step in STEPS:
        opened(window, step)
        window.page(step).commit_wanted.connect(lambda commit: asked.append(commit.name))
    window.go_to(STEPS[0])
    for step in STEPS[1:]:
        QTest.mouseClick(window.findChild(QAbstractButton, "next"), Qt.MouseButton.LeftButton)
        assert window.current_id == step
    for step in reversed(STEPS[:-1]):
        QTest.mouseClick(window.findChild(QAbstractButton, "back"), Qt.MouseButton.LeftButton)
        assert window.current_id == step
    assert asked == []


@pytest.mark.parametrize("step", PAGES)
def test_a_page_is_typed_by_the_very_step_it_works_with(window: MainWindow, step: str) -> None:
    """The page's type argument is the step it works with, so a misspelled name fails type checking."""
    page, assistant = window.page(step), window.session.assistant
    assert assistant is not None
    real = assistant.step(step)
    assert page.step is real
    assert page.step_id == step == real.id
    (declared,) = get_args(type(page).__orig_bases__[0])
    assert declared.__forward_arg__ == type(real).__mro__[1].__name__

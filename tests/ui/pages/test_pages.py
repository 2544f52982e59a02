"""Every page of a well-filled set-up: nothing cut off, everything named, reachable by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.stage import staged_window, views
from wizard.messages import (
    current_language,
    use_language,
)
from wizard.ui.shell.window import MainWindow

STEPS = tuple(views())
PAGES = (*STEPS, "history", "troubleshoot")
SETTINGS = ("usual", "large text", "long language")


@pytest.fixture
def setting(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """The way the program is used: as it is, at 200 % text, or in a language 40 % longer."""
    name = getattr(request, "param", "usual")
    language, font = current_language(), qapp.font()
    if name == "long language":
        use_language("x-pseudo")
    if name == "large text":
        large = QFont(font)
        large.setPointSizeF(font.pointSizeF() * 2)
        qapp.setFont(large)
    yield name
    qapp.setFont(font)
    use_language(language)


@pytest.fixture
def window(qtbot: QtBot, setting: str) -> Iterator[MainWindow]:
    """The real window around staged steps, at the smallest size that is promised."""
    with staged_window(qtbot) as made:
        yield made


def opened(window: MainWindow, step: str, qtbot: QtBot) -> QWidget:
    window.go_to(step)
    page = window.page(step)
    page.redraw()
    qtbot.wait(80)  # layouts settle
    return page


def visible(page: QWidget, kind: type[Any]) -> list[Any]:
    return [each for each in page.findChildren(kind) if each.isVisibleTo(page)]


def cut_off(page: QWidget) -> list[str]:
    """What a person could not read whole."""
    found = []
    for label in visible(page, QLabel):
        if not label.text() or (label.pixmap() is not None and not label.pixmap().isNull()):
            continue
        if label.wordWrap():
            lacks = label.heightForWidth(label.width()) - label.height()
            wide = label.minimumSizeHint().width() - label.width()
        else:
            lacks, wide = 0, label.sizeHint().width() - label.width()
        if lacks > 2 or wide > 2:
            found.append(f"{label.text()[:60]!r} lacks {lacks} px in height, {wide} px in width")
    found += [
        f"button {button.objectName()} lacks {button.minimumSizeHint().width() - button.width()} px"
        for button in visible(page, QAbstractButton)
        if button.text() and button.minimumSizeHint().width() > button.width() + 2
    ]
    return found


@pytest.mark.parametrize("setting", SETTINGS, indirect=True)
@pytest.mark.parametrize("step", PAGES)
def test_nothing_is_cut_off(window: MainWindow, step: str, qtbot: QtBot) -> None:
    page = opened(window, step, qtbot)
    assert window.width() <= 1024, "the window outgrew the smallest screen"
    assert window.scroll_area(step).horizontalScrollBar().maximum() == 0, "the page scrolls sideways"
    assert cut_off(page) == []


def unnamed(root: QWidget) -> list[str]:
    found = []
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(root):
            continue
        if widget.objectName().startswith("qt_"):
            continue  # Qt's own inner parts
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not name or not widget.objectName():
            found.append(f"{type(widget).__name__} {widget.objectName()!r} is called {name!r}")
    return found


@pytest.mark.parametrize("step", PAGES)
def test_everything_that_can_be_used_has_a_name(window: MainWindow, step: str, qtbot: QtBot) -> None:
    opened(window, step, qtbot)
    assert unnamed(window) == []


@pytest.mark.parametrize("step", PAGES)
def test_every_control_is_reached_by_tab(window: MainWindow, step: str, qtbot: QtBot) -> None:
    page = opened(window, step, qtbot)
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


def test_back_and_next_change_nothing(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.session.assistant = cast("Any", window.session.assistant)
    for step in STEPS:
        opened(window, step, qtbot)
        window.page(step).commit_wanted.connect(lambda commit: asked.append(commit.name))
    window.go_to(STEPS[0])
    for step in STEPS[1:]:
        QTest.mouseClick(window.findChild(QAbstractButton, "next"), Qt.MouseButton.LeftButton)
        assert window.here == step
    for step in reversed(STEPS[:-1]):
        QTest.mouseClick(window.findChild(QAbstractButton, "back"), Qt.MouseButton.LeftButton)
        assert window.here == step
    assert asked == []

"""The pages as a person sees them: which there are, what is cut off, what has no name."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.ui.stage import views
from wizard.ui.shell.window import MainWindow

STEPS = tuple(views())
_BESIDE = "overview recover rotate on_demand history logs plans troubleshoot why relink"
PAGES = (*STEPS, *_BESIDE.split())
SETTINGS = ("usual", "large text", "long language")
_QUIET_TURNS = 3


def let_layout_finish(*roots: QWidget) -> None:
    """Process events until no widget in `roots` moves any more.

    A layout within a layout is processed one event after the outer one, so the time it takes depends on the
    machine, but the number of events does not.
    """
    before: list[object] = []
    quiet = 0
    for _turn in range(200):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents()
        now: list[object] = [
            each.geometry() for root in roots for each in (root, *root.findChildren(QWidget))
        ]
        quiet = quiet + 1 if now == before else 0
        if quiet == _QUIET_TURNS:
            return
        before = now
    raise AssertionError(f"{roots[0].objectName()} never comes to rest")


def opened(window: MainWindow, step: str) -> QWidget:
    """The page of a step, shown, drawn and laid out."""
    window.go_to(step)
    page = window.page(step)
    page.redraw()
    let_layout_finish(window.scroll_area(step), window.header, window.command_bar)
    return page


def comes(window: MainWindow, step: str) -> None:
    """Wait until this page is shown: a new one comes in a later event."""
    for _wait in range(100):
        if window.current_id == step:
            break
        QTest.qWait(20)
    assert window.current_id == step


def visible(page: QWidget, kind: type[Any]) -> list[Any]:
    return [each for each in page.findChildren(kind) if each.isVisibleTo(page)]


def cut_off(page: QWidget) -> list[str]:
    """Texts that are not completely visible."""
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

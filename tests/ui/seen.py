"""What a person sees of a page: which pages there are, what is cut off, what has no name."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.stage import views
from wizard.ui.shell.window import MainWindow

STEPS = tuple(views())
PAGES = (*STEPS, "history", "troubleshoot")
SETTINGS = ("usual", "large text", "long language")


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

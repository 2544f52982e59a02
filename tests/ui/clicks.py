"""Presses controls as a person does, and tells which ones show nothing for it.

Shown is: other pixels in the window, the keyboard focus elsewhere, another window, an address for the
browser, or an intent of the page's step, whose work the command bar shows. A text in the clipboard alone is
not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.seen import visible
from wizard.ui.shell.window import MainWindow

USED = (QAbstractButton, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QSpinBox)
_QT_OWN = "qt_"
_PATIENCE_MS = 20
_TURNS = 8


def controls(*roots: QWidget) -> Iterator[Any]:
    """What a person can use of these parts, whether it is enabled or not."""
    for root in roots:
        for kind in USED:
            yield from (each for each in visible(root, kind) if not _is_inner(each))


def _is_inner(widget: QWidget) -> bool:
    """Qt's own part of another control, such as the arrow of a field."""
    if not widget.objectName() or widget.objectName().startswith(_QT_OWN):
        return True
    parent = widget.parentWidget()
    return isinstance(parent, USED) or type(widget).__module__.startswith("PySide6.QtWidgets.Q_")


def reason(widget: QWidget, root: QWidget) -> str:
    """Why a disabled control cannot be used, as the mouse over it and a screen reader tell.

    Empty: one of them does not tell it.
    """
    tip = description = ""
    part: QWidget | None = widget
    while part is not None:
        if not part.isEnabled():
            tip, description = tip or part.toolTip(), description or part.accessibleDescription()
        if part is root:
            break
        part = part.parentWidget()
    return tip if tip and description else ""


class Mouse:
    """A person with a mouse in front of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.addresses: list[str] = []
        """What was opened in the browser."""

    def shows_nothing(self, button: QAbstractButton, asked: list[Any]) -> bool:
        """Click a button; whether nothing is seen of it. `asked`: the intents of the page's step."""
        _into_view(button)
        top = button.window()
        # Focus and frame of a pressed button are no effect of a click.
        spot = _spot(button)
        QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(-9, -9))
        QApplication.processEvents()
        before = self._seen(top, asked)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=spot)
        for _turn in range(_TURNS):
            if self._seen(top, asked) != before:
                return False
            QTest.qWait(_PATIENCE_MS)
        return self._seen(top, asked) == before

    def _seen(self, top: QWidget, asked: list[Any]) -> tuple[object, ...]:
        QApplication.processEvents()
        focus = QApplication.focusWidget()
        others = sorted(repr(each) for each in QApplication.topLevelWidgets() if each.isVisible())
        pixels = bytes(top.grab().toImage().constBits()) if isValid(top) else b""
        return (pixels, focus, others, len(asked), len(self.addresses))

    def close_others(self) -> None:
        """Close every window but the first."""
        for each in QApplication.topLevelWidgets():
            if each is not self._window and each.isVisible():
                each.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


def stays(button: QAbstractButton) -> bool:
    """Whether this is a choice that is chosen already, or shows something only while it is held."""
    return (isinstance(button, QRadioButton) and button.isChecked()) or button.objectName().endswith(
        "-reveal"
    )


def _spot(button: QAbstractButton) -> QPoint:
    """Where to click: a box beside its label is no wider than these, whatever room it has."""
    if not isinstance(button, QCheckBox | QRadioButton):
        return button.rect().center()
    side = button.height() // 2
    return QPoint(button.width() - side if button.isRightToLeft() else side, side)


def _into_view(widget: QWidget) -> None:
    part = widget.parentWidget()
    while part is not None:
        if isinstance(part, QScrollArea):
            part.ensureWidgetVisible(widget, 20, 60)
        part = part.parentWidget()
    QApplication.processEvents()

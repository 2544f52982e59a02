"""Sends mouse and keyboard events to the real window, only where a person could click or type."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QScrollArea, QWidget

W = TypeVar("W", bound=QWidget)
_LOOK_EVERY_MS = 25
_SETTLE_MS = 120


class TourError(Exception):
    """The tour cannot go on; the message says where and why."""


class InputDriver:
    """Finds widgets by object name and operates them as a person would."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def find(self, name: str, kind: type[W]) -> W:
        """Find the visible widget with this name, in the front dialog if there is one."""
        for root in (*self._dialogs(), self._window):
            for widget in root.findChildren(kind, name):
                if widget.isVisible():
                    return widget
        raise TourError(f"no visible {kind.__name__} is named {name!r}")

    def wait(self, what: str, condition: Callable[[], bool], seconds: float = 60.0) -> None:
        """Process events until the condition is true."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TourError(f"waited {seconds:.0f} s in vain until {what}")
            self.rest(_LOOK_EVERY_MS)

    def rest(self, milliseconds: int = _SETTLE_MS) -> None:
        """Process events for the given time."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def click(self, name: str, kind: type[QWidget] = QWidget) -> None:
        """Wait until the widget is there and enabled, scroll to it, and click its middle."""
        self.wait(f"{name} can be clicked", lambda: self._ready(name, kind), 30)
        widget = self._at_rest(self.find(name, kind))
        self._click_at(widget, widget.rect().center())

    def click_mark(self, name: str, kind: type[QWidget] = QWidget) -> None:
        """Click where a check box or radio button has its mark: where a line of text begins."""
        self.wait(f"{name} can be clicked", lambda: self._ready(name, kind), 30)
        widget = self._at_rest(self.find(name, kind))
        self._click_at(widget, _from_start(widget, widget.rect(), min(12, widget.width() // 2)))

    def click_row(self, table: QAbstractItemView, row: int, *, tick: bool = False) -> None:
        """Click a row of a table: on its check box, or on its text."""
        index = table.model().index(row, 0)
        table.scrollTo(index)
        self.rest(40)
        box = table.visualRect(index)
        metrics = table.fontMetrics()
        across = metrics.height() // 2 + 8 if tick else min(box.width() - 4, metrics.height() * 4)
        self._click_at(table.viewport(), _from_start(table, box, across))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the window that has the keyboard focus."""
        target = QApplication.activeWindow() or self._window
        QTest.keyClick(target.windowHandle(), key, modifier)
        self.rest(40)

    def write(self, text: str) -> None:
        """Type into the focused widget."""
        focused = QApplication.focusWidget()
        if focused is None:
            raise TourError("nothing has the focus to type into")
        QTest.keyClicks(focused, text)
        self.rest()

    def _ready(self, name: str, kind: type[QWidget]) -> bool:
        try:
            return self.find(name, kind).isEnabled()
        except TourError:
            return False

    def _dialogs(self) -> list[QWidget]:
        return [w for w in self._window.findChildren(QDialog) if w.isVisible()]

    def _at_rest(self, widget: W) -> W:
        """Wait until the layout has put the widget into its final place."""
        for _attempt in range(20):
            before = (widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())
            self.rest(_LOOK_EVERY_MS)
            if before == (widget.mapTo(widget.window(), QPoint(0, 0)), widget.size()):
                break
        return widget

    def _click_at(self, widget: QWidget, spot: QPoint) -> None:
        top = widget.window()
        if not top.isActiveWindow():  # a window manager would do this at a click
            top.activateWindow()
            self.rest(_LOOK_EVERY_MS)
        handle = top.windowHandle()
        for _attempt in range(5):
            self._scroll_to(widget, spot)
            # Moving the mouse processes events, and meanwhile the widget may move away, out of view too.
            place = widget.mapTo(top, spot)
            QTest.mouseMove(handle, place)
            if widget.mapTo(top, spot) == place and _is_hit(widget, top.childAt(place)):
                break
            self.rest(_LOOK_EVERY_MS)
        else:
            raise TourError(f"{widget.objectName()!r} is covered or cut off where it should be clicked")
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        self.rest()

    def _scroll_to(self, widget: QWidget, spot: QPoint) -> None:
        parent: QWidget | None = widget.parentWidget()
        while parent is not None:
            inner = parent.widget() if isinstance(parent, QScrollArea) else None
            if isinstance(parent, QScrollArea) and inner is not None:
                for _attempt in range(5):  # what is above may still grow and push it out of view again
                    place = widget.mapTo(inner, spot)
                    view = QRect(QPoint(0, 0), parent.viewport().size())
                    if view.contains(widget.mapTo(parent.viewport(), spot)):
                        break
                    parent.ensureVisible(place.x(), place.y(), 40, 80)
                    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
                    self.rest(60)
            parent = parent.parentWidget()


def _from_start(widget: QWidget, place: QRect, across: int) -> QPoint:
    """A spot at this distance from where a line of text begins in `place`, in the middle of its height."""
    x = place.right() - across if widget.isRightToLeft() else place.left() + across
    return QPoint(x, place.center().y())


def _is_hit(widget: QWidget, hit: QWidget | None) -> bool:
    return hit is not None and (hit is widget or widget.isAncestorOf(hit) or hit.isAncestorOf(widget))

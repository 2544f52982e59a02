"""A user with a keyboard and no mouse. Keys go to the active window, as from the window system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from wizard.app import Program

_MOST_TABS = 150


class Keyboard:
    """Presses keys in the active window, and waits for the result."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program = program
        self._qtbot = qtbot

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
    ) -> None:
        """Press one key, once or several times."""
        for _time in range(times):
            window = QApplication.activeWindow() or self.program.frame
            QTest.keyClick(window.windowHandle(), key, modifier)
            self._qtbot.wait(15)

    def write(self, text: str) -> None:
        """Type into the focused widget."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)
        self._qtbot.wait(30)

    def tab_to(self, name: str) -> QWidget:
        """Press Tab until the control with this name has the focus."""
        way = []
        for _time in range(_MOST_TABS):
            focused = QApplication.focusWidget()
            if focused is not None and focused.objectName() == name:
                return focused
            way.append(focused.objectName() if focused is not None else "-")
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reached {name!r}; it went {way[:60]}")

    def use(self, name: str) -> None:
        """Press the button with this name by the space bar, once it is enabled."""
        self.until(lambda: self._ready(name), f"{name} is ready")
        self.tab_to(name)
        self.press(Qt.Key.Key_Space)

    def confirm(self) -> None:
        """Confirm the shown change, once its button is enabled."""
        self.until(lambda: self.dialog() is not None, "the effect is shown")
        self.until(self._commit_has_focus, "the commit can be chosen")
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self.dialog() is None, "the effect dialog is gone")

    def _commit_has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and focused.objectName() == "effect-commit" and focused.isEnabled()

    def dialog(self) -> QDialog | None:
        """The front dialog, when it is active."""
        active = QApplication.activeWindow()
        return active if isinstance(active, QDialog) else None

    def until(self, condition: Callable[[], Any], what: str, seconds: float = 60) -> None:
        """Process events until the condition is true."""

        def check() -> None:
            problem = getattr(self.step(self.program.window.current_id), "problem", None)
            assert condition(), f"not yet: {what}; focus {QApplication.focusWidget()}; problem {problem}"

        self._qtbot.waitUntil(check, timeout=round(seconds * 1000))

    def step(self, step_id: str) -> Any:
        """The step behind a page; use it only for reading."""
        return self.program.session.step(step_id)

    def view_of(self, step_id: str) -> Any:
        """The step's view once no work is running."""
        self.until(lambda: not self.step(step_id).running, f"{step_id} is at rest", 120)
        self._qtbot.wait(150)
        return self.step(step_id).view

    def go_on(self, step_id: str) -> Any:
        """Go to the next page, check which one it is, and return its view once no work is running."""
        self.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        self.until(lambda: self.program.window.current_id == step_id, f"{step_id} is shown")
        return self.view_of(step_id)

    def led_on(self, step_id: str) -> Any:
        """Wait until a completed step has led to this page; returns its view once no work is running."""
        self.until(lambda: self.program.window.current_id == step_id, f"{step_id} comes next")
        return self.view_of(step_id)

    def _ready(self, name: str) -> bool:
        widget = self.program.frame.findChild(QWidget, name)
        return isinstance(widget, QWidget) and widget.isVisible() and widget.isEnabled()

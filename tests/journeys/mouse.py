"""A user with a mouse, who counts the clicks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.keyboard import Keyboard
from wizard.app import Program


class Mouse:
    """Clicks, and counts the clicks."""

    _CONFIRM = "effect-commit"

    def __init__(self, program: Program, keyboard: Keyboard) -> None:
        self._program = program
        self._keyboard = keyboard
        self.start_counting()

    def start_counting(self) -> None:
        """Count from zero: another journey begins."""
        self.clicks = self.confirmations = 0

    def click(self, name: str) -> None:
        self._keyboard.until(lambda: self._found(name) is not None, f"{name} is there")
        widget = self._found(name)
        assert widget is not None
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.clicks += 1
        self.confirmations += name == self._CONFIRM

    def _found(self, name: str) -> QWidget | None:
        window = QApplication.activeWindow() or self._program.frame
        for each in window.findChildren(QWidget, name):
            if each.isVisible() and each.isEnabled():
                return each
        return None


def to_the_people(mouse: Mouse, keyboard: Keyboard) -> None:
    """From the first page to a new application in the practice tenant; the page of its people is open."""
    mouse.click("choose-practice")
    keyboard.until(lambda: keyboard.step("before").view.findings, "somebody is signed in", 90)
    keyboard.view_of("before")
    mouse.click("next")
    keyboard.view_of("key")
    mouse.click("use-practice-key")
    keyboard.led_on("application")
    mouse.click("add-application")
    keyboard.led_on("people")

"""The language changes while the program runs, and what was typed stays in its step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

from tests.journeys.keyboard import Keyboard
from tests.journeys.test_by_keyboard import begin
from wizard.app import Program
from wizard.messages.pages import PAGES, page_name
from wizard.ui.session.languages import speak
from wizard.ui.shell.window_place import FILE

pytestmark = pytest.mark.timeout(240)


def test_spanish_and_back(program: Program, keyboard: Keyboard, tmp_path: Path) -> None:
    try:
        begin(keyboard)
        keyboard.go_on("key")
        keyboard.tab_to("key")
        keyboard.write(keyboard.step("before").view.practice.key.get_secret_value())
        keyboard.until(lambda: keyboard.step("key").view.pending, "the key is recognized")
        keyboard.view_of("key")
        old = program.window
        choose(program, keyboard, "es")
        keyboard.until(lambda: program.window is not old, "the window speaks Spanish")
        window = program.window
        assert window.current_id == "key"
        assert window.header.history_button.text() == page_name("history") == "Qué se cambió"
        assert keyboard.step("key").view.pending, "the key that was pasted is still there"
        assert [window.page(page).title() for page in PAGES] == [page_name(page) for page in PAGES]
        saved = json.loads((tmp_path / "data" / FILE).read_text(encoding="utf-8"))
        assert saved["language"] == "es"
        choose(program, keyboard, "en")
        keyboard.until(lambda: program.window is not window, "the window speaks English again")
        assert program.window.header.history_button.text() == "What was changed"
    finally:
        speak(program._app, "en")


def choose(program: Program, keyboard: Keyboard, language: str) -> None:
    """Choose a language in the settings, when no work is under way: until then it cannot be changed."""
    assistant = program.session.assistant
    keyboard.until(lambda: assistant is None or not assistant.busy, "nothing is under way", 90)
    button = program.window.findChild(QAbstractButton, "settings-open")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    keyboard.until(lambda: program.window.findChild(QWidget, "settings") is not None, "the settings open")
    box = program.window.findChild(QComboBox, "settings-language")
    assert box is not None
    assert box.isEnabled()
    box.setCurrentIndex(box.findData(language))
    box.activated.emit(box.currentIndex())

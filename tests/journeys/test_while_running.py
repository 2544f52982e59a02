"""Events while the program runs: another theme, an unexpected error, closing the window."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.fixtures.log_guard import LogGuard
from tests.journeys.keyboard import Keyboard
from tests.journeys.test_by_keyboard import begin, save_key
from wizard.app import Program
from wizard.steps.base.practice_control import PracticeControl
from wizard.ui.appearance import announce
from wizard.ui.appearance.theme import (
    is_dark,
    is_high_contrast,
)

pytestmark = pytest.mark.timeout(180)
PROMPTLY_S = 8.0  # seconds, for a busy machine; the fault delays answers of Graph by three seconds


def ground(program: Program) -> QColor:
    """Color in a corner of the page, read from the window's picture."""
    image = program.frame.grab().toImage()
    return image.pixelColor(image.width() - 40, image.height() // 2)


class System:
    """The desktop's color settings. A bare X server has no such settings to change."""

    def __init__(self, scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> None:
        self._scheme, self._contrast = scheme, contrast

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's name
        return self._scheme

    def accessibility(self) -> System:
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802 - Qt's name
        return self._contrast


@pytest.mark.parametrize("strong", [False, True])
def test_the_system_changes_its_colors(
    strong: bool, program: Program, keyboard: Keyboard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints = QApplication.styleHints()
    contrast = Qt.ContrastPreference.HighContrast if strong else Qt.ContrastPreference.NoPreference
    for scheme, dark in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
        monkeypatch.setattr(program.theme, "_hints", System(scheme, contrast))
        # As Qt reports it when the desktop changes.
        hints.accessibility().contrastPreferenceChanged.emit(contrast)
        hints.colorSchemeChanged.emit(scheme)
        assert is_dark(QApplication.palette()) == dark
        assert is_high_contrast(QApplication.palette()) == strong
        qtbot.waitUntil(lambda dark=dark: (ground(program).lightness() < 128) == dark)
        keyboard.tab_to("choose-practice")


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Announcements for screen readers. Qt passes them to the platform; no reader runs here."""
    heard: list[str] = []
    tell = QAccessible.updateAccessibility

    class Ear:
        @staticmethod
        def updateAccessibility(event: Any) -> None:  # noqa: N802 - Qt's name
            heard.append(event.message())
            tell(event)

        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

    monkeypatch.setattr(announce, "QAccessible", Ear)
    return heard


def test_a_screen_reader_hears_pages_and_work(
    spoken: list[str], program: Program, keyboard: Keyboard
) -> None:
    begin(keyboard)
    window = program.window
    assert any("practice" in sentence.casefold() for sentence in spoken), spoken
    spoken.clear()
    keyboard.go_on("key")
    assert any(sentence.startswith(window.page("key").title()) for sentence in spoken), spoken


def test_an_unexpected_error_is_shown_and_work_goes_on(
    program: Program, keyboard: Keyboard, qtbot: QtBot, log_guard: LogGuard
) -> None:
    log_guard.expect("unexpected: ")
    secret = "cGxheXZveC1jcmFzaC1zZWNyZXQ="
    from wizard.security.redactor import remember

    remember(secret)

    def break_down() -> None:
        raise LookupError(f"the drawer with {secret} is empty")

    QTimer.singleShot(0, lambda: program.hooks._on_exception(*_raised(break_down)))
    keyboard.until(lambda: keyboard.dialog() is not None, "the report is shown")
    dialog = keyboard.dialog()
    assert dialog is not None
    report = dialog.findChild(QPlainTextEdit, "crash-report")
    assert isinstance(report, QPlainTextEdit)
    assert "LookupError" in report.toPlainText()
    assert secret not in report.toPlainText()
    keyboard.tab_to("crash-close")
    keyboard.press(Qt.Key.Key_Space)
    keyboard.until(lambda: keyboard.dialog() is None, "the report is closed")
    keyboard.use("choose-practice")
    keyboard.until(lambda: keyboard.step("before").view.findings, "work goes on", 90)
    keyboard.view_of("before")


def _raised(work: Any) -> tuple[type[BaseException], BaseException, Any]:
    try:
        work()
    except LookupError as error:
        return type(error), error, error.__traceback__
    raise AssertionError


@pytest.fixture
def slow(program: Program, keyboard: Keyboard) -> None:
    """A practice tenant with slow answers, and a signed-in user."""
    begin(keyboard)
    save_key(keyboard)
    assistant = program.session.assistant
    assert assistant is not None
    control = PracticeControl(
        assistant.context.session.network, keyboard.step("before").view.practice.control
    )
    answers: list[Any] = []
    program.session.run(control.switch("graph-slow", on=True)).done.connect(answers.append)
    keyboard.until(lambda: answers, "Graph is slow")


def test_closing_in_the_middle_of_work_is_prompt(slow: None, program: Program, keyboard: Keyboard) -> None:
    keyboard.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    keyboard.use("find-applications")
    keyboard.until(lambda: keyboard.step("application").running, "the applications are being read", 10)
    begun = time.monotonic()
    assert program.close()
    assert time.monotonic() - begun < PROMPTLY_S
    assert program.background.running == 0


def test_escape_cancels_work(slow: None, program: Program, keyboard: Keyboard) -> None:
    keyboard.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    keyboard.use("find-applications")
    keyboard.until(lambda: keyboard.step("application").running, "the applications are being read", 10)
    keyboard._qtbot.wait(200)
    keyboard.press(Qt.Key.Key_Escape)
    keyboard.until(lambda: not keyboard.step("application").running, "it has stopped", PROMPTLY_S)

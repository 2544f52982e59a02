"""The complete program in this process, in a real window, with its own practice tenant."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.keyboard import Keyboard
from wizard.app import Program, _parser


@contextmanager
def opened_program(
    qapp: QApplication, qtbot: QtBot, data: Path, flags: Sequence[str] = ()
) -> Iterator[Program]:
    """The program as `main` creates it, with a window and its content; everything is restored
    at the end.
    """
    hooks = sys.excepthook, threading.excepthook
    handler = qInstallMessageHandler(None)
    font, colors, scheme = qapp.font(), qapp.palette(), qapp.styleHints().colorScheme()
    style = qapp.style().objectName()
    made = Program(qapp, _parser().parse_args(list(flags)), data)
    try:
        made.open()
        qtbot.waitUntil(
            lambda: hasattr(made, "session") and made.session.assistant is not None, timeout=20_000
        )
        if made.frame.isVisible():
            made.frame.activateWindow()
            qtbot.waitUntil(made.frame.isActiveWindow)
        yield made
    finally:
        assert made.close()
        qapp.sendPostedEvents()
        sys.excepthook, threading.excepthook = hooks
        qInstallMessageHandler(handler)
        gc.enable()
        qapp.styleHints().setColorScheme(scheme)
        qapp.setStyle(style)
        qapp.setFont(font)
        qapp.setPalette(colors)


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """The program with a practice tenant of its own."""
    with opened_program(qapp, qtbot, tmp_path / "data") as made:
        yield made


@pytest.fixture
def keyboard(program: Program, qtbot: QtBot) -> Keyboard:
    """A user with a keyboard and no mouse."""
    return Keyboard(program, qtbot)

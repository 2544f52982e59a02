"""A display that Qt cannot use: Qt would end the process without a sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from wizard.problem import Problem
from wizard.usage import print_problem

FAILS = 2
_VARIABLES = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
_LONGEST = 300  # characters of Qt's own sentence


@contextmanager
def display_needed() -> Iterator[None]:
    """In the block, where the application is made, what Qt cannot go on from ends with a problem.

    `display_unusable` has Qt's own first sentence: what it tells afterwards is about its plugins.
    """
    told: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        told.append(text)
        if kind is QtMsgType.QtFatalMsg:
            names = [f"{name}={os.environ[name]}" for name in _VARIABLES if os.environ.get(name)]
            why = told[0].splitlines()[0][:_LONGEST]
            print_problem(Problem("display_unusable", {"display": ", ".join(names), "why": why}))
            sys.stderr.flush()
            os._exit(FAILS)  # returning would abort the process

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)

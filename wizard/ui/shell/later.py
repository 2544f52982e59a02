"""Divides work on the GUI thread into events, so that the window answers in between."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def later(owner: QObject, work: Callable[[], object]) -> None:
    """Run `work` after input and painting; never when `owner` is deleted before.

    `QTimer.singleShot(0, ...)` would run it before them: without an interval it posts an event.
    """
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(work)
    timer.timeout.connect(timer.deleteLater)
    timer.start(0)

"""Collects cyclic garbage on the GUI thread alone.

Python's collector runs on whichever thread allocates; a QObject deleted on another thread crashes Qt.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000
_LOADING_S = 60.0
"""Seconds of loading after the start: objects created then mostly stay, and scanning all of them would
block the window for a moment.
"""


class GuiGarbage(QObject):
    """Disables the automatic collector and collects from a timer of the GUI thread instead."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._begun = time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_INTERVAL_MS)

    def _collect(self) -> None:
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                if time.monotonic() - self._begun < _LOADING_S:
                    gc.freeze()
                else:
                    gc.collect(generation)
                return

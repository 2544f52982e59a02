"""Cyclic garbage is collected on the GUI thread alone.

Python's collector runs on whichever thread allocates; a QObject deleted on another thread crashes Qt.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000
_SETTLING_S = 60.0
"""For so long the program is still loading: what lives then mostly stays, and looking through all of it
would stop the window for a moment."""


class GuiGarbage(QObject):
    """Switches the automatic collector off and collects from a timer of the GUI thread instead."""

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
                if time.monotonic() - self._begun < _SETTLING_S:
                    gc.freeze()
                else:
                    gc.collect(generation)
                return

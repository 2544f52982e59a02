"""The window says which file is waited for, such as one on a network drive that does not answer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.slow_files import waited_for

_EVERY_MS = 1000


class SlowFiles(QObject):
    """Looks every second whether a thread waits for a file, and has the sentence that says so."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sentence = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look now."""
        sentence = waited_for()
        if sentence != self.sentence:
            self.sentence = sentence
            self.changed.emit()

"""Creates pages before they are opened, so that opening one only has to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS = 120  # milliseconds between two pieces of work, so that typing and clicking come first


class PagePreloader(QObject):
    """Runs small pieces of work on the GUI thread one by one, with a pause after each.

    While `busy()` they wait: another busy thread would make each piece take longer.
    """

    def __init__(self, busy: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._busy = busy
        self._pieces: list[Callable[[], object]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._do_one)

    def begin(self, pieces: Iterable[Callable[[], object]]) -> None:
        """Run these after the ones that are still waiting."""
        self._pieces += pieces
        self._timer.start()

    def _do_one(self) -> None:
        if self._pieces:
            if not self._busy():
                self._pieces.pop(0)()
            self._timer.start()

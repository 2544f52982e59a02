"""Creates pages before they are opened, so that opening one only has to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

_PAUSE_MS = 120  # milliseconds between two pieces of work, so that typing and clicking come first


class PagePreloader(QObject):
    """Runs small pieces of work on the GUI thread one by one, with a pause after each.

    A piece that returns True is run again. While `busy()` they wait: another busy thread would make each
    piece take longer.
    """

    def __init__(self, busy: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._busy = busy
        self._pieces: list[tuple[str, Callable[[], object]]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._do_one)

    def begin(self, page: str, pieces: Iterable[Callable[[], object]]) -> None:
        """Run these pieces of a page after the ones that are still waiting."""
        self._pieces += ((page, piece) for piece in pieces)
        self._timer.start()

    def prefer(self, page: str) -> None:
        """Run the pieces of this page first: it probably comes next."""
        self._pieces.sort(key=lambda each: each[0] != page)

    def _do_one(self) -> None:
        if self._pieces:
            if not self._busy():
                piece = self._pieces.pop(0)
                if piece[1]() is True:
                    self._pieces.insert(0, piece)
            self._timer.start()

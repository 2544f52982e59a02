"""Typed input that was not sent to the step yet."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class PendingInput(QObject):
    """Sends the input of one control once typing pauses; owned by that control's page or card.

    An answer becomes part of what a commit writes, so a page flushes its answers before a commit. A lookup,
    such as a search, only shows something: it is held while a commit is planned, because its request would
    replace the planning.
    """

    due = Signal()
    """Send the control's current value."""

    def __init__(self, parent: QWidget, pause_ms: int | None, *, lookup: bool = False) -> None:
        """`pause_ms`: milliseconds without typing before the input is sent; None waits for `flush`."""
        super().__init__(parent)
        self.lookup = lookup
        self._waiting = self._held = False
        self._timer: QTimer | None = None
        if pause_ms is not None:
            self._timer = QTimer(self)
            self._timer.setSingleShot(True)
            self._timer.setInterval(pause_ms)
            self._timer.timeout.connect(self.flush)

    def typed(self) -> None:
        """Input was typed: send it after the pause."""
        self._waiting = True
        if self._timer is not None and not self._held:
            self._timer.start()

    def flush(self) -> None:
        """Send pending input now, if there is any."""
        if self._waiting:
            self.drop()
            self.due.emit()

    def drop(self) -> None:
        """Discard pending input: it was sent otherwise, or is no longer wanted."""
        self._waiting = False
        if self._timer is not None:
            self._timer.stop()

    def hold(self) -> None:
        """Send nothing until `resume`; pending input is kept."""
        self._held = True
        if self._timer is not None:
            self._timer.stop()

    def resume(self) -> None:
        """Send after the pause again, including input kept by `hold`."""
        self._held = False
        if self._waiting and self._timer is not None:
            self._timer.start()

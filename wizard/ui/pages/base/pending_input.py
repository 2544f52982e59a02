"""What was typed and was not sent to the step yet."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget


class PendingInput(QObject):
    """Sends what was typed into one control once typing pauses; lies in that control's page or card.

    An answer becomes part of what a commit writes, so a page flushes its answers before a commit. A lookup,
    such as a search, only shows something: it is held while a commit is planned, because reading for it
    would take the place of the planning.
    """

    due = Signal()
    """Send what the control holds now."""

    def __init__(self, parent: QWidget, pause_ms: int | None, *, lookup: bool = False) -> None:
        """`pause_ms`: how long typing pauses before it is sent; None waits for `flush`."""
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
        """Something was typed: send it after the pause."""
        self._waiting = True
        if self._timer is not None and not self._held:
            self._timer.start()

    def flush(self) -> None:
        """Send now what waits, if anything does."""
        if self._waiting:
            self.drop()
            self.due.emit()

    def drop(self) -> None:
        """Send nothing: it was sent otherwise, or is no longer meant."""
        self._waiting = False
        if self._timer is not None:
            self._timer.stop()

    def hold(self) -> None:
        """Send nothing until `resume`; what waits is kept."""
        self._held = True
        if self._timer is not None:
            self._timer.stop()

    def resume(self) -> None:
        """Send after the pause again, also what was kept."""
        self._held = False
        if self._waiting and self._timer is not None:
            self._timer.start()

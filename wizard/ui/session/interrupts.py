"""Ctrl+C and the end of the session, as an event of the window."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QSocketNotifier, Slot
from PySide6.QtWidgets import QApplication

from wizard import stopping
from wizard.messages import _


class Interrupts(QObject):
    """Leaves the event loop with `stopping.STOPPED` when Ctrl+C is pressed in the terminal of the window.

    Python runs signal handlers between its own instructions only, and Qt waits in none of them; so the
    signal is written to a socket at once, which wakes Qt.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._heard, self._told = socket.socketpair()
        for end in (self._heard, self._told):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)

    @contextmanager
    def asking_to_leave(self) -> Iterator[None]:
        """The block in which the event loop runs."""
        before = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        try:
            with stopping.canceling(self._leave, lambda: False, _("Stopped.")):
                yield
        finally:
            signal.set_wakeup_fd(before)
            self._notifier.setEnabled(False)
            self._heard.close()
            self._told.close()

    @Slot()
    def _wake(self) -> None:
        self._heard.recv(64)  # the handler runs before this

    def _leave(self) -> None:
        stopping.tell(_("Stopped."))
        self._app.exit(stopping.STOPPED)

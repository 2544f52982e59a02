"""Measures for how long the GUI thread did not process events."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

_TICK_MS = 5
_WORTH_A_LOOK_MS = 10


class Watchdog(QObject):
    """A timer that should fire every 5 ms; its delay is how long the window was blocked.

    On a busy machine the thread also waits for a processor. Where the operating system reports that time
    (Linux, schedstat), it is subtracted from `longest_stall_ms`, because the program does not cause it;
    `longest_gap_ms` includes it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest_stall_ms = 0.0
        self.longest_gap_ms = 0.0
        self.where = ""
        """What `doing` was at the longest stall."""
        self.doing = ""
        self.stalls: dict[str, float] = {}
        """The longest stall of each stop."""
        self._last = 0.0
        self._waited = 0.0
        self._schedstat = _schedstat()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Start measuring."""
        self._last, self._waited = time.perf_counter(), self._processor_wait()
        self._timer.start()

    def stop(self) -> None:
        """Stop measuring."""
        self._timer.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave out what the program does only because it is watched."""
        self._measure()
        running = self._timer.isActive()
        self._timer.stop()
        yield
        if running:
            self.start()

    def _tick(self) -> None:
        self._measure()

    def _measure(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000 - _TICK_MS
        if gap > _WORTH_A_LOOK_MS:
            waited = self._processor_wait()
            stall = gap - max(0.0, waited - self._waited)
            self.longest_gap_ms = max(self.longest_gap_ms, gap)
            self.stalls[self.doing] = max(self.stalls.get(self.doing, 0.0), round(stall, 1))
            if stall > self.longest_stall_ms:
                self.longest_stall_ms, self.where = stall, self.doing
        self._last = now
        self._waited = self._processor_wait()

    def _processor_wait(self) -> float:
        """Milliseconds this thread has waited for a processor so far."""
        if self._schedstat is None:
            return 0.0
        try:
            return int(self._schedstat.read_text(encoding="ascii").split()[1]) / 1e6
        except (OSError, ValueError, IndexError):
            return 0.0


def _schedstat() -> Path | None:
    path = Path("/proc/thread-self/schedstat")
    return path if sys.platform.startswith("linux") and path.exists() else None

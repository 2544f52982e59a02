"""One window for each data folder: starting the program again shows the window that is open.

The first window holds a lock in its data folder and watches that folder. A later start leaves a note there,
and the first window answers by taking the note away. Only an answer counts: after a window that was killed,
or that hangs, the next one opens.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal, Slot

from wizard.paths import private_folder

PATIENCE = 6.0  # seconds; a window that is just opening answers when its content is there
_PAUSE = 0.02
_LOCK, _SHOW, _STAY = "open.lock", "show", "stay"


class OneWindow(QObject):
    """The place of the only window; make it before the application, `listen` when that is there."""

    wanted = Signal()
    """The program was started again: show this window."""

    def __init__(self, data: Path, *, practice: bool = False, patience: float = PATIENCE) -> None:
        """A window that was asked for practice does not count as that of the real tenant."""
        super().__init__()
        self.folder = data / ("window-practice" if practice else "window")
        self._patience = patience
        self._lock = QLockFile(str(self.folder / _LOCK))
        self._lock.setStaleLockTime(0)  # by its age alone no lock is stale: windows stay open for days
        self._watcher: QFileSystemWatcher | None = None

    def claim(self, *, show: bool = True) -> bool:
        """Whether this start may open the window; False: it is open, and in front with `show`.

        Blocks until the open window has answered, at most as long as the patience. True as well where the
        folder cannot be written: then nobody can tell.
        """
        note = self.folder / (_SHOW if show else _STAY)
        try:
            private_folder(self.folder)
        except OSError:
            return True
        deadline = time.monotonic() + self._patience
        asked = False
        while not self._lock.tryLock(0):
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                return True
            if asked and not note.exists():
                return False
            if not asked:
                _let_others_come_forward()
                try:
                    note.touch(mode=0o600)
                except OSError:
                    return True
                asked = True
            if time.monotonic() > deadline:
                break
            time.sleep(_PAUSE)
        with suppress(OSError):
            note.unlink(missing_ok=True)
        return True

    def listen(self) -> None:
        """Answer later starts, and those that wait already."""
        self._watcher = QFileSystemWatcher([str(self.folder)], self)
        self._watcher.directoryChanged.connect(self._answer)
        self._answer()

    def leave(self) -> None:
        """The window is closed; the next start opens its own."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        self._lock.unlock()

    @Slot()
    def _answer(self) -> None:
        for name in (_SHOW, _STAY):
            try:
                (self.folder / name).unlink()
            except OSError:  # there is none, most of the time
                continue
            if name == _SHOW:
                self.wanted.emit()


def _let_others_come_forward() -> None:
    """Windows lets only the program that was started last put a window in front, or pass that on."""
    if sys.platform == "win32":
        import ctypes  # type: ignore[unreachable, unused-ignore]

        ctypes.WinDLL("user32").AllowSetForegroundWindow(-1)

"""Looks for newer versions as long as the window is open, where that was switched on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from wizard.file_reasons import file_reason
from wizard.problem import Problem, ProblemError

if TYPE_CHECKING:
    from wizard.ui.session.session import Session
    from wizard.updates.checking import Updates

_EVERY_MS = 60 * 60 * 1000  # whether a day has passed; the computer may have slept meanwhile


class UpdateLookup(QObject):
    """The setting, what is known, and looking now. Practice looks nothing up by itself."""

    changed = Signal(object)
    """`Updates`: what is known now."""
    failed = Signal(object)
    """A `Problem`, of a look-up that somebody asked for, or of the setting."""

    def __init__(self, session: Session, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = folder
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look_when_due)

    def start(self) -> None:
        """From now on look once a day, if that is on; off, nothing is read but the setting."""
        self._timer.start()
        self._look_when_due()

    @Slot()
    def look(self) -> None:
        """Look now."""
        self._session.call(self._look).done.connect(self._tell)

    @Slot(bool)
    def switch(self, on: bool) -> None:
        """Look by itself from now on, or no longer."""
        self._session.call(lambda: self._switch(on)).done.connect(self._tell)

    @Slot()
    def _look_when_due(self) -> None:
        self._session.call(self._quietly).done.connect(self._tell_when_known)

    async def _look(self) -> Updates | Problem:
        from wizard.updates.checking import check

        try:
            return await check(self._folder)
        except ProblemError as error:
            return error.problem
        except OSError as error:
            return self._not_kept(error)

    async def _quietly(self) -> Updates | Problem | None:
        from wizard.updates.checking import is_due, known

        identity = self._session.identity
        if identity is not None and identity.practice:
            return None
        return await self._look() if is_due(self._folder) else known(self._folder)

    def _switch(self, on: bool) -> Updates | Problem:
        from wizard.updates.checking import switch

        try:
            return switch(self._folder, on=on)
        except OSError as error:
            return self._not_kept(error)

    def _not_kept(self, error: OSError) -> Problem:
        return Problem("update_not_kept", {"folder": str(self._folder), "why": file_reason(error)})

    @Slot(object)
    def _tell(self, found: Updates | Problem) -> None:
        if isinstance(found, Problem):
            self.failed.emit(found)
        else:
            self.changed.emit(found)

    @Slot(object)
    def _tell_when_known(self, found: Updates | Problem | None) -> None:
        """A look-up that nobody asked for fails silently: the settings say that it is not checked."""
        if found is not None and not isinstance(found, Problem):
            self.changed.emit(found)

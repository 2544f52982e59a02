"""What the program may do while its window is closed: nothing, until somebody switches it on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from wizard.own_files import read_file
from wizard.ui.session import autostart

FILE = "watching.json"
_MOST = 4096  # bytes


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """The settings in the data folder; a member of a later version is ignored."""

    tray: bool = False
    """An icon stays when the window is closed, and the program goes on watching."""
    notify: bool = False
    """A desktop notification when the health changes."""


class Watching(QObject):
    """The settings as the window uses them; `changed` after each change, `failed` when one is not kept."""

    changed = Signal()
    failed = Signal(str)
    """What the system says."""

    def __init__(self, folder: Path, *, possible: bool, parent: QObject | None = None) -> None:
        """`possible`: whether this desktop shows icons of programs without a window."""
        super().__init__(parent)
        self._file = folder / FILE
        self.possible = possible
        self.settings = _read(self._file)

    @property
    def starts_with_computer(self) -> bool:
        """Whether the program starts when this person signs in to the computer."""
        return autostart.is_on()

    def set_tray(self, on: bool) -> None:
        """Keep an icon and go on watching when the window is closed. Off: the others are off as well."""
        if not on:
            self.set_autostart(False)
        self._keep(WatchSettings(tray=on, notify=self.settings.notify and on))

    def set_notify(self, on: bool) -> None:
        """Show a desktop notification when the health changes."""
        self._keep(WatchSettings(tray=self.settings.tray, notify=on))

    def set_autostart(self, on: bool) -> None:
        """Start with the computer, in the background."""
        try:
            if on != autostart.is_on():
                autostart.switch(on=on)
        except OSError as error:
            self.failed.emit(error.strerror or type(error).__name__)
        self.changed.emit()

    def _keep(self, settings: WatchSettings) -> None:
        from wizard.setup.files import write_atomically  # not before the first paint

        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._file, json.dumps(asdict(settings)).encode())
            self.settings = settings
        except OSError as error:
            self.failed.emit(error.strerror or type(error).__name__)
        self.changed.emit()


def _read(file: Path) -> WatchSettings:
    """The kept settings; everything off where there are none, or none that can be read."""
    try:
        found = json.loads(read_file(file, _MOST))
        tray, notify = found.get("tray"), found.get("notify")
    except (OSError, ValueError, AttributeError, RecursionError):
        return WatchSettings()
    return WatchSettings(tray is True, notify is True)

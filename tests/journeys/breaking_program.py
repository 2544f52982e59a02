"""The program, which breaks down once when its data folder has a file with this name."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from wizard import app
from wizard.__main__ import main

SIGN = "break-down"
_EVERY_MS = 200


class _Program(app.Program):
    def open(self) -> None:
        """Show the window, and look for the file from then on."""
        super().open()
        self._sign = Path(sys.argv[sys.argv.index("--data-folder") + 1]) / SIGN
        self._looking = QTimer(self)
        self._looking.timeout.connect(self._look)
        self._looking.start(_EVERY_MS)

    def _look(self) -> None:
        if self._sign.exists():
            self._looking.stop()
            raise LookupError("nothing fits")


if __name__ == "__main__":
    app.Program = _Program  # type: ignore[misc]
    sys.exit(main())

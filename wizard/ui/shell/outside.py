"""Opens an address or a folder in another program of this computer."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from wizard.paths import persons_umask


def open_outside(address: QUrl) -> None:
    """Open it in the browser or the file manager, which gets the person's own umask."""
    with persons_umask():
        QDesktopServices.openUrl(address)

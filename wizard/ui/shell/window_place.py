"""Where the window was when it was closed: its size, position and screen, and the page it showed.

It is one small file in the data folder. It holds nothing else, and a file that cannot be used is ignored:
the window then opens as on the first day.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray

from wizard.own_files import read_file

FILE = "window.json"
_MOST = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """What is remembered of the window."""

    geometry: QByteArray
    """As `QWidget.saveGeometry` returns it."""
    page: str = ""
    """Id of the page on screen; empty when none was shown."""
    language: str = ""
    """The language that was chosen in the settings; empty: that of the system."""
    theme: str = ""
    """The theme that was chosen in the settings; empty: that of the system."""
    begins_at: str = ""
    """Id of the page that the next start begins with, because a sign-in was kept for it; else empty."""


def read_place(folder: Path) -> WindowPlace | None:
    """What was remembered in this data folder; None when nothing usable was."""
    try:
        parsed = json.loads(read_file(folder / FILE, _MOST))
        geometry = base64.b64decode(parsed["geometry"], validate=True)
        names = [_text(parsed.get(name, "")) for name in ("page", "language", "theme", "begins_at")]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error):
        return None
    return WindowPlace(QByteArray(geometry), *names)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def keep_place(folder: Path, place: WindowPlace) -> None:
    """Remember this place. Where that is not possible, the next window opens as on the first day."""
    from wizard.setup.files import write_atomically  # not before the first paint

    geometry = base64.b64encode(place.geometry.data()).decode("ascii")
    content = {
        "geometry": geometry,
        "page": place.page,
        "language": place.language,
        "theme": place.theme,
        "begins_at": place.begins_at,
    }
    try:
        write_atomically(folder / FILE, json.dumps(content).encode())
    except OSError:
        return

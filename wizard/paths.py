"""Locations of the program's own files and the administrator's files."""

from __future__ import annotations

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent

# A checkout and a frozen program hold resources/ beside wizard/; an installed wheel holds it inside.
RESOURCES = _HERE.parent / "resources"
if not RESOURCES.is_dir() and not getattr(sys, "frozen", False):
    RESOURCES = _HERE / "resources"


def data_folder() -> Path:
    """Folder for profiles, journal and backups of the signed-in person; never holds a secret."""
    import platformdirs  # slow to load, and not needed to find the program's own files

    return Path(platformdirs.user_data_dir("playvox-provisioning", appauthor=False))

"""Where the Windows build reads and writes, and the names that its parts share."""

from __future__ import annotations

import os
import re
from pathlib import Path

from wizard import __version__

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
WORK = ROOT / ".cache" / "windows"
DIST = ROOT / "dist" / "windows"

NAME = "playvox-provisioning"
TITLE = "Playvox Provisioning Setup"
PUBLISHER = "The Playvox Provisioning Setup authors"
COMMAND_LINE = f"{NAME}.exe"
WINDOW = f"{NAME}-setup.exe"
"""The same program without a console: the names are those of the wheel's scripts."""

MODULES = "modules.pyz"
"""The archive with the modules of both programs; `one_archive` opens it."""

PROGRAM = DIST / NAME
INSTALLER = DIST / f"{NAME}-{__version__}-x64.exe"
MSI = DIST / f"{NAME}-{__version__}-x64.msi"
WINGET = DIST / "winget"

VERSION = __version__
ON_WINDOWS = os.name == "nt"


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """The version as Windows' resources want it: four numbers, without a suffix such as `rc1`."""
    numbers = [int(number) for number in re.findall(r"\d+", re.split(r"[^\d.]", version)[0])]
    major, minor, patch, build = [*numbers, 0, 0, 0, 0][:4]
    return major, minor, patch, build

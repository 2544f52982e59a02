"""The date that builds use instead of the clock, so that the same source gives the same files."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_WITHOUT_HISTORY = 1_764_547_200  # December 1, 2025


def source_date() -> int:
    """Seconds since 1970: SOURCE_DATE_EPOCH where it is set, else the date of the last commit."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(answer.stdout) if answer.returncode == 0 and answer.stdout.strip() else _WITHOUT_HISTORY


def reproducible() -> dict[str, str]:
    """Variables that make PyInstaller, dpkg-deb and tar write the same bytes for the same source."""
    return {"SOURCE_DATE_EPOCH": str(source_date()), "PYTHONHASHSEED": "0"}

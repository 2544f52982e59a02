"""The environment of Microsoft's Graph client, created once from its lock file in the project's cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOCK = ROOT / "requirements" / "graph-sdk.lock"
FOLDER = ROOT / ".cache" / f"graph-sdk-{sys.version_info.major}.{sys.version_info.minor}"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class SdkMissingError(AssertionError):
    """The client could not be installed; the text says which step failed and why."""


def python() -> Path:
    """The interpreter that has msgraph-sdk; the first call needs the package index and about 20 seconds."""
    wanted, stamp = LOCK.read_text(encoding="utf-8"), FOLDER / "installed.lock"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        _run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], "making the environment")
        # Compiled, its thousands of modules would take half a gigabyte; a run needs a few hundred.
        pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
        pip += ["--no-compile", "--require-hashes", "--no-deps", "--requirement", str(LOCK)]
        _run(pip, "installing requirements/graph-sdk.lock")
        stamp.write_text(wanted, encoding="utf-8")
    return PYTHON


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    if done.returncode:
        raise SdkMissingError(f"{what} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")

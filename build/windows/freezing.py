"""Freezes the program for Windows: with this Python on Windows, else with Windows' Python under wine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from build.windows import parts, resources
from build.windows.places import COMMAND_LINE, PROGRAM, ROOT, WINDOW, WORK
from build.windows.wine import Wine

_PATIENCE = 1500.0  # seconds; 3 to 5 minutes on two processors


def freeze(wine: Wine | None) -> None:
    """Run PyInstaller into `PROGRAM`; `wine` is None on Windows."""
    resources.make({"command line": COMMAND_LINE, "window": WINDOW})
    run_pyinstaller(ROOT / "build" / "wizard.spec", PROGRAM, wine)


def run_pyinstaller(spec: Path, program: Path, wine: Wine | None) -> None:
    """Freeze what `spec` describes into the folder `program`, whose name the description gives."""
    shutil.rmtree(program, ignore_errors=True)
    where = {"--workpath": WORK / "pyinstaller", "--distpath": program.parent}
    options = ["--noconfirm", "--clean", "--log-level", "WARN"]
    if wine is None:
        named = [text for name, folder in where.items() for text in (name, str(folder))]
        subprocess.run(
            [sys.executable, "-m", "PyInstaller", str(spec), *options, *named], cwd=ROOT, check=True
        )
        return
    # Asks Windows for its version in a way that wine 8 does not know; without it Python takes another.
    (parts.PYTHON / "_wmi.pyd").unlink(missing_ok=True)
    named = [text for name, folder in where.items() for text in (name, wine.path(folder))]
    answer = wine.run(
        parts.PYTHON / "python.exe", "-m", "PyInstaller", spec, *options, *named,
        timeout=_PATIENCE, cwd=ROOT, SOURCE_DATE_EPOCH="1"
    )  # fmt: skip
    if answer.returncode != 0 or not program.is_dir():
        sys.exit(f"PyInstaller failed:\n{(answer.stdout + answer.stderr).decode(errors='replace')[-4000:]}")

"""`make package`: freezes the program into dist/ and runs the tour with the frozen program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from build.practice_window import tour

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
FROZEN = DIST / "playvox-provisioning"
PROGRAM = FROZEN / ("playvox-provisioning.exe" if sys.platform == "win32" else "playvox-provisioning")
TOUR = ROOT / ".cache" / "frozen-tour"


def freeze() -> None:
    """Run PyInstaller; its work files stay out of build/, which is source here."""
    command = [sys.executable, "-m", "PyInstaller", str(ROOT / "build" / "wizard.spec"), "--noconfirm"]
    command += [
        "--workpath",
        str(ROOT / ".cache" / "pyinstaller"),
        "--distpath",
        str(DIST),
        "--log-level",
        "WARN",
    ]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> int:
    """Freeze, then take the tour with the frozen program."""
    freeze()
    size = sum(
        path.stat().st_size for path in FROZEN.rglob("*") if path.is_file() and not path.is_symlink()
    )
    print(f"Frozen: {FROZEN} ({size / 1e6:.0f} MB). It takes its tour now.", flush=True)
    return tour([str(PROGRAM)], TOUR)


if __name__ == "__main__":
    sys.exit(main())

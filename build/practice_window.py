"""`make run`: the assistant on the practice tenant; without a display, its guided tour in pictures."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from build.private_session import PrivateSession
from build.setup_environment import has_display

ROOT = Path(__file__).resolve().parents[1]
TOUR = ROOT / "tour"


def main() -> int:
    """Open the window, or run its tour on a virtual screen."""
    if has_display():
        print("Opening the assistant with the practice tenant: nothing real is touched.", flush=True)
        return subprocess.run(
            [sys.executable, "-m", "wizard", "--practice"], cwd=ROOT, check=False
        ).returncode
    print(
        "There is no display here, so the assistant takes its guided tour on a screen of its own.",
        flush=True,
    )
    return tour([sys.executable, "-m", "wizard"], TOUR)


def tour(program: list[str], folder: Path) -> int:
    """Run the tour of `program` into `folder` inside a private session; returns its result."""
    shutil.rmtree(folder, ignore_errors=True)
    with PrivateSession() as session:
        session.start_keyring()
        session.start_screen()
        code = subprocess.run(
            [*program, "--tour", str(folder)], cwd=ROOT, env=session.environment, check=False
        ).returncode
    report = folder / "tour.json"
    if code == 0 and not report.is_file():
        print(f"The tour ended without writing {report}.", file=sys.stderr)
        return 1
    if report.is_file():
        _tell(folder, json.loads(report.read_text(encoding="utf-8")))
    return code


def _tell(folder: Path, truth: dict[str, Any]) -> None:
    hidden = "yes" if truth["secret_masked"] else "NO"
    print(f"{len(list(folder.glob('*.png')))} pictures: {folder}")
    print(f"What the practice tenant says at the end: {folder / 'tour.json'}")
    print(f"  job {truth['job']['state']}, {len(truth['in_playvox'])} people in Playvox,")
    print(f"  {len(truth['mismatches'])} mismatches, key hidden: {hidden}")


if __name__ == "__main__":
    sys.exit(main())

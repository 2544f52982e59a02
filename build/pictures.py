"""`make pictures`: takes the guided tour and stores the README's pictures in docs/pictures."""

from __future__ import annotations

import shutil
import sys

from build.practice_window import ROOT, TOUR, tour

PICTURES = ROOT / "docs" / "pictures"
# The README's names, and the tour's names after the number.
NAMES = {
    "begin.png": "before-you-begin",
    "who.png": "who",
    "connection.png": "connection-test",
    "mappings.png": "mappings",
    "turn-on.png": "turn-on",
    "monitor.png": "monitor",
}


def main() -> int:
    """Take the tour; only a successful tour changes the pictures."""
    code = tour([sys.executable, "-m", "wizard"], TOUR)
    if code == 0:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for name, page in NAMES.items():
            (taken,) = TOUR.glob(f"[0-9][0-9]-{page}.png")
            shutil.copyfile(taken, PICTURES / name)
    return code


if __name__ == "__main__":
    sys.exit(main())

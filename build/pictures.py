"""`make pictures`: takes the guided tour and stores the pictures of README and user guide in docs/pictures.

They have few colors, so that all of them together stay small enough to be in the program. Each one carries
the texts of the program that are seen in it: a picture with a text that is no longer there is out of date.
"""

from __future__ import annotations

import json
import sys
from collections import Counter

from babel.messages.pofile import read_po
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, qBlue, qGreen, qRed

from build.practice_window import ROOT, TOUR, tour

PICTURES = ROOT / "docs" / "pictures"
TEXTS = "Texts"
"""Keyword of the texts, in JSON."""
_POT = ROOT / "resources" / "translations" / "wizard.pot"
_GRAYISH = 40
_GRAYS, _COLORS = 24, 24
_SIZE = QSize(1280, 1280)
# The names here, and the tour's names after the number.
NAMES = {
    "begin.png": "before-you-begin",
    "key.png": "playvox-key",
    "application.png": "application",
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
        seen = json.loads((TOUR / "tour.json").read_text(encoding="utf-8"))["texts"]
        known = texts_of_the_program()
        for name, page in NAMES.items():
            (taken,) = TOUR.glob(f"[0-9][0-9]-{page}.png")
            _store(taken.name, name, sorted(set(seen[taken.name]) & known))
    return code


def texts_of_the_program() -> set[str]:
    """Every text that the program can show, as it is in the source."""
    with _POT.open("rb") as file:
        return {str(each.id) for each in read_po(file) if isinstance(each.id, str)}


def _store(taken: str, name: str, texts: list[str]) -> None:
    image = QImage(str(TOUR / taken))
    image.setDevicePixelRatio(1.0)
    if image.width() > _SIZE.width():
        image = image.scaled(
            _SIZE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    common = [each for each, _count in Counter(memoryview(image.constBits()).cast("I")).most_common()]
    table = [each for each in common if not _is_color(each)][:_GRAYS]
    table += [each for each in common if _is_color(each)][:_COLORS]
    few = image.convertToFormat(QImage.Format.Format_Indexed8, table)
    few.setText(TEXTS, json.dumps(texts))
    if not few.save(str(PICTURES / name), quality=0):  # 0: as small as possible
        raise OSError(f"{name} could not be written")


def _is_color(pixel: int) -> bool:
    """Whether it is far from gray, as signs are; texts and surfaces are many times as frequent."""
    parts = qRed(pixel), qGreen(pixel), qBlue(pixel)
    return max(parts) - min(parts) > _GRAYISH


if __name__ == "__main__":
    sys.exit(main())

"""Measures in a picture of the window how well each text can be read.

A style may paint a background that the colors of the text do not fit: only the painted picture shows that.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton, QWidget

from wizard.ui.appearance.theme import READABLE, contrast

_BORDER = 4  # pixels of a control's edge, where a frame or a focus mark is painted
_VISIBLE = 1.15  # contrast from which a pixel counts as part of a text
_CORE = 0.03  # this share of a text's pixels shows its full color; the others are smoothed edges
_FEWEST = 12  # pixels of a text
_SMOOTHED = 0.95  # even the darkest pixels of a thin stroke are smoothed a little


@dataclass(frozen=True, slots=True)
class PaintedText:
    """A text and where it is painted, in the coordinates of the picture's widget."""

    text: str
    place: QRect


def painted_texts(widget: QWidget) -> list[PaintedText]:
    """The texts of enabled labels and buttons that can be seen in `widget`."""
    found = []
    kinds: tuple[type[QLabel | QAbstractButton], ...] = (QLabel, QAbstractButton)
    for kind in kinds:
        for each in widget.findChildren(kind):
            if not each.text().strip() or not each.isEnabled() or not each.isVisible():
                continue
            if (
                isinstance(each, QToolButton)
                and each.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
            ):
                continue
            edge = _BORDER if isinstance(each, QAbstractButton) else 0
            seen = each.visibleRegion().boundingRect().adjusted(edge, edge, -edge, -edge)
            if (
                seen.height() >= each.fontMetrics().height() - 2 * edge
            ):  # not one that is scrolled out of view
                found.append(PaintedText(each.text(), seen.translated(each.mapTo(widget, QPoint(0, 0)))))
    return found


def faint_texts(image: QImage, texts: list[PaintedText]) -> list[str]:
    """Those of `texts` whose contrast is below 4.5:1, with the contrast; called on any thread."""
    faint = []
    for each in texts:
        measured = measured_contrast(image, each.place)
        if measured is not None and measured < READABLE * _SMOOTHED:
            faint.append(f"{each.text[:60]} ({measured:.1f}:1)")
    return faint


def measured_contrast(image: QImage, place: QRect) -> float | None:
    """The contrast between the background and the text's full color; None without a text."""
    ratio = image.devicePixelRatio()
    part = QRect(
        round(place.x() * ratio),
        round(place.y() * ratio),
        round(place.width() * ratio),
        round(place.height() * ratio),
    )
    cut = image.copy(part).convertToFormat(QImage.Format.Format_RGB32)
    if cut.isNull():
        return None
    pixels = Counter(memoryview(cut.constBits()).cast("I"))
    background = QColor.fromRgb(pixels.most_common(1)[0][0])
    ink = [(contrast(background, QColor.fromRgb(color)), number) for color, number in pixels.items()]
    ink = sorted((each for each in ink if each[0] >= _VISIBLE), reverse=True)
    total = sum(number for _, number in ink)
    if total < _FEWEST:
        return 1.0  # a text without ink: it has the color of its background
    wanted = max(1.0, total * _CORE)
    for reached, number in ink:
        wanted -= number
        if wanted <= 0:
            return reached
    return ink[-1][0]

"""Monochrome icons in the color of the text beside them, sharp at every scale."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wizard.paths import RESOURCES

ICONS: Path = RESOURCES / "icons"
_POINTS = frozenset(("back", "chevron-right", "next", "open", "sign-in", "undo"))
"""Icons that point along the line of reading: they are mirrored where it runs from right to left."""


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, width: int, height: int, color: str, ratio: float = 1.0) -> QPixmap:
    """Return the icon in one color (#rrggbb); width and height in device pixels of a screen
    with `ratio`.
    """
    return _rendered(name, width, height, color, ratio, _right_to_left() and name in _POINTS)


def _right_to_left() -> bool:
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


@lru_cache(maxsize=512)
def _rendered(name: str, width: int, height: int, color: str, ratio: float, mirrored: bool) -> QPixmap:
    image = QPixmap(width, height)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    if mirrored:
        painter.translate(width, 0)
        painter.scale(-1, 1)
    svg = _source(name).replace("currentColor", color)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, width, height))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


class _Engine(QIconEngine):
    """Draws one SVG file in the palette's text color, faded when disabled.

    In a place that is wider than high, the space is between the icon and its text.
    """

    def __init__(self, name: str, role: QPalette.ColorRole, *, after: bool) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._after = after

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        side = min(rect.width(), rect.height())
        size = QSize(round(side * ratio), round(side * ratio))
        place = rect.topLeft() + QPoint(self._before(rect.width() - side), 0)
        painter.drawPixmap(place, self._drawn(size, mode, ratio))

    def _before(self, space: int) -> int:
        """How much of the space is on the icon's left."""
        return space if self._after is not _right_to_left() else 0

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._padded(size, mode, scale)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._padded(size, mode, 1.0)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role, after=self._after)

    def _padded(self, size: QSize, mode: QIcon.Mode, ratio: float) -> QPixmap:
        side = min(size.width(), size.height())
        drawn = self._drawn(QSize(side, side), mode, ratio)
        if size.width() == size.height():
            return drawn
        whole = QPixmap(size)
        whole.fill(Qt.GlobalColor.transparent)
        whole.setDevicePixelRatio(ratio)
        painter = QPainter(whole)
        painter.drawPixmap(round(self._before(size.width() - side) / ratio), 0, drawn)
        painter.end()
        return whole

    def _drawn(self, size: QSize, mode: QIcon.Mode, ratio: float) -> QPixmap:
        group = QPalette.ColorGroup.Disabled if mode == QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        color = QGuiApplication.palette().color(group, self._role)
        return pixmap(self._name, size.width(), size.height(), color.name(), ratio)


@lru_cache(maxsize=128)
def icon(
    name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText, *, after: bool = False
) -> QIcon:
    """An icon that follows the application's palette; `after`: it comes after its text."""
    return QIcon(_Engine(name, role, after=after))


def draw(painter: QPainter, name: str, rect: QRect, color: QColor) -> None:
    """Paint an icon in the given color, for status signs."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(
        QPoint(rect.left(), rect.top()),
        pixmap(name, round(rect.width() * ratio), round(rect.height() * ratio), color.name(), ratio),
    )

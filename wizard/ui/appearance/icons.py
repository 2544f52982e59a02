"""Monochrome icons in the color of the text beside them, sharp at every scale."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wizard.paths import RESOURCES

ICONS: Path = RESOURCES / "icons"


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def pixmap(name: str, width: int, height: int, color: str, ratio: float = 1.0) -> QPixmap:
    """Return the icon in one color (#rrggbb); width and height in device pixels of a screen
    with `ratio`.
    """
    image = QPixmap(width, height)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    svg = _source(name).replace("currentColor", color)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, width, height))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


class _Engine(QIconEngine):
    """Draws one SVG file in the palette's text color, faded when disabled."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        side = min(rect.width(), rect.height())  # space on the right keeps a distance from the text
        size = QSize(round(side * ratio), round(side * ratio))
        painter.drawPixmap(rect.topLeft(), self._drawn(size, mode, ratio))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._padded(size, mode, scale)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._padded(size, mode, 1.0)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def _padded(self, size: QSize, mode: QIcon.Mode, ratio: float) -> QPixmap:
        side = min(size.width(), size.height())
        drawn = self._drawn(QSize(side, side), mode, ratio)
        if size.width() == size.height():
            return drawn
        whole = QPixmap(size)
        whole.fill(Qt.GlobalColor.transparent)
        whole.setDevicePixelRatio(ratio)
        painter = QPainter(whole)
        painter.drawPixmap(0, 0, drawn)
        painter.end()
        return whole

    def _drawn(self, size: QSize, mode: QIcon.Mode, ratio: float) -> QPixmap:
        group = QPalette.ColorGroup.Disabled if mode == QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        color = QGuiApplication.palette().color(group, self._role)
        return pixmap(self._name, size.width(), size.height(), color.name(), ratio)


@lru_cache(maxsize=128)
def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """An icon that follows the application's palette."""
    return QIcon(_Engine(name, role))


def draw(painter: QPainter, name: str, rect: QRect, color: QColor) -> None:
    """Paint an icon in the given color, for status signs."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(
        QPoint(rect.left(), rect.top()),
        pixmap(name, round(rect.width() * ratio), round(rect.height() * ratio), color.name(), ratio),
    )

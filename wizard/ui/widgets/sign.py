"""Status signs: an icon in the status's color, and badges of icon and word."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wizard.ui.appearance import icons
from wizard.ui.appearance.direction import placed, placed_exactly
from wizard.ui.appearance.theme import (
    Tone,
    status_color,
    status_tint,
)

STATUS_ICONS = {
    Tone.INFO: "info",
    Tone.SUCCESS: "done",
    Tone.WARNING: "warning",
    Tone.ERROR: "error",
    Tone.NEUTRAL: "ready",
}


class Sign(QWidget):
    """An icon as high as the text beside it. A word always stands beside it, so screen readers skip it."""

    def __init__(self, name: str = "info", status: Tone = Tone.INFO, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._status = status
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_sign(self, name: str, status: Tone) -> None:
        """Show another icon or status."""
        if (name, status) != (self._name, self._status):
            self._name, self._status = name, status
            self.update()

    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * 1.15)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.draw(painter, self._name, self.rect(), status_color(self.palette(), self._status))


class Badge(QWidget):
    """A badge with icon and word, such as "Read only"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = "info"
        self._text = ""
        self._status = Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_badge(self, name: str, text: str, status: Tone) -> None:
        """Change icon and word; the word is also the accessible name."""
        self._name, self._text, self._status = name, text, status
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        height = metrics.height() + 6
        return QSize(height + metrics.horizontalAdvance(self._text) + 14, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = status_color(self.palette(), self._status)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(color, 1))
        painter.setBrush(status_tint(self.palette(), self._status))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        side = self.height() - 8
        icons.draw(painter, self._name, placed(self, QRect(8, 4, side, side)), color)
        painter.setPen(color)
        place = placed_exactly(self, QRectF(8 + side + 4, 0, self.width() - side - 12, self.height()))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._text)

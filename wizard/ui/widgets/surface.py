"""Surfaces: cards, and the bars at the window's edges."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wizard.ui.appearance.theme import (
    GAP,
    border,
)
from wizard.ui.widgets.heading import section_title
from wizard.ui.widgets.text import TextLabel, caption

RADIUS = 8


class Card(QFrame):
    """A raised surface for related content, with an optional heading."""

    def __init__(self, title: str = "", lead: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(GAP * 3, GAP * 2 + 4, GAP * 3, GAP * 2 + 4)
        self.body.setSpacing(GAP + 4)
        self.title: TextLabel | None = None
        self.lead: TextLabel | None = None
        if title:
            self.title = section_title(title)
            self.body.addWidget(self.title)
        if lead:
            self.lead = caption(lead)
            self.body.addWidget(self.lead)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(border(self.palette()), 1))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class Strip(QWidget):
    """A bar at the window's edge: its own surface and one separating line.

    Left and right are those of a language that is written from left to right.
    """

    def __init__(self, edge: Qt.Edge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edge = edge

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(QPen(border(self.palette()), 1))
        box = self.rect()
        if self._edge == Qt.Edge.BottomEdge:
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        elif self._edge == Qt.Edge.TopEdge:
            painter.drawLine(box.topLeft(), box.topRight())
        elif (self._edge == Qt.Edge.RightEdge) is not self.isRightToLeft():
            painter.drawLine(box.topRight(), box.bottomRight())
        else:
            painter.drawLine(box.topLeft(), box.bottomLeft())


class Separator(QWidget):
    """A thin line between rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Midlight))

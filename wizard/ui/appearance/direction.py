"""Places of what a widget paints itself, mirrored where its language is written from right to left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtWidgets import QStyle, QWidget


def placed(widget: QWidget, place: QRect) -> QRect:
    """`place` as laid out from left to right, where it is in the widget's own direction."""
    return QStyle.visualRect(widget.layoutDirection(), widget.rect(), place)


def placed_exactly(widget: QWidget, place: QRectF) -> QRectF:
    """The same for a place that is not on whole pixels."""
    if widget.layoutDirection() == Qt.LayoutDirection.LeftToRight:
        return place
    return QRectF(widget.width() - place.right(), place.top(), place.width(), place.height())

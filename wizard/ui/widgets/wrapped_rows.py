"""Paints the rows of a tree with wrapping lines, so that no sentence is cut off."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget

from wizard.ui.appearance import icons
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
    is_high_contrast,
    mix,
    status_color,
)

SIGN_ROLE = Qt.ItemDataRole.UserRole + 1
"""Name of a sign (or None) and the `Tone` whose color it and the text have."""
STRONG_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether the text is a heading."""
Index = QModelIndex | QPersistentModelIndex


class WrappedRows(QStyledItemDelegate):
    """Rows as high as their text; a row below a result uses the entire width."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        font = self._font(option.font, index)
        layout = _folded(_text(index), font, self._room(index, option))
        height = round(layout.boundingRect().height())
        width = round(layout.maximumWidth()) + self._sign_width(index, option) + 2 * GAP
        return QSize(width, max(height, option.fontMetrics.height()) + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        _paint_behind(painter, option)
        rect: QRect = option.rect
        color = option.palette.color(QPalette.ColorRole.Text)
        sign, status = self._sign(index)
        if status is not None and (sign or index.column()):
            color = status_color(option.palette, status)
        left = rect.left() + GAP // 2
        if sign:
            side = round(option.fontMetrics.height() * 1.1)
            beside = QRect(left, rect.top() + 4, side, side)
            icons.draw(painter, sign, QStyle.visualRect(option.direction, rect, beside), color)
            left += self._sign_width(index, option)
            color = option.palette.color(QPalette.ColorRole.Text)
        room = self._room(index, option)
        if index.column():
            room = rect.right() - left
        layout = _folded(_text(index), self._font(option.font, index), room, option.direction)
        painter.setPen(color)
        place = QStyle.visualRect(option.direction, rect, QRect(left, rect.top() + 4, room, rect.height()))
        layout.draw(painter, QPointF(place.topLeft()))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Text), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _room(self, index: Index, option: QStyleOptionViewItem) -> int:
        """Width available for the text."""
        tree = self._tree
        if index.column():
            return 100_000  # a single word or number; the column is as wide as it needs
        depth, parent = 1, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        width = tree.columnWidth(0) if depth == 1 else tree.viewport().width()
        used = depth * tree.indentation() + self._sign_width(index, option) + 2 * GAP
        return max(width - used, 6 * option.fontMetrics.averageCharWidth())

    def _sign_width(self, index: Index, option: QStyleOptionViewItem) -> int:
        sign, _status = self._sign(index)
        return round(option.fontMetrics.height() * 1.1) + GAP if sign else 0

    @staticmethod
    def _sign(index: Index) -> tuple[str, Tone | None]:
        found = index.data(SIGN_ROLE)
        return found if found else ("", None)

    @staticmethod
    def _font(usual: QFont, index: Index) -> QFont:
        font = QFont(usual)
        if index.data(STRONG_ROLE):
            font.setWeight(QFont.Weight.DemiBold)
        return font


def _paint_behind(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The row's background. Not the platform's: behind strong selections the status colors
    would be lost.
    """
    share = 0.0
    if option.state & QStyle.StateFlag.State_Selected:
        share = 0.18
    elif option.state & QStyle.StateFlag.State_MouseOver:
        share = 0.06
    if not share:
        return
    base, accent = (
        option.palette.color(role) for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Accent)
    )
    if is_high_contrast(option.palette):
        painter.setPen(QPen(accent, 2))  # tints would be invisible
        painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
    else:
        painter.fillRect(option.rect, mix(base, accent, share))


def _text(index: Index) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


def _folded(
    text: str, font: QFont, width: int, direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight
) -> QTextLayout:
    """Wrap the text at that width, beginning on the side of `direction`; a URL wraps anywhere."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setAlignment(QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft))
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout

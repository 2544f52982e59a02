"""A layout that arranges widgets like words: a row wraps at the available width."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items side by side, wrapping to the next row; each row is as high as its highest item."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8, *, to_right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._to_right = to_right
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # Qt asks at every change anywhere in the window; the answer depends on the items alone.
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        width = height = 0
        for item in self._visible():
            hint = item.sizeHint()
            width += hint.width() + (self._gap if width else 0)
            height = max(height, hint.height())
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._visible():
            size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _with_margins(self, size: QSize) -> QSize:
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        edges = self.contentsMargins()
        area = rect.adjusted(edges.left(), edges.top(), -edges.right(), -edges.bottom())
        top = area.top()
        rows = self._rows(max(1, area.width()))
        for number, row in enumerate(rows):
            height = max(size.height() for _, size in row)
            if move:
                self._place(row, area, top, height)
            top += height + (self._gap if number < len(rows) - 1 else 0)
        return top - rect.top() + edges.bottom()

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._visible():
            hint = item.sizeHint()
            wide = min(hint.width(), width)
            height = item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height()
            size = QSize(wide, max(height, item.minimumSize().height()))
            if not rows or used + self._gap + wide > width:
                rows.append([])
                used = -self._gap
            rows[-1].append((item, size))
            used += self._gap + wide
        return rows

    def _place(self, row: list[tuple[QLayoutItem, QSize]], area: QRect, top: int, height: int) -> None:
        left = area.left()
        if self._to_right:
            left = area.right() + 1 - sum(size.width() for _, size in row) - self._gap * (len(row) - 1)
        for item, size in row:
            y = top + (height - size.height()) // 2
            spot = QRect(QPoint(left, y), size)
            parent = self.parentWidget()
            if parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                spot.moveLeft(area.left() + area.right() - spot.right())
            item.setGeometry(spot)
            left += size.width() + self._gap

"""Parts of a page side by side where it is wide enough, below each other where it is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from wizard.ui.appearance.theme import GAP

_NARROWEST = 34  # average letters of a line that is still easy to read


class Columns(QWidget):
    """Places widgets in rows of up to `most`, all of one width. Reading and Tab follow the rows."""

    def __init__(self, most: int = 2, gap: int = GAP * 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._parts: list[QWidget] = []
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(gap)

    def add(self, part: QWidget) -> None:
        """Add a widget after the others."""
        self._parts.append(part)
        part.setParent(self)
        self._arrange(anew=True)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column: it can always be arranged in that."""
        return QSize(self._widest_part(), super().minimumSizeHint().height())

    def _widest_part(self) -> int:
        return max((part.minimumSizeHint().width() for part in self._parts), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._arrange()

    def _arrange(self, *, anew: bool = False) -> None:
        gap = self._grid.spacing()
        narrowest = max(self.fontMetrics().averageCharWidth() * _NARROWEST, self._widest_part())
        count = max(1, min(self._most, (self.width() + gap) // (narrowest + gap)))
        if count == self._count and not anew:
            return
        for column in range(self._count):
            self._grid.setColumnStretch(column, 0)
        self._count = count
        for part in self._parts:
            self._grid.removeWidget(part)
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, number // count, number % count)
        for column in range(count):
            self._grid.setColumnStretch(column, 1)


def stacked(*parts: QWidget, gap: int = GAP) -> QWidget:
    """One widget with these parts below each other, which stay at the top of a higher row."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return made

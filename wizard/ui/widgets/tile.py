"""Tiles: a number with its label, and a choice with its explanation."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.messages import number
from wizard.ui.appearance import icons
from wizard.ui.appearance.direction import placed, placed_exactly
from wizard.ui.appearance.theme import (
    GAP,
    border,
    mix,
    secondary_text,
)
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
)


class NumberTile(QFrame):
    """A number and what it counts."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP * 2, GAP + 2, GAP * 2, GAP + 2)
        column.setSpacing(0)
        self._number = TextLabel("–", scale=1.7, bold=True, wrap=False)
        self._label = caption(label)
        self._label.setWordWrap(False)
        column.addWidget(self._number)
        column.addWidget(self._label)

    def set_number(self, value: int | None) -> None:
        """Show a number; None shows a dash."""
        self._number.setText("–" if value is None else number(value))
        self.setAccessibleName(f"{self._label.text()}: {self._number.text()}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(border(self.palette()), 1))
        painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class ChoiceTile(QRadioButton):
    """A radio button as a tile with icon, name and one sentence."""

    def __init__(
        self, name: str, title: str, about: str, icon_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self._about = about
        self._icon_name = icon_name
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _side(self) -> int:
        return round(self.fontMetrics().height() * 1.5)

    def _text_left(self) -> int:
        return GAP * 2 + 18 + GAP + self._side() + GAP + 4

    def _title_metrics(self) -> QFontMetrics:
        font = self.font()
        font.setBold(True)
        return QFontMetrics(font)

    def heightForWidth(self, width: int) -> int:
        room = max(40, width - self._text_left() - GAP * 2)
        flags = int(Qt.TextFlag.TextWordWrap)
        title = self._title_metrics().boundingRect(0, 0, room, 10_000, flags, self.text()).height()
        about = self.fontMetrics().boundingRect(0, 0, room, 10_000, flags, self._about).height()
        return title + about + 4 + GAP * 4

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        width = self._text_left() + self.fontMetrics().averageCharWidth() * 34 + GAP * 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = self._text_left() + self.fontMetrics().averageCharWidth() * 18 + GAP * 2
        return QSize(width, self._side() + GAP * 4)

    def hitButton(self, pos: QPoint) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose as Left and Right do, also where the tiles are side by side."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        beside = self._beside(step) if step else None
        if beside is None:
            super().keyPressEvent(event)
        else:
            beside.setFocus(Qt.FocusReason.TabFocusReason)
            beside.click()

    def _beside(self, step: int) -> ChoiceTile | None:
        """The tile that comes so many after this one; None where there is none."""
        around = self.parentWidget()
        if around is None:
            return None
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        tiles = [each for each in around.findChildren(ChoiceTile, options=direct) if each.isEnabled()]
        place = tiles.index(self) + step
        return tiles[place] if 0 <= place < len(tiles) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self.palette()
        accent = colors.color(QPalette.ColorRole.Accent)
        base = colors.color(QPalette.ColorRole.Base)
        chosen = self.isChecked()
        if self.underMouse() or chosen:
            base = mix(base, accent, 0.07 if chosen else 0.03)
        painter.setPen(QPen(accent if chosen else border(colors), 2 if chosen else 1))
        painter.setBrush(base)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(colors.color(QPalette.ColorRole.WindowText), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4.5, 4.5, -4.5, -4.5), 4, 4)
        self._paint_radio(painter, chosen)
        side = self._side()
        left = GAP * 2 + 18 + GAP
        icons.draw(painter, self._icon_name, placed(self, QRect(left, GAP * 2, side, side)), accent)
        self._paint_words(painter)

    def _paint_radio(self, painter: QPainter, chosen: bool) -> None:
        colors = self.palette()
        accent = colors.color(QPalette.ColorRole.Accent)
        circle = placed_exactly(self, QRectF(GAP * 2, GAP * 2 + (self._side() - 16) / 2, 16, 16))
        painter.setBrush(colors.color(QPalette.ColorRole.Base))
        painter.setPen(QPen(accent if chosen else colors.color(QPalette.ColorRole.Dark), 1.5))
        painter.drawEllipse(circle)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(circle.adjusted(4, 4, -4, -4))

    def _paint_words(self, painter: QPainter) -> None:
        left = self._text_left()
        room = placed_exactly(self, QRectF(left, GAP * 2, self.width() - left - GAP * 2, self.height()))
        flags = int(Qt.TextFlag.TextWordWrap)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        used = painter.boundingRect(room, flags, self.text())
        painter.drawText(room, flags, self.text())
        painter.setFont(self.font())
        painter.setPen(secondary_text(self.palette()))
        painter.drawText(room.adjusted(0, used.height() + 4, 0, 0), flags, self._about)

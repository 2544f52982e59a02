"""Buttons: primary, ordinary and subtle; wary leads to removing or stopping, danger does it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QPushButton, QStyle, QStyleOptionButton, QWidget

from wizard.ui.appearance.icons import icon, pixmap
from wizard.ui.appearance.theme import (
    PAINTS_LOOKS,
    RADIUS,
    READABLE,
    Tone,
    contrast,
    danger,
    mix,
    readable_on,
    status_color,
)

PRIMARY, STANDARD, SUBTLE = "primary", "standard", "subtle"
WARY, DANGER = "wary", "danger"
_FILLED = (PRIMARY, DANGER)


class Button(QPushButton):
    """A push button with a name for tests and for screen readers."""

    def __init__(
        self,
        name: str,
        text: str,
        icon_name: str = "",
        look: str = STANDARD,
        parent: QWidget | None = None,
        *,
        accessible_name: str = "",
        icon_after: bool = False,
    ) -> None:
        """`icon_after`: the icon comes after the text in the line of reading."""
        super().__init__(text, parent)
        self._icon_after = icon_after
        if icon_after:
            left_to_right = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
            self.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft if left_to_right else Qt.LayoutDirection.LeftToRight
            )
        self.setObjectName(name)
        self.setAccessibleName((accessible_name or text).replace("&", ""))
        self.setProperty("look", look)
        self._look = look
        self._icon_name = icon_name
        self._coloring = False
        self.setAutoDefault(False)
        self._apply_look()

    def set_label(self, text: str) -> None:
        """Change the text and the accessible name."""
        self.setText(text)
        self.setAccessibleName(text.replace("&", ""))
        self._apply_look()  # the icon keeps a distance from a text

    def set_look(self, look: str) -> None:
        """Change the look, such as to `DANGER` once it is known what the button will do."""
        if look != self._look:
            self._look = look
            self.setProperty("look", look)
            self._apply_look()
            self.update()

    def set_icon(self, icon_name: str) -> None:
        """Change the icon."""
        self._icon_name = icon_name
        self._apply_look()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange)
        if event.type() in kinds and not self._coloring:
            self._apply_look()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a filled button: Windows' and macOS' styles fill it with their own colors.

        The text would have the color that belongs to the accent, on a background that is not the accent.
        """
        if self._look not in _FILLED or QApplication.style().property(PAINTS_LOOKS):
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        fill, text = self._colors(option)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(fill, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), RADIUS, RADIUS)
        if self.hasFocus() and option.state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(text, 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5), RADIUS, RADIUS)
        self._paint_label(painter, text)

    def _colors(self, option: QStyleOptionButton) -> tuple[QColor, QColor]:
        colors = QApplication.palette()
        if not self.isEnabled():
            group = QPalette.ColorGroup.Disabled
            return colors.color(QPalette.ColorRole.Midlight), colors.color(
                group, QPalette.ColorRole.ButtonText
            )
        fill, text = self._fill()
        # Away from the text, so that hovering and pressing never make it harder to read.
        away = QColor(Qt.GlobalColor.black if text.lightness() > fill.lightness() else Qt.GlobalColor.white)
        state = option.state
        pressed = state & (QStyle.StateFlag.State_Sunken | QStyle.StateFlag.State_On)
        share = 0.2 if pressed else 0.1 if state & QStyle.StateFlag.State_MouseOver else 0.0
        return mix(fill, away, share), text

    def _fill(self) -> tuple[QColor, QColor]:
        """Fill and text while the button is enabled and untouched."""
        colors = QApplication.palette()
        if self._look == DANGER:
            return danger(colors)
        fill = colors.color(QPalette.ColorRole.Highlight)
        return fill, readable_on(fill, colors.color(QPalette.ColorRole.HighlightedText))

    def _paint_label(self, painter: QPainter, text: QColor) -> None:
        wide = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        side = self.iconSize().height() if self._icon_name else 0
        gap = self.iconSize().width() - side if side else 0
        left = max(4, (self.width() - wide - side - gap) // 2)
        if side:
            ratio = self.devicePixelRatioF()
            device = round(side * ratio)
            drawn = pixmap(self._icon_name, device, device, text.name(), ratio)
            beside = QRect(left, (self.height() - side) // 2, side, side)
            painter.drawPixmap(self._visual(beside).topLeft(), drawn)
        painter.setPen(text)
        place = self._visual(QRect(left + side + gap, 0, wide + 2, self.height()))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, int(flags) | int(Qt.TextFlag.TextShowMnemonic), self.text())

    def _visual(self, place: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def _apply_look(self) -> None:
        self._coloring = True
        colors = QPalette(QApplication.palette())
        icon_role = QPalette.ColorRole.ButtonText
        if self._look in _FILLED:
            icon_role = QPalette.ColorRole.HighlightedText
            fill, text = self._fill()
            colors.setColor(QPalette.ColorRole.Button, fill)
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                colors.setColor(group, QPalette.ColorRole.ButtonText, text)
            colors.setColor(
                QPalette.ColorGroup.Disabled,
                QPalette.ColorRole.Button,
                QApplication.palette().color(QPalette.ColorRole.Midlight),
            )
        if self._look == WARY:
            wary = status_color(colors, Tone.ERROR)
            if (
                contrast(wary, colors.color(QPalette.ColorRole.Button)) < READABLE
            ):  # a system's dark buttons
                wary = colors.color(QPalette.ColorRole.ButtonText)
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                colors.setColor(group, QPalette.ColorRole.ButtonText, wary)
        if colors != self.palette():
            self.setPalette(colors)
        if self._icon_name:
            side = round(self.fontMetrics().height() * 0.95)
            self.setIcon(icon(self._icon_name, icon_role, after=self._icon_after))
            self.setIconSize(QSize(side + 4 if self.text() else side, side))
        self._coloring = False

"""Buttons in three looks: primary, ordinary and subtle."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from wizard.ui.appearance.icons import icon

PRIMARY, STANDARD, SUBTLE = "primary", "standard", "subtle"


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
    ) -> None:
        super().__init__(text, parent)
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange)
        if event.type() in kinds and not self._coloring:
            self._apply_look()

    def _apply_look(self) -> None:
        self._coloring = True
        colors = QPalette(QApplication.palette())
        icon_role = QPalette.ColorRole.ButtonText
        if self._look == PRIMARY:
            colors.setColor(QPalette.ColorRole.Button, colors.color(QPalette.ColorRole.Highlight))
            icon_role = QPalette.ColorRole.HighlightedText
            colors.setColor(
                QPalette.ColorGroup.Active,
                QPalette.ColorRole.ButtonText,
                colors.color(QPalette.ColorRole.HighlightedText),
            )
            colors.setColor(
                QPalette.ColorGroup.Inactive,
                QPalette.ColorRole.ButtonText,
                colors.color(QPalette.ColorRole.HighlightedText),
            )
            colors.setColor(
                QPalette.ColorGroup.Disabled,
                QPalette.ColorRole.Button,
                QApplication.palette().color(QPalette.ColorRole.Midlight),
            )
        if colors != self.palette():
            self.setPalette(colors)
        if self._icon_name:
            side = round(self.fontMetrics().height() * 0.95)
            self.setIcon(icon(self._icon_name, icon_role))
            self.setIconSize(QSize(side + 4 if self.text() else side, side))
        self._coloring = False

"""Buttons: one look for the main act of a place, one for ordinary ones, one for quiet ones."""

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
        spoken: str = "",
    ) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setAccessibleName((spoken or text).replace("&", ""))
        self.setProperty("look", look)
        self._look = look
        self._icon_name = icon_name
        self._colouring = False
        self.setAutoDefault(False)
        self._dress()

    def set_look(self, look: str) -> None:
        """Make it more or less prominent."""
        if look != self._look:
            self._look = look
            self.setProperty("look", look)
            self._dress()
            self.update()

    def set_label(self, text: str) -> None:
        """Change the text, and with it the accessible name."""
        self.setText(text)
        self.setAccessibleName(text.replace("&", ""))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange)
        if event.type() in kinds and not self._colouring:
            self._dress()

    def _dress(self) -> None:
        self._colouring = True
        colours = QPalette(QApplication.palette())
        icon_role = QPalette.ColorRole.ButtonText
        if self._look == PRIMARY:
            colours.setColor(QPalette.ColorRole.Button, colours.color(QPalette.ColorRole.Highlight))
            icon_role = QPalette.ColorRole.HighlightedText
            colours.setColor(
                QPalette.ColorGroup.Active,
                QPalette.ColorRole.ButtonText,
                colours.color(QPalette.ColorRole.HighlightedText),
            )
            colours.setColor(
                QPalette.ColorGroup.Inactive,
                QPalette.ColorRole.ButtonText,
                colours.color(QPalette.ColorRole.HighlightedText),
            )
            colours.setColor(
                QPalette.ColorGroup.Disabled,
                QPalette.ColorRole.Button,
                QApplication.palette().color(QPalette.ColorRole.Midlight),
            )
        if colours != self.palette():
            self.setPalette(colours)
        if self._icon_name:
            side = round(self.fontMetrics().height() * 0.95)
            self.setIcon(icon(self._icon_name, icon_role))
            self.setIconSize(QSize(side + 4 if self.text() else side, side))
        self._colouring = False

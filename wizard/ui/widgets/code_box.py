"""Read-only text in a fixed-width font, such as a JSON body, with a copy button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QWidget

from wizard.messages import _
from wizard.ui.widgets.copy_field import CopyButton

_MOST_LINES = 18


class CodeBox(QWidget):
    """As high as its text, up to a limit; lines wrap, so nothing is hidden at the side."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.box = QPlainTextEdit()
        self.box.setObjectName(name)
        self.box.setAccessibleName(accessible_name)
        self.box.setReadOnly(True)
        self.box.setTabChangesFocus(True)
        self.box.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.copy_button = CopyButton(f"{name}-copy", _("Copy: {what}").format(what=accessible_name))
        row.addWidget(self.box, 1)
        row.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        self._fit()

    def set_text(self, text: str) -> None:
        """Replace the text."""
        if text != self.box.toPlainText():
            self.box.setPlainText(text)
            self.copy_button.set_value(text)
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange and hasattr(self, "box"):
            self._fit()

    def _fit(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(QApplication.font().pointSizeF() * 0.95)
        self.box.setFont(font)
        lines = min(max(self.box.document().blockCount(), 2), _MOST_LINES)
        self.box.setFixedHeight(lines * self.box.fontMetrics().lineSpacing() + 18)

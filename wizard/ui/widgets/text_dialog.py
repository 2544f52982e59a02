"""A window on top of the program with a text to read and copy, and buttons below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.heading import page_title
from wizard.ui.widgets.text import TextLabel


class TextDialog(QDialog):
    """Title and explanation; subclasses add the text and the buttons. Deleted when it is closed."""

    def __init__(self, name: str, title: str, explanation: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}-dialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(GAP * 4, GAP * 3, GAP * 4, GAP * 2)
        self.column.setSpacing(GAP * 2)
        self.column.addWidget(page_title(title))
        self.column.addWidget(TextLabel(explanation))

    def add_text(self, name: str) -> QPlainTextEdit:
        """Add the box for the text, which takes the room that is left; Tab leaves it."""
        box = QPlainTextEdit()
        box.setObjectName(name)
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        self.column.addWidget(box, 1)
        return box

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Add the row of buttons at the right; the last one is the default."""
        bottom = QWidget()
        row = FlowLayout(bottom, gap=GAP, to_right=True)
        for button in buttons:
            row.addWidget(button)
        buttons[-1].setDefault(True)
        self.column.addWidget(bottom)

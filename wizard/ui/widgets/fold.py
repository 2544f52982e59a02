"""A part of a page that is folded until somebody wants to see it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.flow import FlowLayout


class Fold(QWidget):
    """A button that says what is folded, and the content below it."""

    chosen = Signal()
    """Somebody opened or closed it."""

    def __init__(self, name: str, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._chosen = False  # somebody opened or closed it
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = QWidget()
        flow = FlowLayout(row)
        self.button = Button(f"{name}-fold", title, "chevron-right", SUBTLE)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._show)
        self.button.clicked.connect(self._choose)
        flow.addWidget(self.button)
        column.addWidget(row)
        column.addWidget(content)
        content.hide()

    def set_title(self, title: str, spoken: str = "") -> None:
        """Change the text of the button; `spoken` begins with it and says more to a screen reader."""
        self.button.set_label(title)
        if spoken:
            self.button.setAccessibleName(spoken)

    def unfold(self) -> None:
        """Show the content."""
        self.button.setChecked(True)

    def suggest(self, *, opened: bool) -> None:
        """Open or close it, unless somebody decided that already."""
        if not self._chosen:
            self.button.setChecked(opened)

    @property
    def opened(self) -> bool:
        """Whether the content is shown."""
        return self.button.isChecked()

    def choose(self, *, opened: bool) -> None:
        """Open or close it as somebody did earlier."""
        self._chosen = True
        self.button.setChecked(opened)

    def _choose(self) -> None:
        self._chosen = True
        self.chosen.emit()

    def _show(self, shown: bool) -> None:
        self._content.setVisible(shown)
        self.button.set_icon("chevron-down" if shown else "chevron-right")


def framed(card: QWidget) -> QWidget:
    """Put a widget that shows and hides itself into one that can be folded as well."""
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(card)
    return frame

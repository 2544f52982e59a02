"""A value beside a button that copies it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.icons import icon
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.text import TextLabel

_SAID_FOR_MS = 1500


class CopyButton(Button):
    """Copies a text and confirms it for a moment."""

    def __init__(
        self, name: str, accessible_name: str, parent: QWidget | None = None, *, text: str = ""
    ) -> None:
        super().__init__(name, text, "copy", SUBTLE, parent, accessible_name=accessible_name)
        self.setToolTip(accessible_name)
        self._value = ""
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(self._restore)
        self.clicked.connect(self._copy)

    def set_value(self, value: str) -> None:
        """Set the text to copy."""
        self._value = value
        self.setEnabled(bool(value))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
        self.setIcon(icon("done"))
        announce(self, _("Copied"))
        self._back.start(_SAID_FOR_MS)

    def _restore(self) -> None:
        self.setIcon(icon("copy"))


class _Value(TextLabel):
    """Uses one line where there is space; a wrapping label alone would wrap at half of it."""

    def sizeHint(self) -> QSize:
        folded = super().sizeHint()
        whole = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(max(whole, folded.width()), folded.height())


class CopyField(QWidget):
    """A read-only value, such as an id, that can be selected and copied."""

    def __init__(
        self, name: str, accessible_name: str, parent: QWidget | None = None, *, fixed_pitch: bool = True
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._text = _Value("", fixed_pitch=fixed_pitch)
        self._button = CopyButton(name, accessible_name)
        row.addWidget(self._text)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)

    def set_value(self, value: str) -> None:
        """Show another value."""
        self._text.setText(value or "–")
        self._button.set_value(value)

    @property
    def value(self) -> str:
        """The value shown."""
        return self._text.text()

"""A value beside a button that copies it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.icons import icon
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.text import TextLabel

_SAID_FOR_MS = 1500


class CopyingButton(Button):
    """A button that copies: its owner puts the text into the clipboard and lets it confirm that."""

    def __init__(
        self, name: str, accessible_name: str, parent: QWidget | None = None, *, text: str = ""
    ) -> None:
        super().__init__(name, text, "copy", SUBTLE, parent, accessible_name=accessible_name)
        self.setToolTip(accessible_name)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(self._restore)

    def allow(self, something: bool) -> None:
        """Whether there is something to copy."""
        allow(self, "" if something else _("There is nothing to copy."))

    def confirm(self) -> None:
        """Show that the text is in the clipboard."""
        self.setIcon(icon("done"))
        self._back.start(_SAID_FOR_MS)

    def _restore(self) -> None:
        self.setIcon(icon("copy"))


class CopyButton(CopyingButton):
    """Copies the text that it has."""

    def __init__(
        self, name: str, accessible_name: str, parent: QWidget | None = None, *, text: str = ""
    ) -> None:
        super().__init__(name, accessible_name, parent, text=text)
        self._value = ""
        self.clicked.connect(self._copy)

    def set_value(self, value: str) -> None:
        """Set the text to copy."""
        self._value = value
        self.allow(bool(value))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
        announce(self, _("Copied"))
        self.confirm()


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

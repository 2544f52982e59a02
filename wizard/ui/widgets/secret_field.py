"""A field for a secret: masked, paste first, shown only while a button is held, without undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from wizard.messages import _
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.field import TextField

if TYPE_CHECKING:
    from pydantic import SecretStr

LONGEST_SECRET = 8192


class SecretLine(TextField):
    """A masked line without undo."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, accessible_name, parent, longest=LONGEST_SECRET)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        undoing = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        copying = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)
        if any(event.matches(sequence) for sequence in (*undoing, *copying)):
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Paste"), self.paste_clipboard)
        menu.addAction(_("Clear"), self.wipe)
        menu.popup(event.globalPos())

    def wipe(self) -> None:
        """Overwrite and empty the field; `setText` also clears the undo history."""
        if self.text():
            self.setText("*" * len(self.text()))
        self.setText("")


class SecretField(QWidget):
    """The masked line with "Paste" and "Hold to show"."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.line = SecretLine(name, accessible_name)
        self.paste_button = Button(
            f"{name}-paste", _("Paste"), "copy", accessible_name=_("Paste from the clipboard")
        )
        self.reveal_button = Button(f"{name}-reveal", _("Hold to show"), "reveal")
        self.paste_button.clicked.connect(self._paste)
        self.reveal_button.pressed.connect(self._reveal)
        self.reveal_button.released.connect(self._mask)
        self.line.textChanged.connect(self._allow_reveal)
        self._allow_reveal()
        row.addWidget(self.line, 1)
        row.addWidget(self.paste_button)
        row.addWidget(self.reveal_button)
        self.setFocusProxy(self.line)

    @property
    def value(self) -> SecretStr:
        """The secret in the field; false when empty."""
        from pydantic import SecretStr  # imported here because the window's first paint does not need it

        return SecretStr(self.line.text())

    def _paste(self) -> None:
        if QGuiApplication.clipboard().text():
            self.line.selectAll()
        self.line.paste_clipboard()
        self.line.setFocus()

    def _allow_reveal(self) -> None:
        allow(self.reveal_button, "" if self.line.text() else _("The field is empty."))

    def _reveal(self) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal)

    def _mask(self) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Password)

"""A labeled input with help text, and a message beside it."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from wizard.messages import (
    _,
    explain,
    number,
)
from wizard.problem import Problem
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.widgets.sign import STATUS_ICONS, Sign
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
    strong,
)

LONGEST = 2000  # characters; whatever an administrator types here is far shorter


class TextField(QLineEdit):
    """A line of text that rejects a paste that is too long, instead of cutting it silently."""

    refused = Signal(int)
    """A pasted text was too long; carries its length in characters. The field is unchanged."""

    def __init__(
        self, name: str, accessible_name: str, parent: QWidget | None = None, longest: int = LONGEST
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setMaxLength(longest)
        self.setTextMargins(GAP - 2, 0, GAP - 2, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self._too_long():
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_clipboard)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clipboard = QGuiApplication.clipboard()
        middle = event.button() == Qt.MouseButton.MiddleButton and clipboard.supportsSelection()
        if middle and self._refuse(clipboard.text(clipboard.Mode.Selection)):
            return
        super().mouseReleaseEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        data: QMimeData = event.mimeData()
        if not self._refuse(data.text()):
            super().dropEvent(event)

    def paste_clipboard(self) -> None:
        """Paste, unless the text is too long."""
        if not self._too_long():
            self.paste()

    def _too_long(self) -> bool:
        return self._refuse(QGuiApplication.clipboard().text())

    def _refuse(self, text: str) -> bool:
        if len(text) <= self.maxLength():
            return False
        self.refused.emit(len(text))
        return True


class Field(QWidget):
    """Label, control, help, and one line for a problem or note about the value."""

    def __init__(
        self,
        label: str,
        control: QWidget,
        help_text: str = "",
        parent: QWidget | None = None,
        *,
        beside: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._problem = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        self.label = strong(label)
        self.label.setBuddy(control)
        column.addWidget(self.label)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(control, 1)
        if control.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Maximum:
            row.addStretch(100)
        if beside is not None:
            row.addWidget(beside)
        column.addLayout(row)
        self._message = QWidget()
        message_row = QHBoxLayout(self._message)
        message_row.setContentsMargins(0, 0, 0, 0)
        message_row.setSpacing(GAP - 2)
        self._sign = Sign("error", Tone.ERROR)
        self._text = TextLabel("")
        message_row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        message_row.addWidget(self._text, 1)
        self._message.hide()
        column.addWidget(self._message)
        self.help = caption(help_text)
        column.addWidget(self.help)
        self.help.setVisible(bool(help_text))
        control.setAccessibleDescription(help_text)
        if isinstance(control, TextField):
            control.refused.connect(self._say_too_long)
            control.textEdited.connect(self._look_for_control_characters)

    @property
    def message(self) -> str:
        """The message beside the field; empty when there is none."""
        return self._text.text() if not self._message.isHidden() else ""

    def set_problem(self, problem: Problem | None) -> None:
        """Show what is wrong with the value, and what to do; None removes the message."""
        if problem is None:
            self.set_message("")
            return
        words = explain(problem)
        self.set_message(" ".join(part for part in (words.what, words.why, *words.do[:1]) if part))

    def set_message(self, text: str, status: Tone = Tone.ERROR) -> None:
        """Show one line beside the field; an empty text removes it. New messages are announced."""
        shown = self.message
        self._text.setText(text)
        self._sign.set_sign(STATUS_ICONS[status], status)
        self._message.setVisible(bool(text))
        invalid = bool(text) and status is Tone.ERROR
        if bool(self.control.property("invalid")) != invalid:
            self.control.setProperty("invalid", invalid)
            self.control.update()
        self.control.setAccessibleDescription(text or self.help.text())
        if text and text != shown:
            announce(self.control, text)

    def _say_too_long(self, length: int) -> None:
        longest = self.control.maxLength() if isinstance(self.control, QLineEdit) else LONGEST
        self.set_message(
            _(
                "The pasted text has {length} characters; at most {longest} fit here. Nothing was changed."
            ).format(length=number(length), longest=number(longest))
        )

    def _look_for_control_characters(self, text: str) -> None:
        self.set_message(control_character_message(text))


def control_character_message(text: str) -> str:
    """Return a sentence when the text contains control characters, which are invisible and useless here;
    else empty.
    """
    count = sum(unicodedata.category(letter) == "Cc" for letter in text)
    if not count:
        return ""
    return _("There are invisible control characters in this text. Remove them, or type the text again.")

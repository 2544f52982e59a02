"""The box for an error text from Microsoft, explained offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from wizard.messages import _, number
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card

if TYPE_CHECKING:
    from wizard.connection import Pasted

_PAUSE_MS = 300
LONGEST = 100_000  # characters; the portal's texts have a few thousand


class PasteBox(QPlainTextEdit):
    """Accepts plain text only, and rejects a text that is too long instead of cutting it."""

    refused = Signal(int)

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if len(text) > LONGEST:
            self.refused.emit(len(text))
        else:
            self.insertPlainText(text)


class PastedError(QWidget):
    """The box with its explanation. `wanted` carries the text once typing pauses."""

    wanted = Signal(str)

    def __init__(self, prefix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.box = PasteBox()
        self.box.setObjectName(f"{prefix}pasted-error")
        self.box.setAccessibleName(_("Error text from Microsoft"))
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(self.fontMetrics().lineSpacing() * 5 + GAP * 2)
        self.field = Field(
            _("Error text from Microsoft"),
            self.box,
            _("From the Entra admin center, a mail or a log, in any language. It stays on this computer."),
        )
        column.addWidget(self.field)
        self.answer = MessageBar(f"{prefix}pasted-meaning", dismissable=False)
        column.addWidget(self.answer)
        self._typed = PendingInput(self, _PAUSE_MS, lookup=True)
        self._typed.due.connect(self._send)
        self.box.textChanged.connect(self._on_edited)
        self.box.refused.connect(self._say_too_long)

    def show_meaning(self, pasted: Pasted | None) -> None:
        """Show the explanation; None hides it."""
        if pasted is None:
            self.answer.clear()
            return
        words = pasted.explanation
        facts = []
        if pasted.status:
            facts.append(_("What Playvox answered: {status}").format(status=pasted.status))
        if pasted.code:
            facts.append(_("Microsoft's code: {code}").format(code=pasted.code))
        if pasted.request_id:
            facts.append(_("Number for Microsoft's support: {id}").format(id=pasted.request_id))
        rest = [words.why, *(f"• {line}" for line in words.do), *facts]
        status = Tone.WARNING if pasted.recognized else Tone.INFO
        self.answer.show_message(status, words.what, "\n".join(part for part in rest if part))

    def _on_edited(self) -> None:
        self.field.set_message("")
        self._typed.typed()

    def _send(self) -> None:
        self.wanted.emit(self.box.toPlainText()[:LONGEST])

    def _say_too_long(self, length: int) -> None:
        self.field.set_message(
            _(
                "The pasted text has {length} characters; at most {longest} fit here. Nothing was changed."
            ).format(length=number(length), longest=number(LONGEST))
        )


class PastedFold(Fold):
    """The box on a card, folded until somebody wants to paste something."""

    def __init__(self, box: PastedError, prefix: str = "") -> None:
        card = Card()
        card.body.addWidget(box)
        super().__init__(f"{prefix}pasted", _("Explain an error message from Microsoft"), card)
        self._box = box

    def show_meaning(self, pasted: Pasted | None) -> None:
        """Show the explanation; None hides it."""
        self._box.show_meaning(pasted)
        if pasted is not None:
            self.unfold()

"""A card for a new Playvox key: pasted, masked, shown as its fingerprint, and wiped once it is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.secret_field import SecretField
from wizard.ui.widgets.surface import Card

if TYPE_CHECKING:
    from wizard.problem import Problem

_PAUSE_MS = 250  # milliseconds; calculating the fingerprint is slow on purpose


class NewKeyCard(Card):
    """The masked field with its buttons; `practice_text` names the key that a practice tenant offers."""

    pasted = Signal(object)
    """A `SecretStr`, once typing pauses."""
    practice_key_wanted = Signal()

    def __init__(self, prefix: str, title: str, lead: str, practice_text: str) -> None:
        super().__init__(title, lead)
        self.secret = SecretField(f"{prefix}key", _("New Playvox Base64 key"))
        self.field = Field(_("New Base64 key"), self.secret.line)
        self.body.addWidget(self.field)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.practice_button = Button(f"{prefix}practice-key", practice_text, "practice")
        self.practice_button.clicked.connect(self._take_practice_key)
        for button in (self.secret.paste_button, self.secret.reveal_button, self.practice_button):
            flow.addWidget(button)
        self.body.addWidget(row)
        self._typed = PendingInput(self, _PAUSE_MS)
        self._typed.due.connect(self._send)
        self.secret.line.textChanged.connect(self._typed.typed)

    def show_key(self, mark: str, problem: Problem | None, *, practice: bool, in_use: bool) -> None:
        """Show the fingerprint of what was pasted, or what is wrong with it; a key in use is wiped."""
        self.practice_button.setVisible(practice)
        if problem is not None:
            self.field.set_problem(problem)
        elif mark:
            text = _("This looks like a Playvox key. Fingerprint {mark}. It is not saved yet.")
            self.field.set_message(text.format(mark=mark), Tone.SUCCESS)
        else:
            self.field.set_message("")
        if in_use and not mark and self.secret.line.text():
            self._wipe()

    def ask(self) -> None:
        """Move the keyboard focus to the field, and say that the key is missing."""
        self.secret.line.setFocus()
        if not self.field.message:
            self.field.set_message(_("Paste the new Base64 key first."))

    def _send(self) -> None:
        secret = self.secret.value
        if secret:
            self.pasted.emit(secret)

    def _take_practice_key(self) -> None:
        self._wipe()  # the field no longer holds the key that will be used
        self.practice_key_wanted.emit()

    def _wipe(self) -> None:
        self.secret.line.blockSignals(True)
        self.secret.line.wipe()
        self.secret.line.blockSignals(False)
        self._typed.drop()

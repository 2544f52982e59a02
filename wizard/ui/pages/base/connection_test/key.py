"""A key for one test: pasted, cleaned up, checked, masked; never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.problem import Problem
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.secret_field import SecretField
from wizard.ui.widgets.surface import Card

if TYPE_CHECKING:
    from pydantic import SecretStr

_PAUSE_MS = 250  # milliseconds; calculating the fingerprint is slow on purpose


class KeyCard(Card):
    """The masked field and its messages. `pasted` carries the secret once typing pauses."""

    pasted = Signal(object)
    practice_key_wanted = Signal()
    suggestion_wanted = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Key"), "", parent)
        self._sent: SecretStr | None = None
        self.secret = SecretField(f"{prefix}key", _("Playvox Base64 key"))
        self.field = Field(
            _("Base64 key"),
            self.secret.line,
            _(
                "From Settings > API Keys in Playvox. It is masked, used for this test only, and forgotten "
                "when the program closes or the field is emptied. Without a key the way to Playvox is "
                "tested, and nothing more."
            ),
        )
        self.body.addWidget(self.field)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.practice_button = Button(f"{prefix}practice-key", _("Use the practice key"), "practice")
        self.suggestion_button = Button(f"{prefix}suggestion", _("Use the encoded form instead"), "")
        for button in (
            self.secret.paste_button,
            self.secret.reveal_button,
            self.practice_button,
            self.suggestion_button,
        ):
            flow.addWidget(button)
        self.body.addWidget(row)
        self.hints = MessageBar(f"{prefix}key-hints", dismissable=False)
        self.body.addWidget(self.hints)
        self.practice_button.clicked.connect(self._take_another)
        self.suggestion_button.clicked.connect(self._take_another)
        self.practice_button.clicked.connect(self.practice_key_wanted)
        self.suggestion_button.clicked.connect(self.suggestion_wanted)
        self._typed = PendingInput(self, _PAUSE_MS)
        self._typed.due.connect(self._send)
        self.secret.line.textChanged.connect(self._typed.typed)

    def show_key(
        self,
        fingerprint: str,
        hints: tuple[str, ...],
        *,
        problem: Problem | None,
        suggestion: bool,
        practice: bool,
    ) -> None:
        """Show which key will be used and the messages about it."""
        self.practice_button.setVisible(practice)
        self.suggestion_button.setVisible(suggestion)
        if problem is not None:
            self.field.set_problem(problem)
        elif fingerprint:
            self.field.set_message(
                _("This key will be used. Fingerprint {mark}.").format(mark=fingerprint), Tone.SUCCESS
            )
        elif not self.secret.line.text():
            self.field.set_message("")
        if hints:
            self.hints.show_message(Tone.INFO, _("Noticed about the key:"), "\n".join(hints))
        else:
            self.hints.clear()

    def _send(self) -> None:
        secret = self.secret.value
        if (secret or None) != self._sent:
            self._sent = secret or None
            self.pasted.emit(secret)

    def _take_another(self) -> None:
        """The field no longer holds the current key."""
        self.secret.line.blockSignals(True)
        self.secret.line.wipe()
        self.secret.line.blockSignals(False)
        self._typed.drop()
        self._sent = None

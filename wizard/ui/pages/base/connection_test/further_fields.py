"""The card with what the application's template asks for beside Tenant URL and key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.secret_field import SecretField
from wizard.ui.widgets.surface import Card

if TYPE_CHECKING:
    from wizard.steps.base.further_fields import FurtherField

_LONGEST = 4000  # characters


class FurtherFieldsCard(Card):
    """One input for each field; hidden while the template asks for nothing more."""

    edited = Signal(str, object)
    """The wire name and the new value: a text, or a `SecretStr` for a secret field."""

    def __init__(self) -> None:
        super().__init__(
            _("More that the application asks for"),
            _("Its template in Entra asks for these values, too. They are saved with Tenant URL and key."),
        )
        self._rows: dict[str, _Row] = {}
        self.hide()

    def show_fields(self, fields: Sequence[FurtherField]) -> None:
        """Show these fields; what was typed and is still on its way stays."""
        if [field.name for field in fields] != list(self._rows):
            self._rebuild(fields)
        for field in fields:
            self._rows[field.name].show_field(field)
        self.setVisible(bool(fields))

    def missing(self) -> Field | None:
        """The first required field without a value; None when all have one."""
        found = next((row for row in self._rows.values() if row.is_missing()), None)
        if found is None:
            return None
        found.field.set_message(_("The application requires this value."))
        return found.field

    def _rebuild(self, fields: Sequence[FurtherField]) -> None:
        for row in self._rows.values():
            self.body.removeWidget(row.field)
            row.field.hide()
            row.field.deleteLater()
        self._rows = {field.name: _Row(field, self) for field in fields}
        for row in self._rows.values():
            self.body.addWidget(row.field)


class _Row:
    """One input and what it sends."""

    def __init__(self, shown: FurtherField, card: FurtherFieldsCard) -> None:
        self._shown = shown
        self._card = card
        name = f"field-{shown.name.lower()}"
        self._secret = SecretField(name, shown.label) if shown.secret else None
        self._line: TextField = (
            self._secret.line
            if self._secret is not None
            else TextField(name, shown.label, longest=_LONGEST)
        )
        control: QWidget = self._secret if self._secret is not None else self._line
        self.field = Field(shown.label, control)
        pending = PendingInput(self._line, None)
        pending.due.connect(self._send)
        self._line.textEdited.connect(pending.typed)
        self._line.editingFinished.connect(pending.flush)
        if not shown.secret:
            self._line.setText(shown.text)
        else:
            self._line.textChanged.connect(pending.typed)  # pasted with the button

    def show_field(self, shown: FurtherField) -> None:
        """Draw its state; typed input is never overwritten."""
        self._shown = shown
        if not shown.secret and not self._line.text() and not self._line.hasFocus():
            self._line.setText(shown.text)
        about = _about(shown)
        self.field.help.setText(about)
        self.field.help.setVisible(bool(about))
        if shown.filled:
            self.field.set_message("")

    def is_missing(self) -> bool:
        """Whether a required value is neither known nor typed."""
        return self._shown.required and not self._shown.filled and not self._line.text().strip()

    def _send(self) -> None:
        value = self._secret.value if self._secret is not None else self._line.text()
        self._card.edited.emit(self._shown.name, value)


def _about(shown: FurtherField) -> str:
    if shown.secret and shown.saved and not shown.filled:
        return _("Entra has a value and hides it. Enter it again: all values are saved together.")
    if shown.secret and shown.filled:
        return _("A value is in use. It is not shown.")
    return "" if shown.required else _("Optional.")

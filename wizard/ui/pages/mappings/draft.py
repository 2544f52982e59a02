"""Unsaved edits, and how to discard them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from wizard.steps.mappings.editing_view import DraftView


class DraftCard(Card):
    """Hidden while there is nothing to save or discard."""

    def __init__(self) -> None:
        super().__init__(
            _("Changes"),
            _("What you put into the draft stays on this computer until you save the mappings in Entra."),
        )
        self.bar = MessageBar("draft-message", dismissable=False)
        self.text = TextLabel("")
        self.text.setObjectName("draft-differences")
        self.body.addWidget(self.bar)
        self.body.addWidget(self.text)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.back_button = Button("draft-back", _("Undo the last change"), "undo")
        self.discard_button = Button("draft-discard", _("Discard the draft"), "dismiss", SUBTLE)
        self.undo_button = Button("undo-save", _("Undo last save in Entra"), "undo", SUBTLE)
        for button in (self.back_button, self.discard_button, self.undo_button):
            flow.addWidget(button)
        self.body.addWidget(row)
        self.hide()

    def draw(self, draft: DraftView) -> None:
        """Show the differences in words."""
        self.setVisible(bool(draft.differences) or draft.can_step_back or draft.can_undo_save)
        if draft.changed_meanwhile:
            self.bar.show_message(
                Tone.WARNING,
                _("Somebody else changed the mappings in Entra."),
                _("Your draft cannot be saved over that. Note it down, then discard it to see theirs."),
            )
        else:
            self.bar.clear()
        self.text.setText("\n".join(draft.differences) or _("Nothing differs from what Entra has."))
        self.back_button.setVisible(draft.can_step_back)
        self.discard_button.setVisible(bool(draft.differences))
        self.undo_button.setVisible(draft.can_undo_save)

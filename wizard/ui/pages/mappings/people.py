"""Search for a person to preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.field import Field, TextField, control_character_message
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.surface import Card

if TYPE_CHECKING:
    from wizard.steps.mappings.view import MappingsView

_PAUSE_MS = 300


class PeopleCard(Card):
    """A search field with results; the search starts when typing pauses."""

    search_wanted = Signal(str)
    preview_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            _("Preview for one person"),
            _(
                "Calculated on this computer with the mappings above. Playvox is only queried; nothing "
                "is changed."
            ),
        )
        self.search_line = TextField("preview-search", _("Search for a person"))
        self.search_line.setClearButtonEnabled(True)
        self.search_line.setPlaceholderText(_("Empty: the people assigned to the application."))
        self.search_field = Field(_("Search for a person"), self.search_line)
        self.body.addWidget(self.search_field)
        self.list = DetailsList(
            "preview-people", _("People"), (_("Name"), _("Sign-in name")), filterable=False, most_rows=4
        )
        self.body.addWidget(self.list)
        self.preview_row = QWidget()
        flow = FlowLayout(self.preview_row, gap=GAP)
        self.preview_button = Button("preview", _("Preview this person"), "reveal")
        flow.addWidget(self.preview_button)
        self.body.addWidget(self.preview_row)
        self._typing = PendingInput(self, _PAUSE_MS, lookup=True)
        self._typing.due.connect(self._search)
        self.search_line.textEdited.connect(self._typed)
        self.search_line.returnPressed.connect(self._search)
        self.list.table.activated_row.connect(self._preview)
        self.list.table.doubleClicked.connect(self._preview_current)
        self.preview_button.clicked.connect(self._preview_current)

    def draw(self, view: MappingsView) -> None:
        """Show the people found."""
        empty = _("Nobody is assigned yet.") if view.people_read else _("Not read yet.")
        empty = _("Nobody found.") if view.query else empty
        self.list.set_rows([ListRow(p.id, (p.name, p.detail), "person") for p in view.people], empty)
        self.preview_row.setVisible(bool(view.people))

    def _typed(self, text: str) -> None:
        self.search_field.set_message(control_character_message(text))
        self._typing.typed()

    def _search(self) -> None:
        self._typing.drop()
        text = self.search_line.text()
        if not control_character_message(text):
            self.search_wanted.emit(text)

    def _preview_current(self) -> None:
        if not self.list.current:
            self.search_field.set_message(_("Select a person in the list first."), Tone.WARNING)
            self.list.table.setFocus()
            return
        self._preview(self.list.current)

    def _preview(self, person: str) -> None:
        self.search_field.set_message("")
        self.preview_wanted.emit(person)

"""The people and groups that are selected to be assigned, and a way to take them out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _, ngettext, number
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.people.rows import found_line
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.details_list import DetailsList
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.text import strong

if TYPE_CHECKING:
    from wizard.steps.people.view import PrincipalRow

_ROWS = 5


class SelectionList(QWidget):
    """The selection; hidden while it is empty."""

    taken_out = Signal(tuple)
    """Ids to take out of the selection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.heading = strong("")
        column.addWidget(self.heading)
        self.list = DetailsList(
            "selected",
            _("Selected people and groups"),
            (_("Name"), _("Type"), _("Sign-in name or description"), _("Notes")),
            filterable=False,
            most_rows=_ROWS,
        )
        column.addWidget(self.list)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.out_button = Button("selected-remove", _("Remove from selection"), "remove", SUBTLE)
        self.clear_button = Button("selected-clear", _("Clear selection"), "dismiss", SUBTLE)
        self.out_button.clicked.connect(self._take_out)
        self.clear_button.clicked.connect(self._clear)
        flow.addWidget(self.out_button)
        flow.addWidget(self.clear_button)
        column.addWidget(row)
        self.advice = MessageBar("start-small", dismissable=False)
        column.addWidget(self.advice)
        self.hide()

    def show_rows(self, rows: Sequence[PrincipalRow], advice: str) -> None:
        """Show the selection, and advice before it is assigned; "" for none."""
        self.heading.setText(
            ngettext("{n} selected", "{n} selected", len(rows)).format(n=number(len(rows)))
            + " · "
            + _("The selection stays while you search for more.")
        )
        self.list.set_rows([found_line(row) for row in rows])
        if advice:
            self.advice.show_message(Tone.INFO, _("Start small"), advice)
        else:
            self.advice.clear()
        self.setVisible(bool(rows))

    def _take_out(self) -> None:
        rows = self.list.rows
        row_id = self.list.current or (rows[-1].id if rows else "")
        if row_id:
            self.taken_out.emit((row_id,))

    def _clear(self) -> None:
        self.taken_out.emit(tuple(row.id for row in self.list.rows))

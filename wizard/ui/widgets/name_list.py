"""A pasted list of people or a file of them, and a report of the names that are nobody's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from wizard.messages import _, ngettext, number
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.save_dialog import ask_what_to_open

_LINES = 7


class NameList(QWidget):
    """The text field, a button that takes its names, and a button that takes a file."""

    text_taken = Signal(str)
    file_chosen = Signal(str)
    """Path of a text or CSV file."""

    def __init__(self, name: str, take_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.names = QPlainTextEdit()
        self.names.setObjectName(f"{name}-names")
        self.names.setAccessibleName(_("People"))
        self.names.setTabChangesFocus(True)
        self.names.setFixedHeight(self.fontMetrics().height() * _LINES)
        help_text = _(
            "Sign-in names, mail addresses or object IDs, one per line, or a table copied from "
            "a spreadsheet."
        )
        column.addWidget(Field(_("People"), self.names, help_text))
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.take_button = Button(f"{name}-look", take_text, "search")
        self.take_button.clicked.connect(self._take)
        self.file_button = Button(f"{name}-file", _("Open a file"), "folder")
        self.file_button.clicked.connect(self._ask_for_file)
        flow.addWidget(self.take_button)
        flow.addWidget(self.file_button)
        column.addWidget(row)
        self.report = MessageBar(f"{name}-missing", dismissable=False)
        column.addWidget(self.report)

    def show_report(self, found: str, not_found: Sequence[str]) -> None:
        """Say who was found, "" for nothing to say, and list all names that are nobody's."""
        if not_found:
            text = ngettext(
                "{n} name was not found in this tenant and is left out:",
                "{n} names were not found in this tenant and are left out:",
                len(not_found),
            ).format(n=number(len(not_found)))
            self.report.show_message(
                Tone.WARNING, f"{found} {text}" if found else text, "\n".join(not_found)
            )
        elif found:
            self.report.show_message(Tone.SUCCESS, found)
        else:
            self.report.clear()

    def _take(self) -> None:
        self.text_taken.emit(self.names.toPlainText())

    def _ask_for_file(self) -> None:
        kinds = _("Text or CSV (*.txt *.csv);;All files (*)")
        name = f"{self._name}-file-dialog"
        ask_what_to_open(self, name, _("Open a file"), kinds, self.file_chosen.emit)

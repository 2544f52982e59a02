"""The Tenant URL field: accepts common spellings, shows the URL Entra needs, and problems
beside the field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.problem import Problem
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.connection_test.consent import ConsentQuestion
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.columns import Columns, stacked
from wizard.ui.widgets.copy_field import CopyField
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, strong

if TYPE_CHECKING:
    from wizard.connection import ConnectionReport

_PAUSE_MS = 250
_OF_THE_ADDRESS = frozenset(
    {"dns_not_found", "path_not_found", "not_scim_html", "http_redirect", "http_redirect_elsewhere"}
)
"""Causes that usually mean that the URL is wrong."""


class AddressCard(Card):
    """The field and its messages. `edited` carries the text once typing pauses."""

    edited = Signal(str)
    host_confirmed = Signal()
    """The key may go to the host that the question names."""

    def __init__(self, prefix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(_("Your Playvox"), "", parent)
        self._sent: str | None = None
        self.line = TextField(f"{prefix}tenant-url", _("Tenant URL"))
        self.line.setPlaceholderText("acme")
        self.field = Field(
            _("Tenant URL"),
            self.line,
            _(
                "Your Playvox subdomain, or the whole address. The first part of the "
                "address you use Playvox at."
            ),
        )
        self._usual = ""
        self.usual_row = QWidget()
        self.usual_button = Button(f"{prefix}usual-address", "", "done")
        self.usual_button.clicked.connect(self._use_usual)
        FlowLayout(self.usual_row).addWidget(self.usual_button)
        self.usual_row.hide()
        self.url_lead = strong(_("The Tenant URL that Entra will use:"))
        self.url = CopyField(f"{prefix}tenant-url-result", _("Copy the Tenant URL"))
        self.host_text = TextLabel("")
        self.notes = MessageBar(f"{prefix}address-notes", dismissable=False)
        self.consent = ConsentQuestion(prefix)
        self.consent.agreed.connect(self.host_confirmed)
        self._outcome = stacked(self.url_lead, self.url, self.host_text)
        columns = Columns(gap=GAP * 3)
        columns.add(stacked(self.field, self.usual_row))
        columns.add(self._outcome)
        for part in (columns, self.consent, self.notes):
            self.body.addWidget(part)
        self._typed = PendingInput(self, _PAUSE_MS)
        self._typed.due.connect(self._send)
        self.line.textEdited.connect(self._typed.typed)
        self.line.editingFinished.connect(self._typed.flush)

    def add_outcome(self, part: QWidget) -> None:
        """Put a widget below the resulting URL."""
        column = self._outcome.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.count() - 1, part)

    def show_address(
        self,
        text: str,
        url: str,
        host: str,
        *,
        unconfirmed_host: str,
        problem: Problem | None,
        notes: tuple[str, ...],
        usual: str,
        report: ConnectionReport | None,
    ) -> None:
        """Show the resulting URL; `report` is the last test of exactly this URL, if any."""
        if text and not self.line.text() and self._sent is None:
            self.line.setText(text)
            self._sent = text
        if problem is None and report is not None:
            problem = _wrong_address(report)
        self.field.set_problem(problem)
        self._usual = usual
        self.usual_row.setVisible(bool(usual))
        self.usual_button.set_label(_("Use {url}").format(url=usual))
        self.url.set_value(url)
        for part in (self.url_lead, self.url):
            part.setVisible(bool(url))
        self.host_text.setVisible(bool(host) and not unconfirmed_host)
        self.consent.ask(unconfirmed_host)
        self.host_text.setText(
            _("Your key will be sent to {host}, and nowhere else. Is this your Playvox?").format(host=host)
        )
        if notes:
            self.notes.show_message(Tone.INFO, _("About this address"), "\n".join(notes))
        else:
            self.notes.clear()

    def replace(self, text: str) -> None:
        """Put another URL into the field, as if it had been typed."""
        self.line.setText(text)
        self._typed.drop()
        self._send()

    def _use_usual(self) -> None:
        self.line.setFocus()  # the button disappears
        self.replace(self._usual)

    def _send(self) -> None:
        text = self.line.text()
        if text != (self._sent or ""):
            self._sent = text
            self.edited.emit(text)

    def is_missing(self) -> bool:
        """Whether the field is empty; if so, says so beside the field and moves the focus there."""
        if self.line.text().strip():
            return False
        self.line.setFocus()
        self.field.set_message(_("Enter your Playvox subdomain or Tenant URL first."))
        return True


def _wrong_address(report: ConnectionReport) -> Problem | None:
    deciding = report.deciding
    if report.cancelled or deciding is None or deciding.cause not in _OF_THE_ADDRESS:
        return None
    return deciding.problem

"""One entry of the log with all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.lines import outcome
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.columns import stacked
from wizard.ui.widgets.details_list import DetailsList, ListRow
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card

if TYPE_CHECKING:
    from wizard.steps.logs.view import EntryStep, EntryView


class EntryCard(Card):
    """Sentence, facts, changed values and steps, and what can be done for the person."""

    retry = Signal()
    explain = Signal()
    only_person = Signal()

    def __init__(self) -> None:
        super().__init__(_("Selected entry"))
        self.bar = MessageBar("log-entry", dismissable=False)
        self.body.addWidget(self.bar)
        self.retried_bar = MessageBar("log-retried", dismissable=False)
        self.body.addWidget(self.retried_bar)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.retry_button = Button("log-retry", _("Provision this person now"), "play")
        self.retry_button.clicked.connect(self.retry)
        self.explain_button = Button("log-explain", _("Explain this person"), "search", SUBTLE)
        self.explain_button.clicked.connect(self.explain)
        self.person_button = Button("log-person", _("Show only this person"), "person", SUBTLE)
        self.person_button.clicked.connect(self.only_person)
        for button in (self.retry_button, self.explain_button, self.person_button):
            flow.addWidget(button)
        self.body.addWidget(row)
        self.facts = DetailsList(
            "log-facts", _("Facts"), (_("Fact"), _("Value")), filterable=False, most_rows=14
        )
        self.changes = DetailsList(
            "log-changes",
            _("Changed values"),
            (_("Attribute in Playvox"), _("Value before"), _("Value after")),
            filterable=False,
            most_rows=12,
        )
        self.steps = DetailsList(
            "log-steps",
            _("Steps of Microsoft's service"),
            (_("Step"), _("Result"), _("What happened"), _("Details")),
            filterable=False,
            most_rows=10,
        )
        self.details = DetailsList(
            "log-details", _("Details"), (_("Fact"), _("Value")), filterable=False, most_rows=14
        )
        self.fold = Fold("log-entry", _("Steps and details"), stacked(self.steps, self.details))
        for part in (self.facts, self.changes, self.fold):
            self.body.addWidget(part)

    def show_entry(self, entry: EntryView | None, retried: str) -> None:
        """Show this entry; None hides the card."""
        self.setVisible(entry is not None)
        if entry is None:
            return
        _sign, tone, word = outcome(entry.status)
        tone = tone if tone is not Tone.NEUTRAL else Tone.INFO
        self.bar.show_message(tone, f"{word}: {entry.sentence}")
        if retried:
            self.retried_bar.show_message(Tone.INFO, retried)
        else:
            self.retried_bar.clear()
        for button in (self.retry_button, self.explain_button, self.person_button):
            button.setVisible(bool(entry.person_id))
        self.facts.set_rows([ListRow(title, (title, text), "", text) for title, text in entry.lines])
        self.facts.setVisible(bool(entry.lines))
        self.details.set_rows([ListRow(title, (title, text), "", text) for title, text in entry.details])
        self.changes.set_rows([ListRow(change[0], change) for change in entry.changes])
        self.changes.setVisible(bool(entry.changes))
        self.steps.set_rows([_step(number, step) for number, step in enumerate(entry.steps)])
        self.steps.setVisible(bool(entry.steps))


def _step(number: int, step: EntryStep) -> ListRow:
    sign, _tone, word = outcome(step.status)
    details = "; ".join(f"{name}: {value}" for name, value in step.details)
    return ListRow(str(number), (step.title, word, step.description, details), sign, step.description)

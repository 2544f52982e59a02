"""Preview for one person: Entra's attributes, what would be sent, the account now, and how
values are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.messages import (
    _,
    ngettext,
)
from wizard.ui.appearance.theme import Tone
from wizard.ui.widgets.code_box import CodeBox
from wizard.ui.widgets.columns import stacked
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import caption, strong

if TYPE_CHECKING:
    from wizard.steps.base.person_row import PersonRow
    from wizard.steps.mappings.view import (
        DifferenceRow,
        PreviewView,
    )


class PreviewCard(Card):
    """Hidden until a preview exists."""

    def __init__(self) -> None:
        super().__init__()
        self.name = strong("")
        self.sentence = MessageBar("preview-sentence", dismissable=False)
        self.body.addWidget(self.name)
        self.body.addWidget(self.sentence)
        self.difference_label = caption("")
        self.difference_list = DetailsList(
            "preview-differences",
            _("The account now and after provisioning"),
            (_("Playvox attribute"), _("In Playvox now"), _("After provisioning"), _("Notes")),
            filterable=False,
            most_rows=10,
        )
        self.body.addWidget(self.difference_label)
        self.body.addWidget(self.difference_list)
        self.body_label = caption("")
        self.body_box = CodeBox("preview-body", _("What provisioning would send"))
        self.account_label = caption("")
        self.account_box = CodeBox("preview-account", _("The account in Playvox now"))
        self.body.addWidget(self.account_label)
        self.trace_list = DetailsList(
            "preview-trace",
            _("How each value came about"),
            (_("Playvox attribute"), _("Value"), _("From"), _("Notes")),
            most_rows=10,
        )
        self.person_list = DetailsList(
            "preview-attributes",
            _("The person as Entra sees them"),
            (_("Microsoft Entra ID attribute"), _("Value")),
            most_rows=6,
        )
        self.account_fold = Fold("preview-account", _("The account in Playvox now"), self.account_box)
        self.body_fold = Fold(
            "preview-body", _("What provisioning would send"), stacked(self.body_label, self.body_box)
        )
        note = caption(_("Attributes that are empty are left out."))
        for fold in (
            Fold("preview-trace", _("How each value came about"), self.trace_list),
            self.body_fold,
            self.account_fold,
            Fold("preview-person", _("The person as Entra sees them"), stacked(note, self.person_list)),
        ):
            self.body.addWidget(fold)
        self.hide()

    def draw(self, preview: PreviewView | None) -> None:
        """Show this preview; None hides the card."""
        self.setVisible(preview is not None)
        if preview is None:
            return
        self.name.setText(person_name(preview.person))
        self.sentence.show_message(
            Tone.WARNING if preview.warnings else Tone.INFO,
            preview.sentence,
            "\n".join(preview.warnings),
        )
        self._draw_differences(preview)
        self.body_label.setText(
            _("What provisioning would send ({method}):").format(method=preview.method)
            if preview.method
            else _("What provisioning would send:")
        )
        self.body_box.set_text(preview.body)
        self.account_box.set_text(preview.account)
        self.body_fold.setVisible(bool(preview.body))
        self.account_fold.setVisible(bool(preview.account))
        self.account_label.setVisible(not preview.account)
        if preview.account_known:
            self.account_label.setText(_("There is no account for this person in Playvox yet."))
        else:
            self.account_label.setText(_("Playvox could not be asked about this person."))
        self.trace_list.set_rows(
            [
                ListRow(f"{i}", (t.target, t.value, t.expression, t.note))
                for i, t in enumerate(preview.trace)
            ]
        )
        self.person_list.set_rows([ListRow(name, (name, value)) for name, value in preview.attributes])

    def _draw_differences(self, preview: PreviewView) -> None:
        changes = sum(row.changes for row in preview.differences)
        self.difference_label.setText(
            ngettext(
                "{n} attribute of the account would change:",
                "{n} attributes of the account would change:",
                changes,
            ).format(n=changes)
            if changes
            else _("Nothing about the account would change:")
        )
        self.difference_label.setVisible(bool(preview.differences))
        self.difference_list.setVisible(bool(preview.differences))
        self.difference_list.set_rows([_difference(row) for row in preview.differences])


def _difference(row: DifferenceRow) -> ListRow:
    if not row.changes:
        return ListRow(row.target, (row.target, row.now, row.after, _("stays")))
    note = _("changes") if row.now else _("is added")
    return ListRow(row.target, (row.target, row.now, row.after, note), "change" if row.now else "add")


def person_name(person: PersonRow) -> str:
    """Return name and sign-in name in one line."""
    if not person.detail:
        return person.name
    return _("{name} ({detail})").format(name=person.name, detail=person.detail)

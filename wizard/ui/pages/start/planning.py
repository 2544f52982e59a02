"""What to decide before the first click: who gets an account, which licenses that needs, which data."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.columns import Columns
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, strong


class PlanningCard(Card):
    """Three decisions, each with the page where it is made."""

    def __init__(self) -> None:
        super().__init__(_("Plan your provisioning"))
        columns = Columns(most=3, gap=GAP * 3)
        self.body.addWidget(columns)
        for title, text in (
            (
                _("Who gets an account"),
                _(
                    "Assigned users and groups only is the usual scope: assign one or two people first, "
                    "under “Users and groups”. All users and groups is chosen under “Turn on”, and a "
                    "scoping filter under “Mappings” limits it."
                ),
            ),
            (
                _("Licenses"),
                _(
                    "Assigning a group needs Microsoft Entra ID P1 or P2; assigning people does not. Entra "
                    "keeps the provisioning log for 30 days with such a license, and for 7 days without. "
                    "Ask Playvox whether your plan has room for everyone in scope."
                ),
            ),
            (
                _("Which data"),
                _(
                    "Eight attributes of each person go to Playvox. “Mappings” shows them, and what each "
                    "person's account will contain, before anything is sent."
                ),
            ),
        ):
            columns.add(_decision(title, text))


def _decision(title: str, text: str) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(strong(title))
    column.addWidget(TextLabel(text))
    column.addStretch(1)
    return part

"""Results of this computer and Microsoft's service side by side, and why they may differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import (
    TextLabel,
    strong,
)

if TYPE_CHECKING:
    from wizard.connection import ConnectionReport


class ComparisonCard(Card):
    """Hidden until a test has results of both sides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("This computer and Microsoft compared"),
            _("How far each side got. Microsoft returns a single message, so some steps are unknown."),
            parent,
        )
        self._report: ConnectionReport | None = None
        self.table = DetailsList(
            "sides",
            _("Both sides compared"),
            (_("Step"), _("From this computer"), _("From Microsoft's service")),
            filterable=False,
        )
        self.body.addWidget(self.table)
        self.reasons_lead = strong(_("Likely reasons, most likely first"))
        self.body.addWidget(self.reasons_lead)
        self.reasons = QWidget()
        self._reasons = QVBoxLayout(self.reasons)
        self._reasons.setContentsMargins(0, 0, 0, 0)
        self._reasons.setSpacing(GAP)
        self.body.addWidget(self.reasons)
        self.hide()

    def show_report(self, report: ConnectionReport | None) -> None:
        """Compare both sides of this test; None hides the comparison."""
        if report is self._report and report is not None:
            return
        self._report = report
        if report is None:
            self.hide()
            return
        # Imports httpx and cryptography, which the window's first paint does not need.
        from wizard.connection.vantage_points import sides

        stages = sides(report)
        self.table.set_rows(
            [
                ListRow(each.id, (each.title, each.here.text, each.microsoft.text), _icon(each.differs))
                for each in stages
            ]
        )
        self._list_reasons(report)
        self.setVisible(bool(stages))

    def _list_reasons(self, report: ConnectionReport) -> None:
        while (old := self._reasons.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, reason in enumerate(report.reasons, start=1):
            words = reason.explanation
            todo = "".join(f"\n• {line}" for line in words.do)
            self._reasons.addWidget(TextLabel(f"{number}. {words.what}{todo}"))
        self.reasons_lead.setVisible(bool(report.reasons))
        self.reasons.setVisible(bool(report.reasons))


def _icon(differs: bool) -> str:
    return "warning" if differs else ""

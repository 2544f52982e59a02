"""Results of this computer and Microsoft's service side by side, and why they may differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.columns import stacked
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.fold import Fold, framed
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
    strong,
)

if TYPE_CHECKING:
    from wizard.connection import ConnectionReport


class ComparisonCard(Card):
    """Hidden until a test has results of both sides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._report: ConnectionReport | None = None
        self.asks = False
        """Whether it says more than the verdict does: then it must not stay folded."""
        self.sentence = TextLabel("")
        self.body.addWidget(self.sentence)
        self.reasons_lead = strong(_("Likely reasons, most likely first"))
        self.body.addWidget(self.reasons_lead)
        self.reasons = QWidget()
        self._reasons = QVBoxLayout(self.reasons)
        self._reasons.setContentsMargins(0, 0, 0, 0)
        self._reasons.setSpacing(GAP)
        self.body.addWidget(self.reasons)
        self.table = DetailsList(
            "sides",
            _("Both sides compared"),
            (_("Step"), _("From this computer"), _("From Microsoft's service")),
            filterable=False,
        )
        note = _("How far each side got. Microsoft returns a single message, so some steps are unknown.")
        steps = stacked(caption(note), self.table)
        self.steps_fold = Fold("steps-compared", _("Compare step by step"), steps)
        self.body.addWidget(self.steps_fold)
        self.hide()

    def show_report(self, report: ConnectionReport | None) -> None:
        """Compare both sides of this test; None hides the comparison."""
        if report is self._report and report is not None:
            return
        self._report = report
        if report is None:
            self.asks = False
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
        said = _difference(report)
        self.sentence.setText(said)
        self.sentence.setVisible(bool(said))
        self.asks = bool(said or report.reasons)
        self.steps_fold.suggest(opened=not report.reasons)
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


class ComparisonFold(Fold):
    """The comparison, open while it says more than the verdict."""

    def __init__(self) -> None:
        self.card = ComparisonCard()
        super().__init__("sides", _("This computer and Microsoft compared"), framed(self.card))
        self.hide()

    def show_report(self, report: ConnectionReport | None, *, opened: bool) -> None:
        """Compare both sides of this test; `opened` says that every result is wanted."""
        self.card.show_report(report)
        well = report is not None and str(report.verdict) == "works"
        self.setVisible(not self.card.isHidden() and (opened or not well))
        self.suggest(opened=opened or self.card.asks)


def _difference(report: ConnectionReport) -> str:
    """What it means that the sides differ, unless the verdict says it already."""
    found = [each for each in report.checks if each.id == "difference" and each is not report.deciding]
    words = found[0].explanation if found else None
    return " ".join(part for part in (words.what, words.why) if part) if words is not None else ""


def _icon(differs: bool) -> str:
    return "warning" if differs else ""

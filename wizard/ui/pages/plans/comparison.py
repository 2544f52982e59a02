"""Result of a plan: numbers, everyone's result, and the reasons for one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.outcome_rows import OutcomeRowsList
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, strong
from wizard.ui.widgets.tile import NumberTile

if TYPE_CHECKING:
    from wizard.steps.plans.view import ComparisonView, OutcomeRows


class PlanOutcomeCard(Card):
    """Hidden until a plan was compared."""

    link_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("What happened"))
        tiles = QWidget()
        flow = FlowLayout(tiles, gap=GAP + 4)
        self.tiles = {
            "as_planned": NumberTile("tile-as-planned", _("as planned")),
            "differently": NumberTile("tile-differently", _("differently")),
            "not_yet": NumberTile("tile-not-yet", _("not yet")),
            "unknown": NumberTile("tile-outcome-unknown", _("unknown")),
            "was_unknown": NumberTile("tile-was-unknown", _("unknown in the plan")),
        }
        for tile in self.tiles.values():
            flow.addWidget(tile)
        self.body.addWidget(tiles)
        self.sentences = TextLabel("")
        self.body.addWidget(self.sentences)
        self.rows = OutcomeRowsList("outcomes", _("What happened"))
        self.rows.selected.connect(self._show)
        self.body.addWidget(self.rows)
        self.person = strong("")
        self.reasons = TextLabel("")
        self.body.addWidget(self.person)
        self.body.addWidget(self.reasons)
        self.open_row = QWidget()
        buttons = FlowLayout(self.open_row, gap=GAP)
        self.open_button = Button("open-person", _("Open this person in Entra"), "open", SUBTLE)
        self.open_button.clicked.connect(self._open)
        buttons.addWidget(self.open_button)
        self.body.addWidget(self.open_row)
        self._link = ""
        self._source: OutcomeRows | None = None
        self.draw(None)

    def draw(self, comparison: ComparisonView | None) -> None:
        """Show this comparison; None hides the card."""
        self.setVisible(comparison is not None)
        source = comparison.rows if comparison is not None else None
        if source is not self._source:
            self._source = source
            self._clear_person()
        if comparison is None:
            self.rows.set_rows(None)
            return
        for verdict, tile in self.tiles.items():
            tile.set_number(comparison.counts.get(verdict, 0))
        for verdict in ("unknown", "was_unknown"):
            self.tiles[verdict].setVisible(comparison.counts.get(verdict, 0) > 0)
        self.sentences.setText("\n".join((comparison.sentence, *comparison.notes)))
        self.rows.set_rows(comparison.rows, _("The plan concerned nobody."))

    def _clear_person(self) -> None:
        for part in (self.person, self.reasons, self.open_row):
            part.hide()

    def _show(self, row_id: str) -> None:
        found = self._source.row(row_id) if self._source is not None else None
        if found is None:
            self._clear_person()
            return
        self._link = found.link
        self.person.setText(f"{found.name} – {found.verdict_name}")
        self.reasons.setText("\n".join(f"{title}: {sentence}" for title, sentence in found.lines))
        self.person.show()
        self.reasons.show()
        self.open_row.setVisible(bool(found.link))

    def _open(self) -> None:
        self.link_opened.emit(self._link)

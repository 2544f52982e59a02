"""People affected by a commit: numbers, rows, and a number to type when many lose access."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from wizard.messages import _, explain, ngettext, pgettext
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.plan_rows import PlanRowsList
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel
from wizard.ui.widgets.tile import NumberTile

if TYPE_CHECKING:
    from wizard.steps.base.people_impact import PeopleImpact

_ACTIONS = ("create", "link", "update", "deactivate", "skip", "unknown")


class PeopleImpactCard(Card):
    """Says that it is calculating until `show_impact`; then numbers and rows, or why they are unknown."""

    decided = Signal()
    """The value of `may_commit` changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Affected people"))
        if parent is not None:
            self.setParent(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # progress of the calculation
        self.setObjectName("people-impact")
        self.setAccessibleName(_("Affected people"))
        self._known = False
        self._wanted = ""
        self.state = TextLabel(_("Calculating who is affected …"))
        self.state.setObjectName("impact-state")
        self.body.addWidget(self.state)
        self._tiles = QWidget()
        flow = FlowLayout(self._tiles, gap=GAP + 4)
        words = (
            pgettext("accounts", "created"),
            pgettext("accounts", "already agree"),
            pgettext("accounts", "updated"),
            pgettext("accounts", "deactivated"),
            pgettext("people", "skipped"),
            pgettext("people", "unknown"),
        )
        self.tiles = {
            action: NumberTile(f"impact-{action}", word)
            for action, word in zip(_ACTIONS, words, strict=True)
        }
        for tile in self.tiles.values():
            flow.addWidget(tile)
        self.body.addWidget(self._tiles)
        self.unknown_bar = MessageBar("impact-unknown", dismissable=False)
        self.body.addWidget(self.unknown_bar)
        self.typed = TextField("impact-typed", _("Number of people who lose access"))
        self.field = Field(_("Number of people who lose access"), self.typed, "")
        self.body.addWidget(self.field)  # above the rows: the commit waits for it
        self.typed.textChanged.connect(self._typed)
        for part in (self._tiles, self.field):
            part.hide()

    @cached_property
    def rows(self) -> PlanRowsList:
        """The table of people; created when it is needed, for the dialog opens sooner without it."""
        made = PlanRowsList("impact-rows", _("Affected people"), self)
        made.hide()
        self.body.addWidget(made)
        return made

    @property
    def may_commit(self) -> bool:
        """Whether the numbers are known, or known to be unknown, and typed where that is required."""
        return self._known and self.typed.text().strip() == self._wanted

    def show_progress(self, sentence: str) -> None:
        """Show the progress of the calculation."""
        if not self._known:
            self.state.setText(_("Calculating who is affected: {progress}").format(progress=sentence))

    def show_impact(self, impact: PeopleImpact) -> None:
        """Show the result of the calculation."""
        view, number = impact.view, impact.must_type
        self._known = True
        if view is None:
            self.state.setText(_("Who is affected is unknown."))
            if impact.problem is not None:
                words = explain(impact.problem)
                self.unknown_bar.show_message(Tone.WARNING, words.what, words.why)
        else:
            self.state.setText("\n".join(view.sentences))
            numbers = {
                "create": view.create,
                "link": view.link,
                "update": view.update,
                "deactivate": view.deactivate,
                "skip": view.skip,
                "unknown": view.unknown,
            }
            for action, tile in self.tiles.items():
                tile.set_number(numbers[action])
            self.tiles["unknown"].setVisible(view.unknown > 0)
            self._tiles.show()
            self.rows.set_rows(view.rows, _("Nobody is affected."))
            self.rows.show()
        if number is not None:
            self._wanted = str(number)
            self.field.set_message(
                ngettext(
                    "{n} person loses access or may lose it. Type {n} to confirm.",
                    "{n} people lose access or may lose it. Type {n} to confirm.",
                    number,
                ).format(n=number)
            )
            self.field.show()
            self.typed.setFocus()
        announce(self, self.state.text())
        self.decided.emit()

    def _typed(self, _text: str) -> None:
        self.decided.emit()

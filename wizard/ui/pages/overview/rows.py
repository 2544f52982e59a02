"""One card of the overview: state, evidence, since when, and its button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.messages.pages import go_to
from wizard.messages.times import moment
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.widgets.button import STANDARD, Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.heading import section_title
from wizard.ui.widgets.sign import Badge
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, caption

if TYPE_CHECKING:
    from wizard.steps.overview.view import OverviewCard


def look_of(state: str) -> tuple[str, Tone, str]:
    """Icon, color and word of a card's state."""
    return {
        "unread": ("clock", Tone.NEUTRAL, _("Not known")),
        "good": ("done", Tone.SUCCESS, _("Good")),
        "attention": ("warning", Tone.WARNING, _("Needs attention")),
        "broken": ("error", Tone.ERROR, _("Broken")),
        "none": ("ready", Tone.NEUTRAL, _("None")),
    }[state]


class OverviewRow(Card):
    """Shows one card; `wanted` carries the id of the page its button leads to."""

    wanted = Signal(str)

    def __init__(self, card_id: str) -> None:
        super().__init__()
        self.setObjectName(f"card-{card_id}")
        self._page = ""
        column = QVBoxLayout()
        column.setSpacing(2)
        self.body.addLayout(column)
        head = QWidget()
        line = FlowLayout(head, gap=GAP + 4)
        self._title = section_title("")
        self._title.setWordWrap(False)
        self._badge = Badge()
        self._button = Button(f"card-{card_id}-go", "", "", STANDARD)
        self._button.clicked.connect(self._go)
        for part in (self._title, self._badge, self._button):
            line.addWidget(part)
        column.addWidget(head)
        self._sentence = TextLabel("")
        self._detail = caption("")
        self._times = caption("")
        for label in (self._sentence, self._detail, self._times):
            column.addWidget(label)
        self.body.addStretch(1)

    def show_card(self, card: OverviewCard) -> None:
        """Draw a card."""
        sign, tone, word = look_of(str(card.state))
        self._page = card.page
        self._title.setText(card.title)
        self._badge.set_badge(sign, word, tone)
        times = []
        if card.since is not None:
            times.append(_("Since {time}.").format(time=moment(card.since)))
        if card.read is not None:
            times.append(_("Read at {time}.").format(time=moment(card.read)))
        for label, text in (
            (self._sentence, card.sentence),
            (self._detail, card.detail),
            (self._times, " ".join(times)),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._button.setVisible(bool(card.page))
        if card.page:
            self._button.set_label(go_to(card.page))
        self.setAccessibleName(f"{card.title}: {word}. {card.sentence}")

    def _go(self) -> None:
        self.wanted.emit(self._page)

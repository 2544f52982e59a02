"""Overview: one sentence, a card for each part, and where to do something about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.messages.times import moment
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.overview.report import ReportRow
from wizard.ui.pages.overview.rows import OverviewRow
from wizard.ui.session.background import BackgroundTask
from wizard.ui.widgets.bar_chart import BarChart
from wizard.ui.widgets.button import PRIMARY, SUBTLE, Button
from wizard.ui.widgets.columns import Columns
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import caption

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.overview.step import OverviewStep
    from wizard.steps.overview.view import OverviewView
    from wizard.ui.pages.overview.watching import WatchingCard

_TONES = {"ok": Tone.SUCCESS, "attention": Tone.WARNING, "broken": Tone.ERROR}


class OverviewPage(Page["OverviewStep"]):
    """Whether provisioning works, since when, and who is missing."""

    step_id: ClassVar[str] = "overview"

    def step_of(self, assistant: Assistant) -> OverviewStep:
        return assistant.overview

    def title(self) -> str:
        return _("Overview")

    def lead(self) -> str:
        return _("Whether provisioning works. This page refreshes while it is open.")

    def build(self) -> None:
        self._watch: BackgroundTask | None = None
        self._rows: dict[str, OverviewRow] = {}
        self._charts: dict[str, BarChart] = {}
        self.watching_card: WatchingCard | None = None
        inside = QWidget()
        self._chart_column = QVBoxLayout(inside)
        self._chart_column.setContentsMargins(0, 0, 0, 0)
        self._chart_fold = Fold("charts", _("Charts of the newest results"), inside)
        self.summary = MessageBar("overview-summary", dismissable=False)
        self.body.addWidget(self.summary)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.recover_button = Button("recover", _("Recover"), "refresh", PRIMARY)
        self.recover_button.clicked.connect(self._recover)
        self.refresh_button = Button("refresh-overview", _("Refresh"), "refresh", SUBTLE)
        self.refresh_button.clicked.connect(self._refresh)
        self.count_button = Button("count-missing", _("Count who is missing"), "people", SUBTLE)
        self.count_button.clicked.connect(self._count)
        self.missing_button = Button("show-missing", _("Show who is missing"), "people", SUBTLE)
        self.missing_button.clicked.connect(self._show_missing)
        for button in (self.recover_button, self.missing_button, self.count_button, self.refresh_button):
            flow.addWidget(button)
        for button in (self.recover_button, self.missing_button, self.count_button):
            button.hide()  # until it was read that there is something to do
        self.report = ReportRow(self.session)
        self.report.said.connect(self._report_said)
        flow.addWidget(self.report)
        self.body.addWidget(row)
        self.report_message = MessageBar("report-message")
        self.report_message.hide()
        self.body.addWidget(self.report_message)
        self.read_at = caption("")
        self.body.addWidget(self.read_at)
        self.cards = Columns()
        self.body.addWidget(self.cards)

    def draw(self, step: OverviewStep) -> None:
        view = step.view
        tone = _TONES[str(view.health)] if view.known and view.existing else Tone.INFO
        if tone is Tone.WARNING and not any(card.needs_attention for card in view.cards):
            tone = Tone.INFO  # what is not read yet needs nobody's decision
        self.summary.show_message(tone, view.sentence, view.people_sentence)
        self.recover_button.setVisible(view.quarantine is not None)
        self.count_button.setVisible(view.people.estimate is not None)
        self.missing_button.setVisible(bool(view.people.missing))
        self.read_at.setText(_read(view))
        self.read_at.setVisible(bool(self.read_at.text()))
        for card in view.cards:
            if card.id not in self._rows:
                row = self._rows[card.id] = OverviewRow(card.id)
                row.wanted.connect(self.page_wanted)
                self.cards.add(row)
            self._rows[card.id].show_card(card)
        # While nothing was read each card would say the same as the sentence above.
        self.cards.setVisible(any(str(card.state) != "unread" for card in view.cards))
        for chart in view.charts:
            if chart.id not in self._charts:
                self._charts[chart.id] = BarChart(f"chart-{chart.id}")
                card_of_chart = Card(chart.title)
                card_of_chart.body.addWidget(self._charts[chart.id])
                self._chart_column.addWidget(card_of_chart)
            self._charts[chart.id].show_chart(chart)
        self._chart_fold.setVisible(bool(view.charts) and view.existing)
        self.body.addWidget(self._chart_fold)  # below the cards
        watching = self.session.watching
        if watching is not None and self.watching_card is None:
            from wizard.ui.pages.overview.watching import WatchingCard

            self.watching_card = WatchingCard(watching)
        if self.watching_card is not None:
            self.body.addWidget(self.watching_card)
        self._watch_if_open()

    # Reading while the page is open.

    def enter(self) -> None:
        self._watch_if_open()

    def leave(self) -> None:
        self._stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch_if_open()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stop()

    def _watch_if_open(self) -> None:
        step = self.step
        if step is None or self._watch is not None or not self.isVisible() or self.window().isMinimized():
            return
        if step.view.existing and str(step.state) != "locked":
            self._watch = self.session.run(self.assistant.overview.watch())
            self._watch.finished.connect(self._watch_ended)

    def _stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()

    def _watch_ended(self) -> None:
        self._watch = None

    def _report_said(self, tone: Tone, headline: str, text: str) -> None:
        self.report_message.show_message(tone, headline, text)
        self.report_message.show()

    def _recover(self) -> None:
        self.page_wanted.emit("recover")

    def _refresh(self) -> None:
        self.intend(lambda step: step.refresh())

    def _show_missing(self) -> None:
        self.page_wanted.emit("turn_on")  # its plan names them, and says why each is missing

    def _count(self) -> None:
        self.intend(lambda step: step.count())


def _read(view: OverviewView) -> str:
    if view.read is None:
        return ""
    if view.stale:
        return _("Entra cannot be read now. This was read at {time}.").format(time=moment(view.read))
    return _("Read at {time}.").format(time=moment(view.read))

"""Monitor: state, progress, recent results, pause."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QComboBox, QProgressBar, QWidget

from wizard.messages import _
from wizard.messages.times import moment
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.lines import outcome
from wizard.ui.pages.base.page import Page
from wizard.ui.session.background import BackgroundTask
from wizard.ui.widgets.button import SUBTLE, WARY, Button
from wizard.ui.widgets.copy_field import CopyField
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
)
from wizard.ui.widgets.tile import NumberTile

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.base.quarantine import QuarantineView
    from wizard.steps.monitor.step import MonitorStep
    from wizard.steps.monitor.view import (
        EventRow,
        MonitorView,
    )


class MonitorPage(Page["MonitorStep"]):
    """The state and results of the running job."""

    step_id: ClassVar[str] = "monitor"

    def step_of(self, assistant: Assistant) -> MonitorStep:
        return assistant.monitor

    def title(self) -> str:
        return _("Monitor")

    def lead(self) -> str:
        return _(
            "How provisioning is doing. Cycles run about every 40 minutes; the first one takes longer. "
            "This page refreshes while it is open."
        )

    def build(self) -> None:
        self._watch: BackgroundTask | None = None
        self._on = False
        self._quarantined = False
        self.quarantine_bar = MessageBar("quarantine", dismissable=False)
        self.body.addWidget(self.quarantine_bar)
        self._build_state()
        self._build_events()
        self._build_restart()

    def _build_state(self) -> None:
        card = self.card(_("Provisioning"))
        self.state_bar = MessageBar("job-state", dismissable=False)
        card.body.addWidget(self.state_bar)
        self.progress_label = caption(_("The running cycle"))
        self.progress = QProgressBar()
        self.progress.setObjectName("cycle-progress")
        self.progress.setAccessibleName(_("Progress of the running cycle"))
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(GAP)
        self.progress_note = caption("")
        for part in (self.progress_label, self.progress, self.progress_note):
            card.body.addWidget(part)
        tiles = QWidget()
        flow = FlowLayout(tiles, gap=GAP + 4)
        self.people_tile = NumberTile("tile-linked", _("people linked with Playvox"))
        flow.addWidget(self.people_tile)
        card.body.addWidget(tiles)
        self.last_run = TextLabel("")
        self.next_run = TextLabel("")
        card.body.addWidget(self.last_run)
        card.body.addWidget(self.next_run)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        flow.addWidget(TextLabel(_("Job ID"), secondary=True, wrap=False))
        self.job_id = CopyField("job-id", _("Copy the job ID"))
        flow.addWidget(self.job_id)
        card.body.addWidget(row)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.refresh_button = Button("refresh-monitor", _("Refresh"), "refresh", SUBTLE)
        self.refresh_button.clicked.connect(self._refresh)
        flow.addWidget(self.refresh_button)
        self.history_button = Button("monitor-history", _("What was changed"), "clock", SUBTLE)
        self.history_button.clicked.connect(lambda: self.page_wanted.emit("history"))
        flow.addWidget(self.history_button)
        self.plans_button = Button("monitor-plans", _("Compare with a saved plan"), "compare", SUBTLE)
        self.plans_button.clicked.connect(lambda: self.page_wanted.emit("plans"))
        flow.addWidget(self.plans_button)
        card.body.addWidget(row)
        self.read_at = caption("")
        card.body.addWidget(self.read_at)

    def _build_events(self) -> None:
        card = self.card(_("Recent results"), _("From the provisioning log, newest first."))
        self.events = DetailsList(
            "events",
            _("Recent results"),
            (_("Person"), _("Result"), _("Action"), _("When"), _("What happened"), _("Code")),
        )
        self.events_counted = caption("")
        self.events_counted.setObjectName("events-counted")
        card.body.addWidget(self.events_counted)
        card.body.addWidget(self.events)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.logs_button = Button("monitor-logs", _("Search all logs"), "search", SUBTLE)
        self.logs_button.clicked.connect(lambda: self.page_wanted.emit("logs"))
        flow.addWidget(self.logs_button)
        card.body.addWidget(row)

    def _build_restart(self) -> None:
        self.restart_card = Card("", _("Clears stored state and starts a full cycle."))
        self.restart_fold = Fold("restart", _("Restart provisioning"), self.restart_card)
        self.body.addWidget(self.restart_fold)
        self.restart_box = QComboBox()
        self.restart_box.setObjectName("restart-choice")
        self.restart_box.setAccessibleName(_("Clear stored state"))
        self.restart_box.currentIndexChanged.connect(self._show_meaning)
        self.restart_field = Field(_("Clear stored state"), self.restart_box, " ")
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.restart_button = Button("restart", _("Restart provisioning"), "warning", WARY)
        self.restart_button.clicked.connect(self._restart)
        flow.addWidget(self.restart_button)
        self.restart_card.body.addWidget(self.restart_field)
        self.restart_card.body.addWidget(row)
        self.restart_fold.hide()

    def enter(self) -> None:
        step = self.step
        if step is not None and step.state != "locked" and self._watch is None:
            self._watch = self.session.run(self.assistant.monitor.watch())
            self._watch.finished.connect(self._watch_ended)

    def leave(self) -> None:
        if self._watch is not None:
            self._watch.cancel()

    def _watch_ended(self) -> None:
        self._watch = None

    # Drawing.

    def draw(self, step: MonitorStep) -> None:
        view = step.view
        self._on = view.on
        self._quarantined = view.quarantine is not None
        self._draw_quarantine(view.quarantine)
        self._draw_state(view)
        known = view.progress is not None
        self.progress.setVisible(known)
        self.progress_label.setVisible(known)
        self.progress.setValue(round((view.progress or 0) * 1000))
        self.progress_note.setText(view.progress_note)
        self.progress_note.setVisible(known and bool(view.progress_note))
        self.people_tile.set_number(view.people_in_playvox)
        self.last_run.setText(_line(_("Last cycle"), view.last_run, view.last_run_sentence))
        self.next_run.setText(_line(_("Next cycle"), view.next_run, ""))
        self.last_run.setVisible(view.last_run is not None or bool(view.last_run_sentence))
        # In quarantine the bar above has the next attempt, which is the same time.
        self.next_run.setVisible(view.next_run is not None and view.quarantine is None)
        self.job_id.set_value(view.job_id)
        self.read_at.setText(_("Read at {time}.").format(time=moment(view.read)) if view.read else "")
        self.read_at.setVisible(view.read is not None)
        self.events.set_rows([_event(row) for row in view.events], view.events_note)
        self.events_counted.setText(view.events_counted)
        self.events_counted.setVisible(bool(view.events_counted))
        self._draw_restart(view)

    def _draw_state(self, view: MonitorView) -> None:
        if view.quarantine is not None:
            self.state_bar.clear()  # the bar above says all of it
            return
        state = f" ({view.code})" if view.code else ""
        sentence = view.sentence or _("No provisioning job was read yet.")
        self.state_bar.show_message(Tone.SUCCESS if view.on else Tone.INFO, sentence + state)

    def _draw_quarantine(self, view: QuarantineView | None) -> None:
        if view is None:
            self.quarantine_bar.clear()
            return
        lines = [f"• {remedy}" for remedy in view.remedies]
        if view.since:
            lines.append(_("Since {time}.").format(time=moment(view.since)))
        if view.next_attempt:
            lines.append(_("Next attempt: {time}.").format(time=moment(view.next_attempt)))
        if view.gives_up:
            lines.append(
                _("Will be disabled on {time} unless this is fixed.").format(time=moment(view.gives_up))
            )
        self.quarantine_bar.show_message(
            Tone.WARNING, _("Quarantine: {cause}").format(cause=view.cause), "\n".join(lines), view.detail
        )

    def _draw_restart(self, view: MonitorView) -> None:
        self.restart_fold.setVisible(bool(view.restart_choices) and bool(view.job_id))
        shown = [self.restart_box.itemData(i)[0] for i in range(self.restart_box.count())]
        if [choice.id for choice in view.restart_choices] == shown:
            return
        self.restart_box.clear()
        for number, choice in enumerate(view.restart_choices):
            self.restart_box.addItem(choice.title, (choice.id, choice.meaning))
            if choice.usual:
                self.restart_box.setCurrentIndex(number)
        self._show_meaning()

    def _show_meaning(self) -> None:
        data = self.restart_box.currentData()
        self.restart_field.help.setText(data[1] if data else "")

    # Commits.

    def commits(self) -> tuple[Commit, ...]:
        step = self.step
        if step is None or not step.view.job_id:
            return ()
        start = Commit(
            "start-again",
            _("Start provisioning"),
            "play",
            plan=lambda: self.assistant.monitor.plan_start(),
            act=lambda: self.assistant.monitor.start(),
            title=_("Start provisioning again"),
            done_text=_("Provisioning is started."),
        )
        pause = Commit(
            "pause",
            _("Stop provisioning"),
            "pause",
            plan=lambda: self.assistant.monitor.plan_pause(),
            act=lambda: self.assistant.monitor.pause(),
            primary=False,
            destructive=True,
            title=_("Stop provisioning"),
            done_text=_("Provisioning is stopped."),
        )
        if self._quarantined:
            return (pause, start)
        return (pause,) if self._on else (start,)

    def _restart(self) -> None:
        data = self.restart_box.currentData()
        if not data:
            return
        chosen = str(data[0])
        self.commit_wanted.emit(
            Commit(
                "restart",
                _("Restart provisioning"),
                "warning",
                plan=lambda: self.assistant.monitor.plan_restart(chosen),
                act=lambda: self.assistant.monitor.restart(chosen),
                destructive=True,  # what Entra knows of people is cleared
                title=_("Restart provisioning"),
                done_text=_("Provisioning was restarted."),
            )
        )

    def _refresh(self) -> None:
        self.intend(lambda step: step.refresh())


def _line(label: str, when: datetime | None, sentence: str) -> str:
    if when is None:
        return _("{label}: {text}").format(label=label, text=sentence)
    if not sentence:
        return _("{label}: {text}").format(label=label, text=moment(when))
    return _("{label}, {time}: {text}").format(label=label, time=moment(when), text=sentence)


def _event(row: EventRow) -> ListRow:
    sign, _color, word = outcome(row.status)
    return ListRow(
        row.id,
        (row.person or row.target, word, row.action, moment(row.when), row.sentence, row.code),
        sign,
        row.sentence,
    )

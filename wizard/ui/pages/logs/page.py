"""Logs: what happened to each person, by cause, and one entry in full."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QComboBox, QWidget

from wizard.messages import _, ngettext, number
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.draft import PageDraft, RestoreResult, UnsavedInput
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.logs.chosen import chosen_entries, read_chosen
from wizard.ui.pages.logs.entry import EntryCard
from wizard.ui.pages.logs.filters import LogFilters
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.details_list import DetailsList, ListRow
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.log_rows import SIGNS, LogRowsList
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.save_dialog import ask_where_to_save
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, caption

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.logs.step import LogsStep
    from wizard.steps.logs.view import GroupRow, LogChoice, LogsView


class LogsPage(Page["LogsStep"]):
    """The provisioning log of the application, as it is kept on this computer."""

    step_id: ClassVar[str] = "logs"

    def step_of(self, assistant: Assistant) -> LogsStep:
        return assistant.logs

    def title(self) -> str:
        return _("Logs")

    def lead(self) -> str:
        return _(
            "Everything Microsoft's service did or tried, person by person. It is read into a file on this "
            "computer, so that you can search it at any size and without waiting."
        )

    def build(self) -> None:
        self._groups: dict[str, GroupRow] = {}
        self._kept_days: tuple[int | None, ...] = ()  # as last drawn
        self._build_state()
        self._build_groups()
        self._build_entries()
        self.entry_card = EntryCard()
        self.entry_card.retry.connect(self._retry)
        self.entry_card.explain.connect(self._explain)
        self.entry_card.only_person.connect(self._only_person)
        self.body.addWidget(self.entry_card)
        self._build_kept()

    def _build_state(self) -> None:
        card = self.card(_("The log on this computer"))
        self.sentence = TextLabel("")
        self.sentence.setObjectName("log-state")
        card.body.addWidget(self.sentence)
        self.import_bar = MessageBar("log-import", dismissable=False)
        card.body.addWidget(self.import_bar)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.read_button = Button("log-read", _("Read new entries"), "refresh", SUBTLE)
        self.read_button.clicked.connect(self._read)
        self.stop_button = Button("log-stop", _("Stop reading"), "dismiss", SUBTLE)
        self.stop_button.clicked.connect(self._stop)
        self.save_button = Button("log-save", _("Save as a file"), "save", SUBTLE)
        self.save_button.clicked.connect(self._save)
        for button in (self.read_button, self.stop_button, self.save_button):
            flow.addWidget(button)
        card.body.addWidget(row)
        self.saved_bar = MessageBar("log-saved")
        card.body.addWidget(self.saved_bar)

    def _build_groups(self) -> None:
        self.groups_card = self.card(
            _("Causes"), _("Entries with the same cause and cure. Select one to see its entries.")
        )
        self.groups = DetailsList(
            "log-groups",
            _("Causes"),
            (_("What happened"), _("Entries"), _("What to do"), _("Microsoft's code")),
            filterable=False,
            most_rows=8,
        )
        self.groups.selected.connect(self._show_group)
        self.groups_card.body.addWidget(self.groups)

    def _build_entries(self) -> None:
        self.entries_card = self.card(_("Entries"))
        self.filters = LogFilters()
        self.filters.chosen.connect(self._choose)
        self.entries_card.body.addWidget(self.filters)
        self.newer_button = Button("log-newer", "", "refresh", SUBTLE)
        self.newer_button.clicked.connect(self._show_newer)
        row = QWidget()
        FlowLayout(row, gap=GAP).addWidget(self.newer_button)
        self.entries_card.body.addWidget(row)
        self.count = caption("")
        self.count.setObjectName("log-count")
        self.entries_card.body.addWidget(self.count)
        self.entries = LogRowsList("log-entries", _("Entries"))
        self.entries.selected.connect(self._show_entry)
        self.entries.counted.connect(self._counted)
        self.entries_card.body.addWidget(self.entries)

    def _build_kept(self) -> None:
        card = Card()
        self.body.addWidget(Fold("log-kept", _("Kept on this computer"), card))
        self.kept = TextLabel("")
        self.kept.setObjectName("log-kept")
        card.body.addWidget(self.kept)
        self.kept_box = QComboBox()
        self.kept_box.setObjectName("log-keep")
        for text, days in (
            (_("30 days, as Entra"), 30),
            (_("90 days"), 90),
            (_("One year"), 365),
            (_("For good"), None),
        ):
            self.kept_box.addItem(text, days)
        self.keep_button = Button("log-keep-save", _("Change how long"), "save")
        self.keep_button.clicked.connect(self._keep)
        card.body.addWidget(Field(_("Keep entries for"), self.kept_box, beside=self.keep_button))
        self.file = caption("")
        self.file.setObjectName("log-file")
        card.body.addWidget(self.file)

    def drafts(self) -> tuple[UnsavedInput, ...]:
        choice = PageDraft(self._choose_again)
        return (
            UnsavedInput(
                "logs.choice",
                ready=self._shows_entries,
                take=lambda: chosen_entries(self.assistant.logs.view.choice),
                put_back=choice.put_back,
                outcome=choice.outcome,
                drop=lambda: self._choose(read_chosen({})),
            ),
        )

    def _shows_entries(self) -> bool:
        step = self.step
        return step is not None and step.status.known and step.view.table is not None

    def _choose_again(self, value: object) -> RestoreResult:
        self._choose(read_chosen(value))
        return RestoreResult((_("Your choice of entries"),))

    def enter(self) -> None:
        step = self.step
        if step is not None and not step.waits:
            self.intend(lambda step: step.open())

    # Drawing.

    def draw(self, step: LogsStep) -> None:
        view = step.view
        self.sentence.setText(view.sentence)
        self._draw_import(view)
        self.read_button.setVisible(not view.importing)
        self.stop_button.setVisible(bool(view.importing))
        self.save_button.setVisible(view.table is not None)
        self._draw_groups(view)
        self.entries_card.setVisible(view.table is not None)
        self.filters.show_choice(view.choice, view.codes, view.folded)
        self.newer_button.setVisible(view.newer > 0 and view.table is not None)
        newer = ngettext("Show {n} newly read entry", "Show {n} newly read entries", view.newer)
        self.newer_button.set_label(newer.format(n=number(view.newer)))
        self.entries.set_entries(view.table, _("No entry fits. Change the choices above, or the search."))
        self.entry_card.show_entry(view.entry, view.retried)
        self.kept.setText(view.kept.sentence)
        self.file.setText(_("File: {file}").format(file=view.kept.file) if view.kept.file else "")
        if self._kept_days != (view.kept.days,):  # else what was chosen and not saved yet stays
            self._kept_days = (view.kept.days,)
            self.kept_box.setCurrentIndex(max(0, self.kept_box.findData(view.kept.days)))

    def _draw_import(self, view: LogsView) -> None:
        if view.importing:
            rest = _("You can search what is here meanwhile. Reading goes on when you leave this page.")
            self.import_bar.show_message(Tone.INFO, view.importing, rest)
        elif view.import_problem is not None:
            self.import_bar.show_problem(view.import_problem)
        else:
            self.import_bar.clear()

    def _draw_groups(self, view: LogsView) -> None:
        shown = [group for group in view.groups if view.choice.noise or not group.noise]
        self._groups = {group.key: group for group in shown}
        rows = [
            ListRow(
                group.key,
                (group.sentence, number(group.count), group.cure, group.code),
                SIGNS.get(group.status, "info"),
                group.sentence,
            )
            for group in shown
        ]
        self.groups_card.setVisible(view.table is not None)
        self.groups.set_rows(rows, _("No failures in this time."))

    def _counted(self, count: int, final: bool) -> None:
        if final:
            text = ngettext("{n} entry", "{n} entries", count)
        else:
            text = ngettext("{n} entry or more, counting …", "{n} entries or more, counting …", count)
        sentence = text.format(n=number(count))
        if self.entries.too_many_names:
            sentence += " " + _("Many names begin with the last word: type more of it, or all of it.")
        self.count.setText(sentence)

    # Choosing.

    def _choose(self, choice: LogChoice) -> None:
        self.intend(lambda step: step.choose(choice))

    def _show_group(self, key: str) -> None:
        step = self.step
        if step is not None and key != step.view.choice.group:
            self._choose(replace(step.view.choice, group=key))

    def _show_entry(self, identifier: str) -> None:
        self.intend(lambda step: step.show_entry(identifier))

    def _show_newer(self) -> None:
        self.intend(lambda step: step.show_newer())

    def _only_person(self) -> None:
        step = self.step
        if step is not None and (entry := step.view.entry) is not None:
            self._choose(replace(step.view.choice, person_id=entry.person_id, person=entry.person))

    def _explain(self) -> None:
        step = self.step
        if step is not None and (entry := step.view.entry) is not None:
            person = entry.person_id
            self.page_wanted.emit("why")
            self.session.run(self.assistant.why.ask(person))

    # Reading and saving.

    def _read(self) -> None:
        self.intend(lambda step: step.read_new())

    def _stop(self) -> None:
        self.intend(lambda step: step.stop_reading())

    def _save(self) -> None:
        kinds = ";;".join(
            (_("Excel (*.xlsx)"), _("Table (*.csv)"), _("JSON (*.json)"), _("JSON Lines (*.jsonl)"))
        )
        ask_where_to_save(
            self, "save-log-dialog", _("Save the shown entries"), kinds, "playvox-logs.xlsx", self._saved
        )

    def _saved(self, file: str) -> None:
        from wizard.steps.logs.lines import format_of

        path, text = Path(file), self.entries.filter_line.text()
        job = self.intend(lambda step: step.save(path, format_of(path), text))
        if job is not None:
            done = _("The log is saved in {file}.").format(file=path)
            job.done.connect(lambda: self.saved_bar.show_message(Tone.SUCCESS, done))

    # Commits.

    def _keep(self) -> None:
        days = self.kept_box.currentData()
        self.commit_wanted.emit(
            Commit(
                "log-keep",
                _("Change how long"),
                "save",
                plan=lambda: self.assistant.logs.plan_keep(days),
                act=lambda: self.assistant.logs.keep(days),
                title=_("Change how long logs are kept"),
                done_text=_("Saved."),
            )
        )

    def _retry(self) -> None:
        step = self.step
        if step is None or (entry := step.view.entry) is None:
            return
        person = entry.person_id
        self.commit_wanted.emit(
            Commit(
                "log-retry",
                _("Provision this person now"),
                "play",
                plan=lambda: self.assistant.turn_on.plan_provision_one(person),
                act=lambda: self._provision(person),
                title=_("Provision {name} now").format(name=entry.person),
                done_text=_("Microsoft's service answered; see the selected entry."),
            )
        )

    async def _provision(self, person: str) -> None:
        await self.assistant.turn_on.provision_one(person)
        trial = self.assistant.turn_on.view.trial
        if trial is not None:
            self.assistant.logs.tell_retried(trial.sentence)

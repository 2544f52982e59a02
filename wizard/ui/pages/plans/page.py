"""Saved plans: a list, the open plan, and its result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from wizard.messages import _, number
from wizard.messages.plan import action_name
from wizard.messages.times import moment
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.plans.comparison import PlanOutcomeCard
from wizard.ui.widgets.button import SUBTLE, WARY, Button
from wizard.ui.widgets.details_list import DetailsList, ListRow
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.plan_rows import PlanRowsList
from wizard.ui.widgets.save_dialog import ask_where_to_save
from wizard.ui.widgets.text import TextLabel, caption, strong

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.plans.step import PlansStep
    from wizard.steps.plans.view import OpenedPlan, SavedPlanRow

_COUNTED = ("create", "link", "update", "deactivate", "skip", "unknown")


class PlansPage(Page["PlansStep"]):
    """What was planned for this setup, and what happened."""

    step_id: ClassVar[str] = "plans"

    def step_of(self, assistant: Assistant) -> PlansStep:
        return assistant.plans

    def title(self) -> str:
        return _("Saved plans")

    def lead(self) -> str:
        return _(
            "Plans that were saved on this computer: by the button on the page Turn on, and whenever "
            "provisioning was started. Compare one with what happened once a provisioning cycle has ended."
        )

    def build(self) -> None:
        card = self.card(_("Saved plans"))
        self.list = DetailsList(
            "saved-plans",
            _("Saved plans"),
            (
                _("When"),
                _("Scope"),
                _("Planned"),
                _("Who"),
            ),
            filterable=False,
            most_rows=6,
        )
        card.body.addWidget(self.list)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.open_button = Button("open-plan", _("Open"), "reveal")
        self.compare_button = Button("compare-plan", _("Compare with what happened"), "compare")
        self.export_button = Button("export-plan", _("Save as a file"), "save", SUBTLE)
        self.delete_button = Button("delete-plan", _("Delete this plan"), "delete", WARY)
        for button, act in (
            (self.open_button, self._open),
            (self.compare_button, self._compare),
            (self.export_button, self._export),
            (self.delete_button, self._delete),
        ):
            button.clicked.connect(act)
            flow.addWidget(button)
        card.body.addWidget(row)
        self.hint = MessageBar("plans-hint", dismissable=False)
        card.body.addWidget(self.hint)
        card.body.addWidget(
            caption(
                _(
                    "Comparing reads the provisioning log and the accounts in Playvox. It changes nothing. "
                    "Files with the ending .jsonl.gz can be given to the command line: apply --plan, plan "
                    "compare."
                )
            )
        )
        self.comparison = PlanOutcomeCard()
        self.comparison.link_opened.connect(self.link_opened)
        self.body.addWidget(self.comparison)
        self.plan_card = self.card(_("The plan"))
        self.plan_title = strong("")
        self.sentences = TextLabel("")
        self.rows = PlanRowsList("saved-plan", _("The plan"))
        for part in (self.plan_title, self.sentences, self.rows):
            self.plan_card.body.addWidget(part)
        self._saved: dict[str, SavedPlanRow] = {}

    def enter(self) -> None:
        self.intend(lambda step: step.refresh())

    def draw(self, step: PlansStep) -> None:
        view = step.view
        self._saved = {row.id: row for row in view.rows}
        self.list.set_rows(
            [_row(each) for each in view.rows],
            self.absent(_("No plan was saved yet."))
            if view.signed_in
            else _("Sign in first: the list belongs to a tenant."),
        )
        if view.rows and not self.list.current:
            self.list.select(view.rows[0].id)
        self._draw_plan(view.opened)
        self.comparison.draw(view.comparison)

    def _draw_plan(self, opened: OpenedPlan | None) -> None:
        self.plan_card.setVisible(opened is not None)
        if opened is None:
            self.rows.set_rows(None)
            return
        self.plan_title.setText(opened.title)
        self.sentences.setText("\n".join(opened.plan.sentences))
        self.rows.set_rows(opened.plan.rows, _("Nobody is affected."))

    # Commits.

    def _chosen(self, *, readable: bool = True) -> SavedPlanRow | None:
        """The selected plan, after moving the focus to what is missing."""
        row = self._saved.get(self.list.current)
        if row is None:
            self.list.table.setFocus()
            self.hint.show_message(Tone.WARNING, _("Select a plan in the list first."))
        elif readable and row.when is None:
            self.hint.show_message(
                Tone.WARNING, _("This plan's file cannot be read. It can only be deleted.")
            )
            row = None
        else:
            self.hint.clear()
        return row

    def _open(self) -> None:
        row = self._chosen()
        if row is not None:
            self.intend(lambda step: step.open(row.id))

    def _compare(self) -> None:
        row = self._chosen()
        if row is not None:
            self.intend(lambda step: step.compare(row.id))

    def _export(self) -> None:
        row = self._chosen()
        if row is None or row.when is None:
            return
        kinds = ";;".join(
            (
                _("Plan for programs, compressed (*.jsonl.gz)"),
                _("Plan for programs (*.jsonl)"),
                _("Excel (*.xlsx)"),
                _("Table (*.csv)"),
            )
        )
        name = row.when.astimezone().strftime("plan-%Y-%m-%d-%H%M.jsonl.gz")
        title = _("Save the plan as a file")
        ask_where_to_save(
            self, "export-plan-dialog", title, kinds, name, lambda file: self._exported(row.id, file)
        )

    def _exported(self, plan_id: str, file: str) -> None:
        from wizard.plan.document import format_of

        path = Path(file)
        job = self.intend(lambda step: step.export(plan_id, path, format_of(path, None)))
        if job is not None:
            done = _("The plan is saved in {file}.").format(file=path)
            job.done.connect(lambda: self.hint.show_message(Tone.SUCCESS, done))

    def _delete(self) -> None:
        row = self._chosen(readable=False)
        if row is None:
            return
        self.commit_wanted.emit(
            Commit(
                "delete-saved-plan",
                _("Delete this plan"),
                "delete",
                plan=lambda: self.assistant.plans.plan_delete(row.id),
                act=lambda: self.assistant.plans.delete(row.id),
                destructive=True,
                title=_("Delete this plan"),
                done_text=_("The plan was deleted."),
            )
        )


def _row(row: SavedPlanRow) -> ListRow:
    if row.when is None:
        return ListRow(row.id, (_("The file cannot be read"), *("" for _column in range(3))), "error")
    counted = [(action_name(action), row.counts.get(action, 0)) for action in _COUNTED]
    numbers = ", ".join(f"{name}: {number(people)}" for name, people in counted if people)
    hint = f"{row.application}\n{row.account}".strip()
    return ListRow(
        row.id, (moment(row.when), row.scope, numbers or _("Nobody"), row.account), "clock", hint
    )

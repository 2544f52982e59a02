"""Turn on: scope, impact in plain words, one test user, then start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QCheckBox, QRadioButton, QVBoxLayout, QWidget

from wizard.messages import _, pgettext
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.connection_test.saved_test import SavedTest
from wizard.ui.pages.base.lines import (
    finding_line,
    outcome,
)
from wizard.ui.pages.base.page import Page
from wizard.ui.session.background import BackgroundTask
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.checklist import CheckLine, Checklist
from wizard.ui.widgets.columns import Columns
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.plan_rows import PlanRowsList
from wizard.ui.widgets.quality_card import QualityCard
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
    strong,
)
from wizard.ui.widgets.tile import NumberTile

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.base.plan_view import (
        PlanView,
    )
    from wizard.steps.turn_on.step import TurnOnStep
    from wizard.steps.turn_on.view import OnDemandView


class TurnOnPage(Page["TurnOnStep"]):
    """Shows every change before it is made."""

    step_id: ClassVar[str] = "turn_on"

    def step_of(self, assistant: Assistant) -> TurnOnStep:
        return assistant.turn_on

    def title(self) -> str:
        return _("Turn on")

    def lead(self) -> str:
        return _(
            "See what provisioning will do to each person, try it with one person, then start "
            "it. Removing somebody later deactivates the Playvox account; Playvox keeps it "
            "and its data."
        )

    def build(self) -> Iterator[None]:
        self.state_bar = MessageBar("provisioning-state", dismissable=False)
        self.body.addWidget(self.state_bar)
        self._build_scope()
        self._build_plan()
        yield
        self.quality = QualityCard()
        self.quality.recalculate.connect(self._compute)
        self.quality.file_chosen.connect(self._save_quality)
        self.body.addWidget(self.quality)
        yield
        self._build_trial()
        yield
        self.check_card = self.card(_("Ready to start?"))
        self.checklist = Checklist("go-live", _("Ready to start?"), fold_good=True)
        self.checklist.link_opened.connect(self.link_opened)
        self.check_card.body.addWidget(self.checklist)
        self.saved_test = SavedTest("turn-on-")
        self.saved_test.wanted.connect(self._test_saved)
        self.check_card.body.addWidget(self.saved_test)
        self._state = ""
        self._scope_differs = False
        self._restart_pending = False

    def _build_scope(self) -> None:
        card = self.card(_("Scope"))
        sides = Columns(gap=GAP * 3)
        card.body.addWidget(sides)
        left, right = (_column(sides) for _side in range(2))
        self.assigned_radio = QRadioButton(_("Sync only assigned users and groups"))
        self.all_radio = QRadioButton(_("Sync all users and groups"))
        for radio, name in ((self.assigned_radio, "scope-assigned"), (self.all_radio, "scope-all")):
            radio.setObjectName(name)
            radio.setAccessibleName(radio.text())
            radio.clicked.connect(self._send_scope)
            left.addWidget(radio)
        self.scope_note = caption("")
        left.addWidget(self.scope_note)
        self.keep_box = QCheckBox(_("Keep accounts active outside the scope"))
        self.keep_box.setObjectName("keep-out-of-scope")
        self.keep_box.setAccessibleName(self.keep_box.text())
        self.keep_box.clicked.connect(self._send_keep)
        right.addWidget(self.keep_box)
        self.keep_note = caption(
            _(
                "Usually off: people who are no longer in scope are deactivated in "
                "Playvox. People who are disabled or deleted in Entra are deactivated "
                "either way."
            )
        )
        right.addWidget(self.keep_note)
        for column in (left, right):
            column.addStretch(1)

    def _build_plan(self) -> None:
        card = self.card(_("What will happen"))
        tiles = QWidget()
        flow = FlowLayout(tiles, gap=GAP + 4)
        self.tiles = {
            "create": NumberTile("tile-create", pgettext("accounts", "will be created")),
            "link": NumberTile("tile-link", pgettext("accounts", "already agree")),
            "update": NumberTile("tile-update", pgettext("accounts", "will be updated")),
            "deactivate": NumberTile("tile-deactivate", pgettext("accounts", "will be deactivated")),
            "skip": NumberTile("tile-skip", pgettext("people", "will be skipped")),
            "unknown": NumberTile("tile-unknown", pgettext("people", "unknown")),
        }
        for tile in self.tiles.values():
            flow.addWidget(tile)
        card.body.addWidget(tiles)
        self.sentences = TextLabel("")
        card.body.addWidget(self.sentences)
        self.rows = PlanRowsList("plan", _("What will happen"))
        card.body.addWidget(self.rows)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.compute_button = Button("compute", _("Recalculate"), "refresh", SUBTLE)
        self.compute_button.clicked.connect(self._compute)
        flow.addWidget(self.compute_button)
        self.save_plan_button = Button("save-plan", _("Save this plan"), "save", SUBTLE)
        self.save_plan_button.clicked.connect(self._save_plan)
        flow.addWidget(self.save_plan_button)
        self.plans_button = Button("turn-on-plans", _("Saved plans"), "clock", SUBTLE)
        self.plans_button.clicked.connect(lambda: self.page_wanted.emit("plans"))
        flow.addWidget(self.plans_button)
        card.body.addWidget(row)

    def _build_trial(self) -> None:
        card = self.card(
            _("Provision on demand"),
            _(
                "Microsoft's service provisions one person right now. This is a real "
                "change, and the best proof."
            ),
        )
        self.people = DetailsList(
            "trial-people",
            _("People for the trial"),
            (_("Name"), _("Sign-in name")),
            filterable=False,
            most_rows=4,
        )
        card.body.addWidget(self.people)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.trial_button = Button("provision-one", _("Provision this person"), "person")
        self.trial_button.clicked.connect(self._trial)
        flow.addWidget(self.trial_button)
        card.body.addWidget(row)
        self.trial_bar = MessageBar("trial-result", dismissable=False)
        card.body.addWidget(self.trial_bar)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self.trial_fold = Fold("trial", _("Steps and values of the trial"), inside)
        card.body.addWidget(self.trial_fold)
        self.trial_steps = Checklist("trial-steps", _("Steps of the trial"))
        column.addWidget(self.trial_steps)
        self.trial_changes_label = strong(_("Values set in Playvox"))
        column.addWidget(self.trial_changes_label)
        self.trial_changes = DetailsList(
            "trial-changes",
            _("Values set in Playvox"),
            (_("Playvox attribute"), _("Value")),
            filterable=False,
        )
        column.addWidget(self.trial_changes)

    def enter(self) -> None:
        step = self.step
        if step is not None and step.state != "locked" and not step.running:
            self.session.run(_read_and_compute(step))

    # Drawing.

    def draw(self, step: TurnOnStep) -> None:
        view = step.view
        self._state = view.job_state
        self._draw_state(view.job_state)
        checks = (
            _("Ready to start?")
            if view.job_state not in ("on", "quarantine")
            else _("Checks of this setup")
        )
        if self.check_card.title is not None:
            self.check_card.title.setText(checks)
        self.checklist.setAccessibleName(checks)
        scope = str(view.scope)
        self.assigned_radio.setChecked(scope == "assigned")
        self.all_radio.setChecked(scope == "all")
        self._scope_differs = view.saved_scope is not None and str(view.saved_scope) != scope
        self._scope_differs = self._scope_differs or view.keep_active is not view.keep_saved
        self.keep_box.setVisible(view.keep_known)  # a box that nobody ticked would say "off"
        self.keep_note.setVisible(view.keep_known)
        self.keep_box.setChecked(view.keep_active)
        self._restart_pending = view.restart_pending
        self.scope_note.setText(
            _("Entra has something else saved. It is changed when you start, or with the button below.")
            if self._scope_differs
            else _(
                "The usual choice is assigned users and groups: you decide who gets an "
                "account by assigning."
            )
        )
        self._draw_plan(view.plan)
        self.quality.show_quality(view.quality)
        self.save_plan_button.setVisible(view.plan is not None)
        self.save_plan_button.set_label(_("This plan is saved") if view.plan_saved else _("Save this plan"))
        self.people.set_rows(
            [ListRow(p.id, (p.name, p.detail), "person") for p in view.people],
            _("Nobody is assigned yet.") if view.people_read else _("Not read yet."),
        )
        if view.people and not self.people.current:
            self.people.select(view.people[0].id)
        self._draw_trial(view.trial)
        self.check_card.setVisible(bool(view.checklist))
        self.saved_test.offer(view.test_permissions, possible=view.key_saved)
        self.checklist.set_lines([finding_line(finding) for finding in view.checklist])

    def _draw_state(self, state: str) -> None:
        if state == "on":
            self.state_bar.show_message(
                Tone.SUCCESS,
                _("Provisioning is on."),
                _(
                    "A cycle runs about every 40 minutes; the initial cycle takes longer. "
                    "Monitor shows how far it is."
                ),
            )
        elif state == "quarantine":
            self.state_bar.show_message(
                Tone.WARNING,
                _("Provisioning is in quarantine."),
                _("See Monitor for the cause and the way out."),
            )
        else:
            self.state_bar.clear()

    def _draw_plan(self, plan: PlanView | None) -> None:
        numbers = _numbers(plan) if plan is not None else {}
        for name, tile in self.tiles.items():
            tile.set_number(numbers.get(name))
        self.tiles["unknown"].setVisible(plan is not None and plan.unknown > 0)
        lines = list(plan.sentences) if plan is not None else [_("Not calculated yet.")]
        self.sentences.setText("\n".join(lines))
        self.rows.set_rows(plan.rows if plan else None, _("Nobody is affected.") if plan else "")
        self.rows.setVisible(plan is not None)

    def _draw_trial(self, trial: OnDemandView | None) -> None:
        self.trial_fold.setVisible(trial is not None)
        if trial is None:
            self.trial_bar.clear()
            return
        self.trial_fold.suggest(opened=not trial.succeeded)
        status = Tone.SUCCESS if trial.succeeded else Tone.WARNING
        self.trial_bar.show_message(status, trial.person.name, trial.sentence)
        lines = []
        for number, step in enumerate(trial.steps, start=1):
            sign, color, word = outcome(step.status)
            details = "\n".join(f"{name}: {value}" for name, value in step.details)
            lines.append(CheckLine(f"{number}", step.title, sign, color, word, step.description, details))
        self.trial_steps.set_lines(lines)
        self.trial_changes.set_rows([ListRow(name, (name, value)) for name, value in trial.changes])
        self.trial_changes.setVisible(bool(trial.changes))
        self.trial_changes_label.setVisible(bool(trial.changes))

    # Commits.

    def commits(self) -> tuple[Commit, ...]:
        start = Commit(
            "start-provisioning",
            _("Start provisioning"),
            "play",
            plan=lambda: self.assistant.turn_on.plan_start(),
            act=lambda: self.assistant.turn_on.start(),
            primary=self._state not in ("on", "quarantine"),
            title=_("Start provisioning"),
            done_text=_(
                "Provisioning is started. The initial cycle begins now and takes longer than the later "
                "ones, which run about every 40 minutes. Monitor shows how far it is."
            ),
        )
        save = Commit(
            "save-scope",
            _("Save the scope only") if self._scope_differs else _("Do the restart that is still needed"),
            "save",
            plan=lambda: self.assistant.turn_on.plan_save_scope(),
            act=lambda: self.assistant.turn_on.save_scope(),
            primary=self._state in ("on", "quarantine"),
            title=_("Save the scope") if self._scope_differs else _("Restart provisioning"),
            done_text=_("The scope is saved and in effect."),
        )
        unsaved = self._scope_differs or self._restart_pending
        starts = (start,) if self._state != "on" else ()  # nothing to start while it runs
        return (save, *starts) if unsaved else starts

    def _trial(self) -> None:
        person = self.people.current
        if not person:
            self.trial_bar.show_message(Tone.WARNING, _("Select a person first."))
            self.people.table.setFocus()
            return
        self.commit_wanted.emit(
            Commit(
                "provision-one",
                _("Provision this person"),
                "person",
                plan=lambda: self.assistant.turn_on.plan_provision_one(person),
                act=lambda: self.assistant.turn_on.provision_one(person),
                title=_("Provision one person now"),
            )
        )

    def _test_saved(self) -> None:
        self.intend(lambda step: step.test_saved())

    def _send_scope(self) -> None:
        from wizard.steps.turn_on.view import ScopeChoice

        scope = ScopeChoice.ALL if self.all_radio.isChecked() else ScopeChoice.ASSIGNED
        self._compute_after(self.answer(lambda step: step.set_scope(scope)))

    def _send_keep(self, keep: bool) -> None:
        self._compute_after(self.answer(lambda step: step.set_keep(keep)))

    def _compute_after(self, job: BackgroundTask | None) -> None:
        if job is not None:
            job.done.connect(self._compute)

    def _save_quality(self, file: str) -> None:
        self.intend(lambda step: step.save_quality(Path(file)))

    def _save_plan(self) -> None:
        """Save it; where that was done, show it among the saved ones."""
        step = self.step
        if step is not None and step.view.plan_saved:
            self.page_wanted.emit("plans")
        else:
            self.intend(lambda step: step.save_plan())

    def _compute(self) -> None:
        self.intend(lambda step: step.compute())


async def _read_and_compute(step: TurnOnStep) -> None:
    await step.refresh()
    if step.view.plan is None and step.problem is None:
        await step.compute()


def _column(sides: Columns) -> QVBoxLayout:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    sides.add(part)
    return column


def _numbers(plan: PlanView) -> dict[str, int]:
    """Number of people for each action, by the tiles' names."""
    return {
        "create": plan.create,
        "link": plan.link,
        "update": plan.update,
        "deactivate": plan.deactivate,
        "skip": plan.skip,
        "unknown": plan.unknown,
    }

"""Step 7, Turn on: scope, impact in plain words, one test user, then start."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar, Protocol

from wizard import plan
from wizard.connection import ConnectionReport
from wizard.entra import (
    directory,
)
from wizard.entra import (
    jobs as job,
)
from wizard.entra.directory import Person
from wizard.entra.on_demand import OnDemandResult
from wizard.entra.secrets import SavedSettings
from wizard.entra.status import SynchronizationJob
from wizard.messages import N_, _
from wizard.messages.change_warnings import change_warning
from wizard.messages.plan import plan_reason
from wizard.plan import Plan
from wizard.problem import ChangedMeanwhileError, Problem, ProblemError
from wizard.steps.base import access_changes, pending_restart
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.context import Context
from wizard.steps.base.cycles import last_run
from wizard.steps.base.derived import Derived
from wizard.steps.base.on_demand import provision_person
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.plan_view import PlanView
from wizard.steps.base.plan_words import plan_view
from wizard.steps.base.planning import compute_plan, plan_request, remove_other_plans, saved_plans
from wizard.steps.base.provisioning_job import no_job
from wizard.steps.base.quality_words import quality_view, save_quality
from wizard.steps.base.settings_saving import (
    save_settings,
    wanted_keep,
    with_scope,
)
from wizard.steps.base.step import (
    Step,
    StepState,
    StepStatus,
    commits,
    reads,
)
from wizard.steps.turn_on.checklist import checklist
from wizard.steps.turn_on.scope_preview import scope_preview
from wizard.steps.turn_on.trial import trial_view
from wizard.steps.turn_on.view import (
    OnDemandView,
    ScopeChoice,
    TurnOnView,
)

_CANDIDATES = 25


class TestedConnection(Protocol):
    """What this step needs of the step that tests the connection."""

    scope_size: int | None
    """People in scope, told to that step so that it can suggest a deletion threshold."""

    @property
    def report(self) -> ConnectionReport | None:
        """The last connection test; None: not run yet."""

    async def test_saved(self) -> None:
        """Have Microsoft's service test what Entra has saved; the result is the last connection test."""


class TurnOnStep(Step[TurnOnView]):
    """The final preview before accounts change, and the start."""

    id: ClassVar[str] = "turn_on"
    needs: ClassVar[tuple[str, ...]] = ("connection",)

    def __init__(self, context: Context, connection: TestedConnection) -> None:
        self._connection = connection
        self._of = ""
        self._plan: Plan | None = None
        self._plan_view: PlanView | None = None
        self._plan_saved = False
        self._plan_of: object = None  # the facts that the plan was computed from
        self._people: tuple[Person, ...] | None = None  # not read yet
        self._trial: tuple[Person, OnDemandResult] | None = None
        self._restart_pending = False
        self._planned: SavedSettings | None = None
        self._checklist = Derived(checklist)
        self._people_rows = Derived(_people_rows)
        self._trial_view = Derived(trial_view)
        self._quality_view = Derived(quality_view)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Turn on")

    def known(self) -> bool:
        """Whether the job was read."""
        return self.context.facts.job.value is not None

    def provides(self) -> bool:
        """Whether provisioning is on."""
        found = self.context.facts.provisioning_job
        return found is not None and found.is_on

    @reads(N_("Microsoft's service tests what Entra has saved …"))
    async def test_saved(self) -> None:
        """Test the saved connection without the key; the checklist shows the result."""
        await self._connection.test_saved()

    async def set_scope(self, scope: ScopeChoice) -> None:
        """Set the scope; nothing is saved before `start` or `save_scope`."""
        if self.context.store.profile.scope != scope:
            await self.context.store.remember(scope=ScopeChoice(scope).value)
            self._forget_plan()
        self.publish()

    async def set_keep(self, keep: bool) -> None:
        """Whether accounts stay active when people fall out of scope; saved together with the scope."""
        await self.context.store.remember(keep_out_of_scope=keep)
        self._forget_plan()
        self.publish()

    @reads(N_("Calculating what would happen to each person …"))
    async def compute(self) -> None:
        """Compute who would be created, linked, updated, deactivated or skipped, and why."""
        request = await plan_request(self.context, quality=True)
        found = await compute_plan(self.context, request)
        self._forget_plan()
        self._plan, self._plan_view = found, plan_view(found)
        self._plan_of = self._facts_of_plan()
        await asyncio.to_thread(remove_other_plans, found)
        self._connection.scope_size = found.header.in_scope

    @reads(N_("Saving the findings …"))
    async def save_quality(self, path: Path) -> None:
        """Write everyone behind the findings; raises `quality_gone`, `quality_not_saved`."""
        await save_quality(self._plan, path)

    @reads(N_("Saving the plan …"))
    async def save_plan(self) -> None:
        """Keep the plan that is shown; raises `plan_not_saved`."""
        await self._keep_plan()

    async def _keep_plan(self) -> None:
        if self._plan is not None:
            await asyncio.to_thread(saved_plans(self.context).save, self._plan)
            self._plan_saved = True

    async def close(self) -> None:
        await super().close()
        if self._plan is not None:
            self._plan.close()

    def _facts_of_plan(self) -> object:
        """What a plan follows from, as far as this program knows it: two equal values, the same plan."""
        facts = self.context.facts
        last = last_run(facts.provisioning_job)
        assigned = facts.assigned.value or ()
        return (
            frozenset((each.principal_id, each.app_role_id) for each in assigned),
            facts.saved.value,
            (last.time_ended or last.time_began) if last is not None else None,
            facts.provisioned,
        )

    def _forget_plan(self) -> None:
        """The plan does not fit any more."""
        old, self._plan, self._plan_view, self._plan_saved = self._plan, None, None, False
        if old is not None:
            old.discard()

    async def plan_provision_one(self, person_id: str) -> ChangePreview:
        """What provisioning this one person now would do."""
        person = await self._person(person_id)
        row = self._plan.row(person_id) if self._plan else None
        detail = (
            plan_reason(row.reason, row.facts) if row else _("whatever the mappings make of this person")
        )
        return ChangePreview(
            (PlannedChange("~", _("{name} in Playvox").format(name=person.display_name), detail),),
            (change_warning("one_person_at_once", person_id),),
            self.context.session.consents(),
        )

    @commits(N_("Provisioning one person …"))
    async def provision_one(self, person_id: str) -> None:
        """Have Microsoft's service provision this person now; `view.trial` shows each step of its answer.

        A refusal or a skip is shown, not raised; raised is only that the service could not be asked.
        """
        await self._provision(person_id)
        await self._recompute_plan()

    @commits(N_("Provisioning one person …"))
    async def provision_in_turn(self, person_id: str) -> OnDemandView:
        """The same for one of several people; `recompute_plan` comes after the last one."""
        await self._provision(person_id)
        assert self._trial is not None  # just made
        return trial_view(*self._trial)

    @reads(N_("Calculating what would happen to each person …"))
    async def recompute_plan(self) -> None:
        """Compute again the plan that is shown: people were provisioned since."""
        await self._recompute_plan()

    async def _recompute_plan(self) -> None:
        if self._plan is None:
            return
        try:
            await self.compute()
        except ProblemError:
            self._forget_plan()  # its numbers are those of before

    async def _provision(self, person_id: str) -> None:
        person = await self._person(person_id)
        result = await provision_person(self.context, person_id, person.display_name)
        self._trial = (person, result)

    @reads(N_("Comparing with what Entra has …"))
    async def plan_save_scope(self) -> ChangePreview:
        """What saving the chosen scope would change."""
        saved, _jobs = await asyncio.gather(
            self.context.facts.saved.refresh(), self.context.facts.job.refresh()
        )
        self._planned = saved
        return scope_preview(self.context, saved) + await self._pending_restart_preview(saved)

    @commits(N_("Saving the scope …"))
    async def save_scope(self) -> None:
        """Save the chosen scope, restarting the job where Entra needs that to notice it."""
        context = self.context
        async with context.writing():
            saved, jobs = await asyncio.gather(context.facts.saved.refresh(), context.facts.job.refresh())
            await self._save_scope(saved)
            if jobs and jobs[0].is_on:
                await pending_restart.restart_if_pending(context, context.facts.saved.value)

    @reads(N_("Comparing with what Entra has …"))
    async def plan_start(self) -> ChangePreview:
        """What starting would do: to the job, and to people."""
        saved, jobs = await asyncio.gather(
            self.context.facts.saved.refresh(), self.context.facts.job.refresh()
        )
        if not jobs:
            raise no_job(self.context)
        self._planned = saved
        return (
            scope_preview(self.context, saved)
            + self._switch_effect(jobs)
            + await self._pending_restart_preview(saved)
        )

    async def plan_switch_on(self) -> ChangePreview:
        """What switching on alone would do, also for a job that is still to be made."""
        saved, jobs = await asyncio.gather(
            self.context.facts.saved.refresh(), self.context.facts.job.refresh()
        )
        return self._switch_effect(jobs) + await self._pending_restart_preview(saved)

    @commits(N_("Starting provisioning …"))
    async def start(self) -> None:
        """Save the scope if it differs and start provisioning; does nothing when it runs already."""
        context = self.context
        async with context.writing() as graph:
            saved, jobs = await asyncio.gather(context.facts.saved.refresh(), context.facts.job.refresh())
            if not jobs or not saved.has_key:
                raise no_job(self.context)
            await self._save_scope(saved)
            if not jobs[0].is_on or jobs[0].in_quarantine:
                await self._keep_plan()
                old = {"on": jobs[0].is_on, "code": jobs[0].code}
                async with context.store.operation("job.start", jobs[0].id, old=old, new={"on": True}):
                    context.facts.keep_job(
                        await job.start(graph, context.facts.application_id, jobs[0].id, now=jobs[0])
                    )
            await pending_restart.restart_if_pending(context, context.facts.saved.value)
            self._restart_pending = False

    # Internal.

    def _switch_effect(self, jobs: tuple[SynchronizationJob, ...]) -> ChangePreview:
        if jobs and jobs[0].is_on and not jobs[0].in_quarantine:
            return ChangePreview()
        change = PlannedChange(
            "~", _("Provisioning"), _("off → on; the first cycle starts by itself"), "enabled", False, True
        )
        consents, access = self.context.session.consents(), (access_changes.started(),)
        return ChangePreview((change,), (), consents, access, keeps_plan=self._plan is None)

    async def _save_scope(self, saved: SavedSettings) -> None:
        planned, self._planned = self._planned, None
        if not scope_preview(self.context, saved).empty:
            if planned is not None and planned.sync_all is not saved.sync_all:
                # This scope was chosen elsewhere since the preview was shown: it is not overwritten.
                raise ChangedMeanwhileError(
                    Problem("changed_meanwhile", {"what": self.title}, retryable=True)
                )
            await save_settings(self.context, saved, with_scope(self.context, saved))

    async def _pending_restart_preview(self, saved: SavedSettings) -> ChangePreview:
        """The pending restart of an interrupted save of the scope."""
        pending = await pending_restart.outstanding(self.context, saved)
        if not pending:
            return ChangePreview()
        access = (access_changes.restarted(links_forgotten=False),)
        change = pending_restart.outstanding_change()
        return ChangePreview((change,), (), self.context.session.consents(), access)

    def _keeps(self) -> bool:
        return bool(wanted_keep(self.context, self.context.facts.saved.value or SavedSettings()))

    async def _person(self, person_id: str) -> Person:
        known = {person.id: person for person in self._people or ()}
        return known.get(person_id) or await directory.person(self.context.session.graph, person_id)

    async def _read(self) -> None:
        context = self.context
        if self._of != context.store.profile.application_id:
            self._of = context.store.profile.application_id
            self._forget_plan()
            self._trial, self._people = None, None
        assigned, _saved, _jobs = await asyncio.gather(
            context.facts.assigned.get(), context.facts.saved.refresh(), context.facts.job.refresh()
        )
        self._people = await plan.some_people(context.session.graph, assigned, _CANDIDATES)
        self._restart_pending = bool(await pending_restart.outstanding(context, context.facts.saved.value))
        if self._plan is not None and self._plan_of != self._facts_of_plan():
            self._forget_plan()  # it follows from what has changed since

    def _build(self) -> TurnOnView:
        context = self.context
        saved, found = context.facts.saved.value, context.facts.provisioning_job
        report = self._connection.report
        saved_scope = None
        if saved is not None and saved.sync_all is not None:
            saved_scope = ScopeChoice.ALL if saved.sync_all else ScopeChoice.ASSIGNED
        return TurnOnView(
            scope=ScopeChoice(context.store.profile.scope),
            saved_scope=saved_scope,
            plan=self._plan_view,
            quality=self._quality_view(self._plan),
            plan_saved=self._plan_saved,
            checklist=self._checklist(
                saved,
                context.store.profile.scope,
                context.facts.assigned.value,
                report,
                self._plan,
                self._trial,
                is_on=found is not None and found.is_on,
            ),
            key_saved=saved is not None and saved.has_key,
            test_permissions=context.session.test_consents(),
            people=self._people_rows(self._people or ()),
            people_read=self._people is not None,
            trial=self._trial_view(*self._trial) if self._trial else None,
            job_state=_job_state(found),
            restart_pending=self._restart_pending,
            keep_active=self._keeps(),
            keep_saved=bool(saved.skip_out_of_scope_deletions) if saved is not None else False,
            keep_known=saved is not None,
            busy=self.busy,
            problem=self.problem,
        )

    def _judge(self) -> StepStatus:
        found = self.context.facts.provisioning_job
        if found is not None and found.is_on:
            if found.in_quarantine:
                return StepStatus(StepState.ATTENTION, _("Provisioning is on but in quarantine."))
            if self._restart_pending:
                return StepStatus(
                    StepState.ATTENTION,
                    _("Provisioning is on; a restart is still needed before the saved scope takes effect."),
                )
            return StepStatus(StepState.DONE, _("Provisioning is on."))
        if self._plan is None:
            return StepStatus(StepState.READY, _("Provisioning is off. See first what it would do."))
        return StepStatus(
            StepState.READY,
            _("Provisioning is off; {n} accounts would be created.").format(n=self._plan.counts.create),
        )


def _people_rows(people: tuple[Person, ...]) -> tuple[PersonRow, ...]:
    return tuple(PersonRow(each.id, each.display_name, each.user_principal_name) for each in people)


def _job_state(found: SynchronizationJob | None) -> str:
    if found is None:
        return ""
    if found.in_quarantine:
        return "quarantine"
    return "on" if found.is_on else "off"

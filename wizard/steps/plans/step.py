"""Saved plans: what was planned, and what happened."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import ClassVar

from wizard.messages import N_, _, ngettext, number
from wizard.messages.times import moment
from wizard.plan import Plan
from wizard.plan.document import PlanFormat, document_header, document_rows, write_document
from wizard.plan.outcome_store import PlanOutcome
from wizard.plan.saved import SavedPlan, SavedPlans
from wizard.problem import Problem, ProblemError
from wizard.steps.base.change_preview import ChangePreview, PlannedChange
from wizard.steps.base.context import Context
from wizard.steps.base.derived import Derived
from wizard.steps.base.plan_comparing import compare_plan
from wizard.steps.base.plan_words import plan_view
from wizard.steps.base.planning import saved_plans
from wizard.steps.base.step import Step, StepState, StepStatus, commits, reads
from wizard.steps.plans.rows import comparison_view, saved_rows
from wizard.steps.plans.view import ComparisonView, OpenedPlan, PlansView


class PlansStep(Step[PlansView]):
    """The saved plans of this setup. A side page like the history: it locks nothing."""

    id: ClassVar[str] = "plans"

    def __init__(self, context: Context) -> None:
        self._of = ""
        self._saved: tuple[SavedPlan, ...] = ()
        self._seen = False  # whether the folder was read
        self._plan: Plan | None = None
        self._opened: OpenedPlan | None = None
        self._outcome: PlanOutcome | None = None
        self._comparison: ComparisonView | None = None
        self._rows = Derived(saved_rows)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The page's name."""
        return _("Saved plans")

    def known(self) -> bool:
        """Whether the saved plans were looked for."""
        return self._seen

    def provides(self) -> bool:
        """No step needs this one."""
        return True

    @reads(N_("Opening the plan …"))
    async def open(self, plan_id: str) -> None:
        """Show this plan; raises `plan_gone` or `plan_unreadable`."""
        await self._open(plan_id)

    @reads(N_("Comparing with what happened …"))
    async def compare(self, plan_id: str) -> None:
        """Compare this plan with the provisioning log and with Playvox."""
        plan = await self._open(plan_id)
        header = document_header(plan.header)
        outcome = await compare_plan(self.context, header, lambda: document_rows(plan))
        self._forget_comparison()
        self._outcome = outcome
        self._comparison = comparison_view(plan_id, outcome, header, self.context.session.cloud)

    @reads(N_("Saving the file …"))
    async def export(self, plan_id: str, path: Path, wanted: PlanFormat) -> None:
        """Write this plan to a file; raises `plan_not_saved` or `plan_too_long_for_xlsx`."""
        plan = await self._open(plan_id)
        await asyncio.to_thread(write_document, plan, path, wanted)

    def plan_delete(self, plan_id: str) -> ChangePreview:
        """What deleting this plan removes: only a file on this computer."""
        found = next((each for each in self._saved if each.id == plan_id), None)
        if found is None:
            raise ProblemError(Problem("plan_gone"))
        detail = _("removed from this computer; Entra and Playvox stay as they are")
        if found.header is not None:
            count = sum(asdict(found.header.counts).values())
            detail = ngettext(
                "the result for {n} person; removed from this computer only",
                "the results for {n} people; removed from this computer only",
                count,
            ).format(n=number(count))
        return ChangePreview((PlannedChange("-", _name(found), detail),))

    @commits(N_("Deleting the plan …"))
    async def delete(self, plan_id: str) -> None:
        """Delete this plan from this computer."""
        if self._opened is not None and self._opened.id == plan_id:
            self._close()
        await asyncio.to_thread(self._store().delete, plan_id)
        await self._read()

    async def keep(self, plan: Plan) -> None:
        """Save a plan that was computed elsewhere."""
        await asyncio.to_thread(self._store().save, plan)
        await self._read()
        self.publish()

    # Internal.

    def _store(self) -> SavedPlans:
        return saved_plans(self.context)

    async def close(self) -> None:
        await super().close()
        self._close()

    async def _open(self, plan_id: str) -> Plan:
        if self._plan is None or self._opened is None or self._opened.id != plan_id:
            plan = await asyncio.to_thread(self._store().open, plan_id)
            self._close()
            self._plan = plan
            found = SavedPlan(plan_id, plan.header)
            self._opened = OpenedPlan(plan_id, _name(found), plan_view(plan))
        return self._plan

    def _close(self) -> None:
        plan, self._plan, self._opened = self._plan, None, None
        self._forget_comparison()
        if plan is not None:
            plan.close()

    def _forget_comparison(self) -> None:
        outcome, self._outcome, self._comparison = self._outcome, None, None
        if outcome is not None:
            outcome.close()

    async def _read(self) -> None:
        if self._of != self.context.store.profile.id:
            self._of = self.context.store.profile.id
            self._close()
        self._saved = await asyncio.to_thread(self._store().all) if self._of else ()
        self._seen = True

    def _build(self) -> PlansView:
        return PlansView(
            rows=self._rows(self._saved),
            signed_in=self.context.session.signed_in,
            opened=self._opened,
            comparison=self._comparison,
            busy=self.busy,
            problem=self.problem,
        )

    def _judge(self) -> StepStatus:
        count = len(self._saved)
        if not count:
            return StepStatus(StepState.READY, _("No plan was saved yet."))
        sentence = ngettext("{n} plan is saved.", "{n} plans are saved.", count)
        return StepStatus(StepState.DONE, sentence.format(n=count))


def _name(found: SavedPlan) -> str:
    if found.header is None:
        return _("A plan whose file cannot be read")
    name = found.header.application_name or found.header.application_id
    return _("Plan of {time} for {application}").format(
        time=moment(found.header.computed), application=name
    )

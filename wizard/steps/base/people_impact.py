"""What a commit does to people: the plan as it will be afterwards, computed before the commit is made."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from wizard.plan import Plan, PlanRequest
from wizard.problem import Problem, ProblemError
from wizard.steps.base.change_preview import ChangePreview
from wizard.steps.base.context import Context
from wizard.steps.base.plan_view import PlanView
from wizard.steps.base.plan_words import plan_view
from wizard.steps.base.planning import compute_plan, plan_request

PERHAPS_LOST = (
    "perhaps_linked",
    "perhaps_held_back",
    "perhaps_until_restart",
    "filter_uncertain",
    "account_taken_over",
)
"""Reasons of unknown rows that may end in a deactivation."""
_SHARE = 0.10
"""Part of the people with an account from which on a number has to be typed."""


def perhaps_lost(plan: Plan) -> int:
    """How many people may lose access besides those who do."""
    reasons = plan.reasons()
    rows = sum(reasons.get(("unknown", reason), 0) for reason in PERHAPS_LOST)
    return max(0, rows - plan.header.accounts_unknown)  # these are accounts of nobody


@dataclass(frozen=True, slots=True)
class PeopleImpact:
    """The plan after the commit, or why it is unknown. The caller discards the plan."""

    plan: Plan | None = None
    problem: Problem | None = None

    @property
    def must_type(self) -> int | None:
        """The number of people who lose access, or may lose it, if it is high enough to be typed; else
        None."""
        if self.plan is None:
            return None
        header, counts = self.plan.header, self.plan.counts
        linked = counts.link + counts.update + counts.deactivate
        allowed = math.floor(linked * _SHARE)
        if header.threshold is not None:
            allowed = min(allowed, header.threshold - 1)
        number = counts.deactivate + perhaps_lost(self.plan)
        return number if number > max(allowed, 0) else None

    @property
    def view(self) -> PlanView | None:
        """The plan as dialogs show it; None while it is unknown."""
        return plan_view(self.plan) if self.plan is not None else None

    def discard(self) -> None:
        """Remove the plan's file; from now on it has no rows."""
        if self.plan is not None:
            self.plan.discard()


async def people_impact(context: Context, preview: ChangePreview) -> PeopleImpact | None:
    """What the commit does to people; None when it changes nobody's access.

    What cannot be read makes the impact unknown, with the problem; it is not raised.
    """
    if not preview.access:
        return None
    try:
        request = as_saved(context, await plan_request(context))
        for change in preview.access:
            request = change(request)
        return PeopleImpact(await compute_plan(context, request))
    except ProblemError as error:
        return PeopleImpact(problem=error.problem)


def as_saved(context: Context, request: PlanRequest) -> PlanRequest:
    """The request with the scope Entra has; what was chosen and not saved is no part of other commits."""
    saved = context.facts.saved.value
    if saved is None or saved.sync_all is None:
        return request
    return replace(
        request, sync_all=saved.sync_all, keep_out_of_scope=bool(saved.skip_out_of_scope_deletions)
    )

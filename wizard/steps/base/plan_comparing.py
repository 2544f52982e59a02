"""Compares a saved plan with what happened: the log since it was computed, and whether a cycle ended."""

from __future__ import annotations

import asyncio

from wizard.entra.logs import log_entries
from wizard.messages import _
from wizard.plan.document import PlanDocument
from wizard.plan.outcome import PlanOutcome, compare
from wizard.problem import Problem, ProblemError
from wizard.steps.base.context import Context
from wizard.steps.base.progress import report

MOST_ENTRIES = 200_000
"""Log entries read at most; a longer log is reported as partly read."""


async def compare_with_log(context: Context, document: PlanDocument) -> PlanOutcome:
    """Each row of the plan against the provisioning log since.

    Raises `plan_other_tenant` for a plan of another tenant or application, `plan_log_too_long` when there
    are more entries than are read, and what the log's reading raises.
    """
    header = document.header
    must_fit(context, document)
    report(_("Reading the provisioning log …"))
    facts = context.facts
    entries, found = await asyncio.gather(
        log_entries(context.session.graph, header.application.id, since=header.time, limit=MOST_ENTRIES),
        facts.job.refresh(),
    )
    if len(entries) >= MOST_ENTRIES:
        raise ProblemError(Problem("plan_log_too_long", {"most": f"{MOST_ENTRIES:,}"}))
    last = found[0].status.last_execution if found and found[0].status else None
    ended = (
        last is not None
        and last.really_ran
        and last.time_began is not None
        and last.time_began >= header.time
    )
    return compare(document.rows, entries, cycle_ended=ended)


def must_fit(context: Context, document: PlanDocument) -> None:
    """Raises `plan_other_tenant` when the plan is not about the tenant and application in use."""
    header, account = document.header, context.session.account
    tenant = account.tenant_id if account else ""
    if header.tenant != tenant or header.application.id != context.store.profile.application_id:
        facts = {"application": header.application.name or header.application.id, "tenant": header.tenant}
        raise ProblemError(Problem("plan_other_tenant", facts))

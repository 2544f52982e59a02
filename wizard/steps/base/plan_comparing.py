"""Compares a plan with what happened: with the provisioning log since, and with Playvox as it is now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from wizard.entra.status import SynchronizationJob
from wizard.messages import _
from wizard.plan.computing import compute
from wizard.plan.document import DocumentHeader, DocumentRow
from wizard.plan.log_findings import LogFindings, read_findings
from wizard.plan.outcome import Circumstances, RowOutcome, judge
from wizard.plan.outcome_store import ComparedWith, PlanOutcome
from wizard.plan.present import PresentStates
from wizard.plan.request import Run, has_run
from wizard.problem import Problem, ProblemError
from wizard.steps.base.context import Context
from wizard.steps.base.people_impact import as_saved
from wizard.steps.base.planning import plan_folder, plan_request, report_plan_progress
from wizard.steps.base.progress import report


async def compare_plan(
    context: Context, header: DocumentHeader, rows: Callable[[], Iterable[DocumentRow]]
) -> PlanOutcome:
    """Compare each row with the provisioning log since then, and with the present state of Playvox and
    Entra.

    `rows` reads them again at each call, on another thread. The caller closes the result. When the log or
    Playvox cannot be read, `compared_with` says why, and rows that depend on it stay unknown. Raises
    `plan_other_tenant` for a plan of another tenant or application, and the problems of reading the job.
    """
    must_fit(context, header)
    report(_("Reading the provisioning log …"))

    def counted(number: int) -> None:
        report(_("Reading the provisioning log, {n} entries so far …").format(n=number))

    graph, application = context.session.graph, context.facts.application_id
    found = await context.facts.job.refresh()
    log = await read_findings(graph, application, header.time, counted)
    around = Circumstances(
        cycle_ended=bool(found) and _ended_since(found[0], header.time),
        log_whole=log.whole,
        held_back=header.held_back,
        log_unread=log.problem is not None,
    )
    outcome = await asyncio.to_thread(PlanOutcome, plan_folder(context))

    def judged(states: PresentStates | None) -> Iterator[RowOutcome]:
        for row in rows():
            yield _judged(row, around, log, states)

    try:
        problem = await _with_present(context, lambda states: outcome.take(judged(states)))
        if problem is not None:
            await asyncio.to_thread(lambda: outcome.take(judged(None)))
    except BaseException:
        outcome.close()
        raise
    outcome.compared_with = ComparedWith(around.cycle_ended, log.reaches, log.problem, problem)
    return outcome


def _judged(
    row: DocumentRow, around: Circumstances, log: LogFindings, states: PresentStates | None
) -> RowOutcome:
    entry = log.of(row.id)
    if states is None:
        return judge(row, around, entry, None)
    own = row.id if row.kind == "account" else row.account
    present = states.of(row.id, own, entry.account if entry is not None else "")
    values = states.values(present.account) if present.agrees is False else None
    return judge(row, around, entry, present, values)


async def _with_present(context: Context, look: Callable[[PresentStates], None]) -> Problem | None:
    """Call `look` with everybody's present state; returns why that was impossible, else None."""
    try:
        request = as_saved(context, await plan_request(context))
        run = Run.FULL if has_run(request.job) else Run.FIRST  # both read everybody in scope
        async with context.playvox() as playvox:
            plan = await compute(
                context.session.graph,
                playvox,
                replace(request, run=run),
                plan_folder(context),
                progress=report_plan_progress,
                look=look,
            )
        await asyncio.to_thread(plan.discard)
    except ProblemError as error:
        return error.problem
    return None


def _ended_since(job: SynchronizationJob, moment: datetime) -> bool:
    """Whether an entire cycle began and ended after this time."""
    last = job.status.last_execution if job.status else None
    if last is None or not last.really_ran or job.code == "NotRun":
        return False  # after a restart the code says so until everybody was processed
    return last.time_began is not None and last.time_began >= moment


def must_fit(context: Context, header: DocumentHeader) -> None:
    """Raises `plan_other_tenant` when the plan belongs to another tenant or application."""
    account = context.session.account
    tenant = account.tenant_id if account else ""
    if header.tenant != tenant or not _same_application(context, header):
        facts = {"application": header.application.name or header.application.id, "tenant": header.tenant}
        raise ProblemError(Problem("plan_other_tenant", facts))


def _same_application(context: Context, header: DocumentHeader) -> bool:
    """By id; a plan of an application that was still to be added has its name only."""
    if header.application.id:
        return header.application.id == context.store.profile.application_id
    chosen = context.facts.application.value
    return chosen is None or chosen.display_name == header.application.name

"""The application's provisioning job: the existing one, or a new one, created once."""

from __future__ import annotations

import asyncio
from functools import partial

from wizard.entra import jobs
from wizard.entra.status import SynchronizationJob
from wizard.problem import Problem, ProblemError
from wizard.setup import OperationState, recovery
from wizard.steps.base.context import Context
from wizard.steps.base.further_fields import check_further_fields
from wizard.steps.base.gone import GoneKind
from wizard.steps.base.interrupted import job_created

KIND = recovery.CREATE_JOB


async def ensure_job(context: Context) -> SynchronizationJob:
    """The application's job, made from its own template when there is none. Inside `writing()`."""
    graph, application_id = context.session.graph, context.facts.application_id
    existing = await context.facts.job.refresh()
    existing = await _made_by_interrupted(context) or existing  # records the result
    if existing:
        return existing[0]
    template = jobs.choose_template(await context.facts.templates.get())
    async with context.store.operation(KIND, application_id, new={"template": template.id}) as outcome:
        made = await jobs.ensure_job(graph, application_id, template.id, none_seen=True)
        outcome.note(job=made.id)
    context.facts.keep_job(made)
    context.facts.schema.set(None)
    return made


async def check_fields(context: Context) -> None:
    """Raise "job_template_oauth" or "job_template_fields" when the job's template wants no Playvox key, and
    "connection_field_missing" when it wants more than is known.
    """
    await context.facts.job.get()
    found = context.facts.provisioning_job
    if found is not None:  # choosing the template for a new job checks it
        for template in await context.facts.templates.get():
            if template.id.casefold() == found.template_id.casefold():
                jobs.must_take_playvox(template)
    await check_further_fields(context)


def no_job(context: Context) -> ProblemError:
    """There is no job for what was asked: none yet, or it is gone."""
    gone = context.facts.gone
    if gone is not None and gone.kind is GoneKind.JOB:
        return ProblemError(gone.problem)
    return ProblemError(Problem("job_first"))


async def _made_by_interrupted(context: Context) -> tuple[SynchronizationJob, ...]:
    """The jobs after an interrupted run asked for one, looked for as long as it may still show."""
    application_id, journal = context.facts.application_id, context.store.journal
    rows = await asyncio.to_thread(journal.operations)
    row = next((row for row in rows if row.kind == KIND and row.subject == application_id), None)
    if row is None or row.state is not OperationState.BEGUN:
        return ()
    waits = context.session.graph.waits
    if await recovery.resolve(journal, row, partial(job_created, context), "job", waits) is None:
        return ()
    return await context.facts.job.refresh()

"""The application's provisioning job: the existing one, or a new one, made once."""

from __future__ import annotations

import asyncio
from functools import partial

from wizard.entra import jobs
from wizard.entra.consistency import Creation, Seen, find_existence, none_if_not_found
from wizard.entra.status import SynchronizationJob
from wizard.setup import Operation, OperationState, recovery
from wizard.steps.base.context import Context
from wizard.steps.base.gone import forget_job
from wizard.steps.base.interrupted import job_created

KIND = recovery.CREATE_JOB


async def ensure_job(context: Context) -> SynchronizationJob:
    """The application's job, made from its own template when there is none. Inside `writing()`."""
    graph, application_id = context.session.graph, context.facts.application_id
    existing = await read_job(context)
    made_before = await _made_by_interrupted(context)  # notes its end, also where it shows already
    if (existing := existing or made_before) is not None:
        return existing
    template = jobs.choose_template(await context.facts.templates.get())
    async with context.store.operation(KIND, application_id, new={"template": template.id}) as outcome:
        made = await jobs.ensure_job(graph, application_id, template.id, none_seen=True)
        outcome.note(job=made.id)
    context.facts.keep_job(made)
    context.facts.schema.set(None)
    return made


async def read_job(context: Context) -> SynchronizationJob | None:
    """The application's job as Entra has it now; one that was made from here and is gone is forgotten."""
    facts = context.facts
    found = await facts.job.refresh()
    if found or not context.store.profile.application_id:
        return found[0] if found else None
    row = await _last_creation(context)
    if row is None or row.state is not OperationState.DONE or "gone" in row.outcome:
        return None
    graph, job_id = context.session.graph, str(row.outcome.get("job") or "")
    if job_id:
        # The list may lag behind: the job itself is asked for. It was seen when it was made.
        creation = Creation(recovery.made_at(row), graph.waits.bounds.job, seen=True)
        look = partial(_job_by_id, context, job_id)
        match await find_existence(look, creation, graph.waits.clock):
            case Seen(job):
                facts.keep_job(job)
                return job
            case _:
                await forget_job(context, job_id)
    return None


async def _job_by_id(context: Context, job_id: str) -> SynchronizationJob | None:
    return await none_if_not_found(jobs.job(context.session.graph, context.facts.application_id, job_id))


async def _made_by_interrupted(context: Context) -> SynchronizationJob | None:
    """The job that an interrupted run asked for, looked for as long as it may still show."""
    row = await _last_creation(context)
    if row is None or row.state is not OperationState.BEGUN:
        return None
    journal, waits = context.store.journal, context.session.graph.waits
    if await recovery.resolve(journal, row, partial(job_created, context), "job", waits) is None:
        return None
    found = await context.facts.job.refresh()
    return found[0] if found else None


async def _last_creation(context: Context) -> Operation | None:
    rows = await asyncio.to_thread(context.store.journal.operations)
    application_id = context.facts.application_id
    return next((row for row in rows if row.kind == KIND and row.subject == application_id), None)

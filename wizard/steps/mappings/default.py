"""Back to the mappings the gallery gives an application of this kind (Graph docs: delete schema)."""

from __future__ import annotations

from wizard.entra import jobs, schema
from wizard.entra.schema import SynchronizationSchema
from wizard.mapping.attributes import read_schema
from wizard.messages.change_warnings import change_warning
from wizard.problem import Problem, ProblemError
from wizard.steps.base import access_changes, schema_saving
from wizard.steps.base.change_preview import ChangePreview
from wizard.steps.base.context import Context


async def default_preview(context: Context, now: SynchronizationSchema, *, dirty: bool) -> ChangePreview:
    """What going back would change; empty when Entra has the default already, or has no job yet.

    `dirty`: changes that are not saved would be dropped.
    """
    if not now.job_id:
        return ChangePreview()
    wanted = await _default(context)
    found = schema_saving.schema_changes(now, wanted)
    if not found:
        return ChangePreview()
    warnings = [change_warning("mappings_lost"), change_warning("everyone_evaluated")]
    if dirty:
        warnings.append(change_warning("draft_dropped"))
    access = (access_changes.mapped(read_schema(wanted.body), wanted.fingerprint),)
    return ChangePreview(tuple(found), tuple(warnings), context.session.consents(), access)


async def to_default(context: Context, seen: SynchronizationSchema) -> SynchronizationSchema:
    """Go back, after a backup; undone like any saving.

    Raises "schema_changed_meanwhile" when Entra has another schema by now than the one `seen`.
    """
    if not seen.job_id:
        raise ProblemError(Problem("mapping_edit.no_job"))
    application = context.facts.application_id
    wanted = await _default(context)
    async with context.writing() as graph:

        async def write(now: SynchronizationSchema) -> SynchronizationSchema:
            return await schema.reset(graph, application, now)

        return await schema_saving.replace_schema_if_unchanged(context, graph, seen, wanted, write)


async def _default(context: Context) -> SynchronizationSchema:
    job = context.facts.provisioning_job
    template = job.template_id if job is not None else ""
    if not template:
        template = jobs.choose_template(await context.facts.templates.get()).id
    return await schema.template_schema(context.session.graph, context.facts.application_id, template)

"""Back to the mappings the gallery gives an application of this kind (Graph docs: delete schema)."""

from __future__ import annotations

from wizard.entra import schema
from wizard.entra.schema import Schema
from wizard.problem import Problem, ProblemError
from wizard.steps import mapping_saving as saving
from wizard.steps.context import Context
from wizard.steps.effect import Effect
from wizard.steps.saving import the_template
from wizard.words import _


async def default_effect(context: Context, now: Schema, *, dirty: bool) -> Effect:
    """What going back would change; empty when Entra has the default already, or has no job yet.

    `dirty`: changes that are not saved would be dropped.
    """
    if not now.job_id:
        return Effect()
    found = saving.told_between(now, await _default(context))
    if not found:
        return Effect()
    warnings = [
        _("Everything that was changed about the mappings goes, also the lists of attributes."),
        saving.everybody_again(),
    ]
    if dirty:
        warnings.append(_("Your draft is dropped as well."))
    return Effect(tuple(found), tuple(warnings), context.consents())


async def to_default(context: Context, seen: Schema) -> Schema:
    """Go back, after a backup; undone like any saving.

    Raises "schema_changed_meanwhile" when Entra has another schema by now than the one `seen`.
    """
    if not seen.job_id:
        raise ProblemError(Problem("mapping_edit.no_job"))
    application = context.application_id
    wanted = await _default(context)
    async with context.writing() as graph:

        async def write(now: Schema) -> Schema:
            return await schema.reset(graph, application, now)

        return await saving.replaced(context, graph, seen, wanted, write)


async def _default(context: Context) -> Schema:
    job = context.the_job
    template = job.template_id if job is not None else ""
    if not template:
        template = the_template(await context.templates.known()).id
    return await schema.template_schema(context.graph, context.application_id, template)

"""Saving a draft of the mappings: previewed in words, then written over the schema it started from."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.entra.schema import SynchronizationSchema
from wizard.mapping import attributes
from wizard.mapping.attributes import ObjectMapping
from wizard.mapping.changes import changes, source_text
from wizard.messages.change_warnings import change_warning, problem_warning
from wizard.problem import ChangedMeanwhileError, Problem
from wizard.steps.base import access_changes
from wizard.steps.base.change_preview import ChangePreview
from wizard.steps.base.context import Context
from wizard.steps.base.provisioning_job import ensure_job
from wizard.steps.base.schema_saving import differences, write_schema
from wizard.steps.base.settings_saving import new_job
from wizard.steps.mappings.editing import Draft
from wizard.steps.mappings.editing_view import ScopeCount
from wizard.steps.mappings.graph_sources import GraphSources

_NAMED = 5


def saving_preview(
    context: Context, draft: Draft, count: ScopeCount | None, named: Sequence[Problem] = ()
) -> ChangePreview:
    """All that saving this draft would do; `named` are the warnings about the mappings themselves."""
    found = list(differences(draft.before, draft.now))
    if not found:
        return ChangePreview()
    if context.facts.provisioning_job is None:
        found.insert(0, new_job())
    warnings = [change_warning("everyone_evaluated"), *(problem_warning(each) for each in named)]
    before, after = _matching(draft.before), _matching(draft.now)
    if before and after and before != after:
        warnings.append(change_warning("matching_changed", before=before, after=after))
    if not draft.now.matching:
        warnings.append(change_warning("no_matching"))
    if count is not None and count.falls_out:
        names = ", ".join(count.names_falling_out[:_NAMED])
        warnings.append(change_warning("out_of_scope_deactivated", n=count.falls_out, names=names))
    access = (access_changes.mapped(draft.mappings, ""),)
    return ChangePreview(tuple(found), tuple(warnings), context.session.consents(), access)


def _matching(mapping: ObjectMapping) -> str:
    """How existing accounts are found: each target with its source, in order."""
    return ", ".join(f"{item.target} ← {source_text(item.source)}" for item in mapping.matching)


async def save(context: Context, draft: Draft) -> SynchronizationSchema:
    """Write the draft over exactly the schema it started from.

    Raises "schema_changed_meanwhile" when Entra has another one by now, and
    "mapping_edit.refused_by_entra" when it does not read an expression; nothing is overwritten then.
    """
    async with context.writing() as graph:
        job = context.facts.provisioning_job
        if job is None or not draft.saved.job_id:
            job = await ensure_job(context)
        if job.id != draft.saved.job_id:
            draft = _moved(draft, await context.facts.schema.refresh())
        sources = GraphSources(graph, context.facts.application_id, draft.saved.job_id)
        draft = draft.with_mapping(await sources.written(draft.before, draft.now))
        return await write_schema(
            context,
            draft.saved,
            SynchronizationSchema(draft.saved.job_id, attributes.write_schema(draft.mappings)),
            graph_of=graph,
        )


def _moved(draft: Draft, saved: SynchronizationSchema) -> Draft:
    """The draft on the schema of the job that was just made from the template it was begun on."""
    moved = draft.onto(saved)
    if changes(draft.before, moved.before):
        raise ChangedMeanwhileError(Problem("schema_changed_meanwhile", retryable=True))
    return moved

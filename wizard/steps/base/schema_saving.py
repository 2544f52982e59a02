"""Replacing a job's schema: differences in words, backup, whole write, read back, undo."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from wizard.entra import schema
from wizard.entra.graph import Graph
from wizard.entra.schema import SynchronizationSchema
from wizard.mapping.attributes import ObjectMapping, read_schema
from wizard.mapping.changes import BodyChange as Difference
from wizard.mapping.changes import changes
from wizard.messages import _
from wizard.messages.change_warnings import change_warning
from wizard.problem import ChangedMeanwhileError, NotYetVisibleError, Problem, ProblemError
from wizard.security.redactor import redact
from wizard.setup import Operation, OperationState
from wizard.steps.base import access_changes
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.context import Context
from wizard.steps.base.remembered_searches import remember_searches

KIND = "mappings.save"
_CODES = {
    "source": "mapping_value",
    "default": "mapping_default",
    "applies": "mapping_apply",
    "matching": "mapping_matching",
    "references": "mapping_references",
    "scope": "scoping_filter",
    "flow": "actions",
    "enabled": "mapping_enabled",
}
"""Codes of the changes for programs, by aspect."""


def differences(old: ObjectMapping, new: ObjectMapping) -> tuple[PlannedChange, ...]:
    """What differs, in words."""
    return tuple(_in_words(each) for each in changes(old, new))


def _in_words(item: Difference) -> PlannedChange:
    if item.aspect == "mapping":
        if not item.before:
            detail = _("from {source}").format(source=item.after)
            return PlannedChange("+", item.target, detail, "mapping", None, item.after, item.target)
        detail = _("was {source}").format(source=item.before)
        return PlannedChange("-", item.target, detail, "mapping", item.before, None, item.target)
    what = {
        "source": _("{target}: value"),
        "default": _("{target}: default"),
        "applies": _("{target}: when it applies"),
        "matching": _("{target}: matching order"),
        "references": _("{target}: missing references"),
        "scope": _("Scoping filter"),
        "flow": _("Actions"),
        "enabled": _("Mapping of people"),
    }[item.aspect].format(target=item.target)
    nothing = _("nothing")
    words = {"matching": _matching, "applies": _applies, "scope": _scope, "flow": _flow}.get(item.aspect)
    before, after = (words(item.before), words(item.after)) if words else (item.before, item.after)
    return PlannedChange(
        "~",
        what,
        _("{before} → {after}").format(before=before or nothing, after=after or nothing),
        _CODES[item.aspect],
        item.before,
        item.after,
        item.target,
    )


def _matching(number: str) -> str:
    return "" if number == "0" else number


def _applies(text: str) -> str:
    return _("only at creation") if text.startswith("ObjectAddOnly") else _("always")


def _scope(text: str) -> str:
    return text or _("everybody assigned")


def _flow(text: str) -> str:
    names = {"Add": _("create"), "Update": _("update"), "Delete": _("delete")}
    return ", ".join(names.get(part.strip(), part.strip()) for part in text.split(",") if part.strip())


async def write_schema(
    context: Context, seen: SynchronizationSchema, wanted: SynchronizationSchema, *, graph_of: Graph
) -> SynchronizationSchema:
    """Write `wanted` over exactly the schema that was `seen`; raises "schema_changed_meanwhile"."""

    async def write(now: SynchronizationSchema) -> SynchronizationSchema:
        # With the version of now: a newer one is how the writing shows when it is read back.
        body = {**wanted.body, "id": now.body.get("id"), "version": now.version}
        return await schema.save(
            graph_of, context.facts.application_id, SynchronizationSchema(seen.job_id, body), seen=now
        )

    return await replace_schema_if_unchanged(context, graph_of, seen, wanted, write)


async def replace_schema_if_unchanged(
    context: Context,
    graph: Graph,
    seen: SynchronizationSchema,
    wanted: SynchronizationSchema,
    write: Callable[[SynchronizationSchema], Awaitable[SynchronizationSchema]],
) -> SynchronizationSchema:
    """Have `write` replace exactly the schema that was seen by the wanted one, after a backup and
    recorded. Raises "schema_changed_meanwhile"."""
    application = context.facts.application_id
    now = await schema.schema(graph, application, seen.job_id)
    if now.fingerprint != seen.fingerprint:
        raise ChangedMeanwhileError(Problem("schema_changed_meanwhile", retryable=True))
    backup = await asyncio.to_thread(context.store.backups.take, "schema", application, now.body)
    new = {
        "changes": [
            f"{each.sign} {each.what} {each.detail}".strip() for each in schema_changes(now, wanted)
        ],
        "plain": plain_changes(now, wanted),
    }
    old = {"backup": backup, "fingerprint": now.fingerprint}
    late: ProblemError | None = None
    async with context.store.operation(KIND, application, old=old, new=new) as outcome:
        try:
            saved = await write(now)
        except NotYetVisibleError as error:
            late = error  # accepted but not visible yet: done, and can be undone
        else:
            outcome.note(fingerprint=saved.fingerprint)
    if late is not None:
        context.facts.schema.set(None)
        raise late
    context.facts.schema.set(saved)
    await remember_searches(context, saved)
    return saved


def schema_changes(old: SynchronizationSchema, new: SynchronizationSchema) -> Sequence[PlannedChange]:
    """The differences between two schemas, as sentences."""
    first = old.mappings.mapping_for("User")
    second = new.mappings.mapping_for("User")
    return differences(first[1], second[1]) if first and second else ()


def plain_changes(old: SynchronizationSchema, new: SynchronizationSchema) -> list[list[str]]:
    """The same in no language, as the journal holds it: aspect, target, before, after."""
    first, second = old.mappings.mapping_for("User"), new.mappings.mapping_for("User")
    found = changes(first[1], second[1]) if first and second else ()
    return [
        [redact(part) for part in (each.aspect, each.target, each.before, each.after)] for each in found
    ]


async def last_save(context: Context, now: SynchronizationSchema) -> Operation | None:
    """The newest confirmed save of this application that can be undone."""
    if not context.store.profile.application_id:
        return None
    for row in await asyncio.to_thread(context.store.journal.operations):
        if row.kind != KIND or row.subject != context.facts.application_id:
            continue
        if row.state is OperationState.DONE:
            return row if now.fingerprint != row.old.get("fingerprint") else None
    return None


async def undo_preview(context: Context, now: SynchronizationSchema, saved: Operation) -> ChangePreview:
    """Preview of restoring the state before that save."""
    wanted = await _before(context, saved)
    warnings = [change_warning("everyone_evaluated")]
    if saved.outcome.get("fingerprint") not in (None, now.fingerprint):
        warnings.append(change_warning("later_changes_undone"))
    access = (access_changes.mapped(read_schema(wanted.body), wanted.fingerprint),)
    changes = tuple(schema_changes(now, wanted))
    return ChangePreview(changes, tuple(warnings), context.session.consents(), access)


async def undo(context: Context, now: SynchronizationSchema, saved: Operation) -> SynchronizationSchema:
    """Write the backup taken before that save, like any other save."""
    wanted = await _before(context, saved)
    async with context.writing() as graph:
        return await write_schema(context, now, wanted, graph_of=graph)


async def _before(context: Context, saved: Operation) -> SynchronizationSchema:
    backups = await asyncio.to_thread(context.store.backups.all)
    found = next((each for each in backups if each.id == saved.old.get("backup")), None)
    if found is None:
        raise ProblemError(Problem("mapping_edit.nothing_to_undo"))
    wanted = SynchronizationSchema("", dict(found.content))
    if wanted.fingerprint != saved.old.get("fingerprint"):
        raise ProblemError(Problem("mapping_edit.backup_differs"))
    return wanted

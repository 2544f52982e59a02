"""Saving a draft of the mappings: told in words, backed up, written whole, read back, undone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from wizard.entra import schema
from wizard.entra.graph import Graph
from wizard.entra.schema import Schema
from wizard.mapping.attributes import ObjectMapping, read_schema
from wizard.mapping.changes import Change as Difference
from wizard.mapping.changes import changes
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation, OperationState
from wizard.steps.context import Context
from wizard.steps.effect import Change, Effect
from wizard.steps.mapping_edit import Draft
from wizard.steps.saving import ensure_job
from wizard.steps.views.mapping_edit import ScopeCount
from wizard.words import _, ngettext

KIND = "mappings.save"
_NAMED = 5


def differences(old: ObjectMapping, new: ObjectMapping) -> tuple[Change, ...]:
    """What differs, in words."""
    return tuple(_in_words(each) for each in changes(old, new))


def _in_words(item: Difference) -> Change:
    if item.aspect == "mapping":
        if not item.before:
            return Change("+", item.target, _("from {source}").format(source=item.after))
        return Change("-", item.target, _("was {source}").format(source=item.before))
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
    return Change(
        "~", what, _("{before} → {after}").format(before=before or nothing, after=after or nothing)
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


def saving_effect(context: Context, draft: Draft, count: ScopeCount | None) -> Effect:
    """All that saving this draft would do."""
    found = list(differences(draft.before, draft.now))
    if not found:
        return Effect()
    if context.the_job is None:
        found.insert(
            0, Change("+", _("Provisioning job"), _("from the application's template, switched off"))
        )
    warnings = [everybody_again()]
    if not draft.now.matching:
        warnings.append(_("No attribute matches existing accounts, so nobody could be found again."))
    if count is not None and count.falls_out:
        names = ", ".join(count.names_falling_out[:_NAMED])
        warnings.append(
            ngettext(
                "{n} person falls out of scope, and their account would be deactivated: {names}",
                "{n} people fall out of scope, and their accounts would be deactivated: {names}",
                count.falls_out,
            ).format(n=count.falls_out, names=names)
        )
    if count is not None and not count.complete:
        warnings.append(_("Only the first {n} people were looked at.").format(n=count.total))
    return Effect(tuple(found), tuple(warnings), context.consents())


async def save(context: Context, draft: Draft) -> Schema:
    """Write the draft over exactly the schema it started from.

    Raises "schema_changed_meanwhile" when Entra has another one by now; nothing is overwritten then.
    """
    async with context.writing() as graph:
        if not draft.saved.job_id:
            await ensure_job(context)
            draft = _moved(draft, await context.schema.fresh())
        return await _write(context, draft.saved, Schema(draft.saved.job_id, draft.body), graph_of=graph)


def _moved(draft: Draft, saved: Schema) -> Draft:
    """The draft on the schema of the job that was just made from the template it was begun on."""
    moved = draft.onto(saved)
    if changes(draft.before, moved.before):
        raise ProblemError(Problem("schema_changed_meanwhile", retryable=True))
    return moved


async def _write(context: Context, seen: Schema, wanted: Schema, *, graph_of: Graph) -> Schema:
    async def write(now: Schema) -> Schema:
        # With the version of now: a newer one is how the writing shows when it is read back.
        body = {**wanted.body, "id": now.body.get("id"), "version": now.version}
        return await schema.save(graph_of, context.application_id, Schema(seen.job_id, body), seen=now)

    return await replaced(context, graph_of, seen, wanted, write)


async def replaced(
    context: Context,
    graph: Graph,
    seen: Schema,
    wanted: Schema,
    write: Callable[[Schema], Awaitable[Schema]],
) -> Schema:
    """Have `write` replace exactly the schema that was seen by the wanted one, after a backup and on
    record. Raises "schema_changed_meanwhile"."""
    application = context.application_id
    now = await schema.schema(graph, application, seen.job_id)
    if now.fingerprint != seen.fingerprint:
        raise ProblemError(Problem("schema_changed_meanwhile", retryable=True))
    backup = await asyncio.to_thread(context.backups.take, "schema", application, now.body)
    told = [f"{each.sign} {each.what} {each.detail}".strip() for each in told_between(now, wanted)]
    old = {"backup": backup, "fingerprint": now.fingerprint}
    late: ProblemError | None = None
    async with context.operation(KIND, application, old=old, new={"changes": told}) as outcome:
        try:
            saved = await write(now)
        except ProblemError as error:
            if error.problem.code != "graph_replication_slow":
                raise
            late = error  # Entra took it and does not show it yet: done, and can be undone
        else:
            outcome.note(fingerprint=saved.fingerprint)
    if late is not None:
        context.schema.set(None)
        raise late
    context.schema.set(saved)
    return saved


def everybody_again() -> str:
    """What every writing of the mappings brings about."""
    return _("Entra then looks at everybody again, which can take as long as the first cycle did.")


def told_between(old: Schema, new: Schema) -> Sequence[Change]:
    """What differs between two whole schemas for people."""
    first = read_schema(old.body).mapping_for("User")
    second = read_schema(new.body).mapping_for("User")
    return differences(first[1], second[1]) if first and second else ()


async def last_save(context: Context, now: Schema) -> Operation | None:
    """The newest saving of this application whose end is known; settles those interrupted."""
    if not context.profile.application_id:
        return None
    rows = await asyncio.to_thread(context.journal.operations)
    for row in rows:
        if row.kind != KIND or row.subject != context.application_id:
            continue
        if row.state is OperationState.REFUSED:
            continue
        if row.state is OperationState.BEGUN:
            came = now.fingerprint != row.old.get("fingerprint")
            state = OperationState.DONE if came else OperationState.REFUSED
            await asyncio.to_thread(context.journal.end, row.id, state, {"found_afterwards": came})
            if not came:
                continue
        return row if now.fingerprint != row.old.get("fingerprint") else None
    return None


async def undo_effect(context: Context, now: Schema, saved: Operation) -> Effect:
    """What restoring the state before that saving would change."""
    wanted = await _before(context, saved)
    warnings = [everybody_again()]
    if saved.outcome.get("fingerprint") not in (None, now.fingerprint):
        warnings.append(_("The mappings were changed again since; that is taken back as well."))
    return Effect(tuple(told_between(now, wanted)), tuple(warnings), context.consents())


async def undo(context: Context, now: Schema, saved: Operation) -> Schema:
    """Write the backup taken before that saving, on the same path as any saving."""
    wanted = await _before(context, saved)
    async with context.writing() as graph:
        return await _write(context, now, wanted, graph_of=graph)


async def _before(context: Context, saved: Operation) -> Schema:
    backups = await asyncio.to_thread(context.backups.all)
    found = next((each for each in backups if each.id == saved.old.get("backup")), None)
    if found is None:
        raise ProblemError(Problem("mapping_edit.nothing_to_undo"))
    wanted = Schema("", dict(found.content))
    if wanted.fingerprint != saved.old.get("fingerprint"):
        raise ProblemError(Problem("mapping_edit.backup_differs"))
    return wanted

"""How to verify an interrupted change in Entra: one check for each kind of operation.

The window and the command line call `reconcile_interrupted`; code about to repeat the same change
uses the single check and waits for its result (`wizard.setup.recovery.resolve`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial

from wizard.entra import applications, jobs, schema
from wizard.entra.applications import AppRole
from wizard.entra.graph import Graph
from wizard.setup import Operation, OperationState, recovery
from wizard.setup.recovery import Finding, Happened, NotShown, Unclear
from wizard.steps.base import role_changes, schema_saving
from wizard.steps.base.assigning import ASSIGN
from wizard.steps.base.context import Context
from wizard.steps.base.recent_assignments import UNASSIGN
from wizard.steps.base.settings_saving import SAVE, matches_journal

START = "job.start"
PAUSE = "job.pause"


async def reconcile_interrupted(context: Context) -> bool:
    """Record the results of interrupted changes; returns whether the journal changed.

    Does nothing while a copy of this program, or another step, is changing the setup. Never waits.
    """
    session, store = context.session, context.store
    if not session.signed_in or session.is_changing():
        return False
    with store.lock_if_free() as free:
        if not free:
            return False
        rows = await asyncio.to_thread(store.journal.operations)
        if session.is_changing():  # started while the journal was read: not interrupted
            return False
        looks = {kind: partial(look, context) for kind, look in LOOKS.items()}
        learned = await recovery.reconcile(store.journal, rows, looks, session.graph.waits)
        if learned:
            await _take_up(context)
    return learned


async def _take_up(context: Context) -> None:
    """Use an application that turned out to have been added, unless another one is chosen."""
    rows = await asyncio.to_thread(context.store.journal.operations)
    recovery.remember_created(rows, context.session.graph.created)
    added = next((row for row in rows if row.kind == recovery.ADD_APPLICATION), None)
    if (
        added is not None
        and added.state is OperationState.DONE
        and added.outcome.get("found_afterwards")
        and "gone" not in added.outcome
        and not context.store.profile.application_id
    ):
        await context.store.remember(
            application_id=str(added.outcome.get("service_principal") or ""), role_id=""
        )


async def application_added(context: Context, row: Operation) -> Finding:
    """The application of that template and name which was not there before."""
    before = frozenset(str(each) for each in row.old.get("known", ()))
    name = str(row.new.get("name", ""))
    return await added_since(context.session.graph, row.subject, name, before) or NotShown()


async def added_since(
    graph: Graph, template_id: str, name: str, before: Collection[str]
) -> Happened | None:
    """An application of that template and name which is not one of those `before`; None: not shown."""
    for app in await applications.find(graph, [template_id], inspect=False):
        if app.application_template_id == template_id and app.display_name == name and app.id not in before:
            return Happened({"service_principal": app.id, "app_id": app.app_id})
    return None


async def job_created(context: Context, row: Operation) -> Finding:
    """Any job of the application: a new one is only made where there is none."""
    found = await jobs.jobs(context.session.graph, row.subject)
    return Happened({"job": found[0].id}) if found else NotShown()


async def _settings_saved(context: Context, row: Operation) -> Finding:
    if row.subject != context.facts.application_id:
        return Unclear()
    saved = await context.facts.saved.refresh()
    if not matches_journal(saved, row.new):
        return NotShown() if matches_journal(saved, row.old) else Unclear()
    if matches_journal(saved, row.old) and row.new.get("key_mark") != row.old.get("key_mark"):
        return await _key_saved(context, row)
    return Happened()


async def _key_saved(context: Context, row: Operation) -> Finding:
    """Whether a save that changed nothing but the key happened: Entra never shows keys, so only the
    journal of requests tells.
    """
    sent = await asyncio.to_thread(context.store.journal.sent, row.id)
    if any(each.status is not None and 200 <= each.status < 300 for each in sent):
        await context.store.record(key_mark=str(row.new.get("key_mark") or ""))
        return Happened()
    return Unclear() if any(each.status is None or each.maybe_done for each in sent) else NotShown()


async def _switched(context: Context, row: Operation) -> Finding:
    found = await context.facts.job.refresh()
    if not found or found[0].id != row.subject:
        return Unclear()
    return Happened() if found[0].is_on is bool(row.new.get("on")) else NotShown()


async def _assigned(context: Context, row: Operation) -> Finding:
    if row.subject != context.facts.application_id:
        return Unclear()
    wanted = {str(each) for each in row.new.get("principals", ())}
    ids = [
        one.id
        for one in await context.facts.assigned.refresh()
        if one.principal_id in wanted and one.app_role_id == row.new.get("role")
    ]
    return Happened({"assigned": ids}) if ids else NotShown()


async def _unassigned(context: Context, row: Operation) -> Finding:
    if row.subject != context.facts.application_id:
        return Unclear()
    present = {one.id for one in await context.facts.assigned.refresh()}
    theirs = [str(each.get("id")) for each in row.old.get("assignments", ()) if isinstance(each, dict)]
    removed = [each for each in theirs if each not in present]
    return Happened({"removed": removed}) if removed else NotShown()


async def _role_added(context: Context, row: Operation) -> Finding:
    present = await _roles(context, row)
    if present is None:
        return Unclear()
    before = {each.get("id") for each in row.old.get("roles", ())}
    for role in present:
        if role.id not in before and role.display_name == row.new.get("name"):
            return Happened({"role": role.id})
    return NotShown()


async def _role_removed(context: Context, row: Operation) -> Finding:
    present = await _roles(context, row)
    if present is None:
        return Unclear()
    return NotShown() if any(role.id == row.new.get("role") for role in present) else Happened()


async def _roles(context: Context, row: Operation) -> tuple[AppRole, ...] | None:
    """The roles of the chosen application; None when the operation was about another one."""
    app = await context.facts.application.refresh()
    graph = context.session.graph
    registration = await applications.application_object_id(graph, app.app_id)
    return await applications.roles(graph, registration) if row.subject == registration else None


async def _mappings_saved(context: Context, row: Operation) -> Finding:
    found = await context.facts.job.refresh()
    if row.subject != context.facts.application_id or not found:
        return Unclear()
    now = await schema.schema(context.session.graph, row.subject, found[0].id)
    if now.fingerprint == row.old.get("fingerprint"):
        return NotShown()
    backups = await asyncio.to_thread(context.store.backups.all)
    before = next((each for each in backups if each.id == row.old.get("backup")), None)
    wanted = row.new.get("plain")  # older journals lack it
    if before is not None and wanted not in (
        None,
        schema_saving.plain_changes(schema.SynchronizationSchema("", dict(before.content)), now),
    ):
        return Unclear()  # changed elsewhere, before or since
    return Happened({"fingerprint": now.fingerprint})


LOOKS: Mapping[str, Callable[[Context, Operation], Awaitable[Finding]]] = {
    recovery.ADD_APPLICATION: application_added,
    recovery.CREATE_JOB: job_created,
    SAVE: _settings_saved,
    START: _switched,
    PAUSE: _switched,
    ASSIGN: _assigned,
    UNASSIGN: _unassigned,
    role_changes.ADD: _role_added,
    role_changes.REMOVE: _role_removed,
    schema_saving.KIND: _mappings_saved,
}
"""The check for each kind of operation. A restart and provisioning on demand are not visible in Entra."""

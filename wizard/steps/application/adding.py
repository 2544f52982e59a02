"""Adds the application exactly once: recorded before sending, verified before repeating."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime
from functools import partial

from wizard.entra import applications, gallery
from wizard.entra.consistency import Gone, look_until
from wizard.entra.errors import GraphError
from wizard.entra.gallery import Added
from wizard.problem import ChangedMeanwhileError, Problem
from wizard.setup import Operation, OperationState, recovery
from wizard.setup.recovery import Happened
from wizard.steps.base.context import Context
from wizard.steps.base.interrupted import added_since, application_added

KIND = recovery.ADD_APPLICATION


async def add_once(context: Context, template_id: str, name: str, seen: Collection[str]) -> Added:
    """The application made from a gallery template: from an interrupted attempt, else a new one.

    `seen` are the applications that were there when adding was agreed to: raises `application_meanwhile`
    when one of this name has come since.
    Call inside `context.writing()`. Raises what Graph refuses; after a lost response without a known
    result the operation stays open, so that a later attempt verifies it.
    """
    journal, graph = context.store.journal, context.session.graph
    for earlier in await asyncio.to_thread(journal.open_operations, KIND):
        if earlier.subject != template_id:
            continue
        look = partial(application_added, context)
        happened = await recovery.resolve(journal, earlier, look, "application", graph.waits)
        if happened is not None:
            return await _take_up(context, happened, earlier.began, str(earlier.new.get("name", "")))
    there = await applications.find(graph, [template_id], inspect=False)
    there = tuple(app for app in there if app.application_template_id == template_id)
    if any(app.display_name == name and app.id not in seen for app in there):
        raise ChangedMeanwhileError(Problem("application_meanwhile", {"name": name}, retryable=True))
    known = [app.id for app in there]
    unseen = await _made_but_unseen(context, template_id, name, known)
    if unseen is not None:
        await context.store.remember(application_id=unseen.service_principal_id, role_id="")
        return unseen
    new, began = {"name": name, "template": template_id}, graph.waits.clock.now()
    async with context.store.operation(KIND, template_id, old={"known": known}, new=new) as outcome:
        try:
            added = await gallery.add(graph, template_id, name)
        except GraphError as error:
            if not error.maybe_done:
                raise
            look_again = partial(added_since, graph, template_id, name, frozenset(known))
            deadline = graph.waits.deadline(graph.waits.bounds.lost_answer)
            found = await look_until(
                "application", look_again, deadline=deadline, progress=graph.waits.progress
            )
            if found is None:
                raise
            added = await _take_up(context, found, began, name)
        await context.store.remember(application_id=added.service_principal_id, role_id="")
        outcome.note(
            service_principal=added.service_principal_id,
            application=added.application_id,
            app_id=added.app_id,
        )
    return added


async def _made_but_unseen(
    context: Context, template_id: str, name: str, known: Collection[str]
) -> Added | None:
    """An application added by this program that Entra's list does not show yet, unless it is gone."""
    journal, graph = context.store.journal, context.session.graph
    for done in await asyncio.to_thread(journal.operations):
        if not _made_by(done, template_id, name) or "gone" in done.outcome:
            continue
        principal = str(done.outcome.get("service_principal", ""))
        if not principal or principal in known:
            continue
        # Read the application itself, because the list may lag.
        if isinstance(await applications.application_existence(graph, principal), Gone):
            await recovery.mark_gone(journal, principal, graph.waits.clock.now())
            continue
        registration = str(done.outcome.get("application", ""))
        return Added(registration, str(done.outcome.get("app_id", "")), principal, name)
    return None


def _made_by(row: Operation, template_id: str, name: str) -> bool:
    return (
        row.kind == KIND
        and row.state is OperationState.DONE
        and (row.subject, row.new.get("name")) == (template_id, name)
    )


async def _take_up(context: Context, found: Happened, made: datetime, name: str) -> Added:
    """Continue with an application whose creation got no response."""
    principal = str(found.facts["service_principal"])
    context.session.graph.created.add(principal, made)
    await context.store.remember(application_id=principal, role_id="")
    return Added("", str(found.facts.get("app_id", "")), principal, name)

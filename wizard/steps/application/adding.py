"""Adding the application once, ever: written down before it is sent, looked for before it is repeated."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from wizard.entra import applications, gallery
from wizard.entra.applications import Application
from wizard.entra.errors import GraphError
from wizard.entra.gallery import Added
from wizard.problem import ChangedMeanwhileError, Problem
from wizard.setup import Operation, OperationState
from wizard.steps.base.context import Context

KIND = "application.add"
# After a lost answer the new application may take a while to show (Graph docs: eventual consistency).
_RECENT = timedelta(minutes=15)
_PAUSE = 1.5


async def add_once(context: Context, template_id: str, name: str, seen: Collection[str]) -> Added:
    """The application made from a gallery template: that of an interrupted adding, else a new one.

    `seen` are the applications that were there when adding was agreed to: raises `application_meanwhile`
    when one of this name has come since.
    Call inside `context.writing()`. Raises what Graph refuses; after a lost answer that cannot be cleared
    up the operation stays open, so that a later attempt looks again.
    """
    patience = context.services.bounds.lost_answer
    for earlier in await asyncio.to_thread(context.store.journal.open_operations, KIND):
        if earlier.subject != template_id:
            continue
        found = await _result_of(context, earlier, patience)
        if found is not None:
            await _keep(context, earlier.id, found)
            return await _as_added(context, found)
        facts = {"code": "not_found_afterwards"}
        await asyncio.to_thread(context.store.journal.end, earlier.id, OperationState.REFUSED, facts)
    there = await _from_template(context, template_id)
    if any(app.display_name == name and app.id not in seen for app in there):
        raise ChangedMeanwhileError(Problem("application_meanwhile", {"name": name}, retryable=True))
    known = [app.id for app in there]
    unseen = await _made_but_unseen(context, template_id, name, known)
    if unseen is not None:
        return unseen
    async with context.store.operation(
        KIND, template_id, old={"known": known}, new={"name": name, "template": template_id}
    ) as outcome:
        try:
            added = await gallery.add(context.session.graph, template_id, name)
        except GraphError as error:
            if not error.maybe_done:
                raise
            found = await _appeared(context, template_id, name, known, patience)
            if found is None:
                raise
            added = await _as_added(context, found)
        await context.store.remember(application_id=added.service_principal_id, role_id="")
        outcome.note(
            service_principal=added.service_principal_id,
            application=added.application_id,
            app_id=added.app_id,
        )
    return added


async def _made_but_unseen(
    context: Context, template_id: str, name: str, known: Iterable[str]
) -> Added | None:
    """An application that was just added and that Entra's list does not show yet."""
    for done in await asyncio.to_thread(context.store.journal.operations):
        if done.kind != KIND or done.subject != template_id or done.new.get("name") != name:
            continue
        if done.state is not OperationState.DONE or datetime.now(UTC) - done.began > _RECENT:
            continue
        principal = str(done.outcome.get("service_principal", ""))
        registration = str(done.outcome.get("application", ""))
        if principal and registration and principal not in set(known):
            await context.store.remember(application_id=principal, role_id="")
            return Added(registration, str(done.outcome.get("app_id", "")), principal, name)
    return None


async def _result_of(context: Context, earlier: Operation, patience: float) -> Application | None:
    recent = datetime.now(UTC) - earlier.began < _RECENT
    name = str(earlier.new.get("name", ""))
    known = [str(each) for each in earlier.old.get("known", ())]
    return await _appeared(context, earlier.subject, name, known, patience if recent else 0.0)


async def _appeared(
    context: Context, template_id: str, name: str, known: Iterable[str], patience: float
) -> Application | None:
    """An application of that template and name that was not there before, waiting for it if need be."""
    before = set(known)
    loop = asyncio.get_running_loop()
    until = loop.time() + patience
    while True:
        for app in await _from_template(context, template_id):
            if app.id not in before and app.display_name == name:
                return app
        if loop.time() >= until:
            return None
        await asyncio.sleep(min(_PAUSE, max(0.0, until - loop.time())))


async def _from_template(context: Context, template_id: str) -> list[Application]:
    found = await applications.find(context.session.graph, [template_id], inspect=False)
    return [app for app in found if app.application_template_id == template_id]


async def _keep(context: Context, operation: int, found: Application) -> None:
    await context.store.remember(application_id=found.id, role_id="")
    facts = {"service_principal": found.id, "found_afterwards": True}
    await asyncio.to_thread(context.store.journal.end, operation, OperationState.DONE, facts)


async def _as_added(context: Context, app: Application) -> Added:
    return Added(
        application_id=await applications.application_object_id(context.session.graph, app.app_id),
        app_id=app.app_id,
        service_principal_id=app.id,
        display_name=app.display_name,
        roles=app.app_roles,
    )

"""Roles of the application: adding one, and removing one added by this program."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from wizard.entra import applications
from wizard.entra.applications import Application, AppRole
from wizard.problem import NotFoundError, Problem, ProblemError
from wizard.steps.base.context import Context

ADD = "role.add"
REMOVE = "role.remove"


def checked_name(name: str) -> str:
    """A name a role can have; raises `name_unusable`."""
    name = name.strip()
    if not name or len(name) > 100 or not name.isascii() or not name.replace(" ", "").isalnum():
        raise ProblemError(Problem("name_unusable", {"longest": "100"}, field="role_name"))
    return name


async def add(context: Context, name: str) -> AppRole:
    """Add a role to the application's manifest, after a backup of its roles, and choose it."""
    app = await context.facts.application.refresh()  # its registration may still exist
    async with context.writing() as graph:
        registration = await applications.application_object_id(graph, app.app_id)
        kept, present = await _kept(context, registration)
        role = next((each for each in present if each.for_people and _same(each.display_name, name)), None)
        if role is None:  # else somebody added it since the plan, or an interrupted run did
            async with context.store.operation(ADD, registration, old=kept, new={"name": name}) as outcome:
                role = await applications.add_role(graph, registration, name, name.replace(" ", "."))
                outcome.note(role=role.id)
    await context.store.remember(role_id=role.id)
    others = tuple(each for each in app.app_roles if each.id != role.id)
    context.facts.application.set(replace(app, app_roles=(*others, role)))
    return role


def has_role(app: Application, name: str) -> bool:
    """Whether the application is known to have a role of this name."""
    return any(_same(role.display_name, name) for role in app.app_roles)


async def read_registered(context: Context) -> None:
    """Add the roles of the application's manifest to what is known of it: a role that was just added shows
    there first. An application without a manifest in this tenant stays as it is.
    """
    app = await context.facts.application.get()
    graph = context.session.graph
    try:
        registration = await applications.application_object_id(graph, app.app_id)
        registered = await applications.roles(graph, registration)
    except NotFoundError:
        return
    known = {role.id for role in app.app_roles}
    more = tuple(role for role in registered if role.id not in known)
    context.facts.application.set(replace(app, app_roles=(*app.app_roles, *more)))


async def remove(context: Context, registration: str, role: AppRole) -> None:
    """Disable the role, then take it out of the manifest, after a backup of the roles."""
    app = await context.facts.application.get()
    async with context.writing() as graph:
        kept, _present = await _kept(context, registration)
        new = {"role": role.id, "name": role.display_name}
        async with context.store.operation(REMOVE, registration, old=kept, new=new):
            await applications.remove_role(graph, registration, role.id)
    if context.store.profile.role_id == role.id:
        await context.store.remember(role_id="")
    left = tuple(each for each in app.app_roles if each.id != role.id)
    context.facts.application.set(replace(app, app_roles=left))


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


async def _kept(context: Context, registration: str) -> tuple[dict[str, object], tuple[AppRole, ...]]:
    """The roles as they are now, backed up; as the journal holds them, and as they were read."""
    present = await applications.roles(context.session.graph, registration)
    kept: dict[str, object] = {
        "roles": [
            {"id": role.id, "name": role.display_name, "value": role.value, "enabled": role.is_enabled}
            for role in present
        ]
    }
    await asyncio.to_thread(context.store.backups.take, "roles", registration, kept)
    return kept, present

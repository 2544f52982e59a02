"""People and groups as the assistant shows them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from wizard.entra import directory
from wizard.entra.applications import Application, AppRole
from wizard.entra.directory import Group, Person
from wizard.entra.graph import Graph, Part
from wizard.entra.values import read
from wizard.messages import _
from wizard.problem import NotFoundError, Problem, SeveralFoundError

_PERSON = "id,displayName,userPrincipalName,mail,accountEnabled,userType"
_GROUP = "id,displayName,description,mail,securityEnabled,mailEnabled,groupTypes,membershipRule"


async def details_of(
    graph: Graph, people: Sequence[str], groups: Sequence[str]
) -> dict[str, Person | Group]:
    """People and groups by object id, batched; deleted ones are left out."""
    parts = [Part("GET", f"/users/{each}?$select={_PERSON}") for each in people]
    parts += [Part("GET", f"/groups/{each}?$select={_GROUP}") for each in groups]
    answers = await graph.batch(parts) if parts else ()
    found: dict[str, Person | Group] = {}
    for number, (principal_id, answer) in enumerate(zip((*people, *groups), answers, strict=True)):
        if answer.error is None:
            kind: type[Person | Group] = Person if number < len(people) else Group
            found[principal_id] = read(kind, answer.body)
    return found


async def named(graph: Graph, names: Sequence[str]) -> dict[str, Person | Group]:
    """People by sign-in name and groups by `group:Name`, as a configuration file names them.

    Raises `person_not_found`, `group_not_found` or `group_ambiguous`, with the name as a fact.
    """

    async def one(name: str) -> Person | Group:
        if name.startswith("group:"):
            wanted = name.removeprefix("group:").strip()
            groups = await directory.group_by_name(graph, wanted)
            if len(groups) != 1:
                kind, code = (
                    (SeveralFoundError, "group_ambiguous") if groups else (NotFoundError, "group_not_found")
                )
                raise kind(Problem(code, {"name": wanted}, field="people.assign"))
            return groups[0]
        try:
            return await directory.person(graph, name)
        except NotFoundError as error:
            problem = Problem("person_not_found", {"name": name}, field="people.assign")
            raise NotFoundError(problem) from error

    found = await asyncio.gather(*(one(name) for name in names))
    return dict(zip(names, found, strict=True))


def person_warnings(person: Person) -> tuple[str, ...]:
    """What may prevent provisioning."""
    warnings = []
    if person.account_enabled is False:
        warnings.append(_("Disabled in Entra: no account is created."))
    if person.is_guest:
        warnings.append(_("A guest of another organization."))
    if not person.mail and person.account_enabled is not None:
        warnings.append(_("Has no mail address."))
    return tuple(warnings)


def group_warnings(group: Group) -> tuple[str, ...]:
    """What may prevent provisioning."""
    if not group.security_enabled:
        return (_("Not a security group: it cannot be assigned."),)
    return ()


def roles_of(app: Application | None) -> tuple[AppRole, ...]:
    """The roles people and groups can be assigned with."""
    return tuple(role for role in app.app_roles if role.for_people) if app else ()


def name_of(one: Person | Group | None) -> str:
    """Display name; empty when nothing is known."""
    return one.display_name if one is not None else ""


def role_name(role: AppRole | None) -> str:
    """A role as people know it; None is Default Access."""
    return role.display_name or role.value if role else _("Default Access")

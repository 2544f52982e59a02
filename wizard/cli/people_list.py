"""`people list`: everyone who is assigned, and the assignments themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from wizard.cli.table import print_table
from wizard.messages import _, ngettext, number
from wizard.messages.labels import scope_name
from wizard.steps import Assistant
from wizard.steps.people.membership import AssignedPerson
from wizard.steps.people.wanted import role_text


class ListedWay(BaseModel):
    """One way of being assigned; `group` null: directly."""

    role: str
    group: str | None


class ListedPerson(BaseModel):
    """A person who is assigned. `enabled` null: not known."""

    id: str
    name: str
    user_name: str
    enabled: bool | None
    guest: bool
    direct: bool
    assigned: list[ListedWay]


class ListedAssignment(BaseModel):
    """An assignment as Entra has it; `kind` is `user`, `group` or another of Entra's words."""

    id: str
    principal_id: str
    kind: str
    name: str
    role: str
    role_id: str


class PeopleList(BaseModel):
    """The answer with `--json`. `scope` is the saved scope, null when nothing is saved."""

    application: str
    application_id: str
    scope: Literal["assigned", "all"] | None
    assignments: list[ListedAssignment]
    people: list[ListedPerson]


async def people_list(assistant: Assistant) -> PeopleList:
    """Read everyone who is assigned."""
    people = await assistant.people.list_people()
    facts = assistant.context.facts
    saved, app = await facts.saved.refresh(), await facts.application.get()
    return PeopleList(
        application=app.display_name,
        application_id=app.id,
        scope=None if saved.sync_all is None else ("all" if saved.sync_all else "assigned"),
        assignments=[
            ListedAssignment(
                id=row.id,
                principal_id=row.principal_id,
                kind=row.principal_type.casefold(),
                name=row.principal_display_name,
                role=role_text(app, row.app_role_id),
                role_id=row.app_role_id,
            )
            for row in await facts.assigned.get()
        ],
        people=[_person(one) for one in people],
    )


def _person(one: AssignedPerson) -> ListedPerson:
    return ListedPerson(
        id=one.id,
        name=one.name,
        user_name=one.user_name,
        enabled=one.enabled,
        guest=one.guest,
        direct=any(not way.group for way in one.ways),
        assigned=[ListedWay(role=way.role, group=way.group or None) for way in one.ways],
    )


def print_people(found: PeopleList) -> None:
    """A table of everyone, then the sentences that belong to it."""
    print_table(
        (_("Name"), _("Sign-in name"), _("Role"), _("Assigned"), _("Note")),
        [
            (one.name, one.user_name, way.role, _way(way), _hint(one))
            for one in found.people
            for way in one.assigned
        ],
    )
    if found.people:
        print()
    for sentence in _sentences(found):
        print(sentence)


def _way(way: ListedWay) -> str:
    return _("directly") if way.group is None else _("group {name}").format(name=way.group)


def _sentences(found: PeopleList) -> Sequence[str]:
    people = len(found.people)
    lines = [
        ngettext("{n} person is assigned.", "{n} people are assigned.", people).format(n=number(people))
    ]
    groups = sum(row.kind == "group" for row in found.assignments)
    if groups:
        text = ngettext("{n} of the assignments is a group.", "{n} of the assignments are groups.", groups)
        lines.append(text.format(n=groups))
        lines.append(
            _("Only direct members of a group count; members of groups inside it are not provisioned.")
        )
    if found.scope == "all":
        text = _("The saved scope is {scope}: people without an assignment are provisioned too.")
        lines.append(text.format(scope=scope_name(found.scope)))
    return lines


def _hint(one: ListedPerson) -> str:
    if one.enabled is False:
        return _("disabled in Entra")
    return _("guest") if one.guest else ""

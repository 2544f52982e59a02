"""Everyone who is assigned, one by one: with which role, and directly or by which group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from wizard.entra import directory
from wizard.entra.applications import Application
from wizard.entra.assignments import Assignment
from wizard.entra.directory import Group, Person
from wizard.entra.graph import Graph
from wizard.plan.scope import people_of
from wizard.problem import Problem, ProblemError
from wizard.steps.base.principals import GROUP, named
from wizard.steps.people.wanted import role_text

Counted = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class AssignedWay:
    """One way of being assigned: the role as a configuration file names it, and the group, "" if direct."""

    role: str
    group: str


@dataclass(frozen=True, slots=True)
class AssignedPerson:
    """A person with an assignment, and all ways, direct ones first. `enabled` None: not known."""

    id: str
    name: str
    user_name: str
    enabled: bool | None
    guest: bool
    ways: tuple[AssignedWay, ...]


async def assigned_people(
    graph: Graph, rows: Sequence[Assignment], app: Application | None, counted: Counted | None = None
) -> tuple[AssignedPerson, ...]:
    """Everyone these assignments reach, by name. Only direct members of a group count, as Entra counts
    them; nested groups are not read.
    """
    people: dict[str, Person] = {}
    ways: dict[str, list[AssignedWay]] = {}
    for role_id, same in _by_role(rows).items():
        role = role_text(app, role_id)
        found = await people_of(graph, same, counted=counted)
        people |= found.people
        for person, groups in found.through.items():
            ways.setdefault(person, []).extend(AssignedWay(role, group) for group in groups)
    listed = [
        AssignedPerson(
            id=person.id,
            name=person.display_name,
            user_name=person.user_principal_name,
            enabled=person.account_enabled,
            guest=person.is_guest,
            ways=tuple(sorted(ways[person.id], key=lambda way: (way.group, way.role))),
        )
        for person in people.values()
    ]
    return tuple(sorted(listed, key=lambda one: (one.name.casefold(), one.user_name.casefold(), one.id)))


async def direct_assignments(
    graph: Graph, rows: Sequence[Assignment], names: Sequence[str]
) -> tuple[Assignment, ...]:
    """The assignments of these people and groups; raises `command.not_assigned` or what `named` raises."""
    found: dict[str, list[Assignment]] = {}
    for name in dict.fromkeys(names):
        wanted = name.removeprefix(GROUP).strip()
        found[name] = [row for row in rows if wanted in (row.id, row.principal_id)]
    looked_up = await named(graph, [name for name, has in found.items() if not has])
    for name, one in looked_up.items():
        found[name] = [row for row in rows if row.principal_id == one.id]
    missing = [name for name, has in found.items() if not has]
    if missing:
        raise ProblemError(await _not_assigned(graph, rows, missing, looked_up[missing[0]]))
    return tuple(dict.fromkeys(row for has in found.values() for row in has))


async def _not_assigned(
    graph: Graph, rows: Sequence[Assignment], names: Sequence[str], first: Person | Group
) -> Problem:
    """That these have no assignment of their own, and by which groups the first one is assigned."""
    groups = {row.principal_id: row for row in rows if row.principal_type.casefold() == "group"}
    through: list[str] = []
    if groups and isinstance(first, Person):
        with suppress(ProblemError):  # without it, the answer is less exact but true
            found = await directory.groups_of(graph, first.id)
            through = [
                row.principal_display_name or row.principal_id
                for identifier, row in groups.items()
                if identifier in found
            ]
    facts = {"name": ", ".join(names), "groups": ", ".join(through)}
    return Problem("command.not_assigned", facts)


def _by_role(rows: Sequence[Assignment]) -> Mapping[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for row in rows:
        found.setdefault(row.app_role_id, []).append(row)
    return found

"""People in scope: assigned people, direct members of assigned groups, or everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from wizard.entra import directory
from wizard.entra.assignments import Assignment
from wizard.entra.directory import Person
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph
from wizard.task_groups import task_group

_AT_ONCE = 8
_TOLD = 100  # people between two counts
Counted = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class ScopePeople:
    """People in scope by object id.

    `through` lists the assignments of a person: the name of a group, or "" for a direct one.
    """

    people: Mapping[str, Person]
    through: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


async def people_of(
    graph: Graph,
    assignments: Sequence[Assignment] | None,
    attributes: Sequence[str] = (),
    *,
    counted: Counted | None = None,
) -> ScopePeople:
    """All people in scope by these assignments; `assignments` None means everybody in the tenant.

    Entra docs: only direct members of an assigned group are provisioned, nested groups are not read.
    """
    if assignments is None:
        return await _everybody(graph, attributes, counted)
    return await _Reading(graph, attributes, counted).read(assignments)


async def some_people(graph: Graph, assignments: Sequence[Assignment], count: int) -> tuple[Person, ...]:
    """A few enabled people in scope, directly assigned ones first."""
    direct = [row for row in assignments if row.principal_type.casefold() == "user"][:count]
    found = list(
        await asyncio.gather(*(_person(graph, row.principal_id) for row in direct[: min(count, 10)]))
    )
    people = {person.id: person for person in found if person is not None}
    for row in assignments:
        if len(people) >= count:
            break
        if row.principal_type.casefold() != "group":
            continue
        async for member in directory.members(graph, row.principal_id):
            people[member.id] = member
            if len(people) >= count:
                break
    return tuple(person for person in people.values() if person.account_enabled is not False)


class _Reading:
    def __init__(self, graph: Graph, attributes: Sequence[str], counted: Counted | None) -> None:
        self._graph = graph
        self._attributes = attributes
        self._counted = counted
        self._people: dict[str, Person] = {}
        self._through: dict[str, list[str]] = {}
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def read(self, assignments: Sequence[Assignment]) -> ScopePeople:
        direct = [row for row in assignments if row.principal_type.casefold() == "user"]
        async with task_group() as tasks:
            if direct:
                tasks.create_task(self._direct(direct))
            for row in assignments:
                if row.principal_type.casefold() == "group":
                    tasks.create_task(self._group(row))
        return ScopePeople(self._people, {each: tuple(names) for each, names in self._through.items()})

    async def _direct(self, rows: Sequence[Assignment]) -> None:
        found = await directory.people(
            self._graph, [row.principal_id for row in rows], self._attributes, counted=self._tell_direct
        )
        for row in rows:
            if row.principal_id in found:  # else the person was deleted but the assignment was not
                self._take(found[row.principal_id], "")

    async def _group(self, row: Assignment) -> None:
        async with self._gate:
            async for member in directory.members(self._graph, row.principal_id, self._attributes):
                self._take(member, row.principal_display_name or row.principal_id)

    def _take(self, person: Person, through: str) -> None:
        self._people[person.id] = person
        self._through.setdefault(person.id, []).append(through)
        if self._counted is not None and len(self._people) % _TOLD == 0:
            self._counted(len(self._people), None)

    def _tell_direct(self, done: int) -> None:
        if self._counted is not None:
            self._counted(len(self._people) + done, None)


async def _everybody(graph: Graph, attributes: Sequence[str], counted: Counted | None) -> ScopePeople:
    total = await graph.count("/users")
    people: dict[str, Person] = {}
    async for person in directory.everybody(graph, attributes):
        people[person.id] = person
        if counted is not None and len(people) % _TOLD == 0:
            counted(len(people), max(total, len(people)))
    return ScopePeople(people)


async def _person(graph: Graph, person_id: str, attributes: Sequence[str] = ()) -> Person | None:
    """A person, or None when the person was deleted but the assignment was not."""
    try:
        return await directory.person(graph, person_id, attributes)
    except GraphError as error:
        if error.status == 404:
            return None
        raise

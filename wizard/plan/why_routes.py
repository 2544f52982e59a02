"""How one person is assigned to the application, read for that person alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wizard.entra.assignments import Assignment
from wizard.entra.graph import Graph, Part, PartAnswer, segment
from wizard.entra.rows import RowReader
from wizard.plan.why_entitlement import AssignedRoutes

_DEEPEST = 3  # levels of groups inside groups that are looked into
_MOST_GROUPS = 200  # groups that are looked into, so that one person costs few requests


async def read_routes(
    graph: Graph, assignments: Sequence[Assignment], person_id: str, unread: int = 0
) -> AssignedRoutes:
    """Direct assignments, and those of groups with the person as a direct member. Groups inside assigned
    groups are looked into only for a person who is not assigned otherwise. `unread`: so many further
    assignments could not be read.
    """
    memberships = RowReader("/users/memberOf")
    direct = [row for row in assignments if row.principal_id == person_id]
    groups = {row.principal_id for row in assignments if row.principal_type.casefold() == "group"}
    own = await _groups_of(graph, person_id, memberships) if groups else {}
    rows = [row for row in assignments if row.principal_id in own]
    secure = [row for row in rows if own[row.principal_id]]
    unsecured = [row for row in rows if not own[row.principal_id]]
    nested: tuple[str, ...] = ()
    if not direct and not secure and groups:
        nested = await _nested(graph, assignments, own)
    return AssignedRoutes(
        (*direct, *secure),
        bool(direct),
        _names(secure),
        nested,
        _names(unsecured),
        bool(unread or memberships.unread),
    )


async def _groups_of(graph: Graph, person_id: str, reader: RowReader) -> dict[str, bool]:
    """Groups with the person as a direct member, and whether they are security-enabled."""
    path = f"/users/{segment(person_id)}/memberOf/microsoft.graph.group"
    params = {"$select": "id,securityEnabled", "$top": "999", "$count": "true"}
    return {
        str(row["id"]): row.get("securityEnabled") is not False
        async for row in graph.items(path, params, eventual=True, reader=reader)
        if row.get("id")
    }


async def _nested(graph: Graph, assignments: Sequence[Assignment], own: Collection[str]) -> tuple[str, ...]:
    """Names of assigned groups that hold a group of the person inside."""
    found: list[str] = []
    rows = [row for row in assignments if row.principal_type.casefold() == "group"]
    level: dict[str, tuple[str, ...]] = {
        row.principal_id: (row.principal_display_name or row.principal_id,) for row in rows
    }
    seen = set(level)
    for _depth in range(_DEEPEST):
        asked = list(level)[:_MOST_GROUPS]
        answers = await graph.batch([Part("GET", _inside(each)) for each in asked], eventual=True)
        below: dict[str, tuple[str, ...]] = {}
        for group, answer in zip(asked, answers, strict=True):
            if answer.error is not None and answer.status != 404:
                raise answer.error
            for inner in await _ids(graph, group, answer):
                if inner in own:
                    found.extend(level[group])
                elif inner not in seen:
                    seen.add(inner)
                    below[inner] = level[group]
        level = below
        if not level or found:
            break
    return tuple(dict.fromkeys(found))


def _members(group: str) -> str:
    return f"/groups/{segment(group)}/members/microsoft.graph.group"


async def _ids(graph: Graph, group: str, answer: PartAnswer) -> list[str]:
    if answer.error is not None:
        return []  # the group is gone
    return [str(row["id"]) for row in await graph.whole_list(_members(group), answer.body, eventual=True)]


def _inside(group: str) -> str:
    return f"{_members(group)}?$select=id&$top=999&$count=true"


def _names(rows: Sequence[Assignment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.principal_display_name or row.principal_id for row in rows))

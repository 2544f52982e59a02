"""Finds the people that assignments put in scope, and their roles.

Entra docs, "How provisioning works": directly assigned people and direct members of assigned security
groups; nested groups are not read. A disabled role entitles nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from wizard.entra.assignments import Assignment
from wizard.entra.graph import Graph, Part, segment
from wizard.entra.roles import ZERO, AppRole
from wizard.entra.rows import RowReader
from wizard.entra.values import Json
from wizard.task_groups import task_group

ASSIGNED, ENTITLED, BY_ROLE = 1, 2, 4
"""Flags of a person: assigned; with a role that entitles; with more than Default Access."""
_AT_ONCE = 4
_PAGE = "999"
Counted = Callable[[int], None]
Role = Mapping[str, str | None]  # id, value, displayName, as the attribute appRoleAssignments holds it


@dataclass(frozen=True, slots=True)
class AssignedGroup:
    """An assigned group. `members` is the number of direct users, `nested` the names of nested groups."""

    id: str
    name: str
    security: bool
    members: int = 0
    nested: tuple[str, ...] = ()


@dataclass
class Entitlement:
    """People by object id with their flags, and with their roles when a mapping uses them."""

    everybody: bool
    bits: dict[str, int] = field(default_factory=dict)
    roles: dict[str, tuple[Role, ...]] = field(default_factory=dict)
    default_access: set[str] = field(default_factory=set)
    groups: tuple[AssignedGroup, ...] = ()
    unread: int = 0
    """Assignments and members of assigned groups that could not be read: they may entitle anybody."""

    def of(self, person_id: str) -> int:
        """The flags of a person."""
        if self.everybody:
            return self.bits.get(person_id, 0) | ASSIGNED | ENTITLED | BY_ROLE
        return self.bits.get(person_id, 0)

    def roles_of(self, person_id: str) -> tuple[Role, ...] | None:
        """A person's roles; None when unknown: the value for only Default Access is not documented."""
        found = self.roles.get(person_id, ())
        return None if not found and person_id in self.default_access else found


class EntitlementReader:
    """Reads the assigned groups. With `default_access` False, Default Access entitles nobody."""

    def __init__(
        self,
        graph: Graph,
        assignments: Sequence[Assignment],
        roles: Sequence[AppRole],
        *,
        everybody: bool,
        default_access: bool,
        with_roles: bool,
        unread: int = 0,
    ) -> None:
        self._graph = graph
        self._assignments = assignments
        self._roles: dict[str, Role] = {
            role.id: {"id": role.id, "value": role.value or None, "displayName": role.display_name}
            for role in roles
            if role.is_enabled
        }
        self._entitling = {ZERO, *self._roles}
        self._default_access = default_access
        self._with_roles = with_roles
        self.found = Entitlement(everybody, unread=unread)

    @property
    def direct(self) -> tuple[str, ...]:
        """Object ids of the people assigned directly."""
        rows = (row for row in self._assignments if row.principal_type.casefold() == "user")
        return tuple(dict.fromkeys(row.principal_id for row in rows))

    def record_direct(self) -> None:
        """Record everyone who is assigned directly."""
        for row in self._assignments:
            if row.principal_type.casefold() == "user":
                self.record(row.principal_id, row)

    def record(self, person_id: str, row: Assignment) -> None:
        """Record one assignment of a person."""
        bits = ASSIGNED
        if row.app_role_id in self._entitling and (self._default_access or not row.is_default_access):
            bits |= ENTITLED
        if not row.is_default_access:
            bits |= BY_ROLE
        self.found.bits[person_id] = self.found.bits.get(person_id, 0) | bits
        if self._with_roles:
            self._record_role(person_id, row)

    def _record_role(self, person_id: str, row: Assignment) -> None:
        role, known = self._roles.get(row.app_role_id), self.found.roles.get(person_id, ())
        if role is not None and role not in known:
            self.found.roles[person_id] = (*known, role)
        elif role is None and row.is_default_access:
            self.found.default_access.add(person_id)

    def group_rows(self) -> dict[str, list[Assignment]]:
        """Assignments by group."""
        rows: dict[str, list[Assignment]] = {}
        for row in self._assignments:
            if row.principal_type.casefold() == "group":
                rows.setdefault(row.principal_id, []).append(row)
        return rows

    async def read_groups(self) -> tuple[AssignedGroup, ...]:
        """Read the properties of the assigned groups, without members; deleted groups are left out."""
        rows = self.group_rows()
        parts = []
        for group in rows:
            path = f"/groups/{segment(group)}"
            parts.append(Part("GET", f"{path}?$select=id,displayName,securityEnabled"))
            parts.append(Part("GET", f"{path}/members/microsoft.graph.user?$select=id&$top=1&$count=true"))
            parts.append(
                Part(
                    "GET",
                    f"{path}/members/microsoft.graph.group?$select=id,displayName&$top=999&$count=true",
                )
            )
        answers = await self._graph.batch(parts, eventual=True)
        found = []
        for number, group in enumerate(rows):
            about, users, nested = answers[3 * number : 3 * number + 3]
            if about.status == 404:
                continue
            for answer in (about, users, nested):
                if answer.error is not None:
                    raise answer.error
            path = f"/groups/{segment(group)}/members/microsoft.graph"
            # Nobody comes into scope through these, so the plan needs no complete list of them.
            unread = RowReader(f"{path}.group")
            inner = await self._graph.whole_list(f"{path}.group", nested.body, eventual=True, reader=unread)
            count = users.body.get("@odata.count")
            if type(count) is not int:  # the first page of a list need not say it
                count = await self._graph.count(f"{path}.user")
            found.append(_group(group, about.body, count, inner))
        self.found.groups = tuple(found)
        return self.found.groups

    async def read_members(self, counted: Counted) -> None:
        """Record the direct members of all assigned security groups, reading only their ids."""
        rows = self.group_rows()
        gate = asyncio.Semaphore(_AT_ONCE)

        async def read(group: AssignedGroup) -> None:
            members = RowReader("/groups/members")

            async def page(found: Json) -> None:
                for user in members.of_page(found, with_id=True):
                    for row in rows[group.id]:
                        self.record(str(user["id"]), row)
                counted(len(self.found.bits))

            async with gate:
                path = f"/groups/{segment(group.id)}/members/microsoft.graph.user"
                params = {"$select": "id", "$top": _PAGE, "$count": "true"}
                await self._graph.each_page(path, params, page, eventual=True)
            self.found.unread += members.unread

        async with task_group() as tasks:
            for group in self.found.groups:
                if group.security:
                    tasks.create_task(read(group))


def _group(identifier: str, about: Json, count: int, inner: Sequence[Json]) -> AssignedGroup:
    names = tuple(str(row.get("displayName") or row.get("id")) for row in inner)
    return AssignedGroup(
        identifier,
        str(about.get("displayName") or identifier),
        about.get("securityEnabled") is not False,
        count,
        names,
    )

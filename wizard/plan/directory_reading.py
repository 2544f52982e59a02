"""Reads the people of a plan from Graph, once, with exactly the attributes that are used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence

from wizard.entra.attributes import selection
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, Part, segment
from wizard.entra.rows import RowReader
from wizard.entra.values import Json
from wizard.mapping.source_attributes import MANAGER
from wizard.plan.entitlement import ENTITLED, AssignedGroup, EntitlementReader

_PAGE = 999  # Graph's largest page size for users and members
_BATCH = 20
_EXPANDED = "manager($select=id)"
_REFUSED = (400, 403, 404)
TakePage = Callable[[Sequence[Json]], Awaitable[None]]
CREATED = "createdDateTime"


class DirectoryReading:
    """Reads people page by page; returns nobody twice."""

    def __init__(self, graph: Graph, attributes: Collection[str]) -> None:
        self._graph = graph
        self._select = ",".join(dict.fromkeys((*selection(attributes).split(","), CREATED)))
        self._with_manager = MANAGER in attributes
        self._given: set[str] = set()
        self._read_users = RowReader("/users")
        self.unread: tuple[str, ...] = ()
        """Attributes that Graph did not tell of everybody."""

    @property
    def unread_people(self) -> int:
        """People whose rows could not be read, so that they are missing."""
        return self._read_users.unread

    async def count(self) -> int:
        """Number of users in the tenant."""
        return await self._graph.count("/users")

    async def everybody(self, take: TakePage) -> None:
        """All users in the tenant, with their managers where Graph expands them in a list."""
        params = {"$select": self._select, "$top": str(_PAGE)}
        began = False

        async def page(found: Json) -> None:
            nonlocal began
            began = True
            users = self._read_users.of_page(found, with_id=True)
            if "$expand" in params:
                _add_managers(users)
            else:
                await self._read_managers(users)
            await take(users)

        if not self._with_manager:
            await self._graph.each_page("/users", params, page)
            return
        params["$expand"] = _EXPANDED
        try:
            await self._graph.each_page("/users", params, page)
        except GraphError as error:
            if began or error.status not in _REFUSED:
                raise
            del params["$expand"]
            await self._graph.each_page("/users", params, page)

    async def by_id(self, ids: Sequence[str], take: TakePage) -> None:
        """These people, 20 in a request; people who do not exist are left out."""
        wanted = [each for each in dict.fromkeys(ids) if each not in self._given]
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            parts = [Part("GET", f"/users/{segment(each)}?$select={self._select}") for each in part]
            found = []
            for answer in await self._graph.batch(parts):
                if answer.error is not None and answer.status != 404:
                    raise answer.error
                if answer.error is None:
                    found.append(answer.body)
            found = self._read_users.of_page({"value": found}, with_id=True)
            await self._give(found, take)

    async def members(
        self, groups: Sequence[AssignedGroup], reader: EntitlementReader, take: TakePage
    ) -> None:
        """The direct members of these groups, with a note of the assignments they have through them.

        People who are not entitled by one group may be by the next, so call this last.
        """
        rows = reader.group_rows()
        params = {"$select": self._select, "$top": str(_PAGE), "$count": "true"}
        held: dict[str, Json] = {}
        for group in groups:
            members = RowReader("/groups/members")

            async def page(found: Json, group: AssignedGroup = group, members: RowReader = members) -> None:
                users = members.of_page(found, with_id=True)
                for user in users:
                    for row in rows[group.id]:
                        reader.record(str(user["id"]), row)
                sure = [user for user in users if reader.found.of(str(user["id"])) & ENTITLED]
                held.update((str(user["id"]), user) for user in users)
                for user in sure:
                    del held[str(user["id"])]
                await self._give(sure, take)

            path = f"/groups/{segment(group.id)}/members/microsoft.graph.user"
            await self._graph.each_page(path, params, page, eventual=True)
            reader.found.unread += members.unread
        await self._give(list(held.values()), take)

    async def _give(self, users: Sequence[Json], take: TakePage) -> None:
        fresh = [user for user in users if str(user["id"]) not in self._given]
        self._given.update(str(user["id"]) for user in fresh)
        await self._read_managers(fresh)
        await take(fresh)

    async def _read_managers(self, users: Sequence[Json]) -> None:
        """Add the manager to these users, one by one: lists of members do not expand it.

        None for people without one, nothing where Graph refuses.
        """
        if not self._with_manager or not users:
            return
        paths = (f"/users/{segment(str(user['id']))}?$select=id&$expand={_EXPANDED}" for user in users)
        answers = await self._graph.batch([Part("GET", path) for path in paths])
        for user, answer in zip(users, answers, strict=True):
            if answer.error is None:
                user[MANAGER] = answer.body.get(MANAGER)
            elif answer.status in _REFUSED:
                self.unread = (MANAGER,)
            else:
                raise answer.error


def _add_managers(users: Sequence[Json]) -> None:
    """Graph docs, "List manager": people without a manager come without the member."""
    for user in users:
        user.setdefault(MANAGER, None)


def members_are_cheaper(direct: int, groups: Sequence[AssignedGroup], everybody: int) -> bool:
    """Whether reading only the assigned people takes fewer requests than reading the entire tenant."""
    requests = -(-direct // _BATCH) + sum(1 + group.members // _PAGE for group in groups)
    return requests < 1 + everybody // _PAGE

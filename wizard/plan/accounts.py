"""Reads all Playvox accounts once into the workspace, several pages at a time.

When Playvox refuses to list accounts, they are searched person by person instead; accounts that belong to
nobody in scope are then unknown.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Sequence
from typing import Any

from wizard.mapping.mapper import CompiledMapping
from wizard.mapping.values import as_text
from wizard.notices import notice
from wizard.plan.comparison import WITHOUT_ID, AccountComparison
from wizard.plan.workspace import Values, Workspace, as_json
from wizard.playvox.scim import PAGE, Playvox, read_account
from wizard.problem import Problem, ProblemError
from wizard.task_groups import task_group, together

AT_ONCE = 5
_IDLE = 5  # pages in a row with nothing new after which a server is not believed to have more
_CANNOT_LIST = {"400", "403", "404", "405", "501"}
"""Answers that refuse listing itself; every other problem is raised as it is."""
Counted = Callable[[int, int | None], None]
Json = dict[str, Any]


class AccountReading:
    """After `read`, `listed` says whether every account is in the workspace."""

    def __init__(
        self,
        playvox: Playvox,
        workspace: Workspace,
        comparison: AccountComparison,
        matching: Sequence[CompiledMapping],
    ) -> None:
        self._playvox = playvox
        self._workspace = workspace
        self._comparison = comparison
        self._matching = matching
        self._asked: set[tuple[int, str]] = set()
        self._idle = 0  # pages in a row that held nothing new
        self.total = 0
        self.unread = 0
        self.listed = False

    async def read(self, counted: Counted) -> None:
        """Read all accounts. Raises `ProblemError` when Playvox cannot be reached or refuses the key."""
        try:
            first, total = await self._playvox.resources(1, PAGE, self._workspace.run)
        except ProblemError as error:
            if error.problem.retryable or error.problem.facts.get("status") not in _CANNOT_LIST:
                raise
            return
        size, self.total = len(first), total
        await self.add(first)
        counted(size, total)
        if size and size < total:
            done = size
            starts = iter(range(size + 1, total + 1, size))

            async def worker() -> None:
                nonlocal done
                for start in starts:
                    if self._idle >= _IDLE:
                        return
                    came = await self._range(start, min(size, total - start + 1))
                    done += came
                    counted(min(done, total), total)

            await together(*(worker() for _ in range(AT_ONCE)))
        self.listed = await self._workspace.run(self._workspace.count_accounts) >= self.total

    async def ensure(self, values: Collection[tuple[int, str]], refused: Collection[int]) -> None:
        """Put the accounts with these (place, value) pairs of matching attributes into the workspace.

        Sends no request when all accounts were listed, or for attributes that Playvox `refused` to search.
        """
        if self.listed:
            return
        missing = [each for each in values if each not in self._asked and each[0] not in refused]
        self._asked.update(missing)
        gate = asyncio.Semaphore(AT_ONCE)

        async def ask(place: int, value: str) -> None:
            async with gate:
                found = await self._playvox.search(self._matching[place].mapping.target, value)
                await self.add(found)
                if not all(found):
                    await self._workspace.run(self._store_unread, place, value)

        async with task_group() as tasks:
            for place, value in missing:
                tasks.create_task(ask(place, value))

    async def _range(self, start: int, count: int) -> int:
        """Read accounts from index `start` on, also when pages are shorter than requested; returns how many
        arrived.
        """
        done = 0
        while done < count:
            found, total = await self._playvox.resources(start + done, count - done, self._workspace.run)
            self.total = min(self.total, total)  # one account less than before does not mean one is missing
            new = await self.add(found) if found else 0
            self._idle = 0 if new else self._idle + 1
            if not found or self._idle >= _IDLE:
                break
            done += len(found)
        return done

    async def add(self, resources: Sequence[Json]) -> int:
        """Put these accounts into the workspace; returns how many were not there yet.

        Those that cannot be read are counted and named: whose they are, is found out by searching.
        """
        readable = [each for each in resources if each]
        if missing := len(resources) - len(readable):
            self.unread += missing
            notice(Problem("playvox_rows_unread", {"n": str(self.unread)}))
        return await self._workspace.run(self._store, readable)

    def _store(self, resources: Sequence[Json]) -> int:
        rows: list[Values] = []
        keys: list[Values] = []
        for resource in resources:
            account = read_account(resource) or read_account({**resource, "id": _stand_in(resource)})
            assert account is not None  # it has an id now
            meta = resource.get("meta")
            modified = meta.get("lastModified") if isinstance(meta, dict) else None
            name = account.display_name or account.formatted_name or account.user_name
            contents = self._comparison.contents(resource)
            rows.append(
                (account.id, account.user_name, name, account.active, str(modified or ""), contents)
            )
            for place, row in enumerate(self._matching):
                value = as_text(row.path.read(resource))
                if value:
                    keys.append((place, value.casefold(), account.id))
        return self._workspace.add_accounts(rows, keys)

    def _store_unread(self, place: int, value: str) -> None:
        """An account that was found by this value, and that cannot be read."""
        stand_in = _stand_in({"place": place, "value": value})
        empty = self._comparison.contents({})
        row: Values = (stand_in, value, value, True, "", empty)
        self._workspace.add_accounts([row], [(place, value.casefold(), stand_in)])


def _stand_in(resource: Json) -> str:
    """An id for an account that has none: always the same one for the same account."""
    return WITHOUT_ID + hashlib.sha256(as_json(resource).encode()).hexdigest()

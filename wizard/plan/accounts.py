"""Playvox accounts by their matching value: asked one by one for a few people, listed for many."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wizard.mapping.paths import parse_path
from wizard.mapping.values import as_text
from wizard.playvox.scim import (
    Playvox,
    ScimAccount,
)
from wizard.problem import ProblemError, SeveralFoundError

FEW = 30
_AT_ONCE = 6
LIMIT = 50_000
_SEARCHABLE = "username"


@dataclass(frozen=True)
class AccountLookup:
    """What Playvox has. `by_value` maps the matching value, letter case ignored, to accounts.

    `listed` holds every account when Playvox could be listed whole, else None: then "nobody" for a value
    that was not asked for means nothing.
    """

    by_value: Mapping[str, tuple[ScimAccount, ...]] = field(default_factory=dict)
    listed: tuple[ScimAccount, ...] | None = None

    def of(self, value: str) -> tuple[ScimAccount, ...]:
        """Accounts with this matching value."""
        return self.by_value.get(value.casefold(), ())


async def find_accounts(
    playvox: Playvox, matching: str, values: Sequence[str], *, whole: bool
) -> AccountLookup:
    """Accounts for these matching values of the attribute `matching`.

    With `whole` (or for many people) Playvox is listed; should it refuse to, it is asked one by one.
    Raises `ProblemError` when Playvox cannot be asked at all.
    """
    one_by_one = matching.casefold() == _SEARCHABLE
    if one_by_one and len(values) <= FEW and not whole:
        return await _asked(playvox, values)
    try:
        listed = [account async for account in playvox.people(LIMIT)]
    except ProblemError:
        if not one_by_one:
            raise
        return await _asked(playvox, values)
    path = parse_path(matching)
    found: defaultdict[str, list[ScimAccount]] = defaultdict(list)
    for account in listed:
        value = as_text(path.read(account.raw))
        if value:
            found[value.casefold()].append(account)
    complete = tuple(listed) if len(listed) < LIMIT else None
    return AccountLookup({value: tuple(accounts) for value, accounts in found.items()}, complete)


async def _asked(playvox: Playvox, values: Sequence[str]) -> AccountLookup:
    gate = asyncio.Semaphore(_AT_ONCE)
    found: dict[str, tuple[ScimAccount, ...]] = {}

    async def ask(value: str) -> None:
        async with gate:
            try:
                account = await playvox.find_user(value)
            except SeveralFoundError:
                nobody: dict[str, Any] = {}
                # Two stand-ins are enough to say that there are several.
                found[value.casefold()] = (
                    ScimAccount("", value, active=True, raw=nobody),
                    ScimAccount("", value, active=True, raw=nobody),
                )
                return
        if account is not None:
            found[value.casefold()] = (account,)

    async with asyncio.TaskGroup() as tasks:
        for value in dict.fromkeys(values):
            tasks.create_task(ask(value))
    return AccountLookup(found)

"""Entra's provisioning log without a server: answers filters and pages as Graph does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

from tests.log_store.log_rows import NOW

PAGE = 100
Json = dict[str, Any]


class LogOfEntra:
    """Answers as Graph's list of provisioning logs; `wait` seconds for each page."""

    def __init__(self, rows: list[Json], now: datetime = NOW, wait: float = 0.0) -> None:
        self.rows = rows
        self.service_time = now
        self.wait = wait
        self.asked: list[str] = []

    async def each_page(
        self, path: str, params: dict[str, str], take: Callable[[Json], Awaitable[None]], **_options: object
    ) -> None:
        condition = params["$filter"]
        self.asked.append(condition)
        rows = self.rows
        for part in condition.split(" and "):
            name, how, value = part.split(" ", 2)
            if name == "activityDateTime":
                later = how == "gt"
                rows = [row for row in rows if (row[name] > value) is later and row[name] != value]
            elif name == "sourceIdentity/id":
                rows = [row for row in rows if f"'{row['sourceIdentity']['id']}'" == value]
        for start in range(0, len(rows), PAGE):
            await asyncio.sleep(self.wait)
            await take({"value": rows[start : start + PAGE]})

    async def items(
        self, path: str, params: dict[str, str], *, limit: int | None = None, **_options: object
    ) -> AsyncIterator[Json]:
        found: list[Json] = []

        async def take(page: Json) -> None:
            found.extend(page["value"])

        await self.each_page(path, params, take)
        for row in found[:limit]:
            yield row

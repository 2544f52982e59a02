"""Run several things at once; a failure is raised as itself instead of in an exception group.

Callers catch `ProblemError` and its kinds, so an exception group would pass them by and end as a crash.
`asyncio.TaskGroup` is used here only; the linter refuses it elsewhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def task_group() -> AsyncIterator[asyncio.TaskGroup]:
    """A TaskGroup that raises the first failure itself; the other tasks are canceled."""
    try:
        async with asyncio.TaskGroup() as tasks:
            yield tasks
    except* Exception as group:
        raise _first(group) from None


async def together(*readings: Coroutine[Any, Any, Any]) -> None:
    """Await all of them; the first failure cancels the others."""
    async with task_group() as tasks:
        for reading in readings:
            tasks.create_task(reading)


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first

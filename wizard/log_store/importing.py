"""Brings what Entra's log has and this computer does not into the store, newest first.

Graph allows 5 requests in 10 seconds for all of a tenant's reports; the first pages come at once, and later
ones leave room for others. Each page is committed with the gap that it makes smaller, so that a run that is
stopped or killed goes on where it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wizard.entra.graph import Graph
from wizard.entra.logs import pages_newest_first
from wizard.entra.values import Json
from wizard.log_store.packing import microseconds, moment_of
from wizard.log_store.writer import Gap, LogWriter
from wizard.plan.log_findings import LONG, SHORT

KEPT = LONG
"""How long entries stay here unless they are to be kept longer: as long as Entra keeps them at most."""
LATE = timedelta(minutes=30)
"""Entries may appear so much later than their time says: what was read last is read again."""
_AT_ONCE = 3  # pages without a pause
_PACE = 3.5  # seconds between later pages
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """`read` entries were read, of which `new` were not here before; `back_to` is the time of the last."""

    read: int = 0
    new: int = 0
    back_to: datetime | None = None


class LogImport:
    """One run for one application. Errors of Graph pass through; what was read until then stays."""

    def __init__(
        self, graph: Graph, application_id: str, path: Path, *, pace: float = _PACE, at_once: int = _AT_ONCE
    ) -> None:
        self._graph = graph
        self._application = application_id
        self._writer = LogWriter(path)
        self._pace = pace
        self._at_once = at_once
        self._pages = 0
        self._began = self._now
        self.progress = ImportProgress()

    async def run(
        self,
        told: Callable[[ImportProgress], None] | None = None,
        enough: Callable[[], Awaitable[bool]] | None = None,
    ) -> bool:
        """Read all that is missing, or until `enough` says after a page that it is enough; returns whether
        everything was read.
        """
        overlap = LATE // timedelta(microseconds=1)
        self._began = self._now
        for gap in await asyncio.to_thread(self._writer.begin, overlap):
            if not await self._fill(gap, told, enough):
                return False
        return True

    async def read_person(
        self, person_id: str, since: datetime | None, told: Callable[[ImportProgress], None] | None = None
    ) -> None:
        """Read one person's entries alone, which fills no gap."""

        async def take(rows: list[Json]) -> bool:
            await self._add(rows, None, told)
            return True

        await pages_newest_first(self._graph, self._application, take, person_id=person_id, since=since)

    async def forget(self, kept: timedelta | None) -> int:
        """Delete entries older than that; None keeps all. Returns how many were deleted."""
        if kept is None:
            return 0
        return await asyncio.to_thread(self._writer.forget_before, microseconds(self._now - kept))

    async def close(self) -> None:
        """Close the file; a canceled run may still be committing its last page."""
        await asyncio.to_thread(self._writer.close)

    @property
    def _now(self) -> datetime:
        return self._graph.service_time or datetime.now(UTC)

    async def _fill(
        self,
        gap: Gap,
        told: Callable[[ImportProgress], None] | None,
        enough: Callable[[], Awaitable[bool]] | None,
    ) -> bool:
        oldest: int | None = None

        async def take(rows: list[Json]) -> bool:
            nonlocal oldest
            oldest = await self._add(rows, gap, told) or oldest
            return enough is None or not await enough()

        whole = await pages_newest_first(
            self._graph,
            self._application,
            take,
            since=moment_of(gap.after) if gap.after is not None else None,
            before=moment_of(gap.before + 1) if gap.before is not None else None,
        )
        if whole:
            now = self._now
            reaches = now - (LONG if _older(oldest, now) else SHORT)
            began = microseconds(self._began)
            await asyncio.to_thread(self._writer.end, gap, began, microseconds(reaches))
        return whole

    async def _add(
        self, rows: list[Json], gap: Gap | None, told: Callable[[ImportProgress], None] | None
    ) -> int | None:
        added = await asyncio.to_thread(self._writer.add, rows, microseconds(self._now), gap)
        before = self.progress
        back_to = moment_of(added.oldest) if added.oldest is not None else before.back_to
        self.progress = ImportProgress(before.read + len(rows), before.new + added.new, back_to)
        self._pages += 1
        if told is not None:
            told(self.progress)
        if self._pages > self._at_once:
            await asyncio.sleep(self._pace)
        return added.oldest


def _older(oldest: int | None, now: datetime) -> bool:
    """Whether Entra's log has an entry that a log of seven days would no longer have."""
    return oldest is not None and now - moment_of(oldest) > SHORT + _DAY

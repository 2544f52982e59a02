"""The provisioning log of the application entry by entry, and how far back it goes.

What Entra has and this computer has not is read first, into the store; every entry comes from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from wizard.entra.logs import LogEntry
from wizard.log_store.importing import ImportProgress, LogImport
from wizard.log_store.rows import LogRows
from wizard.log_store.search import LogSearch
from wizard.log_store.store import LogStore
from wizard.messages import _
from wizard.plan.log_findings import log_reach
from wizard.steps.base.context import Context
from wizard.steps.base.progress import report
from wizard.steps.logs.lines import LogFormat, save_log

_AT_ONCE = 500
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are wanted; an empty set, "" and None let every entry pass. Words are lower case."""

    results: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    person_id: str = ""
    since: datetime | None = None
    limit: int | None = None


class LogReading:
    """One pass over the log, newest first. `read` counts all entries of the range, `found` the wanted.

    `context` None: only what this computer has of the log in `path` is read.
    """

    def __init__(self, path: Path, wanted: LogFilter, context: Context | None = None) -> None:
        self._path = path
        self._store = LogStore(path)
        self._wanted = wanted
        self._context = context
        self.read = 0
        self.found = 0
        self.oldest: datetime | None = None
        """Time of the oldest entry of the range."""
        self.read_at: datetime | None = None
        """When Entra's log was last read to its end; None: never."""
        self.limited = False
        """Whether reading stopped at the limit."""

    async def entries(self) -> AsyncGenerator[LogEntry, None]:
        """The wanted entries, as they are read; raises `logs_need_licence` or `logs_need_role`."""
        self.read, self.found, self.oldest, self.limited = 0, 0, None, False
        came = asyncio.Event()
        importing = asyncio.create_task(self._import(came))
        importing.add_done_callback(lambda _task: came.set())
        until: datetime | None = None
        try:
            while not self.limited:
                await came.wait()
                came.clear()
                done = importing.done()
                if done:
                    importing.result()
                since = self._wanted.since if done else await self._certain()
                if since is None and not done:
                    continue
                async for entry in self._stored(since, until):
                    yield entry
                if done:
                    break
                until = since
        finally:
            importing.cancel()
            await asyncio.wait({importing})
            await asyncio.to_thread(self._count)

    async def save(self, file: Path, kind: LogFormat, *, failures_first: bool) -> None:
        """Read what is missing and write the wanted entries; raises as `entries` and `save_log`."""
        await self._import(asyncio.Event())
        search = replace(self._search(self._wanted.since, None), failures_first=failures_first)
        self.found, self.limited = await asyncio.to_thread(
            save_log, self._path, search, file, kind, self._wanted.limit
        )
        await asyncio.to_thread(self._count)

    async def complete_since(self) -> tuple[bool, datetime | None]:
        """After reading everything: whether the log goes back to `since`, and otherwise the time from which
        it is certainly complete. Without `since`, and at the limit, it is as long as asked for.
        """
        state = await asyncio.to_thread(self._store.state)
        since = self._wanted.since
        if self._context is None:
            begin = state.current_from
            if self.limited or (state.read_at is not None and not state.gaps and since is None):
                return True, None
            return since is not None and begin is not None and begin <= since, begin
        if since is None or self.limited:
            return True, None
        if not state.gaps and state.complete_from is not None and state.complete_from <= since:
            return True, None
        graph = self._context.session.graph
        now = graph.service_time or datetime.now(UTC)
        return await log_reach(graph, self._context.facts.application_id, since, self.oldest, now)

    async def _import(self, came: asyncio.Event) -> None:
        context, wanted = self._context, self._wanted
        if context is None:
            return

        def told(progress: ImportProgress) -> None:
            report(_("Reading the provisioning log …"), progress.read)
            came.set()

        async def enough() -> bool:
            return await asyncio.to_thread(self._enough)

        running = LogImport(context.session.graph, context.facts.application_id, self._path, pace=0.0)
        try:
            if wanted.person_id:
                await running.read_person(wanted.person_id, wanted.since, told)
            else:
                await running.run(told, enough)
            await running.forget(context.store.log_kept)
        finally:
            await running.close()

    def _enough(self) -> bool:
        """Whether everything that is wanted is here already, and complete."""
        wanted = self._wanted
        certain = self._store.state().current_from
        if certain is None or (wanted.since is None and wanted.limit is None):
            return False
        if wanted.since is not None and certain < wanted.since:
            return True
        if wanted.limit is None:
            return False
        with closing(self._rows(certain + _MICROSECOND, None)) as rows:
            return len(rows.window(0, wanted.limit + 1)) > wanted.limit

    async def _certain(self) -> datetime | None:
        """The time since which everything was read; None while that is unknown, and for one person."""
        if self._wanted.person_id:
            return None
        state = await asyncio.to_thread(self._store.state)
        if state.current_from is None:
            return None
        certain = state.current_from + _MICROSECOND  # of that very time, some may be missing
        return certain if self._wanted.since is None else max(certain, self._wanted.since)

    async def _stored(
        self, since: datetime | None, until: datetime | None
    ) -> AsyncGenerator[LogEntry, None]:
        rows = await asyncio.to_thread(self._rows, since, until)
        try:
            entries = rows.entries()
            while some := await asyncio.to_thread(_some, entries):
                for entry in some:
                    if self._wanted.limit is not None and self.found == self._wanted.limit:
                        self.limited = True
                        return
                    self.found += 1
                    self.oldest = entry.at or self.oldest
                    yield entry
        finally:
            await asyncio.to_thread(rows.close)

    def _rows(self, since: datetime | None, until: datetime | None) -> LogRows:
        return self._store.rows(self._search(since, until))

    def _search(self, since: datetime | None, until: datetime | None) -> LogSearch:
        wanted = self._wanted
        return LogSearch(
            results=wanted.results,
            actions=wanted.actions,
            person=wanted.person_id,
            since=since,
            until=until,
        )

    def _count(self) -> None:
        """Count the entries of the range, or down to the limit."""
        since = self.oldest if self.limited else self._wanted.since
        search = LogSearch(person=self._wanted.person_id, since=since)
        with closing(self._store.rows(search)) as rows:
            self.read = rows.count_all()
            last = rows.window(self.read - 1, 1) if self.read else []
        self.oldest = last[0].at if last else None
        self.read_at = self._store.state().read_at


def _some(entries: Iterator[tuple[int, LogEntry]]) -> list[LogEntry]:
    return [entry for _number, entry in islice(entries, _AT_ONCE)]

"""The provisioning log of the application, entry by entry, and how far back it goes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime

from wizard.entra.logs import LogEntry, entries_newest_first
from wizard.plan.log_findings import log_reach
from wizard.steps.base.context import Context


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are wanted; an empty set, "" and None let every entry pass. Words are lower case."""

    results: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    person_id: str = ""
    since: datetime | None = None
    limit: int | None = None

    def wants(self, entry: LogEntry) -> bool:
        """Whether result and action of the entry are wanted; Graph applies the rest."""
        return (not self.results or entry.status in self.results) and (
            not self.actions or entry.action in self.actions
        )


class LogReading:
    """One pass over the log, newest first. `read` counts all entries that were read, `found` the wanted."""

    def __init__(self, context: Context, wanted: LogFilter) -> None:
        self._context = context
        self._wanted = wanted
        self.read = 0
        self.found = 0
        self.oldest: datetime | None = None
        """Time of the oldest entry that was read."""
        self.limited = False
        """Whether reading stopped at the limit."""

    async def entries(self) -> AsyncGenerator[LogEntry, None]:
        """The wanted entries as their pages come; raises `logs_need_licence` or `logs_need_role`."""
        wanted, context = self._wanted, self._context
        self.read, self.found, self.oldest, self.limited = 0, 0, None, False
        pages = entries_newest_first(
            context.session.graph,
            context.facts.application_id,
            since=wanted.since,
            person_id=wanted.person_id or None,
        )
        async with aclosing(pages) as rows:  # type: ignore[type-var]
            async for entry in rows:
                if wanted.limit is not None and self.found == wanted.limit and wanted.wants(entry):
                    self.limited = True
                    return
                self.read += 1
                self.oldest = entry.at or self.oldest
                if wanted.wants(entry):
                    self.found += 1
                    yield entry

    async def complete_since(self) -> tuple[bool, datetime | None]:
        """After reading everything: whether the log goes back to `since`, and otherwise the time from which
        it is certainly complete. Without `since`, and at the limit, it is as long as asked for.
        """
        graph, since = self._context.session.graph, self._wanted.since
        if since is None or self.limited:
            return True, None
        now = graph.service_time or datetime.now(UTC)
        return await log_reach(graph, self._context.facts.application_id, since, self.oldest, now)

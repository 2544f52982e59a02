"""What the provisioning log says about the application: from this computer's store where it was filled,
else from the newest entries in Entra. What is counted, and from when to when, goes with the numbers.
"""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from wizard.entra.graph import Graph
from wizard.entra.logs import LogEntry, log_entries
from wizard.log_store.counting import LogCounts, count_entries, count_stored
from wizard.log_store.importing import LATE, LogImport
from wizard.log_store.rows import LogRows
from wizard.log_store.search import LogSearch
from wizard.log_store.store import LogState, LogStore
from wizard.messages import _, ngettext, number
from wizard.messages.times import moment
from wizard.problem import ProblemError

NEWEST = 100
"""So many entries are shown, and counted where nothing is stored."""
CYCLES = 12
_PAGES = 3
"""So many pages of new entries are read at once, and so many of older gaps; the rest the next time."""


@dataclass(frozen=True, slots=True)
class Logged:
    """Numbers of the log, counted from `since` (None: from the first entry that Entra has) to `until`.

    `entries` are the newest ones, newest first. `limit`: only so many of the newest were counted, because
    nothing is stored here; None: every one of that time was.
    """

    entries: tuple[LogEntry, ...]
    counts: LogCounts
    since: datetime | None
    until: datetime
    limit: int | None = None

    def span(self) -> str:
        """From when to when was counted, in one sentence; empty where there is nothing."""
        begin = self.since or min((each.at for each in self.entries if each.at is not None), default=None)
        if begin is None:
            return ""
        facts = {"since": moment(begin), "until": moment(self.until), "n": self.limit}
        if self.limit is None:
            return _("Counted from {since} to {until}.").format(**facts)
        text = ngettext(
            "Only the newest {n} result was counted, from {since} to {until}. Open “Logs” to count all of "
            "them.",
            "Only the newest {n} results were counted, from {since} to {until}. Open “Logs” to count all "
            "of them.",
            self.limit,
        )
        return text.format(**facts)

    def sentence(self) -> str:
        """How many of the counted results are failures."""
        counts, facts = (
            self.counts,
            {"n": number(self.counts.entries), "failed": number(self.counts.failed)},
        )
        if self.limit is not None and not counts.failed:
            words = ngettext(
                "The newest result in the log is no failure.",
                "None of the newest {n} results in the log is a failure.",
                counts.entries,
            )
        elif self.limit is not None:
            words = ngettext(
                "{failed} of the newest {n} results is a failure.",
                "{failed} of the newest {n} results are failures.",
                counts.failed,
            )
        elif not counts.failed:
            words = ngettext(
                "The only result in the log is no failure.",
                "None of the {n} results in the log is a failure.",
                counts.entries,
            )
        else:
            words = ngettext(
                "{failed} of {n} results in the log is a failure.",
                "{failed} of {n} results in the log are failures.",
                counts.failed,
            )
        return words.format(**facts)

    def nothing(self) -> str:
        """That nothing is in the log, as far as it was read."""
        if self.since is not None:
            facts = {"since": moment(self.since), "until": moment(self.until)}
            return _("Nothing was logged from {since} to {until}.").format(**facts)
        return _("Entra's log has no entry yet. Entra keeps entries for 7 or 30 days, by license.")

    def failing_sentence(self) -> str:
        """How many people's newest result is a failure; empty when nobody's is."""
        text = ngettext(
            "The newest result of {n} person is a failure.",
            "The newest result of {n} people is a failure.",
            self.counts.people_failing,
        )
        return text.format(n=number(self.counts.people_failing)) if self.counts.people_failing else ""


class LoggedReader:
    """Reads `Logged` of one application after the other, and counts again only what has changed."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._state: LogState | None = None
        self._logged: Logged | None = None

    async def read(self, graph: Graph, application_id: str, path: Path, kept: timedelta | None) -> Logged:
        """What is new in Entra is added to the store first, where there is one; entries older than `kept`
        (None: never) are deleted there.

        Raises `logs_need_licence` and `logs_need_role`. A store that cannot be used is left alone.
        """
        store = LogStore(path)
        try:
            before = await asyncio.to_thread(store.state)
        except ProblemError:  # told where the log is opened; Entra has the newest entries all the same
            before = LogState()
        if before.read_at is None:
            return await _newest(graph, application_id)
        last = max(before.read_at, before.newest or before.read_at)
        await _add_new(LogImport(graph, application_id, path), last, kept)
        state = replace(await asyncio.to_thread(store.state), read_at=None, bytes=0)
        if state.current_from is None:  # another copy of the program has only begun to read
            return await _newest(graph, application_id)
        until = _now(graph)
        if self._path == path and self._state == state and self._logged is not None:
            self._logged = replace(self._logged, until=until)
        else:
            self._logged = await asyncio.to_thread(_stored, path, state, until)
            self._path, self._state = path, state
        return self._logged


async def _newest(graph: Graph, application_id: str) -> Logged:
    entries = await log_entries(graph, application_id, limit=NEWEST + 1)
    cut = len(entries) > NEWEST
    entries = entries[:NEWEST]
    counts = count_entries(entries, CYCLES)
    since = entries[-1].at if cut else None
    return Logged(entries, counts, since, _now(graph), NEWEST if cut else None)


async def _add_new(running: LogImport, last: datetime, kept: timedelta | None) -> None:
    """`last`: when was read last. The time just before it, of which entries may have appeared late, is
    always read to its end: a reading that stops within it would begin there again each time.
    """
    pages = 0

    async def enough() -> bool:
        nonlocal pages
        back_to = running.progress.back_to
        if back_to is not None and last - LATE <= back_to <= last:
            return False
        pages += 1
        return pages >= _PAGES

    try:
        await running.run(enough=enough)
        if running.progress.new:
            await running.forget(kept)
    finally:
        await running.close()


def _stored(path: Path, state: LogState, until: datetime) -> Logged:
    with closing(LogRows(path, LogSearch())) as rows:
        newest = tuple(entry for _number, entry in islice(rows.entries(), NEWEST))
    since = state.current_from
    if since is not None and state.oldest is not None and not state.gaps:
        since = max(since, state.oldest)
    return Logged(newest, count_stored(path, since, CYCLES), since, until)


def _now(graph: Graph) -> datetime:
    return graph.service_time or datetime.now(UTC)

"""Reads which accounts the job linked, for the people and accounts whose row depends on it.

First the provisioning log, newest entries first and only as far back as needed; then, for what the log
leaves open, the object connections. What neither contains stays unknown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from wizard.entra.graph import Graph
from wizard.entra.links import LinkEvidence, object_connections, read_link_evidence
from wizard.plan.forgotten import doubtful, gone, moment
from wizard.plan.link_derived import DerivedLink
from wizard.plan.link_store import KnownLink, LinkStore
from wizard.plan.request import PlanRequest
from wizard.problem import Problem, ProblemError

_LATE = timedelta(minutes=15)  # entries may appear in the log later than newer ones
_QUICK_PAGES = 4  # Graph's limit for logs is five requests in ten seconds
_MOST_CONNECTIONS = 2_000
"""Maximum number of object connections for one plan: each is a separate request to Microsoft's service."""
MOST_CONFIRMED = 200
"""Known links that are confirmed one by one."""
_BATCH = 200
_MANY = 200  # with more open questions than this the entire log is read, which serves later plans too


@dataclass
class LinksFound:
    """Known links of the job; people and accounts that are missing here are unknown.

    `unlinked` are accounts that the job has certainly not linked. `written` has the last written values of
    the watched people. `whole_log`: the log was read to its end. `not_asked` is the number of people and
    accounts left open because there were too many for one request each; `problem` is why the log or the
    connections could not be read. `perhaps_forgotten` is the number of links that a restart may have
    cleared; they are left out.
    """

    links: dict[str, KnownLink] = field(default_factory=dict)  # by person id
    unlinked: set[str] = field(default_factory=set)
    written: dict[str, dict[str, str]] = field(default_factory=dict)
    whole_log: bool = False
    oldest: str = ""  # time of the oldest entry
    not_asked: int = 0
    problem: Problem | None = None
    perhaps_forgotten: int = 0


class LinkReader:
    """Reads links for one plan of one job."""

    def __init__(
        self,
        graph: Graph,
        store: LinkStore,
        request: PlanRequest,
    ) -> None:
        self._graph = graph
        self._store = store
        self._request = request
        self._application = request.application_id
        self._job = request.job.id if request.job else ""
        self._on_demand = request.on_demand
        self._remade: list[tuple[str, str]] = []
        self._derived: dict[str, DerivedLink] = {}
        self._people: set[str] = set()
        self._accounts: set[str] = set()
        self._watched: frozenset[str] = frozenset()
        self._pages = 0
        self._oldest = ""
        self._whole = True
        self._asked = False
        self._fresh: set[str] = set()  # people whose link the object connections told
        self.found = LinksFound()

    async def refresh(self, *, anyway: bool) -> LinksFound:
        """Load what earlier plans stored and what the log has since then; with `anyway` also the first
        time.
        """
        self.found.oldest, until = await asyncio.to_thread(self._store.covered, self._job)
        if until:
            known = await asyncio.to_thread(lambda: list(self._store.load(self._job)))
            self.found.links = {each.person: self._valid(each) for each in known}
        if until or anyway:
            await self._read_log(until)
        self._take_on_demand()
        return self.found

    async def find_out(
        self,
        people: Iterable[str],
        accounts: Iterable[str],
        watched: Iterable[str],
        all_told: Callable[[LinksFound], bool],
    ) -> LinksFound:
        """Read the links of these people (object ids) and accounts (SCIM ids), as far as possible.

        For the `watched` people the last written values are read too. `all_told`: whether only the people
        in the log are linked, so that nothing has to be asked.
        """
        self._people, self._accounts = set(people), set(accounts)
        self._watched = frozenset(watched)
        self._whole = len(self._people) + len(self._accounts) > _MANY
        if not self.found.whole_log and self.found.problem is None:
            await self._read_log("")
        elif self._watched and self.found.problem is None:
            await self._read_written()
        self._take_on_demand()
        if (self._people or self._accounts) and not self._asked and not all_told(self.found):
            await self._ask_connections()
        return self.found

    async def confirm(self, people: Iterable[str]) -> LinksFound:
        """Whether the links of these people, on which their rows depend, are still there."""
        known = self.found.links
        links = {each: known[each] for each in people if each in known and each not in self._fresh}
        now = (self._graph.service_time or datetime.now(UTC)).isoformat()
        try:
            lost = await gone(list(links.values()), self._missing, MOST_CONFIRMED)
        except ProblemError as error:
            self.found.problem = self.found.problem or error.problem
            unsure = doubtful(self._request, links, self._remade)
            self.found.perhaps_forgotten = len(unsure)
            for person in unsure:
                del self.found.links[person]
            await asyncio.to_thread(self._store.forget, self._job, unsure)
            return self.found
        for link in lost:
            self.found.links[link.person] = replace(link, state="none", at=now, cleared=True)
        if lost:
            kept = [self.found.links[link.person] for link in lost]
            await asyncio.to_thread(self._store.keep, self._job, kept)
        return self.found

    async def _missing(self, accounts: Sequence[str]) -> set[str]:
        answers = await object_connections(self._graph, self._application, self._job, accounts)
        return {account for account, connection in answers.items() if connection is None}

    def _valid(self, link: KnownLink) -> KnownLink:
        """The link, cleared when a restart that cleared all of them is known to have come after it."""
        forgotten = self._request.links_forgotten
        if forgotten is None or link.state == "none" or moment(link.at) > forgotten:
            return link
        return replace(link, state="none", cleared=True)

    async def _read_log(self, until: str) -> None:
        self._derived, self._pages = {}, 0
        whole = False
        since = _earlier(until) if until else ""
        try:
            whole = await read_link_evidence(self._graph, self._job, since, self._take)
        except ProblemError as error:
            self.found.problem = error.problem
        newest = max((each.at for each in self._derived.values()), default=until)
        oldest = self.found.oldest or self._oldest
        for person, each in self._derived.items():
            before = self.found.links.get(person)
            if before is None or moment(before.at) <= moment(each.at):
                self.found.links[person] = self._valid(each.link(person, before))
            if each.remade:
                self._remade.append(each.remade)
        self.found.whole_log = whole
        if whole and newest:
            links = list(self.found.links.values())
            self.found.oldest = oldest
            await asyncio.to_thread(self._store.save, self._job, links, oldest, newest)

    async def _take(self, entries: Sequence[LinkEvidence]) -> bool:
        for entry in entries:
            if not entry.person:
                continue
            self._oldest = min(entry.at, self._oldest or entry.at)
            derived = self._derived.get(entry.person)
            if derived is None:
                failed = entry.status == "failure"
                derived = DerivedLink(entry.at, failed, entry.name, entry.user_name)
                self._derived[entry.person] = derived
            derived.note(entry)
            if derived.state is not None:
                self._people.discard(entry.person)
                self._accounts.discard(derived.account)
            self._note_written(entry)
        self._pages += 1
        if self._whole:
            return True
        if self._pages == _QUICK_PAGES and (self._people or self._accounts):
            await self._ask_connections()
        watched = self._watched - self.found.written.keys() if self._pages < _QUICK_PAGES else ()
        return bool(self._people or self._accounts or watched)

    def _note_written(self, entry: LinkEvidence) -> None:
        if entry.person in self._watched and entry.status == "success":
            kept = self.found.written.setdefault(entry.person, {})
            for name, value in entry.written.items():
                kept.setdefault(name, value)

    async def _read_written(self) -> None:
        """Read the newest pages of a log that was read before, only for the values written last."""
        pages = 0

        async def take(entries: Sequence[LinkEvidence]) -> bool:
            nonlocal pages
            pages += 1
            for entry in entries:
                self._note_written(entry)
            return pages < _QUICK_PAGES - 1 and bool(self._watched - self.found.written.keys())

        try:
            await read_link_evidence(self._graph, self._job, "", take)
        except ProblemError as error:
            self.found.problem = error.problem

    async def _ask_connections(self) -> None:
        self._asked = True
        wanted = [*self._accounts, *self._people]
        self.found.not_asked = max(0, len(wanted) - _MOST_CONNECTIONS)
        now = (self._graph.service_time or datetime.now(UTC)).isoformat()
        for start in range(0, min(len(wanted), _MOST_CONNECTIONS), _BATCH):
            part = wanted[start : start + _BATCH]
            try:
                answers = await object_connections(self._graph, self._application, self._job, part)
            except ProblemError as error:
                self.found.problem = self.found.problem or error.problem
                self.found.not_asked = 0
                return
            for identifier, connection in answers.items():
                if connection is not None:
                    self._fresh.add(connection.person)
                    link = KnownLink(connection.person, connection.account, "linked", now)
                    self.found.links[connection.person] = link
                elif identifier in self._accounts:
                    self.found.unlinked.add(identifier)
                else:
                    self.found.links[identifier] = KnownLink(identifier, "", "none", now)
                self._accounts.discard(identifier)
                self._people.discard(identifier)

    def _take_on_demand(self) -> None:
        now = datetime.now(UTC).isoformat()
        for person, account in self._on_demand.items():
            if person not in self.found.links:
                self.found.links[person] = KnownLink(person, account, "linked", now)


def _earlier(moment: str) -> str:
    """A little earlier than a log entry's time, in the format of log filters."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    return (parsed.astimezone(UTC) - _LATE).strftime("%Y-%m-%dT%H:%M:%SZ")

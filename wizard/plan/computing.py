"""Computes a plan: reads people and accounts concurrently, applies links, writes the rows to disk."""

from __future__ import annotations

import asyncio
import sqlite3
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from wizard.entra.graph import Graph
from wizard.entra.values import Json
from wizard.plan.accounts import AccountReading
from wizard.plan.actions import ACTIONS, LINKS_UNKNOWN, Counts
from wizard.plan.collector import short_collections
from wizard.plan.comparison import AccountComparison
from wizard.plan.conflicts import Conflicts
from wizard.plan.directory_reading import DirectoryReading, members_are_cheaper
from wizard.plan.entitlement import ASSIGNED, Entitlement, EntitlementReader
from wizard.plan.evaluation import PersonEvaluator
from wizard.plan.header import PlanHeader, PlanNote
from wizard.plan.incremental import IncrementalCycle
from wizard.plan.judging import RANK, Judge, Judged
from wizard.plan.link_reading import LinkReader, LinksFound
from wizard.plan.link_store import LinkStore
from wizard.plan.linked import LinkedPeople
from wizard.plan.not_kept import NotKept
from wizard.plan.notes import (
    group_notes,
    link_notes,
    mapping_notes,
    new_application_notes,
    note,
    scope_notes,
    threshold_notes,
    unread_notes,
)
from wizard.plan.people import PersonMapping
from wizard.plan.plan import Plan, not_saved
from wizard.plan.present import PresentStates
from wizard.plan.probing import refuses
from wizard.plan.progress import PlanProgress, ProgressMeter
from wizard.plan.quality_accounts import WhatWasRead
from wizard.plan.quality_finding import QualityReading
from wizard.plan.request import PlanRequest, Run
from wizard.plan.workspace import Workspace
from wizard.playvox.scim import Playvox
from wizard.task_groups import task_group

LINKS_FILE = "links.sqlite"
_WAITING_PAGES = 24  # people kept in memory while accounts are still being listed
_SLICE = 250  # people processed in one block: well below 50 ms of computing


async def compute(
    graph: Graph,
    playvox: Playvox,
    request: PlanRequest,
    folder: Path,
    progress: Callable[[PlanProgress], None] | None = None,
    look: Callable[[PresentStates], None] | None = None,
) -> Plan:
    """Compute what the next cycle would do to each person. Only reads, in Entra and in Playvox.

    `folder` is the journal's folder; the plan's file and the known links of the job are stored there.
    Canceling leaves neither a file nor a request behind. Raises `ProblemError` when Entra or Playvox cannot
    be read, or `mapping_missing`. `look` is called once with the present state of everybody, on the thread
    that computes.
    """
    workspace = Workspace()
    meter = ProgressMeter(progress)
    try:
        with short_collections():
            return await _Computation(graph, playvox, request, folder, workspace, meter, look).run()
    finally:
        await workspace.close()


async def _opened(path: Path) -> Plan:
    """The plan in this file; one that nobody waits for any more is closed."""
    opening = asyncio.ensure_future(asyncio.to_thread(Plan.open, path))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        (await opening).close()
        raise


class _Computation:
    def __init__(
        self,
        graph: Graph,
        playvox: Playvox,
        request: PlanRequest,
        folder: Path,
        workspace: Workspace,
        meter: ProgressMeter,
        look: Callable[[PresentStates], None] | None,
    ) -> None:
        self._graph = graph
        self._playvox = playvox
        self._request = request
        self._folder = folder
        self._workspace = workspace
        self._meter = meter
        self._look = look
        self._began = time.monotonic()
        self._now = graph.service_time or datetime.now(UTC)
        self._mapping = PersonMapping.of(request.schema)
        self._evaluator = PersonEvaluator(self._mapping, self._now)
        self._comparison = AccountComparison(self._mapping, compliant=request.compliant)
        self._reader = EntitlementReader(
            graph,
            request.assignments,
            request.roles,
            everybody=request.sync_all,
            default_access=request.default_access,
            with_roles=self._evaluator.uses_roles,
            unread=request.assignments_unread,
        )
        self._directory = DirectoryReading(graph, self._evaluator.attributes)
        self._accounts = AccountReading(playvox, workspace, self._comparison, self._evaluator.matching)
        self._links = LinkReader(
            graph,
            LinkStore(folder / LINKS_FILE),
            request,
        )
        self._refused: set[int] = set()
        self._groups_refused = False
        self._quality = QualityReading(graph, workspace, self._evaluator) if request.quality else None
        self._judge: Judge
        self._everybody = True
        self._otherwise = Counts()  # what would happen if nothing stopped the job
        self._done = 0
        self._total: int | None = None

    @property
    def _run(self) -> Run:
        return self._request.kind_of_run

    @property
    def _entitlement(self) -> Entitlement:
        return self._reader.found

    async def run(self) -> Plan:
        self._meter.stage("assignments")
        self._reader.record_direct()
        async with task_group() as tasks:
            reading = tasks.create_task(self._reader.read_groups())
            counting = tasks.create_task(self._directory.count())
            tasks.create_task(self._probe())
        groups, self._total = reading.result(), counting.result()
        narrow = (
            self._run is Run.FIRST
            and not self._request.sync_all
            and not self._evaluator.uses_roles
            and members_are_cheaper(len(self._reader.direct), groups, self._total)
        )
        if not narrow and not (self._request.sync_all and not self._evaluator.uses_roles):
            await self._reader.read_members(self._meter.members)
        self._judge = Judge(
            self._workspace,
            self._evaluator,
            self._comparison,
            self._entitlement,
            self._refused,
            ran=self._run is not Run.FIRST,
        )
        found = LinksFound()
        if self._request.job is not None:
            self._meter.stage("links")
            found = await self._links.refresh(anyway=self._run is Run.FIRST)
        await self._read_all(narrow=narrow, found=found)
        linked = LinkedPeople(self._workspace, self._judge, self._evaluator, self._request, self._now)
        await self._apply(linked, found)
        self._everybody = not narrow
        return await self._finish(linked, found)

    async def _probe(self) -> None:
        """Check what Playvox can search, with the service's own requests: by each matching attribute, and
        for groups when they are mapped.
        """
        for place, row in enumerate(self._evaluator.matching):
            if await refuses(self._playvox.search(row.mapping.target, str(uuid.uuid4()))):
                self._refused.add(place)
        if self._request.schema.maps_groups:
            self._groups_refused = await refuses(self._playvox.search_groups(str(uuid.uuid4())))

    # ---- reading

    async def _read_all(self, *, narrow: bool, found: LinksFound) -> None:
        """Read people and accounts concurrently; people are judged once all accounts are known."""
        pages: asyncio.Queue[Sequence[Json] | None] = asyncio.Queue(_WAITING_PAGES)
        read = 0

        async def take(page: Sequence[Json]) -> None:
            nonlocal read
            read += len(page)
            self._meter.read(read, self._total)
            await pages.put(page)

        async def people() -> None:
            if narrow:
                groups = [group for group in self._entitlement.groups if group.security]
                direct = self._reader.direct
                self._total = len(direct) + sum(group.members for group in groups)
                await self._directory.members(groups, self._reader, take)
                await self._directory.by_id([*direct, *found.links], take)
            else:
                await self._directory.everybody(take)
            await pages.put(None)

        async def work() -> None:
            await self._accounts.read(self._meter.accounts)
            self._meter.deciding()
            while (page := await pages.get()) is not None:
                for start in range(0, len(page), _SLICE):
                    await self._work_on(page[start : start + _SLICE])

        self._meter.reading(self._total)
        async with task_group() as tasks:
            tasks.create_task(people())
            tasks.create_task(work())

    async def _work_on(self, users: Sequence[Json]) -> None:
        judged = await self._workspace.run(self._judge.evaluate, users)
        if not self._accounts.listed:
            await self._accounts.ensure(self._judge.wanted(judged), self._refused)
        await self._workspace.run(self._decide, judged)
        self._done += len(users)
        self._meter.results(self._done, self._total)

    def _decide(self, judged: Sequence[Judged]) -> None:
        self._judge.decide(judged)
        if self._quality is not None:
            self._quality.look(judged)

    # ---- links

    async def _apply(self, linked: LinkedPeople, found: LinksFound) -> None:
        workspace = self._workspace
        await workspace.run(linked.prepare)
        await workspace.run(linked.take, found)
        questions = await workspace.run(linked.questions)
        if self._request.job is not None and (questions.people or questions.accounts or questions.watched):
            self._meter.stage("links")
            await self._links.find_out(
                questions.people, questions.accounts, questions.watched, linked.log_tells_all
            )
            await workspace.run(linked.take, found)
        if self._request.job is not None and (decisive := await workspace.run(linked.decisive)):
            self._meter.stage("links")
            await self._links.confirm(decisive)
            await workspace.run(linked.take, found)
        await workspace.run(
            lambda: linked.apply(listed=self._accounts.listed, whole=not self._directory.unread_people)
        )
        if self._run is not Run.FIRST:
            await workspace.run(NotKept(workspace, linked, self._evaluator).apply, found.written)
        if self._run is Run.INCREMENTAL:
            incremental = IncrementalCycle(workspace, linked, self._evaluator, self._request)
            await workspace.run(incremental.apply, found.written)

    # ---- header and notes

    async def _finish(self, linked: LinkedPeople, found: LinksFound) -> Plan:
        self._meter.stage("finishing")
        conflicts = Conflicts(self._workspace, linked, self._request)
        await self._workspace.run(conflicts.resolve)
        if self._look is not None:
            await self._workspace.run(self._look, self._present())
        possible = await self._workspace.run(conflicts.threshold)
        if (stopped := self._stopped_by()) is not None:
            possible = linked.leavers.idle = 0
            await self._workspace.run(self._nobody, stopped)
        if self._quality is not None:
            read = WhatWasRead(self._accounts.listed, self._everybody, linked.all_known)
            await self._quality.finish(read)
        header = await self._workspace.run(self._header, conflicts, linked, found, possible)
        path = self._folder / f"plan-{header.id}.sqlite"
        write_more = self._quality.write if self._quality is not None else None
        try:
            await self._workspace.run(self._workspace.finish, path, header, write_more)
            return await _opened(path)
        except (OSError, sqlite3.Error) as error:
            raise not_saved(path, error) from error
        except asyncio.CancelledError:
            await self._workspace.close()  # from here on the file cannot appear any more
            path.unlink(missing_ok=True)
            raise

    def _present(self) -> PresentStates:
        listed, everybody = self._accounts.listed, self._everybody
        return PresentStates(self._workspace, self._request, listed=listed, everybody=everybody)

    def _stopped_by(self) -> str | None:
        """Why the job processes nobody; None when it does."""
        if self._request.stopped:
            return "provisioning_off"
        if not self._mapping.mapping.enabled:
            return "mapping_off"
        if 0 in self._refused:
            return "connection_test_fails"
        return "groups_refused" if self._groups_refused else None

    def _nobody(self, reason: str) -> None:
        """A plan in which nothing happens to anyone."""
        self._otherwise, _reasons = self._counted()
        self._workspace.database.execute(
            "UPDATE people SET rank = ?, reason = ? WHERE rank IS NOT NULL", (RANK["skip"], reason)
        )

    def _header(
        self, conflicts: Conflicts, linked: LinkedPeople, found: LinksFound, possible: int
    ) -> PlanHeader:
        request, listed = self._request, self._accounts.listed
        counts, reasons = self._counted()
        attempts = counts.deactivate + linked.leavers.idle
        notes = [
            *threshold_notes(attempts, request.threshold, possible, reasons.get("perhaps_held_back", 0)),
            *new_application_notes(request, self._mapping),
            *self._matching_notes(),
            *mapping_notes(self._mapping, (*self._evaluator.unread, *self._directory.unread)),
            *scope_notes(request, self._entitlement, reasons),
            *group_notes(request, self._entitlement, refused=self._groups_refused),
            *unread_notes(self._directory.unread_people, self._entitlement),
            *([] if listed else [note("accounts_not_listed")]),
            *link_notes(found, matters=bool(LINKS_UNKNOWN & reasons.keys())),
        ]
        in_scope = (
            self._done
            if request.sync_all
            else sum(bool(bits & ASSIGNED) for bits in self._entitlement.bits.values())
        )
        return PlanHeader(
            id=uuid.uuid4().hex,
            computed=request.after_last_cycle(self._now),
            account=request.account,
            tenant_id=request.tenant_id,
            application_id=request.application_id,
            application_name=request.application_name,
            job_id=request.job.id if request.job else "",
            scope="all" if request.sync_all else "assigned",
            run=self._run,
            keep_out_of_scope=request.keep_out_of_scope,
            threshold=request.threshold,
            schema_fingerprint=request.schema_fingerprint,
            assignments_fingerprint=request.assignments_fingerprint,
            counts=counts,
            held_back=request.threshold is not None and attempts >= request.threshold,
            in_scope=in_scope,
            accounts=self._workspace.count_accounts() if listed else None,
            left_alone=conflicts.left_alone() if listed else None,
            accounts_unknown=conflicts.accounts_unknown,
            notes=tuple(notes),
            seconds=round(time.monotonic() - self._began, 3),
        )

    def _counted(self) -> tuple[Counts, dict[str, int]]:
        """People by action, and by reason."""
        rows = self._workspace.database.execute(
            "SELECT rank, reason, count(*) FROM people WHERE rank IS NOT NULL AND kind = 'person'"
            " GROUP BY rank, reason"
        ).fetchall()
        totals = dict.fromkeys(ACTIONS, 0)
        reasons: dict[str, int] = {}
        for rank, reason, count in rows:
            totals[ACTIONS[rank]] += count
            reasons[reason] = reasons.get(reason, 0) + count
        return Counts(**totals), reasons

    def _matching_notes(self) -> list[PlanNote]:
        if self._request.stopped:
            return [note("provisioning_off", **asdict(self._otherwise))]
        names = [row.mapping.target for row in self._evaluator.matching]
        if not self._mapping.mapping.enabled:
            return [note("mapping_off")]
        if 0 in self._refused:
            return [note("connection_test_fails", attribute=names[0])]
        if self._groups_refused:
            return [note("groups_refused")]
        return [note("matching_refused", attribute=names[place]) for place in sorted(self._refused)]

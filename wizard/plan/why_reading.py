"""Reads one person in Entra, Playvox and the provisioning log, and judges with the plan's own rules."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wizard.entra.directory import DeletedPerson
from wizard.entra.graph import Graph
from wizard.entra.links import LinkEvidence, link_evidence
from wizard.entra.logs import LogEntry, entry, rows_newest_first
from wizard.entra.status import SynchronizationJob
from wizard.entra.values import Json
from wizard.mapping.mapper import Mapper
from wizard.mapping.values import as_text
from wizard.plan.accounts import AccountReading
from wizard.plan.comparison import AccountComparison
from wizard.plan.directory_reading import DirectoryReading
from wizard.plan.entitlement import EntitlementReader
from wizard.plan.evaluation import PersonEvaluator
from wizard.plan.forgotten import moment
from wizard.plan.judging import Judge, Judged
from wizard.plan.people import PersonMapping
from wizard.plan.probing import refuses
from wizard.plan.request import PlanRequest, has_run
from wizard.plan.why import (
    LINKS,
    Deactivation,
    LogSpan,
    ValueDifference,
    Why,
    WhyAccount,
    WhyLink,
    WhyPerson,
    broken,
    chained,
    unknown,
)
from wizard.plan.why_account import AccountFinder, FoundForPerson, account_of
from wizard.plan.why_entitlement import (
    assigned_link,
    enabled_link,
    mapped_link,
    role_link,
    scope_link,
)
from wizard.plan.why_routes import read_routes
from wizard.plan.why_sending import SendingFacts, sending_links
from wizard.plan.workspace import Workspace
from wizard.playvox.scim import Playvox
from wizard.problem import NotFoundError, Problem, ProblemError

KeptLog = Callable[[str], Awaitable[Sequence[Json]]]
"""Gives the entries of a person (object id) that this computer has kept, as Graph sent them."""
_interval: TypeAdapter[timedelta] = TypeAdapter(timedelta)
_EFFECTS = ("create", "update", "disable", "delete")
_REASONS = {
    "null": "value_empty",
    "only_at_creation": "value_at_creation",
    "has_value": "value_kept",
    "sent": "value_sent",
    "problem": "value_fails",
    "ignored": "value_ignored",
}
"""Why a value differs, by what the mapping does with it."""


async def explain_person(
    graph: Graph,
    playvox: Playvox | Problem,
    request: PlanRequest,
    person_id: str,
    kept: KeptLog | None = None,
) -> Why:
    """Why this person (object id) is provisioned or not. Only reads.

    Every entry that Entra's log has of the person is read, and those that only `kept` has are added.
    `playvox` may be the problem for which it cannot be read; what depends on it is unknown then. Raises
    `NotFoundError` when the directory has no such person, and `ProblemError` when Entra cannot be read.
    """
    workspace = Workspace()
    try:
        return await _Reading(graph, playvox, request, person_id, workspace, kept).run()
    finally:
        await workspace.close()


async def explain_deleted(
    graph: Graph,
    playvox: Playvox | Problem,
    request: PlanRequest,
    person: DeletedPerson,
    kept: KeptLog | None = None,
) -> Why:
    """The same for a person who was deleted in Entra, from the log and Playvox."""
    workspace = Workspace()
    try:
        return await _Reading(graph, playvox, request, person.id, workspace, kept).deleted(person)
    finally:
        await workspace.close()


class _Reading:
    def __init__(
        self,
        graph: Graph,
        playvox: Playvox | Problem,
        request: PlanRequest,
        person_id: str,
        workspace: Workspace,
        kept: KeptLog | None,
    ) -> None:
        self._kept = kept
        self._graph = graph
        self._playvox = playvox
        self._request = request
        self._id = person_id
        self._workspace = workspace
        self._mapping = PersonMapping.of(request.schema)
        self._now = graph.service_time or datetime.now(UTC)
        self._evaluator = PersonEvaluator(self._mapping, self._now)
        self._comparison = AccountComparison(self._mapping, compliant=request.compliant)
        self._log: tuple[LogEntry, ...] = ()
        self._evidence: tuple[LinkEvidence, ...] = ()
        self._log_problem: Problem | None = None

    async def run(self) -> Why:
        user = await self._user()
        request, everybody = self._request, self._request.sync_all
        routes = await read_routes(self._graph, request.assignments, self._id, request.assignments_unread)
        reader = EntitlementReader(
            self._graph,
            routes.rows,
            request.roles,
            everybody=False,
            default_access=request.default_access,
            with_roles=self._evaluator.uses_roles,
        )
        for row in routes.rows:
            reader.record(self._id, row)
        bits = reader.found.of(self._id)
        await self._read_log()
        # Judged as if only filter and mapping mattered; the links before them are judged by themselves.
        judge = Judge(
            self._workspace,
            self._evaluator,
            self._comparison,
            replace(reader.found, everybody=True),
            (),
            ran=True,
        )
        [judged] = judge.evaluate([{**user, "accountEnabled": True}])
        found, stopped = await self._account(judge, judged)
        mapping = self._mapping.mapping
        first = (
            assigned_link(bits, routes, everybody=everybody),
            role_link(bits, routes, request.roles, everybody=everybody),
            enabled_link(user),
            scope_link(judged, mapping.scope),
            mapped_link(judged, mapping_on=mapping.enabled),
        )
        account = found.account
        entitled = all(link.state == "ok" for link in first)
        differences = self._differences(judged, found.resource, user) if entitled else ()
        wanted = {each.attribute: each.entra for each in differences if each.code == "value_sent"}
        outcome = found.outcome
        sent = sending_links(
            outcome.action if outcome is not None and outcome.action != "unknown" else None,
            outcome.reason if outcome is not None else "",
            wanted,
            account,
            self._sending(stopped),
        )
        links = chained((*first, found.link, *sent))
        person = WhyPerson(
            self._id, str(user.get("displayName") or ""), str(user.get("userPrincipalName") or "")
        )
        return Why(person, links, account, differences, self._deactivated(), self._span())

    async def deleted(self, person: DeletedPerson) -> Why:
        """Why a person who was deleted in Entra has no active account."""
        await self._read_log()
        at = person.deleted_date_time.isoformat() if person.deleted_date_time is not None else ""
        account = await self._last_account()
        links = chained(
            (
                broken("assigned", "deleted", at=at),
                *(WhyLink(name, "not_reached", "not_reached") for name in LINKS[1:]),
            )
        )
        shown = WhyPerson(self._id, person.display_name, person.user_name)
        return Why(shown, links, account, deactivated=self._deactivated(), log=self._span())

    async def _last_account(self) -> WhyAccount:
        """The account that the log names for the person, as Playvox has it now."""
        if isinstance(self._playvox, Problem):
            return WhyAccount("unknown", problem=self._playvox)
        if self._log_problem is not None:
            return WhyAccount("unknown", problem=self._log_problem)
        account = next((each.account for each in self._evidence if each.account), "")
        if not account:
            return WhyAccount("unknown")
        try:
            resource = await self._playvox.resource(account)
        except ProblemError as error:
            return WhyAccount("unknown", problem=error.problem)
        return account_of(resource) if resource is not None else WhyAccount("none")

    async def _user(self) -> Json:
        users: list[Json] = []

        async def take(page: Sequence[Json]) -> None:
            users.extend(page)

        await DirectoryReading(self._graph, self._evaluator.attributes).by_id([self._id], take)
        if not users:
            raise NotFoundError(Problem("why.person_unknown", {"name": self._id}))
        return users[0]

    async def _read_log(self) -> None:
        if self._request.job is None:
            return
        job = self._request.job.id
        query = rows_newest_first(self._graph, self._request.application_id, job_id=job, person_id=self._id)
        try:
            rows = [row async for row in query]
        except ProblemError as error:
            self._log_problem = error.problem
            return
        known = {row.get("id") for row in rows}
        kept = await self._kept(self._id) if self._kept is not None else ()
        older = [row for row in kept if row.get("jobId") == job and row.get("id") not in known]
        if older:
            rows = sorted((*rows, *older), key=_time, reverse=True)
        self._log = tuple(entry(row) for row in rows)
        self._evidence = tuple(link_evidence(row) for row in rows)

    async def _account(self, judge: Judge, judged: Judged) -> tuple[FoundForPerson, str]:
        """The account, and why the job would stop at its connection test (empty: it would not)."""
        problem = self._playvox if isinstance(self._playvox, Problem) else None
        if isinstance(self._playvox, Playvox):
            playvox = self._playvox
            accounts = AccountReading(playvox, self._workspace, self._comparison, self._evaluator.matching)
            finder = AccountFinder(self._graph, playvox, self._request, self._workspace, judge, accounts)
            try:
                refused = [
                    place
                    for place, row in enumerate(self._evaluator.matching)
                    if await refuses(playvox.search(row.mapping.target, str(uuid.uuid4())))
                ]
                judge.refuse(refused)
                groups = self._request.schema.maps_groups and await refuses(
                    playvox.search_groups(str(uuid.uuid4()))
                )
                return await finder.find(judged, self._evidence), "groups_refused" if groups else ""
            except ProblemError as error:
                problem = error.problem
        link = unknown("matched", "playvox_unread", problem=problem)
        return FoundForPerson(link, WhyAccount("unknown", problem=problem), None), ""

    def _sending(self, stopped: str) -> SendingFacts:
        request, written = self._request, {}
        for each in self._evidence:
            if each.status == "success" and each.action in _EFFECTS:
                written = dict(each.written)
                break
        return SendingFacts(
            job=request.job,
            run=request.kind_of_run,
            ran=has_run(request.job),
            next_cycle=next_cycle(request.job),
            stopped=stopped,
            log=self._log,
            log_problem=self._log_problem,
            written=written,
        )

    def _differences(
        self, judged: Judged, resource: Mapping[str, Any] | None, user: Json
    ) -> tuple[ValueDifference, ...]:
        if resource is None or judged.found is None:
            return ()
        shown = self._mapping.preview(
            judged.seen, resource, compliant=self._request.compliant, trace=True
        ).trace
        found = [
            ValueDifference(
                each.target, as_text(each.value) or "", as_text(each.before) or "", _REASONS[each.flow]
            )
            for each in shown
            if each.flow in _REASONS and (each.flow == "sent" or each.kept)
        ]
        return (*found, *_unmapped_name(self._mapping.mapper, resource, user))

    def _span(self) -> LogSpan | None:
        """The log behind the answer; None where it was not read."""
        if self._request.job is None or self._log_problem is not None:
            return None
        times = [each.at for each in self._log if each.at is not None]
        return LogSpan(len(self._log), min(times, default=None), max(times, default=None))

    def _deactivated(self) -> Deactivation | None:
        """The newest deactivation, unless a later entry gave the account back."""
        for each, logged in zip(self._evidence, self._log, strict=True):
            if each.status != "success" or each.action not in _EFFECTS:
                continue
            if each.action not in ("disable", "delete"):
                return None
            return Deactivation(logged.at, _cause(each), each.action == "delete")
        return None


def _time(row: Json) -> datetime:
    return moment(str(row.get("activityDateTime") or ""))


def _cause(entry: LinkEvidence) -> str:
    if entry.deleted:
        return "deleted"
    flags = (
        (entry.assigned, "unassigned"),
        (entry.role, "role_disabled"),
        (entry.active, "disabled"),
        (entry.inside, "filtered_out"),
    )
    return next((reason for flag, reason in flags if flag is False), "")


def _unmapped_name(mapper: Mapper, resource: Mapping[str, Any], user: Json) -> tuple[ValueDifference, ...]:
    """The display name, when Playvox has one that differs and no mapping writes it."""
    target = "displayName"
    present, name = resource.get(target), user.get(target)
    mapped = any(row.path.text.casefold() == target.casefold() for row in mapper.rows)
    if mapped or not isinstance(present, str) or not isinstance(name, str) or present == name:
        return ()
    return (ValueDifference(target, name, present, "value_unmapped"),)


def next_cycle(job: SynchronizationJob | None) -> datetime | None:
    """An estimate of the next cycle, by interval after the end of the last one; None when unknown.

    In quarantine it is the service's own next attempt, because its pauses grow.
    """
    if job is not None and job.in_quarantine:
        return job.status.quarantine.next_attempt if job.status and job.status.quarantine else None
    last = job.status.last_execution if job is not None and job.status else None
    if job is None or last is None or last.time_ended is None or job.schedule is None:
        return None
    try:
        return last.time_ended + _interval.validate_python(job.schedule.interval)
    except (ValidationError, OverflowError):
        return None

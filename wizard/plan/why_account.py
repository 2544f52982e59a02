"""The link to an account in Playvox: matched. Finds it as the service does, by link or by value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wizard.entra.graph import Graph, Part, segment
from wizard.entra.links import LinkEvidence, link_evidence, object_connections
from wizard.entra.logs import rows_newest_first
from wizard.plan.accounts import AccountReading
from wizard.plan.actions import ACTIONS
from wizard.plan.forgotten import moment
from wizard.plan.judging import IN_SCOPE, Judge, Judged, Outcome
from wizard.plan.link_derived import DerivedLink
from wizard.plan.request import PlanRequest, Run, has_run
from wizard.plan.why import WhyAccount, WhyLink, broken, ok, unknown
from wizard.plan.workspace import Workspace
from wizard.playvox.scim import Playvox, read_account
from wizard.problem import Problem, ProblemError

_BROKEN = ("duplicate_accounts", "matching_refused", "linked_to_other")


@dataclass(frozen=True, slots=True)
class KnownConnection:
    """Which account a person is linked to; `account` empty: to none. `certain` False: it was not read."""

    account: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class AccountHolder:
    """Another person who is linked to an account; an empty name: nobody. `problem`: why that is unknown."""

    name: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class FoundForPerson:
    """The matched link, the account, what a plan would do, and the account as it came."""

    link: WhyLink
    account: WhyAccount
    outcome: Outcome | None
    resource: Mapping[str, Any] | None = None


class AccountFinder:
    """Finds the account of one person. `judge` belongs to `workspace`."""

    def __init__(
        self,
        graph: Graph,
        playvox: Playvox,
        request: PlanRequest,
        workspace: Workspace,
        judge: Judge,
        accounts: AccountReading,
    ) -> None:
        self._graph = graph
        self._playvox = playvox
        self._request = request
        self._workspace = workspace
        self._judge = judge
        self._accounts = accounts

    async def find(self, judged: Judged, evidence: Sequence[LinkEvidence]) -> FoundForPerson:
        """The account of the person. Raises `ProblemError` when Playvox cannot be read."""
        person = str(judged.user["id"])
        known = await self._connection(person, evidence)
        if known.account:
            resource = await self._playvox.resource(known.account)
            if resource is not None:
                return await self._linked(judged, resource)
            if self._request.kind_of_run is Run.INCREMENTAL:
                return FoundForPerson(
                    broken("matched", "linked_account_gone"),
                    WhyAccount("none"),
                    Outcome("skip", "linked_account_gone", {}),
                )
        return await self._matched(judged, linked_known=known.certain)

    async def _linked(self, judged: Judged, resource: dict[str, Any]) -> FoundForPerson:
        await self._accounts.add([resource])
        account = account_of(resource)
        outcome = judged.outcome
        if outcome is None and judged.found is not None and judged.state & IN_SCOPE:
            [found] = self._workspace.accounts_by_id([account.id])
            outcome = self._judge.compared(judged.seen, judged.found, found, {})
        return FoundForPerson(
            ok("matched", "linked", account=account.user_name), account, outcome, resource
        )

    async def _matched(self, judged: Judged, *, linked_known: bool) -> FoundForPerson:
        if judged.found is None:
            return await self._by_value(judged)
        if judged.outcome is not None:  # the mapping alone decides, so nothing is searched for
            return FoundForPerson(
                unknown("matched", "value_unknown"), WhyAccount("unknown"), judged.outcome
            )
        await self._accounts.ensure(self._judge.wanted([judged]), ())
        await self._workspace.run(self._judge.decide, [judged])
        rank, reason, text, account_id = self._workspace.database.execute(
            "SELECT rank, reason, facts, account FROM people"
        ).fetchone()
        facts: dict[str, str] = json.loads(text) if text else {}
        outcome = None if rank is None else Outcome(ACTIONS[rank], reason, facts, account_id or "")
        if outcome is not None and reason in _BROKEN:
            return FoundForPerson(broken("matched", reason, **facts), WhyAccount("unknown"), outcome)
        if not account_id and not linked_known and has_run(self._request.job):
            return FoundForPerson(
                unknown("matched", "perhaps_renamed"),
                WhyAccount("unknown"),
                Outcome("unknown", "perhaps_renamed", {}),
            )
        if not account_id:
            link = ok("matched", "no_account", matching=facts.get("matching", ""), value=judged.value)
            return FoundForPerson(link, WhyAccount("none"), outcome)
        resource = await self._playvox.resource(account_id)
        account = account_of(resource) if resource is not None else WhyAccount("none")
        other = await self._other_holder(account_id, str(judged.user["id"]))
        if other.problem is not None and has_run(self._request.job):
            facts = {"account": account.user_name}
            link = unknown("matched", "holder_unread", facts, other.problem)
            return FoundForPerson(
                link, account, Outcome("unknown", "holder_unread", {}, account_id), resource
            )
        if other.name:
            link = broken("matched", "linked_to_other", other=other.name, account=account.user_name)
            outcome = Outcome("skip", "linked_to_other", {"other": other.name}, account_id)
            return FoundForPerson(link, account, outcome)
        return FoundForPerson(
            ok("matched", "found", account=account.user_name, matching=facts.get("matching", "")),
            account,
            outcome,
            resource,
        )

    async def _by_value(self, judged: Judged) -> FoundForPerson:
        """The account of a person outside the filter: nothing is compared."""
        account = WhyAccount("none")
        if judged.value:
            await self._accounts.ensure({(0, judged.value)}, ())
            found = list(self._workspace.accounts_by_value(0, [judged.value.casefold()]))
            if len(found) == 1:
                resource = await self._playvox.resource(str(found[0][1]))
                account = account_of(resource) if resource is not None else account
        return FoundForPerson(ok("matched", "not_needed"), account, None)

    async def _connection(self, person: str, evidence: Sequence[LinkEvidence]) -> KnownConnection:
        """The person's link: from the service itself, else from the log."""
        if self._request.job is None:
            return KnownConnection()
        try:
            found = await object_connections(
                self._graph, self._request.application_id, self._request.job.id, [person]
            )
        except ProblemError:
            return self._by_log(person, evidence)
        connection = found[person]
        return KnownConnection(connection.account if connection is not None else "")

    def _by_log(self, person: str, evidence: Sequence[LinkEvidence]) -> KnownConnection:
        cleared = self._request.links_forgotten
        valid = [each for each in evidence if cleared is None or moment(each.at) > cleared]
        if not valid:
            return KnownConnection(certain=False)
        link = _derived(person, valid)
        return KnownConnection(link.account if link.state in ("linked", "inactive") else "")

    async def _other_holder(self, account: str, person: str) -> AccountHolder:
        """Another person in the directory who is linked to this account."""
        job = self._request.job
        if job is None:
            return AccountHolder()
        try:
            found = await object_connections(self._graph, self._request.application_id, job.id, [account])
            connection = found[account]
            holder = connection.person if connection is not None else ""
        except ProblemError:
            try:
                holder = await self._holder_by_log(job.id, account)
            except ProblemError as error:
                return AccountHolder(problem=error.problem)
        if not holder or holder == person:
            return AccountHolder()
        [answer] = await self._graph.batch(
            [Part("GET", f"/users/{segment(holder)}?$select=id,displayName")]
        )
        if answer.error is not None:
            return AccountHolder() if answer.status == 404 else AccountHolder(holder)
        return AccountHolder(str(answer.body.get("displayName") or holder))

    async def _holder_by_log(self, job: str, account: str) -> str:
        """The person last linked to this account according to the log; empty when it tells nobody.

        Raises `ProblemError` when the log cannot be read.
        """
        by_person: dict[str, list[LinkEvidence]] = {}
        rows = rows_newest_first(self._graph, self._request.application_id, job_id=job, account_id=account)
        async for row in rows:
            entry = link_evidence(row)
            by_person.setdefault(entry.person, []).append(entry)
        for person, entries in by_person.items():
            if person and _derived(person, entries).state in ("linked", "inactive"):
                return person
        return ""


@dataclass(frozen=True, slots=True)
class _State:
    account: str
    state: str


def _derived(person: str, evidence: Sequence[LinkEvidence]) -> _State:
    newest = evidence[0]
    derived = DerivedLink(newest.at, newest.status == "failure", newest.name, newest.user_name)
    for each in evidence:
        derived.note(each)
    link = derived.link(person, None)
    return _State(link.account, link.state)


def account_of(resource: Mapping[str, Any]) -> WhyAccount:
    """A SCIM resource as the person's account."""
    found = read_account(dict(resource))
    if found is None:
        return WhyAccount("unknown")
    meta = resource.get("meta")
    modified = meta.get("lastModified") if isinstance(meta, dict) else None
    changed = moment(str(modified)) if modified else None
    return WhyAccount("active" if found.active else "inactive", found.id, found.user_name, changed)

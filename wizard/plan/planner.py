"""Working out the plan: assignments, directory, scoping filter, mapping and Playvox together."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from wizard.entra import directory
from wizard.entra.assignments import Assignment
from wizard.entra.directory import Person
from wizard.entra.graph import Graph
from wizard.mapping.body import Preview
from wizard.plan.accounts import (
    AccountLookup,
    find_accounts,
)
from wizard.plan.actions import (
    Plan,
    PlannedAction,
    PlanRow,
)
from wizard.plan.people import PersonMapping
from wizard.plan.scope import Counted, ScopePeople, people_of
from wizard.playvox.scim import (
    Playvox,
    ScimAccount,
)
from wizard.problem import ProblemError

YIELD_EVERY = 50  # people between two looks at cancellation and at other work of the loop
_LEFT_BEHIND = 200  # accounts outside the scope that are looked up one by one


async def work_out(
    graph: Graph,
    playvox: Playvox,
    schema: Mapping[str, Any],
    assignments: Sequence[Assignment] | None,
    *,
    compliant: bool = False,
    ran_before: bool = False,
    keep_out_of_scope: bool = False,
    progress: Counted | None = None,
) -> Plan:
    """What the next full cycle would do. Only reads, in Entra and Playvox.

    `assignments` None stands for the scope "all users". `compliant` tells that the Tenant URL carries
    `aadOptscim062020`. `ran_before`: the job has linked accounts already, so people who left the scope
    lose theirs, unless `keep_out_of_scope` leaves their accounts active. `progress` hears how many people
    were looked at. Raises `ProblemError` when either side
    cannot be read, or `mapping_missing`.
    """
    mapping = PersonMapping.of(schema)
    reached = await people_of(graph, assignments, mapping.attributes, counted=progress)
    seen = {person.id: mapping.seen(person) for person in reached.people.values()}
    matching = {each: mapping.matching_value(attributes) for each, attributes in seen.items()}
    target = next((name for name, _value in matching.values() if name), "userName")
    values = [value for _name, value in matching.values() if value]
    accounts = await find_accounts(playvox, target, values, whole=ran_before)
    work = _Work(mapping, reached, seen, matching, accounts, compliant=compliant, keeps=keep_out_of_scope)
    rows = await work.rows(progress)
    untouched = None
    if accounts.listed is not None:
        left = [account for account in accounts.listed if account.id not in work.taken]
        gone = await _left_behind(graph, left) if ran_before and not keep_out_of_scope else []
        rows += gone
        untouched = len(left) - len(gone)
    return Plan(tuple(rows), len(reached.people), untouched, reached.complete)


class _Work:
    def __init__(
        self,
        mapping: PersonMapping,
        reached: ScopePeople,
        seen: Mapping[str, dict[str, Any]],
        matching: Mapping[str, tuple[str, str]],
        accounts: AccountLookup,
        *,
        compliant: bool,
        keeps: bool,
    ) -> None:
        self._keeps = keeps
        self._mapping = mapping
        self._reached = reached
        self._seen = seen
        self._matching = matching
        self._accounts = accounts
        self._compliant = compliant
        self._names: dict[str, str] = {}
        self.taken: set[str] = set()

    async def rows(self, progress: Counted | None) -> list[PlanRow]:
        people = list(self._reached.people.values())
        rows = []
        for number, person in enumerate(people):
            if number % YIELD_EVERY == 0:
                if progress is not None:
                    progress(number, len(people))
                await asyncio.sleep(0)
            rows.append(self._row(person))
        return rows

    def _row(self, person: Person) -> PlanRow:
        seen = self._seen[person.id]
        target, value = self._matching[person.id]
        found = self._accounts.of(value) if value else ()
        facts = {"matching": target, "value": value}
        if len(found) > 1:
            return _plan_row(person, "unknown", "duplicate_accounts", facts)
        account = found[0] if found else None
        if account is not None:
            self.taken.add(account.id)
        verdict = self._mapping.verdict(seen)
        if not verdict.certain:
            return _plan_row(person, "unknown", "not_looked_at", facts)
        other = self._names.setdefault(value.casefold(), person.display_name) if value else ""
        if other and other != person.display_name and verdict.holds:
            return _plan_row(person, "unknown", "same_value_twice", {**facts, "other": other})
        shown = self._mapping.preview(
            seen, account.raw if account else None, compliant=self._compliant, in_scope=verdict.holds
        )
        fate, reason, more = _judge(shown, account, filtered=not verdict.holds)
        if fate == "disable" and reason == "filtered_out_account" and self._keeps:
            fate, reason = "skip", "kept_active"
        if fate == "create" and person.id in self._reached.default_only and self._reached.through:
            return _plan_row(person, "unknown", "default_access", facts)
        return _plan_row(person, fate, reason, {**facts, **more})


def _judge(
    shown: Preview, account: ScimAccount | None, *, filtered: bool
) -> tuple[PlannedAction, str, dict[str, str]]:
    """Fate and reason from the request that would be sent."""
    if shown.action == "create":
        broken = next((item for item in shown.trace if item.problem is not None), None)
        if broken is not None and broken.problem is not None:
            return "unknown", "expression", {"detail": f"{broken.target} ({broken.problem.code})"}
        return "create", "no_account", {}
    if shown.action == "disable":
        return "disable", "filtered_out_account" if filtered else "disabled_in_entra", {}
    if shown.action == "update":
        names = ", ".join(item.target for item in shown.trace if item.flow == "sent")
        return "update", "differs", {"attributes": names}
    if shown.action == "none":
        if account is not None and not account.active:
            return "skip", "inactive_already", {}
        return "link", "same", {}
    reasons = {
        "preview.out_of_scope": "filtered_out",
        "preview.not_active": "disabled_no_account",
        "preview.no_matching_value": "no_matching_value",
        "preview.create_off": "adding_off",
        "preview.update_off": "updating_off",
    }
    return "skip", reasons.get(shown.why.code, "filtered_out" if filtered else "disabled_no_account"), {}


async def _left_behind(graph: Graph, accounts: Sequence[ScimAccount]) -> list[PlanRow]:
    """Accounts of people who are in the directory but not in scope: perhaps linked by an earlier cycle."""
    active = [account for account in accounts if account.active and "@" in account.user_name]
    gate = asyncio.Semaphore(6)

    async def look(account: ScimAccount) -> PlanRow | None:
        async with gate:
            try:
                person = await directory.person(graph, account.user_name)
            except ProblemError:
                return None  # nobody of that name: an account of Playvox's own
        return _plan_row(person, "unknown", "perhaps_linked", {})

    found = await asyncio.gather(*(look(account) for account in active[:_LEFT_BEHIND]))
    return [row for row in found if row is not None]


def _plan_row(person: Person, fate: PlannedAction, reason: str, facts: Mapping[str, str]) -> PlanRow:
    return PlanRow(person.id, person.display_name, person.user_principal_name, fate, reason, facts)

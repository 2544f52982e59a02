"""What would happen to each person of a page, from their attributes, assignments and account.

Existing links are applied afterwards (`linked.py`): here an account is found by its matching value alone.
Rows without a rank are provisional and appear in the plan only when a link makes them relevant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wizard.mapping.values import Dropped
from wizard.plan.actions import ACTIONS, PlannedAction
from wizard.plan.comparison import WITHOUT_ID, AccountComparison
from wizard.plan.entitlement import ASSIGNED, ENTITLED, Entitlement
from wizard.plan.evaluation import Evaluated, PersonEvaluator
from wizard.plan.workspace import Values, Workspace, people_row

Json = Mapping[str, Any]
IN_SCOPE, ENABLED, DEACTIVATES, DEACTIVATION_UNSURE, REACHED, WITHOUT_ACCOUNT = 1, 2, 4, 8, 16, 32
DECIDED, DELETED, OWN = 64, 128, 256
"""Flags of `people.state`. IN_SCOPE: entitled, enabled and passed by the filter. REACHED: assigned, or
everybody is in scope. DECIDED: no link can change the row. DELETED: no longer in the directory.
WITHOUT_ACCOUNT: no single account has a matching value. OWN: the account shows the person's own name or id.
"""
WITHOUT = frozenset(
    {"no_account", "creates_off", "no_matching_value", "duplicate_accounts", "matching_refused"}
)
"""Reasons of people in scope without a single account that has a matching value."""
RANK: Mapping[PlannedAction, int] = {action: rank for rank, action in enumerate(ACTIONS)}
FoundAccount = tuple[str, int, str, str]  # id, active, modified, contents


@dataclass(frozen=True, slots=True)
class Outcome:
    """An action with its reason; `account` is the id of the account it concerns, empty without one."""

    action: PlannedAction
    reason: str
    facts: Mapping[str, str]
    account: str = ""
    own: bool = False  # the account shows the person's own name or id


@dataclass(slots=True)
class Judged:
    """One person after the first half: what the mapping says, before accounts are compared."""

    user: Json
    state: int
    cause: str  # why the person is not in scope
    seen: dict[str, Any]
    found: Evaluated | None
    values: list[tuple[int, str]]
    outcome: Outcome | None  # when no account can change it
    value: str  # value of the first matching attribute, as it was found


class Judge:
    """Judges people. Holds everything that is the same for all of them. Runs on the workspace's thread."""

    def __init__(
        self,
        workspace: Workspace,
        evaluator: PersonEvaluator,
        comparison: AccountComparison,
        entitlement: Entitlement,
        refused: Collection[int],
        *,
        ran: bool,
    ) -> None:
        self._workspace = workspace
        self._evaluator = evaluator
        self._comparison = comparison
        self._entitlement = entitlement
        self._refused = refused
        self._ran = ran
        self._names = [row.mapping.target for row in evaluator.matching]
        mapping = evaluator.mapping.mapping
        self._creates, self._updates = mapping.allows("Add"), mapping.allows("Update")

    def refuse(self, places: Collection[int]) -> None:
        """From now on Playvox cannot search by these matching attributes."""
        self._refused = places

    def evaluate(self, users: Iterable[Json]) -> list[Judged]:
        """First half: needs no data from Playvox."""
        return [self._evaluate(user) for user in users]

    def _evaluate(self, user: Json) -> Judged:
        identifier = str(user["id"])
        bits = self._entitlement.of(identifier)
        evaluator = self._evaluator
        seen = evaluator.source(user, self._entitlement.roles_of(identifier))
        enabled = user.get("accountEnabled") is not False
        state = (ENABLED if enabled else 0) | (REACHED if bits & ASSIGNED else 0)
        if enabled and not bits & ENTITLED and self._entitlement.unread:
            unread = Outcome("unknown", "assignment_unread", {})
            return Judged(user, state | DECIDED, "", seen, None, [], unread, "")
        if not bits & ENTITLED or not enabled:
            cause = "disabled" if not enabled else "role_disabled" if bits & ASSIGNED else "unassigned"
            return self._outside(user, state, cause, seen)
        verdict = evaluator.verdict(seen)
        if not verdict.certain:
            facts = {"code": f"scope.{verdict.reasons[0].value}"}
            outcome = Outcome("unknown", "filter_uncertain", facts)
            value = evaluator.first_matching_value(seen)
            return Judged(user, state | DECIDED, "", seen, None, [], outcome, value)
        if not verdict.holds:
            return self._outside(user, state, "filtered_out", seen)
        found = evaluator.evaluate(seen)
        values = evaluator.matching_values(found)
        value = values[0][1] if values else ""
        certain = self._without_account(found, values)
        return Judged(user, state | IN_SCOPE, "", seen, found, values, certain, value)

    def _outside(self, user: Json, state: int, cause: str, seen: dict[str, Any]) -> Judged:
        deactivates = self._evaluator.deactivates(seen)
        state |= DEACTIVATES if deactivates else DEACTIVATION_UNSURE if deactivates is None else 0
        value = self._evaluator.first_matching_value(seen) if self._ran else ""
        return Judged(user, state, cause, seen, None, [], None, value)

    def _without_account(self, found: Evaluated, values: Sequence[tuple[int, str]]) -> Outcome | None:
        """The outcome that is certain whatever accounts exist."""
        for value in found.values.values():
            if value.__class__ is Dropped and value.whole_person:
                return Outcome("skip", "object_ignored", {})
        if found.doubtful or found.failed:
            unsure = found.doubtful.union(found.failed).intersection(self._names)
            if unsure:
                return Outcome("unknown", "expression_uncertain", {"attributes": ", ".join(sorted(unsure))})
        for target, code in found.failed.items():
            return Outcome("unknown", "expression_failed", {"attribute": target, "code": code})
        if not values:
            return Outcome("skip", "no_matching_value", {"matching": ", ".join(self._names)})
        return None

    def wanted(self, judged: Iterable[Judged]) -> set[tuple[int, str]]:
        """The (place, value) pairs whose accounts are needed for `decide`."""
        return {pair for each in judged if each.found is not None for pair in each.values}

    def decide(self, judged: Sequence[Judged]) -> None:
        """Second half: judge with the accounts in the workspace."""
        accounts = self._accounts(judged)
        rows: list[Values] = []
        for each in judged:
            outcome = each.outcome
            if outcome is None and each.found is not None:
                outcome = self._with_accounts(each, each.found, accounts)
            rows.append(self._row(each, outcome))
        self._workspace.add_people(rows)

    def _accounts(self, judged: Sequence[Judged]) -> dict[tuple[int, str], list[FoundAccount]]:
        wanted: dict[int, set[str]] = {}
        for each in judged:
            for place, value in each.values:
                wanted.setdefault(place, set()).add(value.casefold())
        found: dict[tuple[int, str], list[FoundAccount]] = {}
        for place, values in wanted.items():
            for value, *account in self._workspace.accounts_by_value(place, list(values)):
                found.setdefault((place, value), []).append(tuple(account))
        return found

    def _with_accounts(
        self, each: Judged, found: Evaluated, accounts: Mapping[tuple[int, str], list[FoundAccount]]
    ) -> Outcome:
        """Try matching attributes in order; the first account found is used."""
        for place, value in each.values:
            facts = {"matching": self._names[place], "value": value}
            if place in self._refused:
                return Outcome("skip", "matching_refused", facts)
            held = accounts.get((place, value.casefold()), ())
            if len(held) > 1:
                return Outcome("skip", "duplicate_accounts", facts)
            if held:
                return self.compared(each.seen, found, held[0], facts)
        place, value = each.values[0]
        return self.without_account({"matching": self._names[place], "value": value})

    def without_account(self, facts: Mapping[str, str], reason: str = "no_account") -> Outcome:
        """Outcome for a person in scope without an account."""
        if not self._creates:
            return Outcome("skip", "creates_off", facts)
        return Outcome("create", reason, facts)

    def compared(
        self, seen: Json, found: Evaluated, account: FoundAccount, facts: Mapping[str, str]
    ) -> Outcome:
        """Outcome for a person in scope with a known account."""
        identifier, active, _modified, contents = account
        if identifier.startswith(WITHOUT_ID):
            return Outcome("unknown", "account_unreadable", facts, identifier)
        changes = self._comparison.changes(seen, found, identifier, contents)
        if changes is None:
            doubtful = ", ".join(sorted(found.doubtful))
            return Outcome("unknown", "expression_uncertain", {**facts, "attributes": doubtful}, identifier)
        own = self._ran and self._comparison.shows_owner(seen, found, changes)
        if not changes:
            return Outcome("link", "same", facts, identifier, own)
        facts = {**facts, "attributes": ", ".join(changes)}
        if not self._updates:
            return Outcome("skip", "updates_off", facts, identifier, own)
        reactivated = not active and "active" in changes
        return Outcome("update", "reactivated" if reactivated else "differs", facts, identifier, own)

    def _row(self, each: Judged, outcome: Outcome | None) -> Values:
        user, state = each.user, each.state
        rank: int | None = None
        reason, account = each.cause, ""
        facts: Mapping[str, str] = {}
        if outcome is not None:
            rank, reason = RANK[outcome.action], outcome.reason
            facts, account = outcome.facts, outcome.account
            state |= (WITHOUT_ACCOUNT if reason in WITHOUT else 0) | (OWN if outcome.own else 0)
        keeps_source = self._ran and each.found is not None
        return people_row(
            str(user["id"]),
            str(user.get("displayName") or ""),
            str(user.get("userPrincipalName") or ""),
            rank,
            reason,
            facts,
            state=state,
            value=each.value.casefold(),
            account=account,
            source=self._evaluator.packed(each.seen) if keeps_source else None,
            created=str(user.get("createdDateTime") or ""),
        )

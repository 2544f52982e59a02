"""Applies existing links to the people of a plan: leavers, renamed people, accounts linked to others.

Entra docs, "How provisioning works": a linked person who is disabled, deleted or no longer in scope loses
the account; a person who was never linked is not touched. A link stays when its person is renamed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, MutableSet
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wizard.plan.evaluation import PersonEvaluator
from wizard.plan.judging import (
    IN_SCOPE,
    OWN,
    RANK,
    WITHOUT_ACCOUNT,
    Judge,
    Outcome,
)
from wizard.plan.leavers import Leavers
from wizard.plan.link_reading import LinksFound
from wizard.plan.request import PlanRequest, Run
from wizard.plan.workspace import Workspace, as_json

_LINKS = """
CREATE TABLE links (person TEXT PRIMARY KEY, account TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
    failed INTEGER NOT NULL, assigned INTEGER, deleted INTEGER NOT NULL, name TEXT NOT NULL,
    user_name TEXT NOT NULL) WITHOUT ROWID"""
_REJUDGED = frozenset(
    {
        "no_account",
        "creates_off",
        "no_matching_value",
        "duplicate_accounts",
        "matching_refused",
        "same",
        "differs",
        "reactivated",
        "updates_off",
    }
)
"""Reasons of people in scope that a link can change."""


_UNTOLD = (
    "NOT EXISTS (SELECT 1 FROM links l WHERE l.account = a.id)"
    " AND NOT EXISTS (SELECT 1 FROM unlinked u WHERE u.account = a.id)"
)
"""Whether the job linked the account `a` is unknown."""


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """People and accounts whose rows depend on unknown links; for `watched` people the last written values
    matter.
    """

    people: tuple[str, ...]
    accounts: tuple[str, ...]
    watched: tuple[str, ...]


class LinkedPeople:
    """Applies links. Runs on the workspace's thread."""

    def __init__(
        self,
        workspace: Workspace,
        judge: Judge,
        evaluator: PersonEvaluator,
        request: PlanRequest,
        now: datetime,
    ) -> None:
        self._workspace = workspace
        self._database = workspace.database
        self._judge = judge
        self._evaluator = evaluator
        self._request = request
        self._run = request.kind_of_run
        self._last_cycle = _last_cycle(request)
        self.leavers = Leavers(workspace, evaluator, request, now)
        self._matching = evaluator.matching[0].mapping.target if evaluator.matching else ""
        self.all_known = False

    def prepare(self) -> None:
        """Prepare once, after everybody was judged."""
        for column in ("id", "account", "value"):
            self._database.execute(f"CREATE INDEX people_{column} ON people ({column})")
        self._database.execute(_LINKS)
        self._database.execute("CREATE INDEX links_account ON links (account)")
        self._database.execute("CREATE TABLE unlinked (account TEXT PRIMARY KEY) WITHOUT ROWID")
        # Somebody new may have the name of the person whose account this is, such as their own earlier one.
        self._database.execute(
            f"UPDATE people SET state = state & ~{OWN} WHERE created > ?",  # noqa: S608 - numbers only
            (self.after_last_cycle or "9",),
        )

    def take(self, found: LinksFound) -> None:
        """Store these links in the workspace; they replace earlier ones."""
        self._database.execute("DELETE FROM links")
        self._database.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    each.person,
                    each.account,
                    each.state,
                    each.at,
                    each.failed,
                    each.standing,
                    each.deleted,
                    each.name,
                    each.user_name,
                )
                for each in found.links.values()
            ),
        )
        self._database.executemany(
            "INSERT OR IGNORE INTO unlinked VALUES (?)", ((each,) for each in found.unlinked)
        )
        self.all_known = self._run is Run.FIRST or self.log_tells_all(found)

    def log_tells_all(self, found: LinksFound) -> bool:
        """Whether the log goes back to the job's first cycle, so that people who are not in it are not
        linked.

        The service counts everybody it ever linked (Graph docs: synchronizedEntryCountByType).
        """
        status = self._request.job.status if self._request.job else None
        oldest = _moment(found.oldest)
        if not found.whole_log or found.perhaps_forgotten or status is None or oldest is None:
            return False
        forgotten = self._request.links_forgotten
        if forgotten is not None and oldest <= forgotten:
            return True  # what was linked before is gone
        first = status.steady_state_first_achieved_time
        linked = sum(each.value for each in status.synchronized_entry_count_by_type)
        known = sum(bool(each.account) for each in found.links.values())
        return (first is None or oldest <= first) and 0 < linked <= known

    def questions(self) -> OpenQuestions:
        """People and accounts whose links must still be read."""
        if self._run is Run.FIRST:
            return OpenQuestions((), (), ())
        without = f"p.state & {WITHOUT_ACCOUNT} AND l.person IS NULL AND NOT p.created > ?"
        joined = "FROM people p LEFT JOIN links l ON l.person = p.id"
        after = self.after_last_cycle or "9"
        creates = self._workspace.one(f"SELECT count(*) {joined} WHERE {without}", (after,))
        accounts = () if self.all_known else self._column(unclaimed(active_only=not creates))
        if not self.all_known:
            accounts += self._column(perhaps_of_others())
        people: tuple[str, ...] = ()
        if self._run is Run.INCREMENTAL and not self._request.sync_all and not self.all_known:
            people = self._column(f"SELECT p.id {joined} WHERE {without}", (after,))
        elif self._run is Run.INCREMENTAL and not self.all_known:
            people = self._column(f"SELECT p.id {joined} WHERE {self._perhaps_left_out}", (after,))
        update = f"state & {IN_SCOPE} AND rank = {RANK['update']}"
        watched = self._column(f"SELECT id FROM people WHERE {update}")  # noqa: S608 - numbers only
        return OpenQuestions(people, accounts, watched)

    @property
    def _perhaps_left_out(self) -> str:
        """People who may have come into scope with a wider scope, which takes a restart to notice."""
        changed = f"p.state & {IN_SCOPE} AND p.rank IN ({RANK['create']}, {RANK['update']})"
        return f"{changed} AND l.person IS NULL AND NOT p.created > ?"

    def decisive(self) -> tuple[str, ...]:
        """People whose known link decides their row, or that of somebody who wants their account."""
        return self._column(
            "SELECT l.person FROM links l LEFT JOIN people p ON p.id = l.person"  # noqa: S608 - numbers only
            " LEFT JOIN accounts a ON a.id = l.account WHERE l.state <> 'none'"
            f" AND (p.id IS NULL OR NOT p.state & {IN_SCOPE} OR p.account <> l.account OR EXISTS"
            " (SELECT 1 FROM people r WHERE r.account = l.account AND r.id <> l.person"
            f" AND r.state & {IN_SCOPE}))"
            f" AND (p.id IS NULL OR p.state & {IN_SCOPE} OR a.active OR EXISTS"
            f" (SELECT 1 FROM people o WHERE o.account = l.account AND o.state & {IN_SCOPE}))"
        )

    @property
    def after_last_cycle(self) -> str:
        """Start of the last cycle, in the format of `createdDateTime`; empty when unknown."""
        return _stamp(self._last_cycle) if self._last_cycle else ""

    def _column(self, statement: str, values: tuple[Any, ...] = ()) -> tuple[str, ...]:
        return tuple(row[0] for row in self._database.execute(statement, values))

    # ---- applying known links

    def apply(self, *, listed: bool, whole: bool) -> None:
        """Apply the links; `listed`: every account is in the workspace, `whole`: every person."""
        taken: dict[int, tuple[str, Outcome]] = {}
        for number, outcome, held in list(self._in_scope_elsewhere()):
            self.set(number, outcome)
            if outcome.reason == "value_taken":
                taken[number] = (held, outcome)
        self._perhaps_set_free(taken)
        for number, outcome in list(self.leavers.linked(listed=listed)):
            self.set(number, outcome)
        self._workspace.add_people(list(self.leavers.deleted(listed=listed, whole=whole)))

    def changes_value(self, facts: Mapping[str, str]) -> bool:
        """Whether an update with these facts changes the value of the first matching attribute."""
        return self._matching in facts.get("attributes", "").split(", ")

    def set(self, number: int, outcome: Outcome) -> None:
        """Set the outcome of a person."""
        facts = as_json(outcome.facts) if outcome.facts else ""
        self._database.execute(
            "UPDATE people SET rank = ?, reason = ?, facts = ?, account = ? WHERE number = ?",
            (RANK[outcome.action], outcome.reason, facts, outcome.account, number),
        )

    def _perhaps_set_free(self, taken: dict[int, tuple[str, Outcome]]) -> None:
        """People who want the value of another account, by number with that account: where its own person
        gets another value in the same cycle, the order decides, which is not documented.
        """
        moving = self._moving()
        while free := [number for number, (held, _outcome) in taken.items() if held in moving]:
            for number in free:
                _held, outcome = taken.pop(number)
                self.set(number, replace(outcome, action="unknown", reason="perhaps_value_taken"))
                moving.add(outcome.account)

    def _moving(self) -> MutableSet[str]:
        """Accounts that get another matching value by an update."""
        rows = self._database.execute(
            f"SELECT p.account, p.facts FROM people p WHERE p.state & {IN_SCOPE}"  # noqa: S608 - numbers only
            f" AND p.rank = {RANK['update']} AND p.facts <> ''"
        )
        return {account for account, facts in rows if self.changes_value(json.loads(facts))}

    def _in_scope_elsewhere(self) -> Iterator[tuple[int, Outcome, str]]:
        """People in scope who are linked to another account than their matching value finds: number,
        outcome, and the account with the matching value.
        """
        rows = self._database.execute(
            "SELECT p.number, p.reason, p.source, p.account, l.account, a.active, a.modified, a.contents"  # noqa: S608
            " FROM people p JOIN links l ON l.person = p.id LEFT JOIN accounts a ON a.id = l.account"
            f" WHERE p.state & {IN_SCOPE} AND l.state <> 'none' AND l.account <> p.account"
        ).fetchall()
        for number, reason, source, held, linked, active, modified, contents in rows:
            if reason not in _REJUDGED or source is None:
                continue
            if contents is None:
                if self._run is Run.INCREMENTAL:
                    gone = only_in_a_full_cycle(self._request, "linked_account_gone", {}, linked)
                    yield number, gone, held
                elif not held and reason == "no_account":
                    yield number, self._judge.without_account({}, "account_gone"), held
                continue
            seen = self._evaluator.unpacked(source)
            found = self._evaluator.evaluate(seen)
            outcome = self._judge.compared(seen, found, (linked, active, modified, contents), {})
            if held and self.changes_value(outcome.facts):
                outcome = Outcome("skip", "value_taken", outcome.facts, linked)
            yield number, outcome, held


def only_in_a_full_cycle(
    request: PlanRequest, reason: str, facts: Mapping[str, str], account: str
) -> Outcome:
    """A person who changes only in a full cycle: left out, with this reason, by any other."""
    if request.perhaps_full:
        return Outcome("unknown", "perhaps_full_cycle", facts, account)
    return Outcome("skip", reason, facts, account)


def unclaimed(*, active_only: bool) -> str:
    """Accounts that nobody in scope has and that no known link names."""
    return (
        "SELECT a.id FROM accounts a"  # noqa: S608 - constants only
        f" WHERE {'a.active AND' if active_only else ''}"
        f" NOT EXISTS (SELECT 1 FROM people p WHERE p.account = a.id AND p.state & {IN_SCOPE})"
        f" AND {_UNTOLD}"
    )


def perhaps_of_others() -> str:
    """Accounts that somebody in scope has by the matching value alone, and that no known link names."""
    having = f"SELECT 1 FROM people p WHERE p.account = a.id AND p.state & {IN_SCOPE}"  # noqa: S608
    return (
        f"SELECT a.id FROM accounts a WHERE EXISTS ({having})"  # noqa: S608 - constants only
        f" AND NOT EXISTS ({having} AND p.state & {OWN}) AND {_UNTOLD}"
    )


def _last_cycle(request: PlanRequest) -> datetime | None:
    status = request.job.status if request.job else None
    return status.last_execution.time_began if status and status.last_execution else None


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None

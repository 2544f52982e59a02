"""Resolves conflicts between rows: several people with one account, accounts without a known owner, and
people out of scope with nothing to do.
"""

from __future__ import annotations

import json

from wizard.plan.judging import (
    DEACTIVATES,
    DELETED,
    ENABLED,
    IN_SCOPE,
    OWN,
    RANK,
    REACHED,
    WITHOUT,
    WITHOUT_ACCOUNT,
    Outcome,
)
from wizard.plan.linked import LinkedPeople, perhaps_of_others, unclaimed
from wizard.plan.request import PlanRequest, Run
from wizard.plan.workspace import Workspace, people_row

_WITHOUT = ", ".join(f"'{reason}'" for reason in sorted(WITHOUT))


class Conflicts:
    """Resolves conflicts. Runs on the workspace's thread, after links were applied."""

    def __init__(self, workspace: Workspace, linked: LinkedPeople, request: PlanRequest) -> None:
        self._workspace = workspace
        self._database = workspace.database
        self._linked = linked
        self._request = request
        self.accounts_unknown = 0
        self._perhaps_of_leavers = 0  # active accounts that somebody has by the matching value alone

    def resolve(self) -> None:
        """Resolve all conflicts."""
        self._shared_accounts()
        self._held_accounts()
        self._shared_values()
        if self._request.kind_of_run is not Run.FIRST and not self._linked.all_known:
            self._unknown_accounts()
        self._database.execute(
            f"UPDATE people SET rank = {RANK['skip']}, reason = reason || '_not_linked'"  # noqa: S608
            f" WHERE rank IS NULL AND state & {REACHED}"
        )

    def threshold(self) -> int:
        """Apply the deletion threshold while it is uncertain whether it is reached; returns how many people
        may be deactivated in addition to the certain ones.
        """
        leaving = f"rank = {RANK['unknown']} AND NOT state & {IN_SCOPE}"
        possible = int(self._workspace.one(f"SELECT count(*) FROM people WHERE {leaving}"))  # noqa: S608
        possible += self._perhaps_of_leavers
        certain = f"rank = {RANK['deactivate']}"
        sure = int(self._workspace.one(f"SELECT count(*) FROM people WHERE {certain}"))  # noqa: S608
        sure += self._linked.leavers.idle
        threshold = self._request.threshold
        if threshold is not None and sure < threshold <= sure + possible:
            self._database.execute(
                f"UPDATE people SET rank = {RANK['unknown']}, reason = 'perhaps_held_back'"  # noqa: S608
                f" WHERE {certain}"
            )
        return possible

    def left_alone(self) -> int:
        """Number of accounts that belong to no row."""
        return int(
            self._workspace.one(
                "SELECT count(*) FROM accounts a WHERE NOT EXISTS"
                " (SELECT 1 FROM people p WHERE p.account = a.id AND p.rank IS NOT NULL)"
            )
        )

    def _shared_accounts(self) -> None:
        """Several people in scope match the same account: the person linked to it keeps it."""
        groups = self._database.execute(
            "SELECT p.account, p.number, p.id, p.name, p.facts, l.person FROM people p"  # noqa: S608
            " LEFT JOIN links l ON l.account = p.account AND l.person = p.id AND l.state <> 'none'"
            f" WHERE p.state & {IN_SCOPE} AND p.account IN (SELECT account FROM people"
            f" WHERE state & {IN_SCOPE} AND account <> '' GROUP BY account HAVING count(*) > 1)"
        ).fetchall()
        by_account: dict[str, list[tuple[int, str, str, bool]]] = {}
        for account, number, _identifier, name, facts, linked in groups:
            by_account.setdefault(account, []).append((number, name, facts, linked is not None))
        for account, people in by_account.items():
            self._share(account, people)

    def _share(self, account: str, people: list[tuple[int, str, str, bool]]) -> None:
        holder = next((name for _number, name, _facts, linked in people if linked), None)
        for number, _name, facts, linked in people:
            if linked:
                continue
            other = holder or next(each for at, each, *_rest in people if at != number)
            told = {**(json.loads(facts) if facts else {}), "other": other}
            outcome = (
                Outcome("unknown", "same_value_twice", told, account)
                if holder is None
                else Outcome("skip", "linked_to_other", told, account)
            )
            self._linked.set(number, outcome)

    def _held_accounts(self) -> None:
        """A person in scope matches an account that is linked to somebody who does not match it."""
        rows = self._database.execute(
            "SELECT p.number, p.account, p.facts, h.number, h.name, h.state, h.facts, l.state, a.active"  # noqa: S608
            " FROM people p"
            " JOIN links l ON l.account = p.account AND l.person <> p.id AND l.state <> 'none'"
            " JOIN people h ON h.id = l.person LEFT JOIN accounts a ON a.id = p.account"
            f" WHERE p.state & {IN_SCOPE} AND p.account <> '' AND NOT EXISTS (SELECT 1 FROM links own"
            " WHERE own.person = p.id AND own.account = p.account AND own.state <> 'none')"
        ).fetchall()
        for number, account, facts, holder, name, state, holder_facts, link, active in rows:
            told = {**(json.loads(facts) if facts else {}), "other": name}
            if state & DELETED and link == "inactive":
                continue  # the service no longer manages this account, so another person may get it
            if state & IN_SCOPE or not active:
                self._linked.set(number, Outcome("skip", "linked_to_other", told, account))
                continue
            self._linked.set(number, Outcome("unknown", "account_taken_over", told, account))
            told = json.loads(holder_facts) if holder_facts else {}
            self._linked.set(holder, Outcome("unknown", "account_taken_over", told, account))

    def _shared_values(self) -> None:
        """Several people in scope would get the same value, with a new account or with a changed one: only
        one of them can.
        """
        gets = f"state & {IN_SCOPE} AND rank IN ({RANK['create']}, {RANK['update']})"
        rows = self._database.execute(
            f"SELECT value, number, name, facts, rank FROM people WHERE {gets} AND value <> ''"  # noqa: S608
            f" AND value IN (SELECT value FROM people WHERE {gets} GROUP BY value HAVING count(*) > 1)"
        ).fetchall()
        by_value: dict[str, list[tuple[int, str, str, bool]]] = {}
        for value, number, name, facts, rank in rows:
            if rank == RANK["create"] or self._linked.changes_value(json.loads(facts)):
                by_value.setdefault(value, []).append((number, name, facts, False))
        for people in by_value.values():
            if len(people) > 1:
                self._share("", people)

    def _unknown_accounts(self) -> None:
        """Accounts for which it is unknown whether the job linked them."""
        active = self._database.execute(
            "SELECT u.id, a.name, a.user_name, p.number, p.state, p.facts"  # noqa: S608
            f" FROM ({unclaimed(active_only=True)}) u JOIN accounts a ON a.id = u.id"
            " LEFT JOIN account_keys k ON k.account = u.id AND k.place = 0"
            f" LEFT JOIN people p ON p.value = k.value AND p.rank IS NULL AND NOT p.state & {IN_SCOPE}"
            " AND NOT EXISTS (SELECT 1 FROM links l WHERE l.person = p.id)"
        ).fetchall()
        added = []
        for account, name, user_name, number, state, facts in active:
            if number is None:
                rank = RANK["unknown"]
                added.append(
                    people_row(
                        account,
                        name,
                        user_name,
                        rank,
                        "perhaps_linked",
                        {},
                        kind="account",
                        account=account,
                    )
                )
                continue
            told = json.loads(facts) if facts else {}
            self._linked.set(number, self._perhaps(state, told, account))
        self.accounts_unknown = len(added)
        self._workspace.add_people(added)
        others = perhaps_of_others()
        still = f"SELECT count(*) FROM accounts WHERE active AND id IN ({others})"  # noqa: S608
        self._perhaps_of_leavers = int(self._workspace.one(still))
        if active or self._perhaps_of_leavers:
            # The account of a person out of scope may have an older name.
            self._doubt(f"rank IS NULL AND state & {REACHED} AND state & {DEACTIVATES}", "perhaps_linked")
        untold = f"{unclaimed(active_only=False)} UNION {others}"
        if self._workspace.one(f"SELECT count(*) FROM ({untold})"):  # noqa: S608
            after = self._linked.after_last_cycle or "9"  # later than any time
            without = f"state & {WITHOUT_ACCOUNT} AND reason IN ({_WITHOUT})"
            self._doubt(f"{without} AND NOT created > '{after}'", "perhaps_renamed")
            having = f"(rank IN ({RANK['update']}, {RANK['link']}) OR reason = 'updates_off')"
            nameless = f"state & {IN_SCOPE} AND NOT state & {OWN} AND {having}"
            self._doubt(f"{nameless} AND NOT created > '{after}'", "perhaps_linked_to_other")
            self._database.execute(
                f"UPDATE people SET rank = {RANK['unknown']}, reason = 'perhaps_linked_to_other'"  # noqa: S608
                f" WHERE {nameless} AND account IN ({others})"
            )

    def _doubt(self, condition: str, reason: str) -> None:
        self._database.execute(
            f"UPDATE people SET rank = {RANK['unknown']}, reason = ? WHERE {condition}"  # noqa: S608
            " AND NOT EXISTS (SELECT 1 FROM links l WHERE l.person = people.id)",
            (reason,),
        )

    def _perhaps(self, state: int, facts: dict[str, str], account: str) -> Outcome:
        if self._request.keep_out_of_scope and state & ENABLED:
            return Outcome("skip", "kept_active", facts, account)
        if not state & DEACTIVATES:
            return Outcome("skip", "stays_active", facts, account)
        return Outcome("unknown", "perhaps_linked", facts, account)

"""What happens to linked people who are no longer in scope, disabled or deleted.

Entra docs, "How provisioning works": their account is deactivated by an update, and deleted once they are
deleted for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from wizard.plan.evaluation import PersonEvaluator
from wizard.plan.forgotten import moment
from wizard.plan.judging import (
    DEACTIVATES,
    DEACTIVATION_UNSURE,
    DECIDED,
    DELETED,
    ENABLED,
    IN_SCOPE,
    RANK,
    Outcome,
)
from wizard.plan.link_store import BY_SCOPE
from wizard.plan.request import PlanRequest, Run
from wizard.plan.workspace import Values, Workspace, people_row

_UNENTITLED = ("unassigned", "role_disabled")
_RECYCLE_BIN = timedelta(days=30)  # Entra docs: afterwards a deleted person cannot be restored


class Leavers:
    """Runs on the workspace's thread, once links are known.

    `idle` counts the deactivations that the service attempts although they change nothing: it does not
    notice that the account is inactive or gone, and the deletion threshold counts them too (Entra docs,
    "Accidental deletions" and "Known issues").
    """

    def __init__(
        self, workspace: Workspace, evaluator: PersonEvaluator, request: PlanRequest, now: datetime
    ) -> None:
        self._database = workspace.database
        self._evaluator = evaluator
        self._request = request
        self._now = now
        self.idle = 0

    def linked(self, *, listed: bool) -> Iterator[tuple[int, Outcome]]:
        """Outcomes of linked people in the directory, by number.

        Where somebody was in scope only because everyone was, and no cycle looked at everyone since, the
        scope was narrowed without the restart that takes (Entra docs, "Known issues").
        """
        rows = self._database.execute(
            "SELECT p.number, p.state, p.reason, l.account, l.state, l.failed, l.assigned, a.active"  # noqa: S608
            " FROM people p JOIN links l ON l.person = p.id LEFT JOIN accounts a ON a.id = l.account"
            f" WHERE NOT p.state & {IN_SCOPE | DECIDED} AND l.state <> 'none'"
        ).fetchall()
        narrowed = self._request.kind_of_run is Run.INCREMENTAL and any(
            cause in _UNENTITLED and assigned == BY_SCOPE
            for _number, _state, cause, _account, _link, _failed, assigned, _active in rows
        )
        for number, state, cause, account, link, failed, _assigned, active in rows:
            if active is None and not listed:
                yield number, Outcome("unknown", "perhaps_linked", {}, account)
                continue
            attempt = self._attempt(state, cause, account, link, failed=bool(failed))
            if narrowed and attempt.action == "deactivate" and cause in _UNENTITLED:
                attempt = Outcome("unknown", "perhaps_until_restart", {}, account)
            yield number, self._seen(attempt, account, active)

    def deleted(self, *, listed: bool, whole: bool) -> Iterator[Values]:
        """Rows of linked people who are no longer in the directory.

        Where it could not be read as a `whole`, they may be in it, unless the log tells of the deletion.
        """
        rows = self._database.execute(
            "SELECT l.person, l.name, l.user_name, l.account, l.state, l.at, l.failed, l.deleted, a.active"
            " FROM links l LEFT JOIN accounts a ON a.id = l.account LEFT JOIN people p ON p.id = l.person"
            " WHERE p.id IS NULL AND l.state <> 'none'"
        ).fetchall()
        for person, name, user_name, account, link, at, failed, deleted, active in rows:
            seen = self._evaluator.source({"id": person, "userPrincipalName": user_name})
            deactivates = self._evaluator.deactivates(seen)
            state = DELETED | (
                DEACTIVATES if deactivates else DEACTIVATION_UNSURE if deactivates is None else 0
            )
            attempt = self._attempt(state, "deleted", account, link, failed=bool(failed))
            for_good = bool(deleted) and self._gone_for_good(at)
            if for_good:
                attempt = Outcome("deactivate", "deleted_for_good", {}, account)
            if not whole and not deleted:
                outcome = Outcome("unknown", "person_unread", {}, account)
            elif active is None and not listed:
                outcome = Outcome("unknown", "perhaps_linked", {}, account)
            elif active is None and attempt.action != "deactivate":
                continue  # neither an account nor an attempt: there is nothing to tell
            else:
                outcome = (
                    attempt if for_good and active is not None else self._seen(attempt, account, active)
                )
            rank, reason, facts = RANK[outcome.action], outcome.reason, outcome.facts
            yield people_row(person, name, user_name, rank, reason, facts, state=state, account=account)

    def _seen(self, attempt: Outcome, account: str, active: int | None) -> Outcome:
        """What an attempt of the service comes to; `active` None: the account is gone."""
        if active:
            return attempt
        self.idle += attempt.action == "deactivate"
        return Outcome("skip", "linked_account_gone" if active is None else "inactive_already", {}, account)

    def _attempt(self, state: int, cause: str, account: str, link: str, *, failed: bool) -> Outcome:
        """What the service does, which does not look at the account."""
        if self._request.keep_out_of_scope and state & ENABLED:
            return Outcome("skip", "kept_active", {}, account)
        if link == "inactive":
            return Outcome("skip", "reactivated_in_playvox", {}, account)
        if state & DEACTIVATION_UNSURE:
            return Outcome("unknown", "expression_uncertain", {"attributes": "active"}, account)
        if not state & DEACTIVATES:
            return Outcome("skip", "stays_active", {}, account)
        if not self._evaluator.mapping.mapping.allows("Update"):
            return Outcome("skip", "updates_off", {}, account)
        if failed and self._request.kind_of_run is Run.INCREMENTAL:
            return Outcome("unknown", "failed_before", {}, account)
        return Outcome("deactivate", cause, {}, account)

    def _gone_for_good(self, since: str) -> bool:
        return (
            self._evaluator.mapping.mapping.allows("Delete") and self._now - moment(since) >= _RECYCLE_BIN
        )

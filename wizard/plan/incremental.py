"""What an incremental cycle skips, certainly or possibly: it processes only what changed in Entra.

Entra docs, "How provisioning works" and "Known issues": changes made in the application are not noticed, a
failed person is retried at a time the service chooses, and a changed scope does not make it process
everybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from wizard.mapping.person import without_guest_mark
from wizard.plan.evaluation import PersonEvaluator
from wizard.plan.judging import IN_SCOPE, RANK, Outcome
from wizard.plan.link_store import CLEARED
from wizard.plan.linked import LinkedPeople, only_in_a_full_cycle
from wizard.plan.not_kept import changed_after, reads_as
from wizard.plan.request import PlanRequest
from wizard.plan.workspace import Workspace

_UNLINKED = "unlinked"
"""Of a link: Microsoft's service has none, and no log entry tells whether it ever looked at the person."""


class IncrementalCycle:
    """Applies the rules of incremental cycles. Runs on the workspace's thread, after links were applied."""

    def __init__(
        self, workspace: Workspace, linked: LinkedPeople, evaluator: PersonEvaluator, request: PlanRequest
    ) -> None:
        self._database = workspace.database
        self._linked = linked
        self._evaluator = evaluator
        self._request = request

    def apply(self, written: Mapping[str, Mapping[str, str]]) -> None:
        """Change the rows of people in scope; `written` has the last written values of some of them."""
        for number, outcome in list(self._outcomes(written)):
            self._linked.set(number, outcome)

    def _outcomes(self, written: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[int, Outcome]]:
        rows = self._database.execute(
            "SELECT p.number, p.id, p.rank, p.facts, p.account, p.source, p.created, l.state, l.failed,"  # noqa: S608
            " p.name, p.user_name, l.name, l.user_name, l.assigned, l.account, l.at, a.modified"
            " FROM people p LEFT JOIN links l ON l.person = p.id"
            f" LEFT JOIN accounts a ON a.id = p.account WHERE p.state & {IN_SCOPE}"
            f" AND p.rank IN ({RANK['create']}, {RANK['update']}, {RANK['link']})"
        ).fetchall()
        for number, person, rank, text, account, source, created, *link, modified in rows:
            state, failed, *names, assigned, linked, at = link
            if state == "none" and assigned is None and not linked:
                state = _UNLINKED
            facts = json.loads(text) if text else {}
            if rank != RANK["link"] and failed:
                yield number, Outcome("unknown", "failed_before", facts, account)
            elif rank != RANK["link"] and assigned == CLEARED and not _renamed(*names):
                yield number, Outcome("unknown", "link_cleared", facts, account)
            elif self._left_out(created, state, assigned) and not _renamed(*names):
                yield number, only_in_a_full_cycle(self._request, "not_until_restart", facts, account)
            elif state == _UNLINKED and self._waits(created):
                yield number, Outcome("unknown", "perhaps_left_out", facts, account)
            elif rank == RANK["create"] and not self._surely_new(created, state):
                yield number, Outcome("unknown", "perhaps_renamed", facts)
            elif rank == RANK["update"] and self._changed_in_playvox(
                source, facts, written.get(person, {}), later=changed_after(at, modified) is True
            ):
                yield number, Outcome("unknown", "perhaps_changed_in_playvox", facts, account)

    def _left_out(self, created: str, state: str | None, assigned: int | None) -> bool:
        """Whether somebody is in scope only because everybody is, which takes a restart to notice."""
        if not self._waits(created):
            return False
        if state is None or state == _UNLINKED:
            return self._linked.all_known
        return state == "none" and assigned == 0

    def _waits(self, created: str) -> bool:
        """Whether somebody can be in scope without being looked at: everybody is, and they are not new."""
        after = self._linked.after_last_cycle
        return self._request.sync_all and not (after and created > after)

    def _surely_new(self, created: str, state: str | None) -> bool:
        if state is not None or self._linked.all_known:
            return True
        after = self._linked.after_last_cycle
        return bool(after) and created > after

    def _changed_in_playvox(
        self, source: str, facts: Mapping[str, str], written: Mapping[str, str], *, later: bool
    ) -> bool:
        """Whether the account may differ because it was changed in Playvox.

        Entra's values are still those that were written last or, when nothing was written, the account was
        changed `later` than the service processed it.
        """
        found = self._evaluator.evaluate(self._evaluator.unpacked(source))
        names = facts["attributes"].split(", ")
        if any(name in written and not reads_as(written[name], found.values.get(name)) for name in names):
            return False  # the person has changed since
        return later or all(name in written for name in names)


def _renamed(name: str, user_name: str, told: str | None, told_user_name: str | None) -> bool:
    """Whether somebody has another name than when the service last looked, and so has changed since."""
    other_user_name = told_user_name and told_user_name != without_guest_mark(user_name)
    return bool(other_user_name or (told and told != name))

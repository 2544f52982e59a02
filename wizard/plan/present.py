"""What Entra and Playvox show now of the people of an earlier plan.

Read the way a plan is: everybody once, accounts listed in parallel, the mapping evaluated for whoever is in
scope. So an account is known to be there, to be active, and to agree with Entra or not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wizard.mapping.values import as_text
from wizard.plan.actions import ACTIONS
from wizard.plan.people import PersonMapping
from wizard.plan.request import PlanRequest
from wizard.plan.workspace import Workspace

AccountState = Literal["active", "inactive", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class PresentState:
    """One person, or one account of nobody, now. `account` is the account looked at, empty without one.

    `agrees` tells whether it agrees with what Entra has now, None when that is not known or there is
    nothing to compare; `differing` are the target attributes that do not. `action` and `reason` are what a
    plan made now says, with `facts`; empty when it says nothing of this person.
    """

    state: AccountState
    account: str = ""
    agrees: bool | None = None
    differing: tuple[str, ...] = ()
    action: str = ""
    reason: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class PresentStates:
    """Looks people up in the workspace of a plan that was computed now; used on its thread.

    `listed`: every account is in it. `everybody`: so is every person.
    """

    def __init__(
        self, workspace: Workspace, request: PlanRequest, *, listed: bool, everybody: bool
    ) -> None:
        self._workspace = workspace
        self._database = workspace.database
        self._listed = listed
        self._everybody = everybody
        mapper = PersonMapping.of(request.schema).mapper
        self._targets = [row.mapping.target for row in mapper.rows]

    def of(self, identifier: str, *accounts: str) -> PresentState:
        """A person by object id. `accounts` are SCIM ids known from elsewhere, empty ones are ignored."""
        self._workspace.stop_if_closed()
        person = self._database.execute(
            "SELECT rank, reason, facts, account, value FROM people WHERE id = ?", (identifier,)
        ).fetchone()
        rank, reason, text, own, value = person or (None, "deleted" if self._everybody else "", "", "", "")
        facts: dict[str, str] = json.loads(text) if text else {}
        account = own or next(filter(None, accounts), "") or self._by_value(value)
        agrees: bool | None = None
        differing: tuple[str, ...] = ()
        if rank is not None and account == own:
            differing = tuple(filter(None, facts.get("attributes", "").split(", ")))
            action = ACTIONS[rank]
            agrees = True if action == "link" else False if action == "update" else None
        return PresentState(
            self._state(account),
            account,
            agrees,
            differing if agrees is False else (),
            ACTIONS[rank] if rank is not None else "",
            reason,
            facts,
        )

    def values(self, account: str) -> dict[str, str]:
        """The account's mapped attributes that are single values, as texts in lower case."""
        found = self._database.execute("SELECT contents FROM accounts WHERE id = ?", (account,)).fetchone()
        values = json.loads(found[0]) if found else []
        return {
            target: (as_text(value) or "").casefold()
            for target, value in zip(self._targets, values, strict=False)
            if value is None or isinstance(value, str | int | bool)
        }

    def _state(self, account: str) -> AccountState:
        if not account:
            return "none" if self._listed else "unknown"
        found = self._database.execute("SELECT active FROM accounts WHERE id = ?", (account,)).fetchone()
        if found is None:
            return "none" if self._listed else "unknown"
        return "active" if found[0] else "inactive"

    def _by_value(self, value: str | None) -> str:
        if not value:
            return ""
        found = self._database.execute(
            "SELECT account FROM account_keys WHERE place = 0 AND value = ?", (value,)
        ).fetchall()
        return str(found[0][0]) if len(found) == 1 else ""

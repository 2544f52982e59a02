"""Reads the present state in Entra and Playvox of the people of an earlier plan.

Read like a plan: everybody once, accounts listed concurrently, the mapping evaluated for everyone in scope.
The result says whether an account exists, is active, and agrees with Entra.
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
    """Present state of one person, or of one account without a person. `account` is its SCIM id, empty
    without one.

    `agrees` says whether the account agrees with Entra's present values, None when unknown or when there is
    nothing to compare; `differing` are the target attributes that differ. `action`, `reason` and `facts`
    are those of a current plan; empty when the person is not in it.
    """

    state: AccountState
    account: str = ""
    agrees: bool | None = None
    differing: tuple[str, ...] = ()
    action: str = ""
    reason: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class PresentStates:
    """Reads people from the workspace of a current plan; used on its thread.

    `listed`: it contains every account. `everybody`: it contains every person.
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
        """The state of a person by object id. `accounts` are SCIM ids known from elsewhere, empty ones are
        ignored.
        """
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
        """The account's mapped attributes with single values, as texts in lower case."""
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

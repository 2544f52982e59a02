"""Random histories with what is rarer: roles off, default access, nested groups, restored people, accounts
made or changed by hand, changed settings, restarts of every kind."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.plan.histories import GROUPS, History
from wizard.practice.store import ObjectKind

DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000"
RESTARTS = (
    (),
    ("Watermark",),
    ("ConnectorDataStore", "Escrows", "Watermark", "QuarantineState"),
    ("ConnectorDataStore",),
    ("ForceDeletes",),
)


class WiderHistory(History):
    """Deterministic for a seed, like `History`."""

    def _acts(self) -> list[Callable[[], None]]:
        return [
            *super()._acts(),
            self._restore,
            self._role,
            self._default_access,
            self._nest,
            self._upper_mail,
            self._account_by_hand,
            self._change_account,
            self._remove_account,
            self._keep,
            self._threshold,
            self._boss,
            self._reassign,
        ]

    def _restore(self) -> None:
        """Somebody comes back from the recycle bin."""
        rows = self._lab.store.query("SELECT body FROM users WHERE deleted = 1")
        if not rows:
            return
        user = json.loads(self._random.choice(rows)[0])
        if self._lab.store.user(user["userPrincipalName"]) is None:
            self._lab.store.put_user(user)
            self._note(f"restore {user['userPrincipalName']}")

    def _role(self) -> None:
        """A role is switched off, or on again."""

        def switch(roles: list[dict[str, object]]) -> None:
            role = self._random.choice(roles)
            role["isEnabled"] = not role["isEnabled"]
            self._note(f"role {role['displayName']} {role['isEnabled']}")

        if self._random.random() < 0.4:
            self._lab.roles(switch)

    def _default_access(self) -> None:
        rows = self._lab.store.find(ObjectKind.ASSIGNMENT)
        if rows:
            row = self._random.choice(rows)
            self._lab.store.update(
                ObjectKind.ASSIGNMENT, row["id"], lambda body: body.update(appRoleId=DEFAULT_ACCESS)
            )
            self._note(f"default access for {row['principalDisplayName']}")

    def _nest(self) -> None:
        outer, inner = self._random.sample(GROUPS, 2)
        self._lab.store.add_member(self._lab.group(outer), self._lab.group(inner), "group")
        self._note(f"{inner} in {outer}")

    def _upper_mail(self) -> None:
        """Two people whose mail differs by letter case alone."""
        first, second = self._somebody(), self._somebody()
        mail = self._lab.user(second)["mail"]
        if mail and first != second:
            self._lab.change(first, mail=mail.upper())
            self._note(f"{first} has the mail of {second} in capitals")

    def _account_by_hand(self) -> None:
        name = self._somebody()
        shown = self._random.choice((name, name.upper()))
        if self._lab.accounts.find(name) is None:
            self._lab.add_account(shown, active=self._random.random() < 0.5)
            self._note(f"account by hand for {shown}")

    def _change_account(self) -> None:
        accounts = list(self._lab.accounts.every())
        if accounts:
            account = self._random.choice(accounts)
            self._lab.change_account(account.user_name, displayName="Changed by hand")
            self._note(f"account {account.user_name} changed by hand")

    def _remove_account(self) -> None:
        accounts = list(self._lab.accounts.every())
        if accounts:
            account = self._random.choice(accounts)
            self._lab.accounts.remove(account.id)
            self._note(f"account {account.user_name} removed")

    def _keep(self) -> None:
        value = self._random.choice(("True", "False"))
        self._lab.settings(SkipOutOfScopeDeletions=value)
        self._note(f"keep {value}")

    def _threshold(self) -> None:
        settings = {
            "DeleteThresholdEnabled": self._random.random() < 0.6,
            "DeleteThresholdValue": self._random.choice((1, 3, 8)),
        }
        self._lab.settings(SyncNotificationSettings=json.dumps(settings))
        self._note(f"threshold {settings}")

    def _boss(self) -> None:
        name, boss = self._somebody(), self._somebody()
        self._lab.change(name, manager=self._lab.user(boss)["id"])
        self._note(f"{boss} manages {name}")

    def _reassign(self) -> None:
        """Somebody is taken off and put back before the service looks."""
        rows = [
            row for row in self._lab.store.find(ObjectKind.ASSIGNMENT) if row["principalType"] == "User"
        ]
        if rows:
            row = self._random.choice(rows)
            user = self._lab.store.user(row["principalId"])
            if user is not None:
                self._lab.unassign(user["userPrincipalName"])
                self._lab.assign(user["userPrincipalName"])
                self._note(f"reassign {user['userPrincipalName']}")

    def between(self) -> bool:
        """Whether the next cycle looks at everybody although the job's status does not tell."""
        chance = self._random.random()
        self._lab.tenant.clock.advance(2400)
        if chance < 0.3:
            scopes = self._random.choice(RESTARTS)
            self._lab.restart(*scopes)
            self._note(f"restart {scopes}")
        elif chance < 0.4:
            self._filter()
            return True
        elif chance < 0.5:
            self._lab.map("displayName", "Coalesce([manager], [displayName])")
            self._note("map displayName by manager")
            return True
        elif chance < 0.6 and not self._month:
            self._month = True
            self._lab.tenant.clock.advance(31 * 86400)
            self._note("a month passes")
        elif chance < 0.7:
            everybody = self._random.choice(("true", "false"))
            self._lab.settings(SyncAll=everybody)
            self._lab.restart()
            self._note(f"scope all: {everybody}, restart")
        return False

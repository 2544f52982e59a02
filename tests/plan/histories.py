"""Random histories of a tenant: changes by administrators, HR and Playvox between cycles."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.plan.lab import ACTIVE, PlanLab
from wizard.practice.directory import DOMAIN
from wizard.practice.store import ObjectKind

GROUPS = ("Support", "Quality", "Support Night Shift", "Workforce Planning", "All Playvox Users")
SCOPES = ("assigned", "all", "filter")


class History:
    """Deterministic for a seed; `done` lists the changes, for the message of a failure."""

    def __init__(self, lab: PlanLab, seed: int) -> None:
        self._lab = lab
        self._random = random.Random(seed)
        self._month = False
        self.done: list[str] = []

    def begin(self) -> None:
        """Create a job with a random scope, perhaps a threshold, perhaps with accounts that stay active."""
        lab, choose = self._lab, self._random
        settings: dict[str, str] = {}
        scope = choose.choice(SCOPES)
        if scope == "all":
            settings["SyncAll"] = "true"
        if choose.random() < 0.3:
            value = choose.choice((2, 5, 20))
            settings["SyncNotificationSettings"] = (
                f'{{"DeleteThresholdEnabled": true, "DeleteThresholdValue": {value}}}'
            )
        if choose.random() < 0.2:
            settings["SkipOutOfScopeDeletions"] = "True"
        groups = choose.sample(GROUPS, choose.randint(1, 3))
        people = [self._somebody() for _ in range(choose.randint(0, 4))]
        lab.add_job(*groups, *dict.fromkeys(people), **settings)
        if scope == "filter":
            self._filter()
        if choose.random() < 0.15:
            lab.map("userName", "[mail]")
        self.done.append(f"job {scope} {settings} {groups} {people}")

    def step(self) -> None:
        """Make a few random changes."""
        for _ in range(self._random.randint(1, 6)):
            act = self._random.choice(self._acts())
            act()

    def _acts(self) -> list[Callable[[], None]]:
        return [
            self._disable,
            self._enable,
            self._delete,
            self._rename,
            self._rename_case,
            self._change_name,
            self._assign,
            self._unassign,
            self._leave_group,
            self._join_group,
            self._hire,
            self._rehire,
            self._move_department,
            self._take_mail,
        ]

    def _somebody(self, **wanted: Any) -> str:
        people = [
            user["userPrincipalName"]
            for user in self._lab.store.users()
            if user["id"] != self._lab.tenant.identity.account_id  # the signed-in administrator stays
            and all(user.get(name) == value for name, value in wanted.items())
        ]
        return str(self._random.choice(people))

    def _note(self, what: str) -> None:
        self.done.append(what)

    def _disable(self) -> None:
        name = self._somebody(accountEnabled=True)
        self._lab.change(name, accountEnabled=False)
        self._note(f"disable {name}")

    def _enable(self) -> None:
        if not self._lab.people(lambda user: not user["accountEnabled"]):
            return
        name = self._somebody(accountEnabled=False)
        self._lab.change(name, accountEnabled=True)
        self._note(f"enable {name}")

    def _delete(self) -> None:
        name = self._somebody()
        self._lab.store.delete_user(self._lab.user(name)["id"])
        self._note(f"delete {name}")

    def _rename(self) -> None:
        name = self._somebody()
        new = f"new{self._random.randrange(10_000)}@{DOMAIN}"
        self._lab.change(name, userPrincipalName=new)
        self._note(f"rename {name} {new}")

    def _rename_case(self) -> None:
        name = self._somebody()
        self._lab.change(name, userPrincipalName=name.upper())
        self._note(f"case {name}")

    def _change_name(self) -> None:
        name = self._somebody()
        self._lab.change(name, displayName=f"Name {self._random.randrange(1000)}", surname="Changed")
        self._note(f"change {name}")

    def _take_mail(self) -> None:
        first, second = self._somebody(), self._somebody()
        self._lab.change(first, mail=self._lab.user(second)["mail"])
        self._note(f"mail of {second} for {first}")

    def _assign(self) -> None:
        name = self._somebody()
        self._lab.assign(name)
        self._note(f"assign {name}")

    def _unassign(self) -> None:
        rows = self._lab.store.find(ObjectKind.ASSIGNMENT)
        if rows:
            row = self._random.choice(rows)
            self._lab.store.delete(ObjectKind.ASSIGNMENT, row["id"])
            self._note(f"unassign {row['principalDisplayName']}")

    def _leave_group(self) -> None:
        group = self._random.choice(GROUPS)
        members = self._lab.members(group)
        if members:
            name = self._random.choice(members)
            self._lab.store.remove_member(self._lab.group(group), self._lab.user(name)["id"])
            self._note(f"{name} leaves {group}")

    def _join_group(self) -> None:
        group, name = self._random.choice(GROUPS), self._somebody()
        self._lab.store.add_member(self._lab.group(group), self._lab.user(name)["id"])
        self._note(f"{name} joins {group}")

    def _hire(self) -> None:
        number = self._random.randrange(10_000)
        identifier = f"00000000-0000-4000-8000-{self._random.getrandbits(48):012x}"
        template = self._lab.user(self._somebody(accountEnabled=True))
        name = f"hired{number}@{DOMAIN}"
        user = {
            **template,
            "id": identifier,
            "userPrincipalName": name,
            "mail": name,
            "mailNickname": f"hired{number}",
            "displayName": f"Hired {number}",
            "createdDateTime": self._lab.tenant.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        self._lab.store.put_user(user)
        if self._random.random() < 0.7:
            self._lab.assign(name)
        self._note(f"hire {name}")

    def _rehire(self) -> None:
        """Add a new person with the names of a deleted one."""
        rows = self._lab.store.query("SELECT body FROM users WHERE deleted = 1")
        if not rows:
            return
        import json

        old = json.loads(self._random.choice(rows)[0])
        if self._lab.store.user(old["userPrincipalName"]) is not None:
            return
        identifier = f"00000000-0000-4000-9000-{self._random.getrandbits(48):012x}"
        created = self._lab.tenant.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        self._lab.store.put_user(
            {**old, "id": identifier, "createdDateTime": created, "accountEnabled": True}
        )
        self._lab.assign(old["userPrincipalName"])
        self._note(f"rehire {old['userPrincipalName']}")

    def _move_department(self) -> None:
        name = self._somebody()
        self._lab.change(name, department=self._random.choice(("Support", "Sales", None)))
        self._note(f"move {name}")

    def _filter(self) -> None:
        clause = self._random.choice(
            (
                ("department", "EQUALS", "Support"),
                ("department", "NOT EQUALS", "Sales"),
                ("jobTitle", "IS NOT NULL", ""),
                ("userPrincipalName", "ENDS_WITH", DOMAIN),
            )
        )
        self._lab.filter(clause)
        self._note(f"filter {clause}")

    def between(self) -> bool:
        """Sometimes a restart, a pause of a month, a changed mapping; returns whether a full
        cycle follows.
        """
        chance = self._random.random()
        if chance < 0.15:
            self._lab.restart()
            self._note("restart")
            return True
        if chance < 0.25 and not self._month:  # a sign-in does not last for two of them
            self._month = True
            self._lab.tenant.clock.advance(31 * 86400)
            self._note("a month passes")
        elif chance < 0.35:
            self._lab.map("displayName", 'Join(" ", [displayName], [department])')
            self._note("map displayName")
        elif chance < 0.4:
            self._lab.map("active", ACTIVE)
        return False

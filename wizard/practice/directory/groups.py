"""Generates groups of every kind, assignable to an application or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from wizard.practice.directory.people import DOMAIN, guid

TEAM_SIZE = 60  # teams stay small in a huge tenant, so that practice runs of "assigned people" stay short


@dataclass(frozen=True)
class GroupPlan:
    """A group to generate: its kind and its members.

    `department` members are people of that department, at most `limit` (None: all of them); "*" means
    every employee. `groups` are the names of nested groups.
    """

    name: str
    department: str | None = None
    limit: int | None = TEAM_SIZE
    sort: str = "security"  # security, unified, unified-secured, dynamic, distribution, role
    rule: str | None = None
    groups: tuple[str, ...] = ()
    named: tuple[str, ...] = field(default=())  # user principal names of fixed members


PLANS = (
    GroupPlan(
        "Support", "Support", 24, named=(f"ana@{DOMAIN}", f"miles.o'brien@{DOMAIN}", f"Kim.Lee@{DOMAIN}")
    ),
    GroupPlan("Support Night Shift", "Support", 6),
    GroupPlan("Support Alumni", None),
    GroupPlan("Quality", "Quality", named=(f"zoe.laszcz@{DOMAIN}",)),
    GroupPlan("Workforce", "Workforce", sort="unified"),
    GroupPlan("Workforce Planning", "Workforce", 12, sort="unified-secured"),
    GroupPlan("All Playvox Users", groups=("Support", "Quality", "Workforce Planning")),
    GroupPlan(
        "Contact Center", named=(f"ana@{DOMAIN}",), groups=("All Playvox Users", "Support Night Shift")
    ),
    GroupPlan("All Employees", "*", None, sort="dynamic", rule='(user.userType -eq "Member")'),
    GroupPlan("Quality (dynamic)", "Quality", None, sort="dynamic", rule='(user.department -eq "Quality")'),
    GroupPlan("Announcements", "*", 200, sort="distribution"),
    GroupPlan("Application Owners", "IT", 4, sort="role"),
    GroupPlan("Vertrieb – Köln & Umgebung", "Sales", 15),
    GroupPlan("Seguridad/Operación", "Operations", 15),
    GroupPlan("O'Hare Team", "Operations", 8),
)


def group(rng: Random, plan: GroupPlan) -> dict[str, Any]:
    """The Graph group of a plan."""
    nickname = "".join(c for c in plan.name if c.isascii() and c.isalnum()).lower()
    unified = plan.sort.startswith("unified")
    mailed = unified or plan.sort == "distribution"
    return {
        "id": guid(rng),
        "deletedDateTime": None,
        "classification": None,
        "createdDateTime": f"2023-{rng.randint(1, 12):02d}-11T10:00:00Z",
        "description": f"{plan.name} at Contoso",
        "displayName": plan.name,
        "expirationDateTime": None,
        "groupTypes": ["Unified"] if unified else ["DynamicMembership"] if plan.sort == "dynamic" else [],
        "isAssignableToRole": True if plan.sort == "role" else None,
        "mail": f"{nickname}@{DOMAIN}" if mailed else None,
        "mailEnabled": mailed,
        "mailNickname": nickname,
        "membershipRule": plan.rule,
        "membershipRuleProcessingState": "On" if plan.rule else None,
        "onPremisesSyncEnabled": None,
        "preferredLanguage": None,
        "proxyAddresses": [f"SMTP:{nickname}@{DOMAIN}"] if mailed else [],
        "renewedDateTime": "2023-12-01T10:00:00Z",
        "securityEnabled": plan.sort not in {"unified", "distribution"},
        "visibility": "Public" if unified else None,
    }

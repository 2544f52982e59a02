"""People with every combination of obstacles, planted in a practice tenant whose service then runs.

Obstacles come in the order of the links. What the service's own log says of a person is the truth that
`why` is compared with.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.plan.lab import PlanLab
from wizard.practice.directory import DOMAIN
from wizard.practice.store import ObjectKind

Json = dict[str, Any]
OFF_ROLE = "0ff00000-0000-4000-8000-000000000001"
_USER_NAME = 'Join("-", FormatDateTime([jobTitle], , "yyyy-MM-dd", "yyyy"), [mail])'
_DISPLAY_NAME = 'Join(" ", FormatDateTime([companyName], , "yyyy-MM-dd", "yyyy"), [displayName])'
_DATE = "2026-01-31"
_FLAGS = (
    ("Assigned to the application", "assigned"),
    ("User has the required role", "role"),
    ("Active in the source system", "enabled"),
    ("Scoping filter evaluation passed", "in_scope"),
)
_CODES = {
    "ImportSkipped": "mapped",
    "AttributeMappingInvalid": "mapped",
    "DuplicateTargetEntries": "matched",
    "DuplicateSourceEntries": "matched",
    "SystemForCrossDomainIdentityManagementMultipleEntriesInResponse": "matched",
}
"""The links of the service's own codes; every other code is Playvox's answer."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One person. `entitled`: "yes", "unassigned" or "role_off". `mapping`: "" or what is wrong with it.
    `when`: "done" before the cycle, "refused" by Playvox in it, "late": assigned after it.
    """

    name: str
    entitled: str
    disabled: bool
    filtered: bool
    mapping: str
    twice: bool
    when: str


def combinations(*mappings: str) -> Iterator[Planted]:
    """Every combination with these values of `mapping`."""
    parts = itertools.product(
        ("yes", "unassigned", "role_off"),
        (False, True),
        (False, True),
        mappings,
        (False, True),
        ("done", "refused", "late"),
    )
    number = 0
    for entitled, disabled, filtered, mapping, twice, when in parts:
        if twice and mapping == "fails_elsewhere":
            continue  # the service matches before it maps other attributes, so it would name the later link
        if entitled == "unassigned" and when == "late":
            continue
        number += 1
        name = f"planted.{number:03}@{DOMAIN}"
        yield Planted(name, entitled, disabled, filtered, mapping, twice, when)


def plant(lab: PlanLab, people: list[Planted], *, with_empty: bool) -> None:
    """Add the job, with its mapping and filter, and the people."""
    lab.add_job()
    lab.clear_playvox()
    lab.filter(("department", "EQUALS", "Support"))
    lab.map("userName", "[mail]" if with_empty else _USER_NAME)
    lab.map("displayName", _DISPLAY_NAME)
    lab.roles(
        lambda roles: roles.append(
            {
                "id": OFF_ROLE,
                "displayName": "Turned off",
                "description": "Turned off",
                "value": "off",
                "isEnabled": False,
                "allowedMemberTypes": ["User"],
            }
        )
    )
    model = next(lab.store.users())
    for number, each in enumerate(people):
        user = {
            **model,
            "id": f"7e570000-0000-4000-8000-{number:012}",
            "userPrincipalName": each.name,
            "displayName": f"Planted {number}",
            "mail": None if each.mapping == "no_value" else each.name,
            "jobTitle": "Agent" if each.mapping == "fails" else _DATE,
            "companyName": "Contoso" if each.mapping == "fails_elsewhere" else _DATE,
            "department": "Sales" if each.filtered else "Support",
            "accountEnabled": not each.disabled,
        }
        lab.store.put_user(user)
        if each.twice:
            add_twice(lab, each.name if with_empty else f"2026-{each.name}")


def add_twice(lab: PlanLab, name: str) -> None:
    """Two accounts with one name, as a server that does not check it may have them."""
    for number in (1, 2):
        identifier = f"{number}-{name}"
        body = {"userName": name, "active": True, "id": identifier, "meta": {"resourceType": "User"}}
        stamp = "2026-01-01T00:00:00.000Z"
        body["meta"] |= {"created": stamp, "lastModified": stamp}  # type: ignore[operator]
        lab.store.put(ObjectKind.PLAYVOX_USER, identifier, body, key=name.casefold())


def assign(lab: PlanLab, people: list[Planted], when: str) -> None:
    """Assign those whose turn it is."""
    for each in people:
        if each.when == when and each.entitled != "unassigned":
            lab.assign(each.name)
            if each.entitled == "role_off":
                lab.set_role(each.name, OFF_ROLE)


def truth(lab: PlanLab) -> dict[str, str | None]:
    """The first broken link by object id, from the newest entry the service wrote of each person."""
    found: dict[str, str | None] = {}
    for _number, log in lab.store.logs(job_id=lab.job, limit=100_000):
        found.setdefault(log["sourceIdentity"]["id"], _link(log))
    return found


def _link(log: Json) -> str | None:
    details: dict[str, str] = {}
    for step in log["provisioningSteps"]:
        details |= step["details"]
    for flag, link in _FLAGS:
        if details.get(flag, "").casefold() == "false":
            return link
    info = log["provisioningStatusInfo"]
    code = (info["errorInformation"] or {}).get("errorCode") or details.get("SkipReason", "")
    if info["status"] == "success" or code == "RedundantExport":
        return None
    return _CODES.get(code, "answered")

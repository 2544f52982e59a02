"""Generates users: ordinary ones, and unusual ones that test provisioning."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from wizard.practice.directory.names import (
    GeneratedName,
    invent,
)

DOMAIN = "contoso.example"
INITIAL_DOMAIN = "contoso.onmicrosoft.com"
_PARTNER_DOMAINS = ("fabrikam.example", "tailspin.example", "proseware.example")
_DEPARTMENTS = (
    "Support",
    "Quality",
    "Workforce",
    "Sales",
    "Finance",
    "People",
    "IT",
    "Legal",
    "Operations",
)
_DEPARTMENT_WEIGHTS = (30, 10, 8, 15, 8, 6, 8, 3, 12)
_TITLES = {
    "Support": ("Agent", "Senior Agent", "Team Lead"),
    "Quality": ("Quality Analyst", "Quality Manager"),
    "Workforce": ("Workforce Planner", "Scheduler"),
    "IT": ("Administrator", "Engineer"),
}
_CITIES = {"BR": "São Paulo", "CO": "Medellín", "US": "Austin", "IE": "Dublin", "DE": "Köln", "JP": "大阪"}


def guid(rng: Random) -> str:
    """A GUID determined by the seed."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


@dataclass(frozen=True)
class Special:
    """A person that exists in every practice tenant, whatever its seed."""

    name: str  # given and family name, separated by a space
    upn: str
    department: str | None = "Support"
    mail: str | None = "same"
    enabled: bool = True
    guest: bool = False
    title: str | None = "Agent"


SPECIAL = (
    Special("Adele Reyes", f"admin@{DOMAIN}", "IT", title="Administrator"),
    Special("Ana Souza", f"ana@{DOMAIN}"),
    Special("Miles O'Brien", f"miles.o'brien@{DOMAIN}"),
    Special("Kim Lee", f"Kim.Lee@{DOMAIN}", mail=f"kim.lee@{DOMAIN}"),
    Special("Zoë Łaszcz", f"zoe.laszcz@{DOMAIN}", "Quality", title="Quality Analyst"),
    Special("Nora Ohnmail", f"nora.ohnmail@{DOMAIN}", mail=None),
    Special("Dan Dimissed", f"dan.dimissed@{DOMAIN}", enabled=False),
    Special(
        "Gita Rao",
        f"gita.rao_fabrikam.example#EXT#@{INITIAL_DOMAIN}",
        mail="gita.rao@fabrikam.example",
        guest=True,
    ),
    Special("Rosa Renamed", f"r.oldname@{DOMAIN}", mail=f"rosa.renamed@{DOMAIN}"),
    Special("花子 山田", f"hanako.yamada@{DOMAIN}", "Workforce", title="Scheduler"),
    Special("Cher", f"cher@{DOMAIN}", None, title=None),
    Special(
        "Wolfeschlegelsteinhausenbergerdorff " + "Hubert-Blaine-" * 8 + "Zeus",
        f"hubert.w@{DOMAIN}",
        "Legal",
    ),
)


def people(rng: Random, count: int) -> Iterator[dict[str, Any]]:
    """`count` Graph users, the special ones first."""
    taken: set[str] = set()
    for number, special in enumerate(SPECIAL[:count]):
        taken.add(special.upn.lower())
        yield _special(rng, special, number)
    for number in range(len(SPECIAL), count):
        yield _ordinary(rng, number, taken)


def _special(rng: Random, special: Special, number: int) -> dict[str, Any]:
    given, _, family = special.name.partition(" ")
    name = GeneratedName(given, family, special.name, given, family, "US", "en-US")
    mail = special.upn if special.mail == "same" else special.mail
    return _user(
        rng,
        number,
        name,
        special.upn,
        mail,
        special.department,
        special.title,
        special.enabled,
        special.guest,
    )


def _ordinary(rng: Random, number: int, taken: set[str]) -> dict[str, Any]:
    name = invent(rng)
    dice = rng.random()
    guest = dice < 0.06
    local = f"{name.plain_given}.{name.plain_family}".lower()
    domain = rng.choice(_PARTNER_DOMAINS) if guest else DOMAIN
    mail: str | None = f"{local}@{domain}"
    upn = f"{local}_{domain}#EXT#@{INITIAL_DOMAIN}" if guest else f"{local}@{DOMAIN}"
    if upn.lower() in taken:
        local = f"{local}{number}"
        mail = f"{local}@{domain}"
        upn = f"{local}_{domain}#EXT#@{INITIAL_DOMAIN}" if guest else f"{local}@{DOMAIN}"
    taken.add(upn.lower())
    if 0.06 <= dice < 0.10:
        mail = None
    elif 0.10 <= dice < 0.15:  # the sign-in name is a number, the address a name
        upn = f"e{number:06d}@{DOMAIN}"
    elif 0.15 <= dice < 0.18:  # differ in case only
        upn = f"{name.plain_given}.{name.plain_family}{'' if local.isalpha() else number}@{DOMAIN}"
        taken.add(upn.lower())
    department = rng.choices(_DEPARTMENTS, _DEPARTMENT_WEIGHTS)[0] if rng.random() > 0.03 else None
    title = rng.choice(_TITLES.get(department or "", ("Specialist", "Manager")))
    return _user(rng, number, name, upn, mail, department, title, enabled=rng.random() > 0.05, guest=guest)


def _user(
    rng: Random,
    number: int,
    name: GeneratedName,
    upn: str,
    mail: str | None,
    department: str | None,
    title: str | None,
    enabled: bool,
    guest: bool,
) -> dict[str, Any]:
    return {
        "id": guid(rng),
        "accountEnabled": enabled,
        "businessPhones": [f"+1 555 {number % 10_000:04d}"] if number % 3 else [],
        "city": _CITIES.get(name.country),
        "companyName": "Contoso",
        "country": name.country,
        "createdDateTime": _day(rng),
        "creationType": "Invitation" if guest else None,
        "deletedDateTime": None,
        "department": department,
        "displayName": name.display,
        "employeeHireDate": None,
        "employeeId": None if guest else f"{100_000 + number}",
        "employeeType": "Contractor" if number % 9 == 0 else "Employee",
        "externalUserState": "Accepted" if guest else None,
        "faxNumber": None,
        "givenName": name.given,
        "jobTitle": title,
        "mail": mail,
        "mailNickname": upn.partition("@")[0].replace("#EXT#", ""),
        "mobilePhone": None,
        "officeLocation": None,
        "onPremisesExtensionAttributes": {f"extensionAttribute{n}": None for n in range(1, 16)},
        "onPremisesSecurityIdentifier": None,
        "onPremisesSyncEnabled": True if number % 4 == 0 and not guest else None,
        "otherMails": [mail] if guest and mail else [],
        "postalCode": None,
        "preferredLanguage": name.language,
        "proxyAddresses": [f"SMTP:{mail}"] if mail else [],
        "state": None,
        "streetAddress": None,
        "surname": name.family or None,
        "usageLocation": name.country,
        "userPrincipalName": upn,
        "userType": "Guest" if guest else "Member",
    }


def _day(rng: Random) -> str:
    return f"{rng.randint(2014, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}T08:00:00Z"

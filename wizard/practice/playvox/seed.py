"""The accounts Playvox already holds before anything is provisioned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from wizard.practice.playvox.accounts import PracticeAccounts
from wizard.practice.playvox.model import USER_SCHEMA
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

_DONE = "playvoxSeed"
_ORPHANS = ("Robin Former", "Kim Temp", "Alex Trainee", "Sasha Contractor", "Pat Leaver")


def seed_accounts(tenant: Tenant) -> None:
    """Fill an empty Playvox once: accounts that match people, that conflict with them, and orphans.

    About one person in ten has an account already; the same seed gives the same accounts.
    """
    if tenant.store.get(ObjectKind.TENANT, _DONE) is not None:
        return
    random = Random(tenant.options.seed)  # noqa: S311 - practice data, not a secret
    now = tenant.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    bodies = _bodies(tenant.store.users(), random, tenant.identity.domain)
    count = PracticeAccounts(tenant.store).add_many(bodies, now)
    tenant.store.put(ObjectKind.TENANT, _DONE, {"id": _DONE, "accounts": count})


def _bodies(people: Iterable[dict[str, Any]], random: Random, domain: str) -> Iterator[dict[str, Any]]:
    for number, name in enumerate(_ORPHANS):
        given, family = name.split()
        yield _body(f"{given}.{family}@{domain}".lower(), given, family, active=number % 2 == 0)
    yield _body(f"kim.lee@{domain}", "Kim", "Lee")  # the directory writes it with capitals
    before: dict[str, Any] | None = None
    for number, person in enumerate(people):
        upn = str(person["userPrincipalName"])
        if "#EXT#" in upn or (random.random() >= 0.1 and number >= 4):
            continue
        yield _account_of(person, number, before, random)
        before = person


def _account_of(
    person: dict[str, Any], number: int, other: dict[str, Any] | None, random: Random
) -> dict[str, Any]:
    """The account of one person, made in one of several realistic ways."""
    upn = str(person["userPrincipalName"])
    given, family = str(person.get("givenName") or ""), str(person.get("surname") or "")
    way = number if number < 4 else random.randrange(8)
    match way:
        case 0:  # made by hand, in different letter case
            return _body(upn.upper(), given, family)
        case 1 if other is not None:  # the name was reused: another person's details under this userName
            return _body(upn, str(other.get("givenName") or ""), str(other.get("surname") or ""))
        case 2:  # deactivated in Playvox
            return _body(upn, given, family, active=False)
        case 3 if person.get("mail"):  # made from the mail address, which may differ from the sign-in name
            return _body(str(person["mail"]), given, family)
        case _:
            return _body(upn, given, family)


def _body(user_name: str, given: str, family: str, *, active: bool = True) -> dict[str, Any]:
    name = {"givenName": given, "familyName": family, "formatted": f"{given} {family}".strip()}
    body: dict[str, Any] = {
        "schemas": [USER_SCHEMA],
        "userName": user_name,
        "active": active,
        "emails": [{"type": "work", "primary": True, "value": user_name.lower()}],
    }
    if name["formatted"]:
        body["displayName"] = name["formatted"]
        body["name"] = {part: value for part, value in name.items() if value}
    return body

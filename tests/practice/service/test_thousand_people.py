"""For each of a thousand people, the previewed body equals the one the service then sends."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.practice.workshop import SCIM, add_job, playvox_tenant
from wizard.mapping.attributes import read_schema
from wizard.mapping.body import Preview, preview
from wizard.mapping.mapper import Mapper
from wizard.mapping.person import source_person
from wizard.mapping.scoping import in_scope, read_filter
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.service import ProvisioningService
from wizard.practice.service.links import Memory
from wizard.practice.service.wire import Reply, Wire
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

PEOPLE = 1_000
NAMES = (
    "Zoë",
    "O'Brien",
    'Ann "Annie"',
    "李小龙",
    "Łukasz",
    "Back\\slash",
    " spaced ",
    "İpek",
    "x",
    "😀 Joy",
)
CLAUSE = {
    "sourceOperandName": "department",
    "operatorName": "NOT EQUALS",
    "targetOperand": {"values": ["Leaving"]},
}


def varied(number: int, user: dict[str, Any]) -> dict[str, Any]:
    """Vary names, addresses and gaps, so that no two neighbors are alike."""
    name = NAMES[number % len(NAMES)]
    changed: dict[str, Any] = {"department": user.get("department") or "Support"}
    match number % 7:
        case 0:
            changed |= {"givenName": name, "displayName": f"{name} {number}"}
        case 1:
            changed |= {"surname": None, "mail": None}
        case 2:
            changed |= {"surname": name, "mail": f"person{number}@mail.contoso.example"}
        case 3:
            changed |= {"givenName": None, "displayName": name}
        case 4:
            changed |= {"accountEnabled": number % 4 != 0}
        case 5:
            changed |= {"department": "Leaving" if number % 3 == 0 else "Support"}
    return {**user, **changed}


def moved_on(number: int, user: dict[str, Any]) -> dict[str, Any]:
    """A day later."""
    match number % 11:
        case 0:
            return {**user, "displayName": f"Renamed {number}"}
        case 1:
            return {
                **user,
                "surname": "Married",
                "givenName": "Also",
                "mail": f"new{number}@contoso.example",
            }
        case 2:
            return {**user, "displayName": f"Gone {number}", "accountEnabled": False}
        case 3:
            return {**user, "department": "Leaving", "surname": "Too"}
        case 4:
            return {**user, "officeLocation": "elsewhere"}  # not mapped
        case 5:
            return {**user, "department": "Support", "accountEnabled": True}
        case 6:
            return {**user, "displayName": str(user.get("displayName") or "x").swapcase()}
        case 7:
            return {**user, "displayName": None, "surname": "Only this"}
        case 8:
            return {**user, "mail": f"mail{number}@contoso.example"}
    return user


class Ledger:
    """What was written, by account, and each person's preview."""

    def __init__(self, tenant: Tenant, job: str, *, compliant: bool) -> None:
        self.tenant, self.job, self.compliant = tenant, job, compliant
        schema = read_schema(tenant.store.get(ObjectKind.SCHEMA, job) or {})
        self.mapper = Mapper.of(schema)
        self.scope = self.mapper.mapping.scope

    def people(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for user in list(self.tenant.store.users()):
            yield user["id"], user

    def accounts(self) -> dict[str, dict[str, Any]]:
        """Each person's account as it is now, found as the service found it."""
        found = {
            each.id: {**each.body, "id": each.id} for each in PracticeAccounts(self.tenant.store).every()
        }
        links = Memory(self.tenant.store, self.job).links()
        return {person: found[link.target] for person, link in links if link.target in found}

    def shown(self, user: dict[str, Any], account: dict[str, Any] | None) -> Preview:
        """The preview, called as the program calls it."""
        inside = in_scope(self.scope, source_person(user)).holds
        seen = source_person(user, in_scope=inside)
        return preview(seen, self.mapper, account, compliant=self.compliant, in_scope=inside, trace=False)


def failures(tenant: Tenant) -> list[tuple[str, Any]]:
    """People the service could not process, with the error in its log."""
    return [
        (entry["sourceIdentity"]["displayName"], entry["provisioningStatusInfo"]["errorInformation"])
        for _, entry in tenant.store.logs(limit=100_000)
        if entry["provisioningStatusInfo"]["status"] == "failure"
    ]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Writes of the service: method, path, body as text."""
    found: list[tuple[str, str, str]] = []
    original = Wire.send

    async def send(wire: Wire, method: str, path: str, **rest: Any) -> Reply:
        if method != "GET":
            found.append((method, path, json.dumps(rest.get("body"), sort_keys=True)))
        return await original(wire, method, path, **rest)

    monkeypatch.setattr(Wire, "send", send)
    return found


def as_sent(shown: Preview) -> tuple[str, str, str] | None:
    if shown.method is None:
        return None
    return shown.method, shown.path, json.dumps(shown.body, sort_keys=True)


@pytest.mark.parametrize("flag", ["", "?aadOptscim062020"], ids=["as it is", "aadOptscim062020"])
async def test_the_preview_is_what_is_sent(tmp_path: Path, sent: list[Any], flag: str) -> None:
    async with playvox_tenant(tmp_path, PEOPLE) as tenant:
        for account in list(PracticeAccounts(tenant.store).every()):
            PracticeAccounts(tenant.store).remove(account.id)
        users = list(tenant.store.users())
        assert len(users) >= PEOPLE
        tenant.store.load_users(varied(number, user) for number, user in enumerate(users))
        job = add_job(tenant, SyncAll="true", url=SCIM + flag)
        schema = tenant.store.get(ObjectKind.SCHEMA, job) or {}
        mapping = next(
            each
            for rule in schema["synchronizationRules"]
            for each in rule["objectMappings"]
            if each["targetObjectName"] == "User"
        )
        for directory in schema["directories"]:
            for each in (each for kind in directory["objects"] for each in kind["attributes"]):
                if each["name"] == "displayName":
                    each["caseExact"] = bool(
                        flag
                    )  # one run sends changes of letter case, the other does not
        mapping["scope"] = {"groups": [{"name": "Stays", "clauses": [CLAUSE]}]}
        assert read_filter(mapping["scope"]) is not None
        tenant.store.put(
            ObjectKind.SCHEMA, job, schema, parent=tenant.store.parent_of(ObjectKind.SCHEMA, job)
        )
        ledger, service = Ledger(tenant, job, compliant=bool(flag)), ProvisioningService(tenant)

        await service.run_cycle(job)
        assert failures(tenant) == []
        expected = Counter(as_sent(ledger.shown(user, None)) for _, user in ledger.people())
        nothing = expected.pop(None)
        assert nothing > 20
        assert len(expected) > PEOPLE // 2
        assert Counter(sent) == expected

        sent.clear()
        before = ledger.accounts()
        users = list(tenant.store.users())
        tenant.store.load_users(moved_on(number, user) for number, user in enumerate(users))
        await service.run_cycle(job)
        assert failures(tenant) == []
        actions: Counter[str] = Counter()
        wrong = []
        written = {path: (method, path, body) for method, path, body in sent}
        written_new = Counter(each for each in sent if each[0] == "POST")
        for person, user in ledger.people():
            account = before.get(person)
            shown = ledger.shown(user, account)
            actions[shown.action] += 1
            wanted = as_sent(shown)
            if wanted is not None and wanted[0] == "POST":
                written_new[wanted] -= 1
                continue
            theirs = written.pop(f"/Users/{account['id']}", None) if account else None
            if theirs != wanted:
                wrong.append((user["userPrincipalName"], theirs, wanted))
        assert wrong == []
        assert not any(written_new.values())
        assert [path for path in written if path != "/Users"] == []
        assert set(actions) == {"create", "update", "disable", "none", "skip"}
        assert min(actions.values()) > 5

"""Two implementations of the same documentation agree: the service's bodies and the product's preview."""

from __future__ import annotations

import pytest

from tests.practice.service.conftest import Sent
from tests.practice.workshop import SCIM, add_job
from wizard.mapping.attributes import read_schema
from wizard.mapping.body import preview
from wizard.mapping.mapper import Mapper
from wizard.mapping.person import source_person
from wizard.mapping.scoping import OPERATORS, in_scope, read_filter
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.service import ProvisioningService
from wizard.practice.service.person import attributes
from wizard.practice.service.scoping import evaluate_scope
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant


def mapper(tenant: Tenant, job: str) -> Mapper:
    return Mapper.of(read_schema(tenant.store.get(ObjectKind.SCHEMA, job) or {}))


def empty(tenant: Tenant) -> None:
    for account in list(PracticeAccounts(tenant.store).every()):
        PracticeAccounts(tenant.store).remove(account.id)


async def test_new_accounts(tenant: Tenant, service: ProvisioningService, sent: Sent) -> None:
    empty(tenant)
    job = add_job(tenant, SyncAll="true")
    await service.run_cycle(job)
    bodies = {body["userName"]: body for _, _, body in sent}
    expected = {}
    for user in tenant.store.users():
        shown = preview(source_person(user), mapper(tenant, job))
        if shown.action == "create":
            assert shown.body is not None
            expected[shown.body["userName"]] = shown.body
    assert len(expected) > 20
    assert bodies == expected


@pytest.mark.parametrize("flag", ["", "?aadOptscim062020"])
async def test_changed_accounts(
    tenant: Tenant, service: ProvisioningService, sent: Sent, flag: str
) -> None:
    empty(tenant)
    job = add_job(tenant, SyncAll="true", url=SCIM + flag)
    await service.run_cycle(job)
    sent.clear()
    accounts = {account.id: account for account in PracticeAccounts(tenant.store).every()}
    for number, user in enumerate(list(tenant.store.users())):
        changed = {
            0: {"displayName": "Changed"},
            1: {"surname": "Changed", "givenName": "Also", "mail": "changed@contoso.example"},
            2: {"mail": "changed@contoso.example"},
            3: {"givenName": None, "displayName": "Changed too", "mailNickname": "new"},
        }.get(number % 5)
        if changed:
            tenant.store.put_user({**user, **changed})
    await service.run_cycle(job)
    people = {
        str(source_person(user)["userPrincipalName"]).casefold(): user for user in tenant.store.users()
    }
    assert len(sent) > 10
    for method, path, body in sent:
        account = accounts[path.removeprefix("/Users/")]
        person = source_person(people[account.user_name.casefold()])
        shown = preview(person, mapper(tenant, job), account.body, compliant=bool(flag))
        assert (method, body) == (shown.method, shown.body)


@pytest.mark.parametrize("flag", ["", "?aadOptscim062020"])
async def test_disabled_accounts(
    tenant: Tenant, service: ProvisioningService, sent: Sent, flag: str
) -> None:
    job = add_job(tenant, SyncAll="true", url=SCIM + flag)
    await service.run_cycle(job)
    sent.clear()
    accounts = {account.id: account for account in PracticeAccounts(tenant.store).every()}
    for user in list(tenant.store.users()):
        tenant.store.put_user({**user, "accountEnabled": False})
    await service.run_cycle(job)
    people = {
        str(source_person(user)["userPrincipalName"]).casefold(): user for user in tenant.store.users()
    }
    assert len(sent) > 10
    for method, path, body in sent:
        account = accounts[path.removeprefix("/Users/")]
        person = source_person(people[account.user_name.casefold()])
        shown = preview(person, mapper(tenant, job), account.body, compliant=bool(flag), in_scope=False)
        assert (method, body) == (shown.method, shown.body)


@pytest.mark.parametrize("operator", [each.name for each in OPERATORS if each.types])
async def test_scoping_filters(tenant: Tenant, operator: str) -> None:
    operands = ("Support", "port", "Sup.*", "100003", "", "[")
    for name in ("department", "employeeId", "accountEnabled", "surname", "nothing"):
        for operand in operands:
            clause = {
                "sourceOperandName": name,
                "operatorName": operator,
                "targetOperand": {"values": [operand]},
            }
            scope = {"groups": [{"name": "One", "clauses": [clause]}]}
            for user in tenant.store.users():
                ours = evaluate_scope(scope, attributes(user, (), soft_deleted=False)).inside
                theirs = in_scope(read_filter(scope), source_person(user)).holds
                assert ours == theirs, (operator, name, operand, user.get(name))

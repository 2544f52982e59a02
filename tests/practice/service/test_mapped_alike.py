"""Less usual mappings: the service's requests equal the product's preview."""

from __future__ import annotations

from typing import Any

import pytest

from tests.practice.service.conftest import Sent
from tests.practice.workshop import SCIM, add_job, principal, unassign
from wizard.mapping.attributes import read_schema
from wizard.mapping.body import preview
from wizard.mapping.expression import parse
from wizard.mapping.expression.source import to_source, write_source
from wizard.mapping.mapper import Mapper
from wizard.mapping.person import source_person
from wizard.mapping.scoping import in_scope, read_filter
from wizard.practice.directory import DOMAIN
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.service import ProvisioningService
from wizard.practice.service.person import attributes
from wizard.practice.service.scoping import evaluate_scope
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

ANA = f"ana@{DOMAIN}"
TEAMS = "urn:ietf:params:scim:schemas:extension:acme:2.0:User:teams"
ROLE = {"id": "3f5a", "value": "coach", "displayName": "coach"}


def map_attribute(tenant: Tenant, job: str, target: str, expression: str | None, **members: Any) -> None:
    """Map a target attribute in the saved schema; without an expression there is no source."""
    several = members.pop("several", False)
    source = None if expression is None else write_source(to_source(parse(expression)))

    def change(schema: dict[str, Any]) -> None:
        mapping = schema["synchronizationRules"][0]["objectMappings"][0]
        rest = [row for row in mapping["attributeMappings"] if row["targetAttributeName"] != target]
        row = {"targetAttributeName": target, "source": source, "matchingPriority": 0, "flowType": "Always"}
        mapping["attributeMappings"] = [*rest, {**row, **members}]
        if several:
            definition = {"name": target, "type": "String", "multivalued": True}
            schema["directories"][1]["objects"][0]["attributes"].append(definition)

    tenant.store.update(ObjectKind.SCHEMA, job, change)


def give_role(tenant: Tenant, job: str) -> None:
    """Give the application's first role this value and name."""

    def change(found: dict[str, Any]) -> None:
        found["appRoles"][0].update(value=ROLE["value"], displayName=ROLE["displayName"])
        ROLE["id"] = found["appRoles"][0]["id"]

    tenant.store.update(ObjectKind.SERVICE_PRINCIPAL, principal(tenant, job), change)


def mapper(tenant: Tenant, job: str) -> Mapper:
    return Mapper.of(read_schema(tenant.store.get(ObjectKind.SCHEMA, job) or {}))


def remove_account(tenant: Tenant, name: str) -> None:
    found = PracticeAccounts(tenant.store).find(name)
    assert found is not None
    PracticeAccounts(tenant.store).remove(found.id)


def person(tenant: Tenant, **more: Any) -> dict[str, Any]:
    return source_person({**(tenant.store.user(ANA) or {}), "appRoleAssignments": [ROLE], **more})


MAPPED = [
    ('roles[primary eq "True"].value', "SingleAppRoleAssignment([appRoleAssignments])", False),
    ("roles", "AppRoleAssignmentsComplex([appRoleAssignments])", True),
    ("roles", "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", True),
    (TEAMS, 'Split([displayName], " ")', True),
    (TEAMS, "[displayName]", True),
    ('phoneNumbers[type eq "mobile"].value', "[displayName]", False),
]


@pytest.mark.parametrize(("target", "expression", "several"), MAPPED)
async def test_new_accounts(
    tenant: Tenant, service: ProvisioningService, sent: Sent, target: str, expression: str, several: bool
) -> None:
    remove_account(tenant, ANA)
    job = add_job(tenant, ANA)
    give_role(tenant, job)
    map_attribute(tenant, job, target, expression, several=several)
    await service.run_cycle(job)
    shown = preview(person(tenant), mapper(tenant, job))
    assert [(shown.method, shown.path, shown.body)] == sent


@pytest.mark.parametrize("flag", ["", "?aadOptscim062020"])
@pytest.mark.parametrize(("target", "expression", "several"), MAPPED)
async def test_changed_accounts(
    tenant: Tenant,
    service: ProvisioningService,
    sent: Sent,
    target: str,
    expression: str,
    several: bool,
    flag: str,
) -> None:
    job = add_job(tenant, ANA, url=SCIM + flag)
    give_role(tenant, job)
    map_attribute(tenant, job, target, expression, several=several)
    account = PracticeAccounts(tenant.store).find(ANA)
    assert account is not None
    before = {**account.body, "id": account.id}
    await service.run_cycle(job)
    shown = preview(person(tenant), mapper(tenant, job), before, compliant=bool(flag))
    assert [(shown.method, shown.path, shown.body)] == sent


async def test_no_source_but_a_default(tenant: Tenant, service: ProvisioningService, sent: Sent) -> None:
    remove_account(tenant, ANA)
    job = add_job(tenant, ANA)
    map_attribute(tenant, job, "title", None, defaultValue="Agent")
    await service.run_cycle(job)
    assert sent[0][2]["title"] == "Agent"
    assert preview(person(tenant), mapper(tenant, job)).body == sent[0][2]


LEAVING = [
    "[accountEnabled]",
    "Not([IsSoftDeleted])",
    'Switch([IsSoftDeleted], , "false", "true", "true", "false")',
    '"True"',
    'IIF([accountEnabled]="True", "True", "False")',
]


@pytest.mark.parametrize("expression", LEAVING)
@pytest.mark.parametrize("way", ["disabled", "unassigned"])
async def test_leaving(
    tenant: Tenant, service: ProvisioningService, sent: Sent, expression: str, way: str
) -> None:
    job = add_job(tenant, ANA)
    map_attribute(tenant, job, "active", expression)
    await service.run_cycle(job)
    sent.clear()
    account = PracticeAccounts(tenant.store).find(ANA)
    assert account is not None
    before = {**account.body, "id": account.id}
    assert before["active"] is True
    if way == "disabled":
        tenant.store.put_user({**(tenant.store.user(ANA) or {}), "accountEnabled": False})
    else:
        unassign(tenant, job, ANA)
    await service.run_cycle(job)
    shown = preview(person(tenant), mapper(tenant, job), before, in_scope=way == "disabled")
    assert ([(shown.method, shown.path, shown.body)] if shown.body else []) == sent
    after = PracticeAccounts(tenant.store).find(ANA)
    assert after is not None
    assert after.body["active"] is (shown.action != "disable")
    if expression == "[accountEnabled]":
        assert (shown.action == "disable") is (way == "disabled")


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [{"name": "empty", "clauses": []}],
        [
            {"name": "empty", "clauses": []},
            {
                "name": "one",
                "clauses": [
                    {
                        "sourceOperandName": "department",
                        "operatorName": "EQUALS",
                        "targetOperand": {"values": ["Nobody"]},
                    }
                ],
            },
        ],
    ],
)
async def test_a_group_without_conditions_lets_everyone_in(tenant: Tenant, groups: list[Any]) -> None:
    scope = {"groups": groups}
    for user in tenant.store.users():
        assert evaluate_scope(scope, attributes(user, (), soft_deleted=False)).inside
        assert in_scope(read_filter(scope), source_person(user)).holds

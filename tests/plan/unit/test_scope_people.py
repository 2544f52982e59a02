"""People in scope by their assignments, and a person as the mapping sees them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plan.unit.services import TableGraph
from tests.plan.unit.tables import DEFAULT_ACCESS, ROLE
from tests.plan.unit.tenant import Tenant
from wizard.entra.directory import Person
from wizard.mapping.scoping import read_filter
from wizard.plan import PersonMapping, ScopePeople, describe_filter, people_of, some_people
from wizard.problem import ProblemError


async def scope(tenant: Tenant, **options: Any) -> ScopePeople:
    async with TableGraph(tenant) as graph:
        return await people_of(graph, tenant.assignments, **options)


async def everybody(tenant: Tenant, **options: Any) -> ScopePeople:
    async with TableGraph(tenant) as graph:
        return await people_of(graph, None, **options)


async def some(tenant: Tenant, count: int) -> list[str]:
    async with TableGraph(tenant) as graph:
        return [person.id for person in await some_people(graph, tenant.assignments, count)]


async def test_people_and_through_what_they_are_reached(tenant: Tenant) -> None:
    tenant.person("ana", ROLE)
    tenant.person("bo", DEFAULT_ACCESS, department="Sales")
    tenant.person("cleo")
    tenant.person("dan", ROLE)
    tenant.group("support", "bo", "cleo", role=DEFAULT_ACCESS)
    tenant.group("sales", "cleo")
    tenant.assign("robot", "ServicePrincipal")
    del tenant.users["dan"]
    found = await scope(tenant, attributes=("department",))
    assert set(found.people) == {"ana", "bo", "cleo"}
    assert found.through["ana"] == ("",)
    assert set(found.through["bo"]) == {"", "Support"}
    assert set(found.through["cleo"]) == {"Support", "Sales"}
    assert found.people["bo"].values["department"] == "Sales"


async def test_a_group_without_a_name_is_told_by_its_id(tenant: Tenant) -> None:
    tenant.person("ana")
    tenant.group("support", "ana")
    tenant.assignments = [tenant.assignments[0].__class__("r", "support", ROLE, "", "group")]
    assert (await scope(tenant)).through == {"ana": ("support",)}


async def test_everybody_of_the_tenant(tenant: Tenant) -> None:
    tenant.page = 60
    for number in range(201):
        tenant.person(f"p{number}", city="Bern")
    counted: list[tuple[int, int | None]] = []
    found = await everybody(
        tenant, attributes=("city",), counted=lambda done, total: counted.append((done, total))
    )
    assert len(found.people) == 201
    assert found.people["p7"].values["city"] == "Bern"
    assert counted == [(100, 201), (200, 201)]
    assert found.through == {}


async def test_people_of_a_group_are_counted_by_the_hundred(tenant: Tenant) -> None:
    names = [tenant.person(f"p{number}") for number in range(150)]
    tenant.group("support", *names)
    counted: list[int] = []
    await scope(tenant, counted=lambda done, total: counted.append(done))
    assert counted == [100]


async def test_an_assigned_person_who_may_not_be_read_is_a_failure(tenant: Tenant) -> None:
    tenant.person("ana", ROLE)
    tenant.refused["/users/ana"] = 403
    with pytest.raises(ProblemError):
        await scope(tenant)


async def test_a_few_people_to_show_directly_assigned_ones_first(tenant: Tenant) -> None:
    tenant.person("cleo", account=False)
    tenant.person("dan", accountEnabled=False)
    tenant.person("eve")
    tenant.group("support", "dan", "cleo", "eve")
    tenant.person("ana", ROLE)
    tenant.person("bo", ROLE, accountEnabled=False)
    assert await some(tenant, 1) == ["ana"]
    assert await some(tenant, 2) == ["ana"]
    assert await some(tenant, 4) == ["ana", "cleo"]
    assert await some(tenant, 9) == ["ana", "cleo", "eve"]


async def test_more_than_ten_are_never_asked_one_by_one(tenant: Tenant) -> None:
    for number in range(15):
        tenant.person(f"p{number}", ROLE)
    assert len(await some(tenant, 12)) == 10
    assert len([each for each in tenant.requests if each.startswith("/users/")]) == 10


def mapping(tenant: Tenant) -> PersonMapping:
    return PersonMapping.of(tenant.mappings())


def person(**values: Any) -> Person:
    known = {"userPrincipalName": "ana@contoso.com", "displayName": "Ana", "mail": None, **values}
    return Person("ana", "Ana", "ana@contoso.com", account_enabled=True, values=known)


def test_a_person_as_the_mapping_sees_them(tenant: Tenant) -> None:
    tenant.map("externalId", 'IIF([accountEnabled]="True", [mailNickname], "gone")')
    found = mapping(tenant)
    seen = found.seen(person(mailNickname="a"))
    assert (seen["userPrincipalName"], seen["mailNickname"]) == ("ana@contoso.com", "a")
    assert seen["IsSoftDeleted"] is False
    assert found.seen(person(), in_scope=False)["IsSoftDeleted"] is True
    assert set(found.attributes) <= set(seen)
    assert str(seen["accountEnabled"]) == "True"
    assert found.seen(person(accountEnabled=False))["accountEnabled"] in (False, "False")


def test_the_filter_and_the_request_of_one_person(tenant: Tenant) -> None:
    tenant.filter("department", "EQUALS", "Sales")
    found = mapping(tenant)
    assert found.verdict(found.seen(person(department="Sales"))).holds
    seen = found.seen(person(department="Support"))
    assert not found.verdict(seen).holds
    shown = found.preview(seen, None, compliant=False)
    assert (shown.action, shown.match) == ("create", 'userName eq "ana@contoso.com"')
    account = {"id": "7", "userName": "ana@contoso.com", "active": True, "displayName": "Ana"}
    assert found.preview(seen, account, compliant=True, in_scope=False).action == "disable"
    traced = found.preview(seen, account, compliant=True, trace=True)
    assert {item.target for item in traced.trace} >= {"userName", "displayName"}


@pytest.mark.parametrize(
    ("groups", "text"),
    [
        ([], ""),
        ([[("department", "EQUALS", ["Sales"])]], "department EQUALS Sales"),
        (
            [[("department", "EQUALS", ["Sales"]), ("mail", "IS NOT NULL", [])]],
            "department EQUALS Sales AND mail IS NOT NULL",
        ),
        (
            [[("a", "EQUALS", ["1", "2"])], [("b", "EQUALS", ["3"])]],
            "(a EQUALS 1, 2) OR (b EQUALS 3)",
        ),
    ],
)
def test_a_filter_in_words(groups: list[list[tuple[str, str, list[str]]]], text: str) -> None:
    body = {
        "groups": [
            {
                "name": "g",
                "clauses": [
                    {
                        "sourceOperandName": name,
                        "operatorName": operator,
                        "targetOperand": {"values": values},
                    }
                    for name, operator, values in group
                ],
            }
            for group in groups
        ]
    }
    assert describe_filter(read_filter(body)) == text


def test_no_filter_has_no_words() -> None:
    assert describe_filter(None) == ""

"""Who is in scope by which role: direct assignments, members of groups, and their roles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.services import TableGraph
from tests.plan.unit.tables import DEFAULT_ACCESS, OFF, ROLE
from tests.plan.unit.tenant import Tenant, reasons_of, rows_of
from wizard.entra.assignments import Assignment
from wizard.entra.roles import AppRole
from wizard.plan.entitlement import ASSIGNED, BY_ROLE, ENTITLED, Entitlement, EntitlementReader

LEAD = "b4e54a0b-1111-4222-8333-000000000003"
ROLES = (
    AppRole(ROLE, "User", value="user"),
    AppRole(LEAD, "Lead"),
    AppRole(OFF, "Former", is_enabled=False),
)
USER_ROLE = {"id": ROLE, "value": "user", "displayName": "User"}
LEAD_ROLE = {"id": LEAD, "value": None, "displayName": "Lead"}


def reader(graph: TableGraph, *rows: Assignment, **options: Any) -> EntitlementReader:
    wanted = {"everybody": False, "default_access": True, "with_roles": True, **options}
    return EntitlementReader(graph, rows, ROLES, **wanted)


def row(person: str, role: str = ROLE, kind: str = "User") -> Assignment:
    return Assignment(f"{person}-{role}", person, role, person.title(), kind)


def recorded(tenant: Tenant, *rows: Assignment, **options: Any) -> Entitlement:
    found = reader(TableGraph(tenant), *rows, **options)
    found.record_direct()
    return found.found


@pytest.mark.parametrize(
    ("roles", "default_access", "bits"),
    [
        ((ROLE,), True, ASSIGNED | ENTITLED | BY_ROLE),
        ((DEFAULT_ACCESS,), True, ASSIGNED | ENTITLED),
        ((DEFAULT_ACCESS,), False, ASSIGNED),
        ((DEFAULT_ACCESS, ROLE), False, ASSIGNED | ENTITLED | BY_ROLE),
        ((OFF,), True, ASSIGNED | BY_ROLE),
        (("a-role-that-was-removed",), True, ASSIGNED | BY_ROLE),
    ],
)
def test_what_an_assignment_entitles_to(
    tenant: Tenant, roles: tuple[str, ...], default_access: bool, bits: int
) -> None:
    found = recorded(tenant, *(row("ana", role) for role in roles), default_access=default_access)
    assert found.of("ana") == bits
    assert found.of("bo") == 0


def test_everybody_in_scope_is_entitled_whatever_their_role(tenant: Tenant) -> None:
    found = recorded(tenant, row("ana", OFF), everybody=True)
    assert found.of("ana") == found.of("bo") == ASSIGNED | ENTITLED | BY_ROLE


def test_roles_of_a_person_in_the_order_of_the_assignments(tenant: Tenant) -> None:
    found = recorded(tenant, row("ana", LEAD), row("ana"), row("ana", LEAD), row("bo"), row("cleo", OFF))
    assert found.roles_of("ana") == (LEAD_ROLE, USER_ROLE)
    assert found.roles_of("bo") == (USER_ROLE,)
    assert found.roles_of("cleo") == found.roles_of("dan") == (), "a disabled role is none"


def test_only_default_access_has_no_documented_role(tenant: Tenant) -> None:
    found = recorded(tenant, row("ana", DEFAULT_ACCESS), row("bo", DEFAULT_ACCESS), row("bo"))
    assert found.roles_of("ana") is None
    assert found.roles_of("bo") == (USER_ROLE,)


def test_roles_are_recorded_only_where_a_mapping_uses_them(tenant: Tenant) -> None:
    found = recorded(tenant, row("ana"), row("bo", DEFAULT_ACCESS), with_roles=False)
    assert (found.roles, found.default_access) == ({}, set())


def test_people_assigned_directly_are_named_once(tenant: Tenant) -> None:
    rows = (row("bo"), row("support", kind="Group"), row("ana", kind="user"), row("bo", LEAD))
    assert reader(TableGraph(tenant), *rows).direct == ("bo", "ana")
    assert {name: len(each) for name, each in reader(TableGraph(tenant), *rows).group_rows().items()} == {
        "support": 1
    }


@pytest.mark.parametrize("page", [1, 2, 100])
async def test_members_of_security_groups_have_every_role_of_the_group(tenant: Tenant, page: int) -> None:
    tenant.page = page
    for name in ("ana", "bo", "cleo"):
        tenant.person(name)
    tenant.group("support", "ana", "bo")
    tenant.assign("support", "Group", LEAD)
    tenant.group("mailing", "cleo", securityEnabled=False)
    counts: list[int] = []
    async with TableGraph(tenant) as graph:
        found = reader(graph, *tenant.assignments)
        groups = await found.read_groups()
        await found.read_members(counts.append)
    assert [(each.id, each.name, each.security, each.members) for each in groups] == [
        ("support", "Support", True, 2),
        ("mailing", "Mailing", False, 1),
    ]
    assert found.found.groups == groups
    assert {name: found.found.of(name) for name in ("ana", "bo", "cleo")} == {
        "ana": ASSIGNED | ENTITLED | BY_ROLE,
        "bo": ASSIGNED | ENTITLED | BY_ROLE,
        "cleo": 0,
    }
    assert found.found.roles_of("bo") == (USER_ROLE, LEAD_ROLE)
    assert counts[-1] == 2
    assert not [each for each in tenant.requests if "mailing" in each and "$select=id&$top=999" in each]


async def test_members_that_are_no_objects_are_left_out(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant.person("ana")
    tenant.group("support", "ana")
    answered = TableGraph._answer

    def odd(graph: TableGraph, address: str, *, eventual: bool) -> tuple[int, Any]:
        status, found = answered(graph, address, eventual=eventual)
        if "microsoft.graph.user" in address and "999" in address:
            found = {"value": ["ana", {"id": 5}, {}, *found["value"]]}
        return status, found

    monkeypatch.setattr(TableGraph, "_answer", odd)
    async with TableGraph(tenant) as graph:
        found = reader(graph, *tenant.assignments)
        await found.read_groups()
        await found.read_members(lambda _count: None)
    assert set(found.found.bits) == {"ana"}


async def test_nested_groups_are_named_or_shown_by_their_id(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant.group("outer", "ana", displayName=None)
    tenant.groups["outer"]["groups"] = ("inner",)
    answered = TableGraph._answer

    def nameless(graph: TableGraph, address: str, *, eventual: bool) -> tuple[int, Any]:
        status, found = answered(graph, address, eventual=eventual)
        if "microsoft.graph.group" in address:
            found["value"] += [{"id": "nameless", "displayName": None}, "odd"]
        if isinstance(found, dict) and "microsoft.graph.user" in address:
            found["@odata.count"] = "many"
        return status, found

    monkeypatch.setattr(TableGraph, "_answer", nameless)
    async with TableGraph(tenant) as graph:
        [group] = await reader(graph, *tenant.assignments).read_groups()
    assert (group.name, group.nested, group.members) == ("outer", ("Inner", "nameless"), 1)


async def test_a_person_with_default_access_only_has_an_unknown_role(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.map("displayName", "SingleAppRoleAssignment([appRoleAssignments])")
    tenant.person("ana", DEFAULT_ACCESS, account=True)
    tenant.person("bo", ROLE, account=True)
    tenant.accounts["a-bo"]["displayName"] = "User"
    tenant.person("cleo", account=True)
    tenant.group("guests", "cleo", role=DEFAULT_ACCESS)
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == {
        "ana": ("unknown", "expression_uncertain"),
        "bo": ("link", "same"),
        "cleo": ("unknown", "expression_uncertain"),
    }
    assert rows_of(plan)["ana"][2]["attributes"] == "displayName"

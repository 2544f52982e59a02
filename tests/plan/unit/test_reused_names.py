"""A later cycle whose links cannot be read: whose account it is follows from more than the sign-in name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.tables import ROLE
from tests.plan.unit.tenant import Tenant, link, notes_of, reasons_of, rows_of
from wizard.plan.request import Run

RUNS = pytest.mark.parametrize("run", [Run.FULL, Run.INCREMENTAL])
OTHER = ("unknown", "perhaps_linked_to_other")


def unreadable(tenant: Tenant) -> None:
    """Neither the log nor the object connections can be read."""
    tenant.refused |= {"auditLogs": 403, "objectConnections": 403}
    tenant.ran(linked=10_000)


def takes_the_name_of_ana(tenant: Tenant, **values: Any) -> None:
    """Bo signs in with Ana's earlier name, and her account is the only active one."""
    tenant.account("a-ana", "ana")
    tenant.person("bo", ROLE, userPrincipalName="ana@contoso.com", mail="ana@contoso.com", **values)


@RUNS
async def test_a_renamed_person_whose_old_name_somebody_else_has(
    tenant: Tenant, tmp_path: Path, run: Run
) -> None:
    unreadable(tenant)
    takes_the_name_of_ana(tenant)
    tenant.person("ana", ROLE, userPrincipalName="ana.new@contoso.com")
    plan = await tenant.plan(tmp_path, run=run)
    assert reasons_of(plan) == {"ana": ("unknown", "perhaps_renamed"), "bo": OTHER}
    assert "links_unknown" in notes_of(plan)
    assert "displayName" in rows_of(plan)["bo"][2]["attributes"]


@RUNS
async def test_the_name_of_somebody_who_left(tenant: Tenant, tmp_path: Path, run: Run) -> None:
    unreadable(tenant)
    takes_the_name_of_ana(tenant)
    tenant.person("ana", ROLE, userPrincipalName="ana.old@contoso.com", accountEnabled=False)
    plan = await tenant.plan(tmp_path, run=run, threshold=1)
    assert reasons_of(plan) == {"ana": ("unknown", "perhaps_linked"), "bo": OTHER}
    assert notes_of(plan)["perhaps_held_back"]["threshold"] == "1"


async def test_the_owner_may_not_be_in_the_plan_at_all(tenant: Tenant, tmp_path: Path) -> None:
    """Ana is not assigned any more: she has no row, and her account may still be deactivated."""
    unreadable(tenant)
    takes_the_name_of_ana(tenant)
    tenant.person("ana", userPrincipalName="ana.old@contoso.com")
    plan = await tenant.plan(tmp_path, run=Run.FULL, threshold=1)
    assert reasons_of(plan) == {"bo": OTHER}
    assert notes_of(plan)["perhaps_held_back"] == {"count": "1", "threshold": "1"}


async def test_an_account_with_the_persons_own_name_is_theirs(tenant: Tenant, tmp_path: Path) -> None:
    unreadable(tenant)
    tenant.person("ana", ROLE, account=True, mail="changed@contoso.com")
    tenant.person("cleo", ROLE, account=True)
    tenant.person("dan", ROLE)
    plan = await tenant.plan(tmp_path, run=Run.FULL)
    assert reasons_of(plan) == {
        "ana": ("update", "differs"),
        "cleo": ("link", "same"),
        "dan": ("create", "no_account"),
    }
    assert "links_unknown" not in notes_of(plan)


@pytest.mark.parametrize(
    ("values", "sure"),
    [
        ({"displayName": "Ana"}, True),
        ({"givenName": "Ana"}, True),  # and the surname is hers
        ({"givenName": "Ana", "surname": "Miller"}, False),
        ({"employeeId": "77"}, True),
        ({"employeeId": "78"}, False),
        ({"employeeId": None}, False),
    ],
    ids=str,
)
async def test_what_tells_whose_account_it_is(
    tenant: Tenant, tmp_path: Path, values: dict[str, Any], sure: bool
) -> None:
    unreadable(tenant)
    tenant.map("title", "[employeeId]")
    takes_the_name_of_ana(tenant, **values)
    tenant.accounts["a-ana"]["title"] = "77"
    found = reasons_of(await tenant.plan(tmp_path, run=Run.FULL))["bo"]
    assert found == (("update", "differs") if sure else OTHER)


async def test_a_value_that_is_not_written_again_tells_nothing(tenant: Tenant, tmp_path: Path) -> None:
    """Written when an account is created, or only where it is empty: it may be anybody's."""
    unreadable(tenant)
    tenant.map("displayName", "[displayName]", flowType="ObjectAddOnly")
    tenant.map("name.givenName", "[givenName]", flowType="AttributeAddOnly")
    tenant.map("name.formatted", None)
    takes_the_name_of_ana(tenant)
    assert reasons_of(await tenant.plan(tmp_path, run=Run.FULL))["bo"] == OTHER


async def test_equal_values_that_are_nobodys_name_tell_nothing(tenant: Tenant, tmp_path: Path) -> None:
    unreadable(tenant)
    for target in ("displayName", "name.givenName", "name.familyName", "name.formatted", "externalId"):
        tenant.map(target, None)
    tenant.map("displayName", 'Switch([displayName], "Agent", "Nobody", "Nobody")')
    tenant.account("a-ana", "ana", displayName="Agent")
    tenant.person("bo", ROLE, userPrincipalName="ana@contoso.com", mail="ana@contoso.com")
    assert reasons_of(await tenant.plan(tmp_path, run=Run.FULL)) == {"bo": OTHER}


async def test_somebody_new_may_only_have_the_name_of_the_owner(tenant: Tenant, tmp_path: Path) -> None:
    """Such as their own earlier user, who was deleted since the last cycle."""
    unreadable(tenant)
    tenant.person("ana", ROLE, account=True, createdDateTime="2026-11-02T00:00:00Z")
    tenant.person("bo", ROLE, createdDateTime="2026-11-02T00:00:00Z")
    plan = await tenant.plan(tmp_path, run=Run.FULL)
    assert reasons_of(plan) == {"ana": OTHER, "bo": ("create", "no_account")}


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("bo", {"bo": ("update", "differs"), "ana": ("create", "no_account")}),
        ("ana", {"bo": ("skip", "linked_to_other"), "ana": ("update", "differs")}),
        ("", {"bo": ("update", "differs"), "ana": ("create", "no_account")}),
    ],
)
async def test_the_object_connection_of_such_an_account_decides(
    tenant: Tenant, tmp_path: Path, owner: str, expected: dict[str, tuple[str, str]]
) -> None:
    unreadable(tenant)
    takes_the_name_of_ana(tenant)
    tenant.person("ana", ROLE, userPrincipalName="ana.new@contoso.com")
    del tenant.refused["objectConnections"]
    if owner:
        tenant.linked(owner, "a-ana")
    assert reasons_of(await tenant.plan(tmp_path, run=Run.FULL)) == expected


async def test_a_link_that_is_known_is_not_asked_about(tenant: Tenant, tmp_path: Path) -> None:
    takes_the_name_of_ana(tenant)
    tenant.ran(linked=10_000)
    tenant.remembered(tmp_path, link("bo", "a-ana"))
    assert reasons_of(await tenant.plan(tmp_path, run=Run.FULL)) == {"bo": ("update", "differs")}
    assert not [each for each in tenant.requests if "objectConnections" in each]


@pytest.mark.parametrize(
    ("flow_types", "values", "reason"),
    [
        ("Update,Delete", {}, "creates_off"),
        ("Add,Update,Delete", {"userPrincipalName": None}, "no_matching_value"),
    ],
)
async def test_somebody_without_an_account_may_have_one_under_another_name(
    tenant: Tenant, tmp_path: Path, flow_types: str, values: dict[str, Any], reason: str
) -> None:
    unreadable(tenant)
    tenant.mapping["flowTypes"] = flow_types
    tenant.person("ana", ROLE, **values)
    assert reasons_of(await tenant.plan(tmp_path, run=Run.FULL)) == {"ana": ("skip", reason)}
    tenant.account("older", "older")
    assert reasons_of(await tenant.plan(tmp_path, run=Run.FULL))["ana"] == ("unknown", "perhaps_renamed")

"""What an update would change: texts, booleans, lists, rows for new accounts only, and doubts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.tables import ROLE
from tests.plan.unit.tenant import Tenant, notes_of, rows_of

EMAIL = 'emails[type eq "work"].value'
WORK = [{"type": "work", "value": "ana@contoso.com", "primary": True}]


async def changed(tenant: Tenant, folder: Path, account: dict[str, Any], **person: Any) -> Any:
    """Attributes an update of Ana's account would change; the action where it is none."""
    tenant.person("ana", ROLE, account=True, **person)
    tenant.accounts["a-ana"].update(account)
    action, reason, facts = rows_of(await tenant.plan(folder))["ana"]
    return facts["attributes"].split(", ") if action == "update" else (action, reason)


SAME = ("link", "same")


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ({"displayName": "ANA"}, SAME),  # letter case alone is not sent
        ({"displayName": "Anna"}, ["displayName"]),
        ({"displayName": None}, ["displayName"]),
        ({"displayName": ""}, ["displayName"]),
        ({"active": "True"}, SAME),
        ({"active": "false"}, ["active"]),
        ({"active": None}, ["active"]),
        ({"emails": []}, [EMAIL]),
        ({"emails": [{"type": "home", "value": "ana@contoso.com"}]}, [EMAIL]),
        ({"emails": [*WORK, {"type": "home", "value": "x@y"}]}, SAME),
        ({"name": {"givenName": "Ana"}}, ["name.familyName", "name.formatted"]),
    ],
)
async def test_what_differs(tenant: Tenant, tmp_path: Path, account: dict[str, Any], expected: Any) -> None:
    assert await changed(tenant, tmp_path, account) == expected


async def test_case_counts_where_the_schema_says_so(tenant: Tenant, tmp_path: Path) -> None:
    for directory in tenant.schema["directories"]:
        for item in directory["objects"]:
            for attribute in item["attributes"]:
                if attribute["name"] == "displayName":
                    attribute["caseExact"] = True
    assert await changed(tenant, tmp_path, {"displayName": "ANA"}) == ["displayName"]


@pytest.mark.parametrize("value", [None, ""])
async def test_no_value_is_never_sent(tenant: Tenant, tmp_path: Path, value: str | None) -> None:
    assert await changed(tenant, tmp_path, {}, displayName=value) == SAME
    tenant.map("displayName", '""')
    assert await changed(tenant, tmp_path, {}) == SAME


@pytest.mark.parametrize(
    ("members", "account", "expected"),
    [
        ({"flowType": "ObjectAddOnly"}, "Other", SAME),
        ({"flowType": "AttributeAddOnly"}, "Other", SAME),
        ({"flowType": "AttributeAddOnly"}, None, ["displayName"]),
        ({"flowBehavior": "FlowAlways"}, "Other", ["displayName"]),
    ],
)
async def test_rows_that_apply_at_certain_times(
    tenant: Tenant, tmp_path: Path, members: dict[str, str], account: str | None, expected: Any
) -> None:
    tenant.map("displayName", "[displayName]", **members)
    assert await changed(tenant, tmp_path, {"displayName": account}) == expected


async def test_a_default_is_for_new_accounts_only(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("displayName", "[displayName]", defaultValue="Nobody")
    assert await changed(tenant, tmp_path, {"displayName": None}, displayName=None) == SAME


async def test_a_row_that_always_flows_is_sent_without_a_difference(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("displayName", "[displayName]", flowBehavior="FlowAlways")
    assert await changed(tenant, tmp_path, {}) in (["displayName"], SAME)
    assert await changed(tenant, tmp_path, {"name": {"givenName": "X"}}) != SAME


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"False"', ["active"]),
        ("[accountEnabled]", SAME),
        ('IIF([displayName]="Ana", "True", "False")', SAME),
    ],
)
async def test_booleans_from_texts_and_truths(
    tenant: Tenant, tmp_path: Path, expression: str, expected: Any
) -> None:
    tenant.map("active", expression)
    assert await changed(tenant, tmp_path, {}) == expected


async def test_a_doubt_counts_only_where_it_decides(tenant: Tenant, tmp_path: Path) -> None:
    """What `ToLower` makes of a capital I with a dot depends on a culture that no page names."""
    tenant.map("displayName", "ToLower([displayName])")
    tenant.person("ana", ROLE, account=True, displayName="İpek")
    tenant.person("bo", ROLE, account=True, displayName="İpek", givenName="Other")
    tenant.person("cleo", ROLE, account=True)
    for name in ("ana", "bo"):
        tenant.accounts[f"a-{name}"]["displayName"] = "quite different"
    rows = rows_of(await tenant.plan(tmp_path))
    if rows["ana"][0] == "unknown":
        assert rows["ana"][1:] == (
            "expression_uncertain",
            {"matching": "userName", "value": "ana@contoso.com", "attributes": "displayName"},
        )
        assert rows["bo"][:2] == ("update", "differs")
    assert rows["cleo"][:2] == SAME


async def test_an_attribute_that_lists_do_not_tell_is_named(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("externalId", "[passwordProfile.password]")
    tenant.person("ana", ROLE)
    plan = await tenant.plan(tmp_path)
    assert notes_of(plan)["attribute_unread"] == {"attributes": "passwordProfile.password"}


async def test_attributes_of_every_kind_are_asked_for_and_read(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("displayName", "[extensionAttribute3]")
    tenant.map("externalId", "[extension_9d98ed114c4840d298fad781915f27e4_code]")
    tenant.map("name.formatted", "[employeeId]")
    tenant.person(
        "ana",
        ROLE,
        account=True,
        onPremisesExtensionAttributes={"extensionAttribute3": "Three"},
        extension_9d98ed114c4840d298fad781915f27e4_code="C7",
        employeeId="E1",
    )
    tenant.accounts["a-ana"].update(
        displayName="Three",
        externalId="C7",
        name={"givenName": "Ana", "familyName": "Doe", "formatted": "E1"},
    )
    assert rows_of(await tenant.plan(tmp_path))["ana"][:2] == SAME


async def test_a_guest_signs_in_under_the_name_at_home(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("gita", ROLE, userPrincipalName="gita_fabrikam.com#EXT#@contoso.onmicrosoft.com")
    [(_action, _reason, facts)] = rows_of(await tenant.plan(tmp_path)).values()
    assert "#EXT#" not in facts["value"]


@pytest.mark.parametrize(
    ("expression", "note"),
    [
        (None, "active_not_mapped"),
        ('"True"', "active_never_false"),
        ('IIF([accountEnabled] = "True", "True", "False")', "active_ignores_scope"),
        ('"False"', "active_never_true"),
    ],
)
async def test_a_mapping_of_active_that_does_harm_is_named(
    tenant: Tenant, tmp_path: Path, expression: str | None, note: str
) -> None:
    tenant.map("active", expression)
    tenant.person("ana", ROLE)
    assert notes_of(await tenant.plan(tmp_path))[note] == {"expression": expression or ""}


async def test_leavers_for_whom_active_is_not_sure(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("active", 'IIF([manager]="x", "True", "False")')
    tenant.person("ana", account=True)
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("ana", "create")
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": ("unknown", "expression_uncertain", {"attributes": "active"})
    }


@pytest.mark.parametrize("leaves", [True, False])
async def test_each_leaver_by_their_own_values(tenant: Tenant, tmp_path: Path, leaves: bool) -> None:
    gone = 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'
    tenant.map("active", f'IIF([department]="Keep", "True", {gone})')
    tenant.person("ana", account=True, department="Sales" if leaves else "Keep")
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("ana", "create")
    expected = ("deactivate", "unassigned") if leaves else ("skip", "stays_active")
    assert rows_of(await tenant.plan(tmp_path))["ana"][:2] == expected


async def test_active_set_at_creation_only_never_deactivates(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("active", "Not([IsSoftDeleted])", flowType="ObjectAddOnly")
    tenant.person("ana", account=True)
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("ana", "create")
    assert rows_of(await tenant.plan(tmp_path))["ana"][:2] == ("skip", "stays_active")

"""Accounts that do not look as the protocol asks: nobody's account is overlooked because of that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.tables import ROLE, USER
from tests.plan.unit.tenant import Tenant, link, reasons_of, rows_of

ODD: dict[str, dict[str, Any]] = {
    "a number": {"externalId": 7},
    "a name of one text": {"name": "Ana Doe"},
    "several names": {"name": [{"givenName": "Ana"}]},
    "an email without a list": {"emails": {"type": "work", "value": "ana@contoso.com"}},
    "an email as text": {"emails": ["ana@contoso.com"]},
    "an email that is null": {"emails": [None, {"type": "work", "value": None}]},
    "an email without a type": {"emails": [{"type": 1, "value": 2, "primary": "yes"}]},
    "emails that are null": {"emails": None},
    "a display name in a list": {"displayName": ["Ana"]},
    "a display name that is a truth": {"displayName": True},
    "active as a number": {"active": 1},
    "active as a list": {"active": [True]},
    "active that is null": {"active": None},
    "meta of another kind": {"meta": "2026"},
    "no schemas": {"schemas": 5},
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
async def test_an_account_with_odd_members_is_still_an_account(
    tenant: Tenant, tmp_path: Path, odd: dict[str, Any]
) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.accounts["a-ana"] |= odd
    plan = await tenant.plan(tmp_path)
    [(action, _reason, _facts)] = rows_of(plan).values()
    assert action in ("link", "update")
    assert (plan.header.accounts, plan.header.left_alone) == (1, 0)


@pytest.mark.parametrize(("active", "action"), [(0, "skip"), ("FALSE", "skip"), (1, "deactivate")])
async def test_odd_spellings_of_inactive(tenant: Tenant, tmp_path: Path, active: Any, action: str) -> None:
    tenant.person("ana", account=True)
    tenant.accounts["a-ana"]["active"] = active
    tenant.ran(code="NotRun")
    tenant.remembered(tmp_path, link("ana"))
    assert reasons_of(await tenant.plan(tmp_path))["ana"][0] == action


async def test_an_id_that_is_a_number(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE)
    tenant.account("5", "ana", id=5)
    plan = await tenant.plan(tmp_path)
    row = plan.row("ana")
    assert row is not None
    assert (row.action, row.account) == ("link", "5")


@pytest.mark.parametrize("identifier", [None, "", [], {"value": "x"}, True])
@pytest.mark.parametrize("listed", [True, False])
async def test_an_account_without_an_id_leaves_its_person_unknown(
    tenant: Tenant, tmp_path: Path, identifier: Any, listed: bool
) -> None:
    """Every request about an account names its id, so the result for this one is unknown."""
    tenant.person("ana", ROLE)
    tenant.account("a-ana", "ana", id=identifier)
    tenant.person("bo", ROLE)
    if not listed:
        tenant.refused["startIndex="] = 403
    plan = await tenant.plan(tmp_path)
    assert rows_of(plan) == {
        "ana": ("unknown", "account_unreadable", {"matching": "userName", "value": "ana@contoso.com"}),
        "bo": ("create", "no_account", {"matching": "userName", "value": "bo@contoso.com"}),
    }
    assert plan.header.accounts == (1 if listed else None)


async def test_accounts_without_an_id_are_counted_one_by_one(tenant: Tenant, tmp_path: Path) -> None:
    tenant.accounts = {f"n{n}": {"schemas": [USER], "userName": f"u{n}@contoso.com"} for n in range(3)}
    plan = await tenant.plan(tmp_path)
    assert (plan.header.accounts, plan.header.left_alone) == (3, 3)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"displayName": "Shown", "name": {"formatted": "Formatted"}}, "Shown"),
        ({"displayName": "", "name": {"formatted": "Formatted"}}, "Formatted"),
        ({"displayName": None, "name": {}}, "x@contoso.com"),
    ],
)
async def test_the_name_of_an_account_that_nobody_has(
    tenant: Tenant, tmp_path: Path, named: dict[str, Any], expected: str
) -> None:
    tenant.refused["auditLogs"] = tenant.refused["objectConnections"] = 403
    tenant.person("ana", ROLE)
    tenant.account("stranger", "x")
    tenant.accounts["stranger"] |= named
    tenant.ran(code="NotRun", linked=5)
    row = (await tenant.plan(tmp_path)).row("stranger")
    assert row is not None
    assert (row.kind, row.name, row.user_name) == ("account", expected, "x@contoso.com")

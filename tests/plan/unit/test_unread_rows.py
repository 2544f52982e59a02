"""Rows that cannot be read: what would follow from them is unknown, everything else is as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.tables import ROLE
from tests.plan.unit.tenant import Tenant, link, notes_of, reasons_of
from wizard.notices import collecting

ODD: list[Any] = [None, 7, "text", ["list"], {}, {"id": None}, {"id": 5}]


def _tenant(tenant: Tenant, folder: Path) -> None:
    """Ana and Bo are assigned, Cleo is not any more, and Dan was deleted; all but Bo are linked."""
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", ROLE)
    tenant.person("cleo", account=True)
    tenant.account("a-dan", "dan")
    tenant.ran(code="NotRun")
    tenant.remembered(folder, link("ana"), link("cleo"), link("dan"))


@pytest.mark.parametrize("odd", ODD, ids=repr)
async def test_people_that_cannot_be_read_are_not_taken_for_deleted(
    tenant: Tenant, tmp_path: Path, odd: Any
) -> None:
    _tenant(tenant, tmp_path)
    tenant.odd_rows["/users"] = [odd]
    with collecting() as noticed:
        plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == {
        "ana": ("link", "same"),
        "bo": ("create", "no_account"),
        "cleo": ("deactivate", "unassigned"),
        "dan": ("unknown", "person_unread"),
    }
    assert notes_of(plan)["people_unread"] == {"count": "1"}
    assert [(each.code, each.facts["list"], each.facts["n"]) for each in noticed] == [
        ("graph_rows_unread", "users", "1")
    ]


async def test_who_is_entitled_is_unknown_while_an_assignment_is_unread(
    tenant: Tenant, tmp_path: Path
) -> None:
    _tenant(tenant, tmp_path)
    plan = await tenant.plan(tmp_path, assignments_unread=2)
    assert reasons_of(plan) == {
        "ana": ("link", "same"),
        "bo": ("create", "no_account"),
        "cleo": ("unknown", "assignment_unread"),
        "dan": ("deactivate", "deleted"),
    }
    assert notes_of(plan)["assignments_unread"] == {"count": "2"}


async def test_who_is_entitled_is_unknown_while_a_member_of_a_group_is_unread(
    tenant: Tenant, tmp_path: Path
) -> None:
    _tenant(tenant, tmp_path)
    tenant.group("sales", "bo")
    tenant.odd_rows["/groups/sales/members/microsoft.graph.user"] = [None, {}]
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan)["cleo"] == ("unknown", "assignment_unread")
    assert notes_of(plan)["assignments_unread"] == {"count": "2"}


async def test_with_everybody_in_scope_an_unread_assignment_changes_nothing(
    tenant: Tenant, tmp_path: Path
) -> None:
    _tenant(tenant, tmp_path)
    plan = await tenant.plan(tmp_path, sync_all=True, assignments_unread=1)
    assert reasons_of(plan)["cleo"] == ("link", "same")
    assert "assignments_unread" not in notes_of(plan)


async def test_accounts_that_cannot_be_read_are_searched_one_by_one(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", ROLE, account=True)
    tenant.person("cleo", ROLE)
    tenant.odd_ids.add("a-bo")
    with collecting() as noticed:
        plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == {
        "ana": ("link", "same"),
        "bo": ("unknown", "account_unreadable"),
        "cleo": ("create", "no_account"),
    }
    assert "accounts_not_listed" in notes_of(plan)
    assert [each.code for each in noticed] == ["playvox_rows_unread"]

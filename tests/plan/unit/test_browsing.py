"""Reading a finished plan: windows, filters, orders, and a file that is none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.plan.unit.tables import ROLE
from tests.plan.unit.tenant import Tenant
from wizard.plan import Plan, SortKey
from wizard.plan import plan as plan_module
from wizard.problem import ProblemError


@pytest.fixture
async def plan(tenant: Tenant, tmp_path: Path) -> Plan:
    """Creates for Ana, Bo and Cleo; Dan's account agrees, Eve is disabled."""
    tenant.person("bo", ROLE, displayName="Zoe Bo", userPrincipalName="B@contoso.com")
    tenant.person("ana", ROLE, displayName="Ana", userPrincipalName="c@contoso.com")
    tenant.person("cleo", ROLE, displayName="Mia", userPrincipalName="a@contoso.com")
    tenant.person("dan", ROLE, account=True, displayName="Dan")
    tenant.person("eve", ROLE, accountEnabled=False)
    return await tenant.plan(tmp_path, account="ada@contoso.com", tenant_id="t", application_name="Playvox")


def ids(plan: Plan, **options: object) -> list[str]:
    return [row.id for row in plan.rows(**options)]  # type: ignore[arg-type]


def test_all_of_them_with_what_deserves_a_look_first(plan: Plan) -> None:
    assert ids(plan) == ["ana", "cleo", "bo", "dan", "eve"]
    assert [row.id for row in plan.all_rows()] == ids(plan)
    assert plan.count() == 5


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("action", ["ana", "cleo", "bo", "dan", "eve"]),
        ("name", ["ana", "dan", "eve", "cleo", "bo"]),
        ("user_name", ["cleo", "bo", "ana", "dan", "eve"]),
        ("reason", ["eve", "ana", "cleo", "bo", "dan"]),
    ],
)
def test_every_order_both_ways(plan: Plan, sort: SortKey, expected: list[str]) -> None:
    assert ids(plan, sort=sort) == expected
    back = ids(plan, sort=sort, descending=True)
    assert back == list(reversed(expected))


@pytest.mark.parametrize(
    ("offset", "limit", "expected"),
    [
        (0, 2, ["ana", "cleo"]),
        (1, 2, ["cleo", "bo"]),
        (3, None, ["dan", "eve"]),
        (4, 9, ["eve"]),
        (5, 2, []),
        (0, 0, []),
    ],
)
def test_windows(plan: Plan, offset: int, limit: int | None, expected: list[str]) -> None:
    assert ids(plan, offset=offset, limit=limit) == expected


def test_filters_by_action_and_by_text_in_a_name(plan: Plan) -> None:
    assert ids(plan, action="create") == ["ana", "cleo", "bo"]
    assert ids(plan, action="deactivate") == []
    assert ids(plan, text=" ZOE ") == ["bo"]
    assert ids(plan, text="C@CONTOSO") == ["ana"]
    assert ids(plan, text="contoso", action="create", limit=1) == ["ana"]
    assert plan.count(action="create", text="mia") == 1
    assert plan.count(text="nobody") == 0


def test_one_row_and_how_many_of_each_kind(plan: Plan) -> None:
    row = plan.row("dan")
    assert row is not None
    assert (row.name, row.user_name, row.action, row.reason, row.kind, row.account) == (
        "Dan",
        "dan@contoso.com",
        "link",
        "same",
        "person",
        "a-dan",
    )
    assert plan.row("nobody") is None
    assert plan.reasons() == {
        ("create", "no_account"): 3,
        ("link", "same"): 1,
        ("skip", "disabled_not_linked"): 1,
    }
    assert (plan.counts.create, plan.counts.link, plan.counts.skip, plan.counts.people) == (3, 1, 1, 5)


@pytest.mark.parametrize("chunk", [1, 2, 5])
def test_rows_come_in_pieces_of_any_size(plan: Plan, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_module, "_CHUNK", chunk)
    assert [row.id for row in plan.all_rows()] == ["ana", "cleo", "bo", "dan", "eve"]
    assert ids(plan, sort="name") == ["ana", "dan", "eve", "cleo", "bo"]


def test_more_filters_than_are_kept_change_nothing(plan: Plan) -> None:
    for text in ("ana", "mia", "zoe", "dan", "eve", "a@", "b@", "c@", "contoso", "x"):
        ids(plan, text=text)
    assert ids(plan, text="ana") == ["ana"]


def test_a_closed_plan_has_no_rows(plan: Plan) -> None:
    order = ids(plan)
    plan.close()
    assert (ids(plan), list(plan.all_rows()), plan.count(), plan.row(order[0])) == ([], [], 0, None)
    assert plan.path.exists()
    plan.discard()
    assert not plan.path.exists()
    plan.discard()


def test_a_plan_is_opened_again_as_it_was(plan: Plan) -> None:
    again = Plan.open(plan.path)
    assert again.header == plan.header
    assert list(again.all_rows()) == list(plan.all_rows())
    assert again.path == plan.path
    with pytest.raises(sqlite3.OperationalError):
        again._database.execute("DELETE FROM rows")


@pytest.mark.parametrize("damage", ["missing", "no database", "another version", "no header"])
def test_a_file_that_is_no_plan_is_named(plan: Plan, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "copy of plan.sqlite"
    if damage == "no database":
        path.write_bytes(b"no database at all, though long enough" * 40)
    elif damage != "missing":
        path.write_bytes(plan.path.read_bytes())
        with sqlite3.connect(path) as database:
            statement = "PRAGMA user_version = 99" if damage == "another version" else "DELETE FROM header"
            database.execute(statement)
        database.close()
    with pytest.raises(ProblemError) as caught:
        Plan.open(path)
    assert caught.value.problem.code == "plan_unreadable"
    assert caught.value.problem.facts == {"file": str(path)}
    assert caught.value.problem.raw


def test_what_a_plan_is_about(plan: Plan) -> None:
    header = plan.header
    assert (header.account, header.tenant_id, header.application_name) == (
        "ada@contoso.com",
        "t",
        "Playvox",
    )
    assert (header.application_id, header.job_id, header.threshold) == ("application", "", None)
    assert (header.in_scope, header.accounts, header.left_alone, header.accounts_unknown) == (5, 1, 0, 0)
    assert plan.path.name == f"plan-{header.id}.sqlite"

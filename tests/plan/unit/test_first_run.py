"""A first cycle: who gets, keeps or does not get an account, and with which facts."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.services import TableGraph
from tests.plan.unit.tables import DEFAULT_ACCESS, OFF, ROLE
from tests.plan.unit.tenant import Tenant, notes_of, reasons_of, rows_of
from wizard.playvox import scim
from wizard.playvox.answer import ScimResponse
from wizard.playvox.models import ListResponse
from wizard.problem import ProblemError


def by_user_name(name: str) -> dict[str, str]:
    return {"matching": "userName", "value": f"{name}@contoso.com"}


def saved_plans(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith("plan-")]


async def test_everybody_by_the_matching_value(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE)
    tenant.person("bo", ROLE, account=True)
    tenant.person("cleo", ROLE, account=True)
    tenant.accounts["a-cleo"]["displayName"] = "Cleopatra"
    tenant.accounts["a-cleo"]["name"]["givenName"] = "Cleopatra"
    tenant.person("dan", ROLE, account=True)
    tenant.accounts["a-dan"]["active"] = False
    tenant.person("eve", account=True)
    plan = await tenant.plan(tmp_path)
    assert rows_of(plan) == {
        "ana": ("create", "no_account", by_user_name("ana")),
        "bo": ("link", "same", by_user_name("bo")),
        "cleo": (
            "update",
            "differs",
            {**by_user_name("cleo"), "attributes": "displayName, name.givenName"},
        ),
        "dan": ("update", "reactivated", {**by_user_name("dan"), "attributes": "active"}),
    }
    header = plan.header
    assert (header.counts.create, header.counts.link, header.counts.update) == (1, 1, 2)
    assert (header.in_scope, header.accounts, header.left_alone, header.held_back) == (4, 4, 1, False)
    assert plan.row("ana") is not None
    assert (plan.row("ana").name, plan.row("ana").user_name) == ("Ana", "ana@contoso.com")  # type: ignore[union-attr]


async def test_an_active_account_that_differs_is_not_reactivated(tenant: Tenant, tmp_path: Path) -> None:
    """An inactive account that stays inactive is not reactivated either."""
    tenant.map("active", '"False"')
    tenant.person("ana", ROLE, account=True, displayName="Anastasia")
    tenant.accounts["a-ana"]["active"] = False
    tenant.person("bo", ROLE, account=True, displayName="Bob")
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": ("update", "differs", {**by_user_name("ana"), "attributes": "displayName"}),
        "bo": ("update", "differs", {**by_user_name("bo"), "attributes": "active, displayName"}),
    }


async def test_people_out_of_scope_are_left_alone_and_say_why(tenant: Tenant, tmp_path: Path) -> None:
    tenant.filter("department", "EQUALS", "Sales")
    tenant.person("ana", ROLE, account=True, department="Sales", accountEnabled=False)
    tenant.person("bo", OFF, account=True, department="Sales")
    tenant.person("cleo", ROLE, account=True, department="Support")
    tenant.person("dan", account=True, department="Sales")
    tenant.person("eve", OFF, accountEnabled=False, department="Sales")
    plan = await tenant.plan(tmp_path)
    assert rows_of(plan) == {
        "ana": ("skip", "disabled_not_linked", {}),
        "bo": ("skip", "role_disabled_not_linked", {}),
        "cleo": ("skip", "filtered_out_not_linked", {}),
        "eve": ("skip", "disabled_not_linked", {}),
    }
    assert (plan.header.left_alone, plan.header.in_scope) == (4, 4)
    assert notes_of(plan)["roles_disabled"] == {"count": "2"}


async def test_a_filter_that_nobody_can_evaluate_here_leaves_the_person_unknown(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.filter("department", "SOUNDS LIKE", "Sales")
    tenant.person("ana", ROLE, account=True, department="Sales")
    [(action, reason, facts)] = rows_of(await tenant.plan(tmp_path)).values()
    assert (action, reason) == ("unknown", "filter_uncertain")
    assert facts["code"].startswith("scope.")
    assert set(facts) == {"code"}


async def test_no_value_does_not_equal_anything_and_that_is_certain(tenant: Tenant, tmp_path: Path) -> None:
    """Entra docs: a clause about no value is false, also a negative one."""
    tenant.filter("department", "NOT EQUALS", "Sales")
    tenant.person("ana", ROLE)
    tenant.person("bo", ROLE, department="Support")
    assert reasons_of(await tenant.plan(tmp_path)) == {
        "ana": ("skip", "filtered_out_not_linked"),
        "bo": ("create", "no_account"),
    }


async def test_several_accounts_with_one_value_are_an_error_of_the_service(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", ROLE)
    tenant.account("a1", "ana")
    tenant.account("a2", "ana")
    plan = await tenant.plan(tmp_path)
    assert rows_of(plan) == {"ana": ("skip", "duplicate_accounts", by_user_name("ana"))}
    assert plan.header.left_alone == 2


async def test_one_account_for_several_people_is_not_known_to_go_to_either(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.map("userName", "[mail]")
    for name in ("ana", "bo"):
        tenant.person(name, ROLE, mail="Team@contoso.com")
    tenant.account("team", "team")
    tenant.person("cleo", ROLE)
    told = {"matching": "userName", "value": "Team@contoso.com"}
    plan = await tenant.plan(tmp_path)
    rows = rows_of(plan)
    for name, other in (("ana", "Bo"), ("bo", "Ana")):
        action, reason, facts = rows[name]
        assert (action, reason, facts["other"]) == ("unknown", "same_value_twice", other)
        assert told.items() <= facts.items()
    assert rows["cleo"][:2] == ("create", "no_account")
    assert plan.header.left_alone == 0


async def test_several_people_who_would_be_created_under_one_value(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("userName", "[mail]")
    tenant.person("ana", ROLE, mail="team@contoso.com")
    tenant.person("bo", ROLE, mail="TEAM@contoso.com")
    tenant.person("cleo", ROLE)
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": (
            "unknown",
            "same_value_twice",
            {"matching": "userName", "value": "team@contoso.com", "other": "Bo"},
        ),
        "bo": (
            "unknown",
            "same_value_twice",
            {"matching": "userName", "value": "TEAM@contoso.com", "other": "Ana"},
        ),
        "cleo": ("create", "no_account", by_user_name("cleo")),
    }


async def test_values_match_whatever_their_letter_case(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, account=True, userPrincipalName="Ana@Contoso.com")
    tenant.accounts["a-ana"]["userName"] = "ANA@contoso.com"
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": ("link", "same", {"matching": "userName", "value": "Ana@Contoso.com"})
    }


async def test_matching_attributes_are_tried_in_order(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("userName", "[userPrincipalName]", matchingPriority=2)
    tenant.map("externalId", "[mailNickname]", matchingPriority=1)
    tenant.person("ana", ROLE, account=True)  # both agree
    tenant.person("bo", ROLE)
    tenant.account("old", "bo", externalId="another")  # found by the second attribute alone
    tenant.person("cleo", ROLE, mailNickname=None)
    tenant.account("a-cleo", "cleo")
    tenant.person("dan", ROLE)
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": ("link", "same", {"matching": "externalId", "value": "ana"}),
        "bo": ("update", "differs", {**by_user_name("bo"), "attributes": "externalId"}),
        "cleo": ("link", "same", by_user_name("cleo")),
        "dan": ("create", "no_account", {"matching": "externalId", "value": "dan"}),
    }


@pytest.mark.parametrize(
    ("flow_types", "created", "updated"),
    [
        ("Add,Update,Delete", ("create", "no_account"), ("update", "differs")),
        ("Update,Delete", ("skip", "creates_off"), ("update", "differs")),
        ("Add", ("create", "no_account"), ("skip", "updates_off")),
    ],
)
async def test_actions_that_are_switched_off(
    tenant: Tenant, tmp_path: Path, flow_types: str, created: Any, updated: Any
) -> None:
    tenant.mapping["flowTypes"] = flow_types
    tenant.person("ana", ROLE)
    tenant.person("bo", ROLE, account=True, displayName="Bob")
    rows = rows_of(await tenant.plan(tmp_path))
    assert rows["ana"] == (*created, by_user_name("ana"))
    assert rows["bo"] == (*updated, {**by_user_name("bo"), "attributes": "displayName"})


async def test_people_for_whom_the_mapping_gives_no_sure_result(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("displayName", 'IIF([displayName]="Nobody", IgnoreFlowIfNullOrEmpty(""), [displayName])')
    tenant.map("userName", "[mail]")
    tenant.person("ana", ROLE, mail=None)
    tenant.person("bo", ROLE)
    rows = rows_of(await tenant.plan(tmp_path))
    assert rows["ana"] == ("skip", "no_matching_value", {"matching": "userName"})
    assert rows["bo"][:2] == ("create", "no_account")


async def test_an_expression_that_fails_names_its_attribute(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("displayName", 'FormatDateTime([displayName], , "yyyy-MM-dd", "yyyy")')
    tenant.person("ana", ROLE, displayName="no date")
    tenant.person("bo", ROLE, displayName="2026-01-31")
    rows = rows_of(await tenant.plan(tmp_path))
    action, reason, facts = rows["ana"]
    assert (action, reason, facts["attribute"]) == ("unknown", "expression_failed", "displayName")
    assert facts["code"]
    assert rows["bo"][:2] == ("create", "no_account")


async def test_a_matching_value_that_fails_leaves_the_account_unknown(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.map("userName", 'FormatDateTime([mail], , "yyyy-MM-dd", "yyyy")')
    tenant.person("ana", ROLE)
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": ("unknown", "expression_uncertain", {"attributes": "userName"})
    }


async def test_a_reason_to_hold_back_every_deactivation(tenant: Tenant, tmp_path: Path) -> None:
    """Playvox cannot search the first matching attribute: the job's own test fails, nobody is changed."""
    tenant.refused["filter=userName"] = 400
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", ROLE)
    tenant.person("cleo", account=True)
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == dict.fromkeys(("ana", "bo"), ("skip", "connection_test_fails"))
    assert notes_of(plan)["connection_test_fails"] == {"attribute": "userName"}
    assert plan.header.counts.skip == 2


async def test_a_later_matching_attribute_that_cannot_be_searched(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("externalId", "[mailNickname]", matchingPriority=2)
    tenant.refused["filter=externalId"] = 501
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", ROLE)
    plan = await tenant.plan(tmp_path)
    assert rows_of(plan) == {
        "ana": ("link", "same", by_user_name("ana")),
        "bo": ("skip", "matching_refused", {"matching": "externalId", "value": "bo"}),
    }
    assert notes_of(plan)["matching_refused"] == {"attribute": "externalId"}


@pytest.mark.parametrize("status", [401, 500])
async def test_a_playvox_that_refuses_the_key_or_fails_stops_the_plan(
    tenant: Tenant, tmp_path: Path, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(_seconds: float) -> None: ...

    monkeypatch.setattr("wizard.playvox.scim.asyncio.sleep", at_once)
    tenant.person("ana", ROLE)
    for part in ("filter=", "startIndex="):
        tenant.refused = {part: status}
        with pytest.raises(ProblemError) as caught:
            await tenant.plan(tmp_path)
        assert caught.value.problem.facts["status"] == str(status)
    assert saved_plans(tmp_path) == []


async def test_a_mapping_that_is_switched_off_touches_nobody(tenant: Tenant, tmp_path: Path) -> None:
    tenant.mapping["enabled"] = False
    tenant.person("ana", ROLE)
    tenant.person("bo", ROLE, accountEnabled=False)
    plan = await tenant.plan(tmp_path)
    assert set(reasons_of(plan).values()) == {("skip", "mapping_off")}
    assert "mapping_off" in notes_of(plan)


async def test_without_a_mapping_of_people_there_is_no_plan(tenant: Tenant, tmp_path: Path) -> None:
    tenant.mapping["sourceObjectName"] = "Group"
    with pytest.raises(ProblemError) as caught:
        await tenant.plan(tmp_path)
    assert caught.value.problem.code == "mapping_missing"


async def test_accounts_that_cannot_be_listed_are_asked_one_by_one(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused["startIndex="] = 403
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", ROLE)
    tenant.person("cleo", account=True)
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == {"ana": ("link", "same"), "bo": ("create", "no_account")}
    assert (plan.header.accounts, plan.header.left_alone) == (None, None)
    assert "accounts_not_listed" in notes_of(plan)
    asked = [each for each in tenant.requests if "filter=" in each]
    assert len(asked) == 3, "the probe, and one question for each person in scope"


@pytest.mark.parametrize("page", [1, 2, 3, 100])
async def test_every_page_is_read(tenant: Tenant, tmp_path: Path, page: int) -> None:
    tenant.page = page
    for number in range(7):
        tenant.person(f"p{number}", ROLE, account=number % 2 == 0)
    plan = await tenant.plan(tmp_path, sync_all=True)
    assert (plan.header.counts.link, plan.header.counts.create) == (4, 3)
    assert plan.header.accounts == 4


async def test_everybody_of_the_tenant_when_the_scope_is_all(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana")
    tenant.person("bo", OFF)
    tenant.person("cleo", accountEnabled=False)
    plan = await tenant.plan(tmp_path, sync_all=True)
    assert reasons_of(plan) == {
        "ana": ("create", "no_account"),
        "bo": ("create", "no_account"),
        "cleo": ("skip", "disabled_not_linked"),
    }
    assert (plan.header.scope, plan.header.in_scope) == ("all", 3)
    assert "roles_disabled" not in notes_of(plan)


async def test_direct_members_of_assigned_security_groups(tenant: Tenant, tmp_path: Path) -> None:
    for name in ("ana", "bo", "cleo", "dan"):
        tenant.person(name)
    tenant.group("support", "ana", "bo")
    tenant.group("mailing", "cleo", securityEnabled=False)
    tenant.group("outer", "ana")
    tenant.groups["outer"]["groups"] = ("inner", "other")
    tenant.group("second", "ana")
    tenant.groups["second"]["groups"] = ("inner",)
    tenant.group("gone")
    del tenant.groups["gone"]
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == {"ana": ("create", "no_account"), "bo": ("create", "no_account")}
    assert notes_of(plan) == {
        "nested_groups": {"groups": "Outer, Second"},
        "groups_without_security": {"groups": "Mailing"},
    }
    assert plan.header.in_scope == 2


async def test_a_group_of_groups_alone_reaches_nobody(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana")
    tenant.group("outer")
    tenant.groups["outer"]["groups"] = ("inner",)
    plan = await tenant.plan(tmp_path)
    assert rows_of(plan) == {}
    assert notes_of(plan) == {"only_nested_groups": {"groups": "Outer"}}


@pytest.mark.parametrize("counts", [True, False], ids=["default access counts", "it does not"])
async def test_people_with_default_access_only(tenant: Tenant, tmp_path: Path, counts: bool) -> None:
    tenant.person("ana", DEFAULT_ACCESS)
    tenant.person("bo", DEFAULT_ACCESS, ROLE)
    tenant.person("cleo", ROLE)
    plan = await tenant.plan(tmp_path, default_access=counts)
    rows = reasons_of(plan)
    assert rows["bo"] == rows["cleo"] == ("create", "no_account")
    if counts:
        assert rows["ana"] == ("create", "no_account")
        assert notes_of(plan)["default_access"] == {"count": "1"}
    else:
        assert rows["ana"] == ("skip", "role_disabled_not_linked")
        assert "default_access" not in notes_of(plan)


async def test_a_group_that_cannot_be_read_stops_the_plan(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana")
    tenant.group("support", "ana")
    for part in ("microsoft.graph.group", "securityEnabled", "microsoft.graph.user"):
        tenant.refused = {part: 403}
        with pytest.raises(ProblemError) as caught:
            await tenant.plan(tmp_path)
        assert caught.value.problem.facts["status"] == "403"


async def test_the_roles_of_a_person_are_read_where_a_mapping_uses_them(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.map("displayName", "SingleAppRoleAssignment([appRoleAssignments])")
    tenant.person("ana", ROLE, account=True)
    tenant.accounts["a-ana"]["displayName"] = "User"
    tenant.person("bo", account=True)
    tenant.group("support", "bo")
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == {"ana": ("link", "same"), "bo": ("update", "differs")}


async def test_an_attribute_that_cannot_be_searched_is_not_searched_person_by_person(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.refused["startIndex="] = 403
    tenant.refused["filter=externalId"] = 400
    tenant.map("externalId", "[mailNickname]", matchingPriority=2)
    tenant.person("ana", ROLE)
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": ("skip", "matching_refused")}
    asked = [each for each in tenant.requests if "filter=externalId" in each]
    assert len(asked) == 1, "only to find out whether it can be searched"


async def test_a_group_whose_members_are_no_list_stops_the_plan(
    tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant.group("support")
    answered = TableGraph._answer

    def without_members(graph: TableGraph, address: str, *, eventual: bool) -> tuple[int, Any]:
        found = answered(graph, address, eventual=eventual)
        return (200, {}) if "microsoft.graph.group" in address else found

    monkeypatch.setattr(TableGraph, "_answer", without_members)
    with pytest.raises(ProblemError) as caught:
        await tenant.plan(tmp_path)
    assert caught.value.problem.code == "graph_unexpected_answer"
    assert caught.value.problem.facts == {
        "kind": "object",
        "where": "/groups/support/members/microsoft.graph.group",
    }


async def test_every_matching_attribute_without_a_sure_value_is_named(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.map("userName", 'FormatDateTime([mail], , "yyyy-MM-dd", "yyyy")')
    tenant.map("externalId", 'FormatDateTime([mailNickname], , "yyyy-MM-dd", "yyyy")', matchingPriority=2)
    tenant.map("displayName", 'FormatDateTime([displayName], , "yyyy-MM-dd", "yyyy")')
    tenant.person("ana", ROLE)
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": ("unknown", "expression_uncertain", {"attributes": "externalId, userName"})
    }


async def test_a_person_whom_an_expression_leaves_out(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("displayName", 'IIF([department]="Hidden", IgnoreObjectFlow, [displayName])')
    tenant.person("ana", ROLE, department="Hidden")
    tenant.person("bo", ROLE, department="Sales")
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": ("skip", "object_ignored", {}),
        "bo": ("create", "no_account", by_user_name("bo")),
    }


async def test_all_matching_attributes_are_named_where_none_has_a_value(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.map("userName", "[mail]")
    tenant.map("externalId", "[employeeId]", matchingPriority=2)
    tenant.person("ana", ROLE, mail=None)
    tenant.person("bo", ROLE, mail=None, employeeId="7")
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": ("skip", "no_matching_value", {"matching": "userName, externalId"}),
        "bo": ("create", "no_account", {"matching": "externalId", "value": "7"}),
    }


async def test_pages_of_accounts_are_decoded_beside_the_event_loop(
    tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant.page = 2
    for number in range(5):
        tenant.person(f"p{number}", ROLE, account=True)
    threads: list[str] = []
    decode = scim._listing

    def decoded(answer: ScimResponse) -> ListResponse:
        found = decode(answer)
        if found.total == 5:
            threads.append(threading.current_thread().name)
        return found

    monkeypatch.setattr(scim, "_listing", decoded)
    await tenant.plan(tmp_path)
    assert len(threads) == 3
    assert threading.current_thread().name not in threads


async def test_what_is_assumed_while_the_application_is_still_to_be_added(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", ROLE)
    plan = await tenant.plan(
        tmp_path, new_application=True, mappings_assumed=True, application_name="Playvox test"
    )
    told = notes_of(plan)
    assert told["new_application"] == {"name": "Playvox test", "role": "User"}
    targets = [row["targetAttributeName"] for row in tenant.mapping["attributeMappings"]]
    assert told["mappings_assumed"] == {"attributes": ", ".join(targets)}
    told = notes_of(await tenant.plan(tmp_path, new_application=True, roles=()))
    assert told["new_application"]["role"] == ""
    assert "mappings_assumed" not in told

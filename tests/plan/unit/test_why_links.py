"""One person's links from the assignment to the account, read from tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from tests.plan.unit.services import TableGraph, TablePlayvox
from tests.plan.unit.tables import DEFAULT_ACCESS, OFF, ROLE
from tests.plan.unit.tenant import Tenant
from wizard.entra.errors import GraphError
from wizard.entra.status import Schedule
from wizard.plan.request import Run
from wizard.plan.why import Deactivation, ValueDifference, Why, WhyAccount, WhyPerson
from wizard.plan.why_reading import explain_person
from wizard.problem import NotFoundError, Problem

CHANGED = datetime(2026, 10, 1, tzinfo=UTC)
REACHED_NOT: tuple[str, str, dict[str, str]] = ("not_reached", "not_reached", {})


@pytest.fixture
def tenant() -> Tenant:
    """A tenant whose job is on and has run."""
    made = Tenant()
    made.ran()
    assert made.job is not None
    made.job = replace(made.job, schedule=Schedule("Active", "PT40M"))
    return made


async def ask(tenant: Tenant, name: str = "ana", **changes: Any) -> Why:
    async with TableGraph(tenant) as graph, TablePlayvox(tenant) as playvox:
        return await explain_person(graph, playvox, tenant.request(**changes), name)


def links(why: Why) -> dict[str, tuple[str, str, dict[str, str]]]:
    return {each.name: (each.state, each.code, dict(each.facts)) for each in why.links}


async def test_the_whole_answer(tenant: Tenant) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.logged("ana", "create", at="2026-10-02T00:00:00Z")
    why = await ask(tenant)
    assert why.person == WhyPerson("ana", "Ana", "ana@contoso.com")
    assert why.account == WhyAccount("active", "a-ana", "ana@contoso.com", CHANGED)
    assert (why.differences, why.deactivated, why.broken, why.unknown) == ((), None, None, None)
    assert links(why) == {
        "assigned": ("ok", "assigned_directly", {}),
        "role": ("ok", "role_on", {"roles": "User"}),
        "enabled": ("ok", "enabled", {}),
        "in_scope": ("ok", "no_filter", {}),
        "mapped": ("ok", "mapped", {"value": "ana@contoso.com"}),
        "matched": ("ok", "linked", {"account": "ana@contoso.com"}),
        "sent": ("ok", "up_to_date", {"at": "2026-10-02T00:00:00+00:00"}),
        "answered": ("ok", "agrees", {}),
    }


async def test_nobody_has_this_id(tenant: Tenant) -> None:
    with pytest.raises(NotFoundError) as caught:
        await ask(tenant, "nobody")
    assert caught.value.problem == Problem("why.person_unknown", {"name": "nobody"})


SEVEN = [f"g{number}" for number in range(7)]


def grouped(tenant: Tenant, names: Sequence[str], members: Sequence[str] = ("ana",), **more: Any) -> None:
    for name in names:
        tenant.group(name, *members, **more)


def nested(tenant: Tenant, depth: int) -> None:
    """A group with Ana inside `depth` assigned or other groups; only the outermost is assigned."""
    names = ["outer", *(f"level{number}" for number in range(1, depth)), "inner"]
    tenant.group("outer")
    for name in names[1:]:
        tenant.groups[name] = {
            "about": {"id": name, "displayName": name, "securityEnabled": True},
            "users": ("ana",) if name == "inner" else (),
            "groups": (),
        }
    for outer, inner in pairwise(names):
        tenant.groups[outer]["groups"] = (inner,)


def assigned(tenant: Tenant) -> None:
    tenant.assign("ana", "User")


ASSIGNED: dict[str, tuple[tuple[Callable[[Tenant], None], ...], str, str, str]] = {
    "through one": ((partial(grouped, names=("support",)),), "ok", "assigned_through", "Support"),
    "through seven": ((partial(grouped, names=SEVEN),), "ok", "assigned_through", "G0, G1, G2, G3, G4 …"),
    "through five": ((partial(grouped, names=SEVEN[:5]),), "ok", "assigned_through", "G0, G1, G2, G3, G4"),
    "a group that does not say whether it is one for security": (
        (partial(grouped, names=("support",), securityEnabled=None),),
        "ok",
        "assigned_through",
        "Support",
    ),
    "directly too": ((assigned, partial(grouped, names=("support",))), "ok", "assigned_directly", ""),
    "not": ((), "broken", "not_assigned", ""),
    "others in a group": (
        (partial(grouped, names=("support",), members=("bo",)),),
        "broken",
        "not_assigned",
        "",
    ),
    "a distribution list": (
        (partial(grouped, names=("list",), securityEnabled=False),),
        "broken",
        "assigned_unsecured",
        "List",
    ),
    "a list and a group": (
        (partial(grouped, names=("list",), securityEnabled=False), partial(grouped, names=("support",))),
        "ok",
        "assigned_through",
        "Support",
    ),
    "nested once": ((partial(nested, depth=1),), "broken", "assigned_nested", "Outer"),
    "nested three deep": ((partial(nested, depth=3),), "broken", "assigned_nested", "Outer"),
    "nested deeper than is read": ((partial(nested, depth=4),), "broken", "not_assigned", ""),
    "nested, but assigned": ((partial(nested, depth=1), assigned), "ok", "assigned_directly", ""),
    "an assigned group that is gone": (
        (lambda tenant: tenant.assign("gone", "Group"),),
        "broken",
        "not_assigned",
        "",
    ),
}


@pytest.mark.parametrize("case", ASSIGNED)
async def test_how_a_person_is_assigned(tenant: Tenant, case: str) -> None:
    preparing, state, code, groups = ASSIGNED[case]
    tenant.person("ana")
    tenant.person("bo", ROLE)
    for prepare in preparing:
        prepare(tenant)
    found = links(await ask(tenant))
    assert found["assigned"] == (state, code, {"groups": groups} if groups else {})
    assert (found["role"] == REACHED_NOT) is (state == "broken")


async def test_everybody_is_in_scope(tenant: Tenant) -> None:
    tenant.person("ana")
    found = links(await ask(tenant, sync_all=True, saved_sync_all=True))
    assert found["assigned"] == ("ok", "assigned_everybody", {})
    assert found["role"] == ("ok", "role_everybody", {})


async def test_nested_groups_that_cannot_be_read_are_no_answer(tenant: Tenant) -> None:
    tenant.person("ana")
    nested(tenant, 1)
    tenant.refused["/members/microsoft.graph.group"] = 403
    with pytest.raises(GraphError, match="graph_forbidden"):
        await ask(tenant)


@pytest.mark.parametrize(
    ("roles", "changes", "expected"),
    [
        ((ROLE, OFF), {}, ("ok", "role_on", {"roles": "User, Former"})),
        ((DEFAULT_ACCESS,), {}, ("ok", "role_default_access", {})),
        ((DEFAULT_ACCESS,), {"default_access": False}, ("broken", "role_off", {"roles": ""})),
        ((OFF,), {}, ("broken", "role_off", {"roles": "Former"})),
    ],
)
async def test_the_role(
    tenant: Tenant, roles: tuple[str, ...], changes: dict[str, Any], expected: Any
) -> None:
    tenant.person("ana", *roles)
    assert links(await ask(tenant, **changes))["role"] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, ("ok", "enabled")), (False, ("broken", "disabled")), (None, ("unknown", "enabled_unread"))],
)
async def test_whether_the_person_is_enabled(tenant: Tenant, value: bool | None, expected: Any) -> None:
    tenant.person("ana", ROLE, accountEnabled=value)
    assert links(await ask(tenant))["enabled"] == (*expected, {})


async def test_the_scoping_filter(tenant: Tenant) -> None:
    tenant.person("ana", ROLE, department="Sales")
    tenant.person("bo", ROLE, department="Support")
    tenant.filter("department", "EQUALS", "Sales")
    inside, outside = links(await ask(tenant)), links(await ask(tenant, "bo"))
    text = {"filter": "department EQUALS Sales"}
    assert inside["in_scope"] == ("ok", "filter_passed", text)
    assert outside["in_scope"] == ("broken", "filtered_out", text)
    assert outside["mapped"] == outside["sent"] == outside["answered"] == REACHED_NOT


async def test_what_the_mapping_cannot_give(tenant: Tenant) -> None:
    tenant.person("ana", ROLE, mail=None)
    tenant.map("userName", "[mail]")
    assert links(await ask(tenant))["mapped"][:2] == ("broken", "no_matching_value")
    tenant.map("displayName", 'FormatDateTime([displayName], , "yyyy-MM-dd", "yyyy")')
    state, code, facts = links(await ask(tenant))["mapped"]
    assert (state, code, facts["attribute"]) == ("broken", "expression_failed", "displayName")
    tenant.mapping["enabled"] = False
    assert links(await ask(tenant))["mapped"] == ("broken", "mapping_off", {})


# ---- The account


async def test_an_account_that_is_found_by_value(tenant: Tenant) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.logged("ana", "other", account="none")
    tenant.connections.clear()
    why = await ask(tenant)
    assert links(why)["matched"] == ("ok", "found", {"account": "ana@contoso.com", "matching": "userName"})
    assert why.account.id == "a-ana"


async def test_no_account_yet(tenant: Tenant) -> None:
    tenant.person("ana", ROLE)
    why = await ask(tenant)
    no_account = {"matching": "userName", "value": "ana@contoso.com"}
    assert links(why)["matched"] == ("ok", "no_account", no_account)
    assert why.account == WhyAccount("none")
    assert links(why)["sent"] == ("broken", "not_processed", {"next": ""})


@pytest.mark.parametrize(
    ("run", "matched", "account"),
    [
        (Run.INCREMENTAL, ("broken", "linked_account_gone"), "none"),
        (Run.FULL, ("ok", "no_account"), "none"),
    ],
)
async def test_the_linked_account_is_gone(
    tenant: Tenant, run: Run, matched: tuple[str, str], account: str
) -> None:
    tenant.person("ana", ROLE)
    tenant.linked("ana")
    why = await ask(tenant, run=run)
    assert links(why)["matched"][:2] == matched
    assert why.account.state == account


async def test_accounts_that_match_twice(tenant: Tenant) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.account("second", "ana")
    why = await ask(tenant)
    assert links(why)["matched"][:2] == ("broken", "duplicate_accounts")
    assert why.account.state == "unknown"
    assert links(why)["sent"] == links(why)["answered"] == REACHED_NOT


@pytest.mark.parametrize("known", ["connection", "log"])
@pytest.mark.parametrize(
    ("holder", "other"), [("bo", "Bo"), ("nameless", "nameless"), ("deleted", ""), ("ana", "")]
)
async def test_the_account_is_linked_to_somebody_else(
    tenant: Tenant, known: str, holder: str, other: str
) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo")
    tenant.person("nameless", displayName=None)
    tenant.logged(holder, "create", account="a-ana", details={"Assigned": "true"})
    tenant.connections.pop("ana", None)
    if known == "log":
        tenant.refused["objectConnections"] = 403
        tenant.logged("ana", "disable", account="a-other")  # so that it is known where Ana is linked
    found = links(await ask(tenant, run=Run.FULL))["matched"]
    if other:
        assert found == ("broken", "linked_to_other", {"other": other, "account": "ana@contoso.com"})
    else:
        assert found[0] == "ok"


async def test_without_connections_and_log_a_missing_account_may_be_renamed(tenant: Tenant) -> None:
    tenant.person("ana", ROLE)
    tenant.refused["objectConnections"] = 403
    why = await ask(tenant)
    assert links(why)["matched"] == ("unknown", "perhaps_renamed", {})
    assert why.account.state == "unknown"
    tenant.job = None
    assert links(await ask(tenant))["matched"][:2] == ("ok", "no_account")


async def test_the_log_tells_the_link_where_connections_cannot_be_read(tenant: Tenant) -> None:
    tenant.person("ana", ROLE)
    tenant.account("renamed", "changed")
    tenant.logged("ana", "create", account="renamed", at="2026-10-02T00:00:00Z")
    tenant.refused["objectConnections"] = 403
    assert links(await ask(tenant))["matched"] == ("ok", "linked", {"account": "changed@contoso.com"})
    cleared = datetime(2026, 10, 3, tzinfo=UTC)
    assert links(await ask(tenant, links_forgotten=cleared))["matched"][:2] == (
        "unknown",
        "perhaps_renamed",
    )


async def test_the_account_of_a_person_outside_the_filter(tenant: Tenant) -> None:
    tenant.person("ana", ROLE, account=True, department="Support")
    tenant.filter("department", "EQUALS", "Sales")
    why = await ask(tenant)
    assert links(why)["matched"] == REACHED_NOT
    assert why.account.id == "a-ana"
    tenant.account("second", "ana")
    assert (await ask(tenant)).account == WhyAccount("none")


async def test_playvox_that_cannot_be_read(tenant: Tenant) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.logged("ana", "create", at="2026-10-02T00:00:00Z")
    problem = Problem("key_first")
    async with TableGraph(tenant) as graph:
        why = await explain_person(graph, problem, tenant.request(), "ana")
    assert why.account == WhyAccount("unknown", problem=problem)
    assert links(why)["matched"] == ("unknown", "playvox_unread", {})
    assert why.unknown is not None
    assert (why.unknown.name, why.unknown.problem) == ("matched", problem)
    assert links(why)["answered"] == ("ok", "accepted", {"at": "2026-10-02T00:00:00+00:00"})
    tenant.refused["/Users"] = 401
    why = await ask(tenant)
    assert why.account.state == "unknown"
    assert why.account.problem is not None


async def test_a_log_that_cannot_be_read(tenant: Tenant) -> None:
    tenant.person("ana", ROLE)
    tenant.refused["/auditLogs/provisioning"] = 403
    why = await ask(tenant)
    assert links(why)["sent"] == links(why)["answered"] == ("unknown", "log_unread", {})
    assert why.unknown is not None
    assert why.unknown.problem is not None


# ---- Values and deactivations


async def test_values_that_differ_and_why(tenant: Tenant) -> None:
    tenant.person("ana", ROLE, account=True, department=None)
    tenant.logged("ana", "update")
    tenant.accounts["a-ana"] |= {"displayName": "Old", "title": "Kept", "nickName": "Ana"}
    tenant.map("displayName", "[displayName]", flowType="ObjectAddOnly")
    tenant.map("title", "[department]")
    tenant.map("nickName", "[givenName]")
    why = await ask(tenant)
    found = {each.attribute: each for each in why.differences}
    assert found["displayName"] == ValueDifference("displayName", "Ana", "Old", "value_at_creation")
    assert found["title"] == ValueDifference("title", "", "Kept", "value_empty")
    assert "nickName" not in found, "it agrees"
    tenant.map("displayName", "[displayName]", flowType="Always")
    sent = ValueDifference("displayName", "Ana", "Old", "value_sent")
    assert sent in (await ask(tenant)).differences
    tenant.map("displayName", None)
    unmapped = ValueDifference("displayName", "Ana", "Old", "value_unmapped")
    assert unmapped in (await ask(tenant)).differences
    tenant.accounts["a-ana"]["displayName"] = "Ana"
    assert {each.code for each in (await ask(tenant)).differences} == {"value_empty"}


async def test_values_of_a_person_without_entitlement_are_not_compared(tenant: Tenant) -> None:
    tenant.person("ana", account=True)
    tenant.linked("ana")
    tenant.accounts["a-ana"]["displayName"] = "Old"
    assert (await ask(tenant)).differences == ()


SAYS = {"Active in the source system": "True", "Assigned": "True"}


@pytest.mark.parametrize(
    ("entry", "cause", "deleted"),
    [
        ({"action": "disable", "details": {"Assigned": "False"}}, "unassigned", False),
        ({"action": "disable", "details": {**SAYS, "IsActive": "False"}}, "", False),
        ({"action": "disable", "details": {"IsActive": "False", "Assigned": "True"}}, "disabled", False),
        (
            {"action": "disable", "details": {**SAYS, "IsEffectivelyEntitledForProvisioning": "False"}},
            "role_disabled",
            False,
        ),
        (
            {"action": "disable", "details": {**SAYS, "IsInProvisioningScopeDisplayName": "False"}},
            "filtered_out",
            False,
        ),
        ({"action": "disable"}, "", False),
        ({"action": "disable", "step": "EntryImportDelete"}, "deleted", False),
        ({"action": "delete", "details": {"Assigned": "False"}}, "unassigned", True),
    ],
)
async def test_why_the_account_was_deactivated(
    tenant: Tenant, entry: dict[str, Any], cause: str, deleted: bool
) -> None:
    tenant.person("ana", account=True)
    tenant.logged("ana", "disable", status="failure", at="2026-10-07T00:00:00Z")
    tenant.logged("ana", "other", at="2026-10-06T00:00:00Z")
    tenant.logged("ana", **entry, at="2026-10-05T00:00:00Z")
    tenant.logged("ana", "create", at="2026-10-04T00:00:00Z")
    expected = Deactivation(datetime(2026, 10, 5, tzinfo=UTC), cause, deleted)
    assert (await ask(tenant)).deactivated == expected


async def test_what_only_this_computer_has_kept_of_the_log_counts_too(tenant: Tenant) -> None:
    """Entra forgets after 30 days; entries of another job, and those Entra has too, do not count."""
    tenant.person("ana", account=True)
    for number in range(300):
        at = f"2026-10-06T00:{number // 60:02}:{number % 60:02}Z"
        tenant.logged("ana", "other", status="skipped", at=at)
    tenant.logged("ana", "disable", at="2026-08-05T00:00:00Z")
    tenant.logged("ana", "create", at="2026-09-05T00:00:00Z")
    other, old = tenant.log.pop(), tenant.log.pop()
    other["jobId"] = "another"

    async def kept(_person: str) -> list[dict[str, Any]]:
        return [*tenant.log[:3], old, other]

    async with TableGraph(tenant) as graph, TablePlayvox(tenant) as playvox:
        why = await explain_person(graph, playvox, tenant.request(), "ana", kept)
    assert why.deactivated == Deactivation(datetime(2026, 8, 5, tzinfo=UTC), "", False)
    assert why.log is not None
    assert why.log.entries == 301
    assert why.log.oldest == datetime(2026, 8, 5, tzinfo=UTC)
    assert why.log.newest == datetime(2026, 10, 6, 0, 4, 59, tzinfo=UTC)


async def test_an_account_that_was_given_back_is_not_deactivated(tenant: Tenant) -> None:
    tenant.person("ana", account=True)
    tenant.logged("ana", "update", at="2026-10-06T00:00:00Z")
    tenant.logged("ana", "disable", at="2026-10-05T00:00:00Z")
    assert (await ask(tenant)).deactivated is None


async def test_only_the_persons_own_entries_count(tenant: Tenant) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", ROLE, account=True)
    tenant.logged("bo", "disable", at="2026-10-09T00:00:00Z")
    tenant.logged("ana", "update", at="2026-10-06T00:00:00Z", written={"displayName": "Ana Two"})
    tenant.users["ana"]["displayName"] = "Ana Two"
    why = await ask(tenant)
    assert why.deactivated is None
    assert links(why)["answered"] == (
        "broken",
        "not_kept",
        {"at": "2026-10-06T00:00:00+00:00", "attributes": "displayName"},
    )
    tenant.log[-1]["provisioningStatusInfo"]["status"] = "failure"
    assert links(await ask(tenant))["answered"][1] == "refused"

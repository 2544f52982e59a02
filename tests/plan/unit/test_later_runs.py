"""A cycle of a job that has run: existing links decide about leavers, renames and conflicts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.plan.unit.tables import NOW, ROLE
from tests.plan.unit.tenant import Tenant, kinds_of, link, notes_of, reasons_of, rows_of
from wizard.plan.request import Run

EVERYTHING = 10_000


def after_full_log(tenant: Tenant, *linked: str, code: str = "NotRun") -> None:
    """The job ran, the log goes back to its first day, and these people were linked."""
    tenant.ran(code=code, linked=len(linked))
    for name in linked:
        tenant.logged(name, "create")


async def test_leavers_lose_their_account_and_say_why(tenant: Tenant, tmp_path: Path) -> None:
    tenant.filter("department", "EQUALS", "Sales")
    tenant.person("ana", account=True, department="Sales")
    tenant.person("bo", ROLE, account=True, department="Sales", accountEnabled=False)
    tenant.person("cleo", ROLE, account=True, department="Support")
    tenant.person("dan", "another-role", account=True, department="Sales")
    tenant.person("eve", ROLE, account=True, department="Sales")
    tenant.account("a-fay", "fay")
    tenant.person("gus", account=True)  # never linked
    after_full_log(tenant, "ana", "bo", "cleo", "dan", "eve", "fay")
    plan = await tenant.plan(tmp_path)
    assert rows_of(plan) == {
        "ana": ("deactivate", "unassigned", {}),
        "bo": ("deactivate", "disabled", {}),
        "cleo": ("deactivate", "filtered_out", {}),
        "dan": ("deactivate", "role_disabled", {}),
        "eve": ("link", "same", {"matching": "userName", "value": "eve@contoso.com"}),
        "fay": ("deactivate", "deleted", {}),
    }
    assert (plan.header.counts.deactivate, plan.header.left_alone) == (5, 1)
    assert plan.header.run is Run.FULL
    fay = plan.row("fay")
    assert fay is not None
    assert (fay.name, fay.user_name, fay.kind) == ("Fay", "fay@contoso.com", "person")


async def test_a_leaver_whose_account_is_inactive_or_gone_is_done_with(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", account=True)
    tenant.accounts["a-ana"]["active"] = False
    tenant.person("bo")
    tenant.ran(code="NotRun")
    tenant.remembered(tmp_path, link("ana"), link("bo"), link("deleted"))
    assert reasons_of(await tenant.plan(tmp_path)) == {
        "ana": ("skip", "inactive_already"),
        "bo": ("skip", "linked_account_gone"),
        "deleted": ("skip", "linked_account_gone"),
    }


async def test_a_gone_account_that_could_not_be_listed_is_not_known_to_be_gone(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.refused["startIndex="] = 403
    tenant.person("ana", account=True)
    tenant.ran(code="NotRun")
    tenant.remembered(tmp_path, link("ana"), link("deleted"))
    unknown = ("unknown", "perhaps_linked")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": unknown, "deleted": unknown}


async def test_accounts_out_of_scope_stay_active_where_that_is_chosen(
    tenant: Tenant, tmp_path: Path
) -> None:
    """Entra docs, "Skip deletion of user accounts that go out of scope": not so for disabled people."""
    tenant.filter("department", "EQUALS", "Sales")
    tenant.person("ana", account=True, department="Sales")
    tenant.person("bo", ROLE, account=True, department="Support")
    tenant.person("cleo", ROLE, account=True, accountEnabled=False)
    tenant.account("a-dan", "dan")
    after_full_log(tenant, "ana", "bo", "cleo", "dan")
    plan = await tenant.plan(tmp_path, keep_out_of_scope=True)
    assert reasons_of(plan) == {
        "ana": ("skip", "kept_active"),
        "bo": ("skip", "kept_active"),
        "cleo": ("deactivate", "disabled"),
        "dan": ("deactivate", "deleted"),
    }
    assert plan.header.keep_out_of_scope


async def test_where_active_never_becomes_false_access_stays(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("active", '"True"')
    tenant.person("ana", account=True)
    tenant.account("a-bo", "bo")
    after_full_log(tenant, "ana", "bo")
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == dict.fromkeys(("ana", "bo"), ("skip", "stays_active"))
    assert notes_of(plan)["active_never_false"] == {"expression": '"True"'}


async def test_without_updates_nobody_is_deactivated(tenant: Tenant, tmp_path: Path) -> None:
    tenant.mapping["flowTypes"] = "Add,Delete"
    tenant.person("ana", account=True)
    after_full_log(tenant, "ana")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": ("skip", "updates_off")}


@pytest.mark.parametrize(
    ("days", "flow_types", "expected"),
    [
        (29, "Add,Update,Delete", ("skip", "reactivated_in_playvox")),
        (30, "Add,Update,Delete", ("deactivate", "deleted_for_good")),
        (31, "Add,Update", ("skip", "reactivated_in_playvox")),
    ],
)
async def test_a_deleted_person_is_gone_for_good_after_thirty_days(
    tenant: Tenant, tmp_path: Path, days: int, flow_types: str, expected: tuple[str, str]
) -> None:
    """The account was activated again in Playvox; Entra deletes it when the person leaves the bin."""
    tenant.mapping["flowTypes"] = flow_types
    tenant.account("a-ana", "ana")
    tenant.ran(code="NotRun", linked=1)
    deleted = (NOW - timedelta(days=days)).isoformat()
    tenant.logged("ana", "disable", step="EntryImportDelete", at=deleted)
    tenant.logged("ana", "create", at="2026-09-01T00:00:00Z")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": expected}


async def test_an_account_that_was_activated_again_in_playvox_stays_so(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", ROLE, account=True, accountEnabled=False)
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("ana", "disable", details={"IsActive": "False"})
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": ("skip", "reactivated_in_playvox")}


async def test_a_renamed_person_keeps_the_linked_account(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE)
    tenant.account("old", "ana", userName="maiden@contoso.com")
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("ana", "create", account="old")
    plan = await tenant.plan(tmp_path)
    assert rows_of(plan) == {"ana": ("update", "differs", {"attributes": "userName"})}
    assert plan.header.left_alone == 0


async def test_a_new_matching_value_that_another_account_has_is_refused_by_playvox(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", ROLE)
    tenant.account("old", "ana", userName="maiden@contoso.com")
    tenant.account("taken", "ana")
    tenant.ran(code="NotRun", linked=1)
    tenant.remembered(tmp_path, link("ana", "old"))
    assert rows_of(await tenant.plan(tmp_path))["ana"] == (
        "skip",
        "value_taken",
        {"attributes": "userName"},
    )


async def test_a_linked_account_that_is_gone_is_made_again_by_a_full_cycle(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", ROLE)
    tenant.ran(code="NotRun")
    tenant.remembered(tmp_path, link("ana"))
    assert rows_of(await tenant.plan(tmp_path)) == {"ana": ("create", "account_gone", {})}
    assert reasons_of(await tenant.plan(tmp_path, run=Run.INCREMENTAL)) == {
        "ana": ("skip", "linked_account_gone")
    }


async def test_whoever_is_linked_keeps_the_account_that_others_find_too(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.map("userName", "[mail]")
    for name in ("ana", "bo", "cleo"):
        tenant.person(name, ROLE, mail="team@contoso.com")
    tenant.account("team", "team")
    tenant.ran(code="NotRun", linked=1)
    tenant.remembered(tmp_path, link("ana", "team"))
    rows = rows_of(await tenant.plan(tmp_path))
    assert rows["ana"][0] == "update"
    for name in ("bo", "cleo"):
        action, reason, facts = rows[name]
        assert (action, reason, facts["other"]) == ("skip", "linked_to_other", "Ana")
        assert facts["value"] == "team@contoso.com"


async def test_an_account_linked_to_somebody_in_scope_under_another_value(
    tenant: Tenant, tmp_path: Path
) -> None:
    """Ana was renamed; Bo now has her old sign-in name and finds her account."""
    tenant.person("ana", ROLE)
    tenant.person("bo", ROLE, userPrincipalName="old.ana@contoso.com")
    tenant.account("one", "ana", userName="old.ana@contoso.com")
    tenant.ran(code="NotRun", linked=1)
    tenant.remembered(tmp_path, link("ana", "one"))
    rows = rows_of(await tenant.plan(tmp_path))
    assert rows["ana"][:2] == ("update", "differs")
    assert rows["bo"][:2] == ("skip", "linked_to_other")
    assert rows["bo"][2]["other"] == "Ana"


async def test_an_account_of_a_leaver_that_somebody_else_wants(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana")
    tenant.person("bo", ROLE, userPrincipalName="old.ana@contoso.com")
    tenant.account("one", "ana", userName="old.ana@contoso.com")
    tenant.ran(code="NotRun", linked=1)
    tenant.remembered(tmp_path, link("ana", "one"))
    plan = await tenant.plan(tmp_path)
    rows = rows_of(plan)
    assert rows["bo"][:2] == ("unknown", "account_taken_over")
    assert rows["bo"][2]["other"] == "Ana"
    assert rows["ana"] == ("unknown", "account_taken_over", {})
    assert {row.id: row.account for row in plan.all_rows()} == {"ana": "one", "bo": "one"}
    tenant.accounts["one"]["active"] = False
    rows = rows_of(await tenant.plan(tmp_path))
    assert rows["bo"][:2] == ("skip", "linked_to_other")
    assert rows["ana"][:2] == ("skip", "inactive_already")


async def test_the_account_of_somebody_deleted_is_free_once_it_was_deactivated(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("bo", ROLE)
    tenant.account("one", "bo")
    tenant.accounts["one"]["active"] = False
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("ana", "disable", account="one", step="EntryImportDelete")
    rows = rows_of(await tenant.plan(tmp_path))
    assert rows["bo"][:2] == ("update", "reactivated")


@pytest.mark.parametrize(
    ("threshold", "held", "expected"),
    [(2, True, "unassigned"), (3, False, "unassigned"), (None, False, "unassigned")],
)
async def test_the_deletion_threshold_counts_certain_leavers(
    tenant: Tenant, tmp_path: Path, threshold: int | None, held: bool, expected: str
) -> None:
    tenant.person("ana", account=True)
    tenant.person("bo", account=True)
    after_full_log(tenant, "ana", "bo")
    plan = await tenant.plan(tmp_path, threshold=threshold)
    assert plan.header.held_back is held
    assert plan.header.threshold == threshold
    assert set(reasons_of(plan).values()) == {("deactivate", expected)}
    told = notes_of(plan)
    assert "perhaps_held_back" not in told
    assert told.get("held_back") == ({"count": "2", "threshold": str(threshold)} if held else None)


@pytest.mark.parametrize(
    ("threshold", "reason", "note"),
    [(2, "unassigned", "held_back"), (3, "perhaps_held_back", "perhaps_held_back"), (4, "unassigned", "")],
)
async def test_where_unknown_people_may_reach_the_threshold_nobody_is_surely_deactivated(
    tenant: Tenant, tmp_path: Path, threshold: int, reason: str, note: str
) -> None:
    """Two leave for certain, and one more perhaps: the account may have a name that nobody knows."""
    tenant.refused["auditLogs"] = 403
    tenant.refused["objectConnections"] = 403
    tenant.person("ana", account=True)
    tenant.person("bo", account=True)
    tenant.person("cleo", account=True)
    tenant.ran(linked=EVERYTHING)
    plan = await tenant.plan(
        tmp_path,
        run=Run.FULL,
        threshold=threshold,
        on_demand={"ana": "a-ana", "bo": "a-bo"},
    )
    rows = reasons_of(plan)
    assert rows["cleo"] == ("unknown", "perhaps_linked")
    assert {rows["ana"][1], rows["bo"][1]} == {reason}
    told = {code: facts for code, facts in notes_of(plan).items() if "held_back" in code}
    assert list(told) == ([note] if note else [])
    if note == "perhaps_held_back":
        assert told[note] == {"count": "3", "threshold": "3"}
        assert plan.header.counts.unknown == 3


async def test_where_nothing_tells_what_was_linked_it_stays_unknown(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused["auditLogs"] = 403
    tenant.refused["objectConnections"] = 403
    tenant.person("ana", account=True)  # out of scope, their account may be linked
    tenant.person("bo", ROLE)  # may own the stranger's account under an older name
    tenant.person("cleo", ROLE, account=True)
    tenant.person("dan", ROLE, accountEnabled=False)
    tenant.person("eve")
    tenant.account("stranger", "stranger")
    tenant.ran(code="NotRun", linked=EVERYTHING)
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == {
        "ana": ("unknown", "perhaps_linked"),
        "bo": ("unknown", "perhaps_renamed"),
        "cleo": ("link", "same"),
        "dan": ("unknown", "perhaps_linked"),
        "stranger": ("unknown", "perhaps_linked"),
    }
    assert kinds_of(plan.all_rows())["stranger"] == "account"
    assert (plan.header.accounts_unknown, plan.header.left_alone) == (1, 0)
    assert plan.header.counts.unknown == 3, "accounts of nobody are not people"
    assert "links_unknown" in notes_of(plan)
    kept = await tenant.plan(tmp_path, keep_out_of_scope=True)
    assert reasons_of(kept)["ana"] == ("skip", "kept_active")


async def test_an_inactive_account_of_nobody_makes_a_new_account_doubtful_only(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.refused["auditLogs"] = 403
    tenant.refused["objectConnections"] = 403
    tenant.person("bo", ROLE)
    tenant.account("stranger", "stranger", active=False)
    tenant.ran(code="NotRun", linked=EVERYTHING)
    assert reasons_of(await tenant.plan(tmp_path)) == {"bo": ("unknown", "perhaps_renamed")}


async def test_people_who_are_newer_than_the_last_cycle_are_new(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused["auditLogs"] = 403
    tenant.refused["objectConnections"] = 403
    tenant.person("ana", ROLE, createdDateTime="2026-11-02T00:00:00Z")
    tenant.person("bo", ROLE, createdDateTime="2026-10-31T00:00:00Z")
    tenant.account("stranger", "stranger")
    tenant.ran("2026-11-01T00:00:00Z", code="NotRun", linked=EVERYTHING)
    rows = reasons_of(await tenant.plan(tmp_path))
    assert rows["ana"] == ("create", "no_account")
    assert rows["bo"] == ("unknown", "perhaps_renamed")


async def test_object_connections_answer_what_the_log_does_not(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused["auditLogs"] = 403
    tenant.person("ana", account=True)
    tenant.linked("ana")
    tenant.person("bo", account=True)  # not linked
    tenant.person("cleo", ROLE)
    tenant.account("old", "old")
    tenant.linked("cleo", "old")
    tenant.ran(code="NotRun", linked=EVERYTHING)
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan) == {
        "ana": ("deactivate", "unassigned"),
        "cleo": ("update", "differs"),
    }
    assert "links_unknown" not in notes_of(plan)
    assert plan.header.accounts_unknown == 0


async def test_a_filter_result_that_is_uncertain_is_not_settled_by_a_link(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.filter("department", "SOUNDS LIKE", "Sales")
    tenant.person("ana", ROLE, account=True, department="Sales")
    after_full_log(tenant, "ana")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": ("unknown", "filter_uncertain")}


async def test_a_changed_scope_is_a_full_cycle_and_says_that_it_needs_a_restart(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", account=True)
    after_full_log(tenant, "ana", code="Active")
    plan = await tenant.plan(tmp_path, sync_all=False, saved_sync_all=True)
    assert notes_of(plan)["restart_needed"] == {"before": "all", "after": "assigned"}
    assert plan.header.run is Run.FULL
    plan = await tenant.plan(tmp_path, sync_all=True, saved_sync_all=False)
    assert notes_of(plan)["restart_needed"] == {"before": "assigned", "after": "all"}
    plan = await tenant.plan(tmp_path, sync_all=True, saved_sync_all=True)
    assert "restart_needed" not in notes_of(plan)
    assert plan.header.run is Run.INCREMENTAL


@pytest.mark.parametrize(
    ("run", "expected"),
    [(Run.FULL, ("link", "same")), (Run.INCREMENTAL, ("skip", "linked_account_gone"))],
)
async def test_a_linked_account_that_is_gone_while_another_has_the_name(
    tenant: Tenant, tmp_path: Path, run: Run, expected: tuple[str, str]
) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.ran(linked=1)
    tenant.remembered(tmp_path, link("ana", "gone"))
    plan = await tenant.plan(tmp_path, run=run)
    assert reasons_of(plan) == {"ana": expected}
    row = plan.row("ana")
    assert row is not None
    assert row.account == ("a-ana" if run is Run.FULL else "gone")


async def test_a_link_does_not_make_an_uncertain_person_certain(tenant: Tenant, tmp_path: Path) -> None:
    """Linked to another account than the one found, and skipped or unknown for a reason of their own."""
    tenant.map("title", 'FormatDateTime([jobTitle], , "yyyy-MM-dd", "yyyy")')
    tenant.person("ana", ROLE, jobTitle="no date")
    tenant.account("older", "ana", userName="older@contoso.com")
    tenant.ran(code="NotRun")
    tenant.remembered(tmp_path, link("ana", "older"))
    [(action, reason, facts)] = rows_of(await tenant.plan(tmp_path)).values()
    assert (action, reason, facts["attribute"]) == ("unknown", "expression_failed", "title")


async def test_a_renamed_person_who_could_not_be_created_is_updated(tenant: Tenant, tmp_path: Path) -> None:
    """Entra finds the account by its link, so what a new account would need does not matter."""
    tenant.mapping["flowTypes"] = "Update"
    tenant.person("ana", ROLE)
    tenant.account("older", "ana", userName="older@contoso.com")
    tenant.ran(code="NotRun")
    tenant.remembered(tmp_path, link("ana", "older"))
    assert rows_of(await tenant.plan(tmp_path)) == {
        "ana": ("update", "differs", {"attributes": "userName"})
    }


async def test_a_linked_account_that_agrees_needs_nothing(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("userName", "[mail]", flowType="ObjectAddOnly")
    tenant.person("ana", ROLE, mail="new@contoso.com")
    tenant.account("older", "ana", emails=[{"type": "work", "value": "new@contoso.com"}])
    tenant.ran(code="NotRun")
    tenant.remembered(tmp_path, link("ana", "older"))
    plan = await tenant.plan(tmp_path)
    assert rows_of(plan) == {"ana": ("link", "same", {})}
    row = plan.row("ana")
    assert row is not None
    assert row.account == "older"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"active": None}, ("skip", "stays_active")),
        ({"active": "[accountEnabled]"}, ("skip", "stays_active")),
    ],
)
async def test_a_mapping_without_a_way_to_deactivate(
    tenant: Tenant, tmp_path: Path, change: dict[str, str | None], expected: tuple[str, str]
) -> None:
    for target, expression in change.items():
        tenant.map(target, expression)
    tenant.person("ana", account=True)
    after_full_log(tenant, "ana")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": expected}


async def test_active_that_is_sent_only_with_a_new_account_stays(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map(
        "active", 'Switch([IsSoftDeleted], , "False", "True", "True", "False")', flowType="ObjectAddOnly"
    )
    tenant.person("ana", account=True)
    after_full_log(tenant, "ana")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": ("skip", "stays_active")}


async def test_active_without_a_valid_expression_deactivates_nobody(tenant: Tenant, tmp_path: Path) -> None:
    row = next(
        each for each in tenant.mapping["attributeMappings"] if each["targetAttributeName"] == "active"
    )
    row["source"] = {"type": "Function", "name": "Nothing", "expression": "Nothing(", "parameters": []}
    tenant.person("ana", account=True)
    after_full_log(tenant, "ana")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": ("skip", "stays_active")}

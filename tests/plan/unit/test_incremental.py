"""An incremental cycle processes only what changed in Entra: the plan leaves the rest out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.plan.unit.tables import NOW, ROLE
from tests.plan.unit.tenant import Tenant, link, notes_of, reasons_of, rows_of
from wizard.entra.status import Execution, JobStatus, SynchronizationJob
from wizard.plan.request import Run


def running(tenant: Tenant, *linked: str) -> None:
    """The job has run, and its log contains everything it linked."""
    tenant.ran(linked=len(linked))
    for name in linked:
        tenant.logged(name, "create", written={"displayName": name.title()})


async def test_a_change_in_entra_is_sent(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, account=True, displayName="Anastasia")
    running(tenant, "ana")
    plan = await tenant.plan(tmp_path)
    assert plan.header.run is Run.INCREMENTAL
    assert rows_of(plan)["ana"] == (
        "update",
        "differs",
        {"matching": "userName", "value": "ana@contoso.com", "attributes": "displayName"},
    )


async def test_a_change_in_playvox_is_not_noticed_so_the_row_is_unknown(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.accounts["a-ana"]["displayName"] = "Changed by hand"
    tenant.accounts["a-ana"]["meta"]["lastModified"] = "2026-10-30T00:00:00Z"
    running(tenant, "ana")
    [(action, reason, facts)] = rows_of(await tenant.plan(tmp_path)).values()
    assert (action, reason) == ("unknown", "perhaps_changed_in_playvox")
    assert facts["attributes"] == "displayName"


@pytest.mark.parametrize(
    ("modified", "expected"),
    [
        ("2026-10-30T00:00:00Z", ("unknown", "perhaps_changed_in_playvox")),
        ("2026-10-01T00:00:00Z", ("update", "differs")),
        ("some day", ("update", "differs")),
    ],
)
async def test_an_account_changed_after_the_service_looked(
    tenant: Tenant, tmp_path: Path, modified: str, expected: tuple[str, str]
) -> None:
    tenant.person("ana", ROLE, account=True, jobTitle="Lead")
    tenant.accounts["a-ana"]["displayName"] = "By hand"
    tenant.accounts["a-ana"]["meta"]["lastModified"] = modified
    tenant.ran(linked=1)
    tenant.logged("ana", "create", at="2026-10-20T00:00:00Z")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": expected}


@pytest.mark.parametrize("differs", [True, False], ids=["an update", "nothing to send"])
async def test_what_failed_before_is_tried_at_a_time_of_the_services_own(
    tenant: Tenant, tmp_path: Path, differs: bool
) -> None:
    tenant.person("ana", ROLE, account=True, **({"displayName": "Other"} if differs else {}))
    tenant.ran(linked=1)
    tenant.logged("ana", "update", "failure", error="InternalError")
    tenant.logged("ana", "create")
    expected = ("unknown", "failed_before") if differs else ("link", "same")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": expected}
    full = ("update", "differs") if differs else ("link", "same")
    assert reasons_of(await tenant.plan(tmp_path, run=Run.FULL)) == {"ana": full}


async def test_a_leaver_whose_deactivation_failed_before(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", account=True)
    tenant.ran(linked=1)
    tenant.logged("ana", "disable", "failure", error="InternalError")
    tenant.logged("ana", "create")
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": ("unknown", "failed_before")}
    assert reasons_of(await tenant.plan(tmp_path, run=Run.FULL)) == {"ana": ("deactivate", "unassigned")}


async def test_a_wider_scope_takes_a_restart_to_notice(tenant: Tenant, tmp_path: Path) -> None:
    """Everybody is already saved as the scope, but the job has not been restarted since."""
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", createdDateTime="2026-10-01T00:00:00Z")
    tenant.person("cleo", createdDateTime="2026-11-02T00:00:00Z")
    tenant.person("dan", account=True, createdDateTime="2026-10-01T00:00:00Z")
    tenant.accounts["a-dan"]["displayName"] = "Daniel"
    tenant.ran(linked=100)
    tenant.remembered(tmp_path, link("ana"), link("bo", state="none", assigned=False))
    plan = await tenant.plan(tmp_path, sync_all=True, saved_sync_all=True)
    assert reasons_of(plan) == {
        "ana": ("link", "same"),
        "bo": ("skip", "not_until_restart"),
        "cleo": ("create", "no_account"),
        "dan": ("unknown", "perhaps_left_out"),  # not linked: changed since, or waiting for a restart
    }
    assert notes_of(plan)["left_out_until_restart"] == {"count": "1"}


async def test_a_smaller_scope_takes_a_restart_to_notice(tenant: Tenant, tmp_path: Path) -> None:
    """Somebody was in scope only because everyone was, and no cycle looked at everyone since."""
    for name in ("ana", "bo", "cleo"):
        tenant.person(name, account=True, **({"accountEnabled": False} if name == "cleo" else {}))
    tenant.ran(linked=3)
    told = (link("ana", by_scope=True), link("bo"), link("cleo", by_scope=True))
    tenant.remembered(tmp_path, *told)
    plan = await tenant.plan(tmp_path)
    uncertain = ("unknown", "perhaps_until_restart")
    assert reasons_of(plan) == {"ana": uncertain, "bo": uncertain, "cleo": ("deactivate", "disabled")}
    assert notes_of(plan)["left_in_until_restart"] == {"count": "2"}
    full = reasons_of(await tenant.plan(tmp_path, run=Run.FULL))
    assert full["ana"] == full["bo"] == ("deactivate", "unassigned")


async def test_a_link_that_a_restart_cleared_is_found_again_only_with_a_change(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", ROLE)
    tenant.ran(linked=1)
    tenant.remembered(tmp_path, link("ana", state="none", cleared=True))
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": ("unknown", "link_cleared")}
    assert reasons_of(await tenant.plan(tmp_path, run=Run.FULL)) == {"ana": ("create", "no_account")}


async def test_whoever_was_unassigned_before_is_left_out_until_a_restart(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", account=True)
    tenant.person("bo", account=True)
    tenant.ran(linked=2)
    tenant.remembered(
        tmp_path, link("ana", state="none", assigned=False), link("bo", state="none", assigned=True)
    )
    rows = reasons_of(await tenant.plan(tmp_path, sync_all=True, saved_sync_all=True))
    assert rows["ana"] == ("skip", "not_until_restart")
    assert rows["bo"] == ("link", "same")


async def test_whether_somebody_is_new_or_renamed_is_asked(tenant: Tenant, tmp_path: Path) -> None:
    """Nothing is known of these people, and they existed before the last cycle."""
    tenant.refused["auditLogs"] = 403
    for name in ("ana", "bo", "cleo"):
        tenant.person(name, ROLE)
    tenant.users["bo"]["createdDateTime"] = "2026-11-02T10:00:00Z"
    tenant.account("old", "old")
    tenant.refused["objectConnections('cleo')"] = 500
    tenant.ran(linked=100)
    rows = reasons_of(await tenant.plan(tmp_path))
    assert rows["bo"] == ("create", "no_account")
    assert rows["cleo"] == ("unknown", "perhaps_renamed")


async def test_people_asked_for_and_found_unlinked_are_created(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused["auditLogs"] = 403
    tenant.person("ana", ROLE)
    tenant.ran(linked=100)
    assert reasons_of(await tenant.plan(tmp_path)) == {"ana": ("create", "no_account")}
    assert any("objectConnections('ana')" in each for each in tenant.requests)


async def test_a_value_that_playvox_does_not_keep_is_no_update(tenant: Tenant, tmp_path: Path) -> None:
    """It was written, nobody changed the account since, and no account has such a value."""
    tenant.map("title", "[jobTitle]")
    for name in ("ana", "bo", "cleo"):
        tenant.person(name, ROLE, account=True, jobTitle="Lead")
    tenant.users["bo"]["displayName"] = "Bob"
    tenant.ran(linked=3)
    for name in ("ana", "bo"):
        tenant.logged(name, "create", written={"title": "Lead"})
    tenant.logged("cleo", "create")
    plan = await tenant.plan(tmp_path, run=Run.INCREMENTAL)
    rows = rows_of(plan)
    assert {row.id: row.account for row in plan.all_rows()} == {n: f"a-{n}" for n in ("ana", "bo", "cleo")}
    assert rows["ana"][:2] == ("skip", "not_kept")
    assert rows["ana"][2]["attributes"] == "title"
    assert rows["bo"][:2] == ("update", "differs")
    assert rows["bo"][2]["attributes"] == "displayName"
    assert rows["cleo"][:2] == ("skip", "not_kept")


async def test_a_value_that_some_account_has_is_kept_in_general(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("title", "[jobTitle]")
    for name in ("ana", "bo"):
        tenant.person(name, ROLE, account=True, jobTitle="Lead")
    tenant.account("stranger", "stranger", title="Boss", active=False)
    tenant.ran(linked=2)
    tenant.logged("ana", "create", written={"title": "Lead"})
    tenant.logged("bo", "create")
    rows = reasons_of(await tenant.plan(tmp_path))
    assert rows["ana"] == ("skip", "not_kept")
    assert rows["bo"] == ("update", "differs")


@pytest.mark.parametrize(("written", "modified"), [("Other", ""), ("Lead", "2026-10-30T00:00:00Z")])
async def test_a_value_that_was_changed_since_says_nothing(
    tenant: Tenant, tmp_path: Path, written: str, modified: str
) -> None:
    tenant.map("title", "[jobTitle]")
    tenant.person("ana", ROLE, account=True, jobTitle="Lead")
    if modified:
        tenant.accounts["a-ana"]["meta"]["lastModified"] = modified
    tenant.ran(linked=1)
    tenant.logged("ana", "create", written={"title": written})
    assert reasons_of(await tenant.plan(tmp_path))["ana"] != ("skip", "not_kept")


@pytest.mark.parametrize(
    ("since", "certain"),
    [
        (None, False),
        (datetime(2026, 10, 31, tzinfo=UTC), True),
        (datetime(2026, 11, 1, tzinfo=UTC), True),  # when the last cycle began
        (datetime(2026, 11, 2, tzinfo=UTC), False),
    ],
)
async def test_mappings_changed_elsewhere_make_everyone_processed(
    tenant: Tenant, tmp_path: Path, since: datetime | None, certain: bool
) -> None:
    """Entra docs, "How provisioning works": saving mappings or scoping filters starts a full cycle."""
    tenant.person("ana", ROLE)
    tenant.person("bo")
    tenant.ran("2026-11-01T00:00:00Z")
    tenant.remembered(tmp_path, link("ana"), link("bo", state="none", assigned=False))
    changes = {"mappings_since": since, "sync_all": True, "saved_sync_all": True}
    rows = reasons_of(await tenant.plan(tmp_path, **changes))
    unknown = ("unknown", "perhaps_full_cycle")
    assert rows["ana"] == (("skip", "linked_account_gone") if certain else unknown)
    assert rows["bo"] == (("skip", "not_until_restart") if certain else unknown)
    for run, expected in ((Run.INCREMENTAL, "linked_account_gone"), (Run.FULL, "account_gone")):
        assert reasons_of(await tenant.plan(tmp_path, run=run, **changes))["ana"][1] == expected


def test_a_job_whose_last_cycle_is_unknown_may_process_everyone(tenant: Tenant) -> None:
    tenant.ran()
    assert not tenant.request().perhaps_full
    assert not tenant.request(run=Run.INCREMENTAL, mappings_since=None).perhaps_full
    assert not tenant.request(job=None, mappings_since=None).perhaps_full
    assert tenant.request(mappings_since=None).perhaps_full
    tenant.ran(code="NotRun")
    assert not tenant.request(mappings_since=None).perhaps_full, "it certainly does"


async def test_a_cycle_that_ended_in_the_same_second_was_before_the_plan(
    tenant: Tenant, tmp_path: Path
) -> None:
    """Graph's clock, the Date header, is cut off to whole seconds; a job's times are not."""
    ended = NOW + timedelta(milliseconds=700)
    tenant.person("ana", ROLE)
    tenant.job = SynchronizationJob(
        "job",
        status=JobStatus("Active", last_execution=Execution("Succeeded", time_began=NOW, time_ended=ended)),
    )
    assert (await tenant.plan(tmp_path)).header.computed == ended
    tenant.ran()
    assert (await tenant.plan(tmp_path)).header.computed == NOW

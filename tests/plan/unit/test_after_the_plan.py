"""What happened since a plan: the log's findings, the present state, and rows of a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.services import TableGraph
from tests.plan.unit.tables import NOW, ROLE
from tests.plan.unit.tenant import Tenant
from wizard.plan.document import DocumentRow
from wizard.plan.log_findings import LogFindings, read_findings
from wizard.plan.not_kept import changed_after, reads_as
from wizard.plan.outcome import Circumstances, RowOutcome, Verdict, judge
from wizard.plan.outcome_store import PlanOutcome
from wizard.plan.present import PresentState, PresentStates

DAY = timedelta(days=1)


async def findings(tenant: Tenant, since: datetime) -> LogFindings:
    async with TableGraph(tenant) as graph:
        return await read_findings(graph, "application", since)


def stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


async def test_what_happened_first_answers_the_plan(tenant: Tenant) -> None:
    tenant.logged("ana", "update", at="2026-11-03T10:00:00Z", written={"title": "Boss"})
    tenant.logged("ana", "create", at="2026-11-03T09:00:00Z", written={"userName": "ana"})
    tenant.logged("ana", "other", "skipped", at="2026-11-03T08:00:00Z")
    tenant.logged("bo", "delete", at="2026-11-03T07:00:00Z")
    found = await findings(tenant, NOW - DAY)
    assert found.whole
    assert found.problem is None
    ana = found.of("ana")
    assert ana is not None
    assert (ana.happened, ana.last, ana.account) == ("create", "update", "a-ana")
    assert (ana.changed, ana.at) == (("userName",), datetime(2026, 11, 3, 9, tzinfo=UTC))
    assert ana.written == '{"title": "Boss"}'
    assert found.of("a-ana") is ana
    bo = found.of("bo")
    assert bo is not None
    assert (bo.happened, bo.last) == ("deactivate", "delete")
    assert found.of("nobody") is None


@pytest.mark.parametrize(
    ("action", "status", "happened", "last"),
    [
        ("create", "success", "create", "create"),
        ("update", "success", "update", "update"),
        ("disable", "success", "deactivate", "deactivate"),
        ("delete", "success", "deactivate", "delete"),
        ("stagedDelete", "success", "held_back", "held_back"),
        ("other", "success", "link", "link"),
        ("create", "failure", "failed", ""),
        ("create", "skipped", "nothing", ""),
        ("something new", "success", "something new", "something new"),
    ],
)
async def test_one_entry(tenant: Tenant, action: str, status: str, happened: str, last: str) -> None:
    more: dict[str, Any] = {"error": "SomethingWrong"} if status == "failure" else {}
    tenant.logged("ana", action, status, at="2026-11-03T10:00:00Z", **more)
    found = (await findings(tenant, NOW - DAY)).of("ana")
    assert found is not None
    assert (found.happened, found.last) == (happened, last)
    assert bool(found.cause) is (status == "failure")


@pytest.mark.parametrize(
    ("age", "oldest", "whole", "reaches"),
    [
        (timedelta(days=6), None, True, None),
        (timedelta(days=6, hours=23), None, True, None),
        (timedelta(days=6, hours=23, minutes=1), None, False, 7),
        (timedelta(days=20), 9, True, None),
        (timedelta(days=20), 7.5, False, 7),
        (timedelta(days=20), 25, True, None),  # an entry from before the plan is there still
        (timedelta(days=29, hours=22), 9, True, None),
        (timedelta(days=29, hours=23, minutes=1), 9, False, 30),
        (timedelta(days=40), 9, False, 30),
        (timedelta(days=40), 1, False, 7),
    ],
)
async def test_how_far_back_the_log_reaches(
    tenant: Tenant, age: timedelta, oldest: float | None, whole: bool, reaches: int | None
) -> None:
    """Seven days without a premium license, thirty with one; no API tells which."""
    if oldest is not None:
        tenant.logged("ana", "create", at=stamp(NOW - oldest * DAY))
    found = await findings(tenant, NOW - age)
    assert found.whole is whole
    assert found.reaches == (None if reaches is None else NOW - reaches * DAY)


async def test_a_log_that_may_not_be_read_says_why(tenant: Tenant) -> None:
    tenant.refused["auditLogs"] = 403
    found = await findings(tenant, NOW - DAY)
    assert (found.whole, found.people) == (False, {})
    assert found.problem is not None


async def states(
    tenant: Tenant, folder: Path, *wanted: tuple[str, ...], **changes: Any
) -> dict[str, PresentState]:
    from tests.plan.unit.services import TablePlayvox
    from wizard.plan import compute

    found: dict[str, PresentState] = {}

    def look(present: PresentStates) -> None:
        found.update({each[0]: present.of(*each) for each in wanted})
        found["values"] = PresentState("none", facts=present.values("a-bo"))

    async with TableGraph(tenant) as graph, TablePlayvox(tenant) as playvox:
        await compute(graph, playvox, tenant.request(**changes), folder, None, look)
    return found


async def test_people_as_they_are_now(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE)
    tenant.person("bo", ROLE, account=True)
    tenant.person("cleo", ROLE, account=True, displayName="Other")
    tenant.person("dan", account=True)
    tenant.accounts["a-dan"]["active"] = False
    tenant.account("stranger", "stranger")
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("nobody", "create")
    found = await states(
        tenant,
        tmp_path,
        ("ana",),
        ("bo", "x"),
        ("cleo",),
        ("dan", "", "a-dan"),
        ("gone", "stranger"),
        ("never",),
    )
    assert (found["ana"].state, found["ana"].action, found["ana"].agrees) == ("none", "create", None)
    assert found["bo"].account == "a-bo"
    assert (found["bo"].state, found["bo"].agrees, found["bo"].reason) == ("active", True, "same")
    cleo = found["cleo"]
    assert (cleo.agrees, cleo.differing, cleo.action) == (False, ("displayName",), "update")
    assert (found["dan"].state, found["dan"].account, found["dan"].agrees) == ("inactive", "a-dan", None)
    assert (found["gone"].state, found["gone"].account) == ("active", "stranger")
    assert (found["gone"].action, found["gone"].reason) == ("", "deleted")
    assert found["never"] == PresentState("none", reason="deleted")
    values = found["values"].facts
    assert (values["userName"], values["active"], values["displayName"]) == ("bo@contoso.com", "true", "bo")


async def test_what_was_not_listed_is_unknown(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused["startIndex="] = 403
    tenant.person("ana", ROLE)
    found = await states(tenant, tmp_path, ("ana",), ("gone", "stranger"))
    assert (found["ana"].state, found["gone"].state) == ("unknown", "unknown")


ENDS: tuple[tuple[str, str, Verdict, str], ...] = (
    ("Ana", "c@x", "differently", "failed"),
    ("Bo", "a@x", "as_planned", "create"),
    ("Cleo", "B@x", "as_planned", "update"),
    ("Dan", "d@x", "not_yet", ""),
)


def outcomes() -> Iterator[RowOutcome]:
    for number, (name, user_name, verdict, happened) in enumerate(ENDS):
        row = DocumentRow(
            id=f"p{number}", name=name, user_name=user_name, action="create", reason="no_account"
        )
        yield RowOutcome(
            row,
            verdict,
            happened,
            "log_action",
            "playvox_none",
            cause="cause",
            at=NOW if number else None,
            changed=("a",),
            attributes=("b",),
            now="now",
            now_facts={"x": "y"},
        )


@pytest.fixture
def outcome(tmp_path: Path) -> Iterator[PlanOutcome]:
    with PlanOutcome(tmp_path) as found:
        found.take(outcomes())
        yield found


def names(found: PlanOutcome, **options: Any) -> list[str]:
    return [each.row.name for each in found.rows(**options)]


def test_rows_of_a_comparison(outcome: PlanOutcome) -> None:
    assert names(outcome) == ["Ana", "Dan", "Bo", "Cleo"]
    assert names(outcome, descending=True) == ["Cleo", "Bo", "Dan", "Ana"]
    assert names(outcome, sort="name") == ["Ana", "Bo", "Cleo", "Dan"]
    assert names(outcome, sort="user_name") == ["Bo", "Cleo", "Ana", "Dan"]
    assert names(outcome, sort="happened") == ["Dan", "Bo", "Ana", "Cleo"]
    assert names(outcome, offset=1, limit=2) == ["Dan", "Bo"]
    assert names(outcome, verdict="as_planned") == ["Bo", "Cleo"]
    assert names(outcome, text=" B@X ") == ["Cleo"]
    assert names(outcome, verdict="as_planned", text="bo") == ["Bo"]
    assert (outcome.count(), outcome.count(verdict="not_yet"), outcome.count(text="zoe")) == (4, 1, 0)
    assert outcome.share == pytest.approx(2 / 3)
    assert list(outcome.rows(sort="name")) == list(outcomes())
    kept = outcome.row("p2")
    assert kept is not None
    assert (kept.row.name, kept.happened, kept.at) == ("Cleo", "update", NOW)
    assert outcome.row("nobody") is None
    assert outcome.counts == {
        "differently": 1,
        "unknown": 0,
        "not_yet": 1,
        "was_unknown": 0,
        "as_planned": 2,
    }
    outcome.take(iter([next(outcomes())]))
    assert (names(outcome), outcome.share) == (["Ana"], 0.0)
    outcome.close()
    assert outcome.row("p0") is None
    assert (names(outcome), outcome.count()) == ([], 0)


def test_nothing_known_has_no_share(tmp_path: Path) -> None:
    with PlanOutcome(tmp_path) as found:
        assert found.share is None
        assert found.compared_with.log_problem is None
        assert not found.compared_with.cycle_ended


def test_what_both_sides_show_is_told_with_the_row() -> None:
    row = DocumentRow(id="p", name="A", user_name="a", action="update", reason="differs", account="t")
    log = LogFindings(NOW)
    present = PresentState(
        "active", "t", agrees=False, differing=("title",), action="update", reason="x", facts={"f": "1"}
    )
    around = Circumstances(cycle_ended=True, log_whole=True)
    found = judge(row, around, log.of("p"), present)
    assert (found.verdict, found.log, found.playvox) == ("differently", "log_no_entry", "playvox_differs")
    assert (found.attributes, found.now, dict(found.now_facts)) == (("title",), "x", {"f": "1"})
    assert judge(row, Circumstances(True, False), None, present).log == "log_lost"
    assert judge(row, Circumstances(True, False, log_unread=True), None, present).log == "log_unread"
    assert judge(row, around, None, None).playvox == "playvox_unread"


@pytest.mark.parametrize(
    ("action", "present", "code"),
    [
        ("update", PresentState("unknown"), "playvox_unread"),
        ("update", PresentState("none"), "playvox_none"),
        ("update", PresentState("active", "t", agrees=True), "playvox_agrees"),
        ("update", PresentState("active", "t", agrees=False), "playvox_differs"),
        ("update", PresentState("active", "t"), "playvox_active"),
        ("deactivate", PresentState("active", "t", agrees=True), "playvox_active"),
        ("deactivate", PresentState("inactive", "t", agrees=False), "playvox_inactive"),
    ],
)
def test_what_playvox_shows(action: Any, present: PresentState, code: str) -> None:
    row = DocumentRow(id="p", name="A", user_name="a", action=action, reason="x", account="t")
    assert judge(row, Circumstances(cycle_ended=True, log_whole=True), None, present).playvox == code


@pytest.mark.parametrize(
    ("text", "value", "same"),
    [
        ("Boss", "Boss", True),
        ("Boss", "boss", False),
        ("true", True, True),
        ("False", False, True),
        ("True", False, False),
        ("7", 7, True),
        ("", None, False),
        ("a, b", ["a", "b"], True),
        ("A,B", ["a", "b"], True),
        ("a; b", ("a", "b"), True),
        ("a;b", ["a", "b"], True),
        ('["a", "b"]', ["a", "b"], True),
        ('["a","b"]', ["a", "b"], True),
        ("b, a", ["a", "b"], False),
        ("Lead, Boss", [{"value": "Lead", "displayName": "x"}, {"displayName": "Boss"}], True),
        ("Lead", [{"display": "Lead"}], True),
    ],
)
def test_how_the_log_shows_a_value(text: str, value: object, same: bool) -> None:
    assert reads_as(text, value) is same


@pytest.mark.parametrize(
    ("looked", "modified", "later"),
    [
        ("2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z", False),
        ("2026-10-01T00:00:00Z", "2026-10-01T00:00:03Z", True),
        ("2026-10-01T00:00:00Z", "2026-09-30T00:00:00Z", False),
        (None, "2026-10-01T00:00:00Z", None),
        ("2026-10-01T00:00:00Z", None, None),
        ("2026-10-01T00:00:00Z", "2026-10-01T00:00:00", None),
    ],
)
def test_whether_an_account_was_changed_afterwards(
    looked: str | None, modified: str | None, later: bool | None
) -> None:
    assert changed_after(looked, modified) is later


async def test_an_account_is_found_by_its_name_where_it_is_the_only_one(
    tenant: Tenant, tmp_path: Path
) -> None:
    for name in ("ana", "bo"):
        tenant.person(name, account=True)
    tenant.account("second", "bo")
    tenant.ran(code="NotRun")
    found = await states(tenant, tmp_path, ("ana",), ("bo",))
    assert (found["ana"].account, found["ana"].state) == ("a-ana", "active")
    assert (found["bo"].account, found["bo"].state) == ("", "none")


async def test_entries_are_counted_by_the_five_hundred(tenant: Tenant) -> None:
    tenant.page = 300
    for _number in range(1001):
        tenant.logged("ana", "update", at="2026-11-03T10:00:00Z")
    counted: list[int] = []
    async with TableGraph(tenant) as graph:
        await read_findings(graph, "application", NOW - DAY, counted.append)
    assert counted == [500, 1000]


@pytest.mark.parametrize(
    ("action", "reason", "account", "state", "verdict"),
    [
        ("link", "same", "t", "none", "differently"),
        ("link", "same", "t", "active", "as_planned"),
        ("skip", "updates_off", "t", "none", "as_planned"),
        ("update", "differs", "t", "none", "differently"),
        ("deactivate", "unassigned", "t", "active", "differently"),
        ("deactivate", "unassigned", "t", "inactive", "as_planned"),
    ],
)
def test_after_a_whole_cycle_without_an_entry_playvox_decides(
    action: Any, reason: str, account: str, state: Any, verdict: str
) -> None:
    row = DocumentRow(id="p", name="A", user_name="a", action=action, reason=reason, account=account)
    around = Circumstances(cycle_ended=True, log_whole=True)
    assert judge(row, around, None, PresentState(state, account)).verdict == verdict


async def test_people_who_were_not_read_are_not_called_deleted(
    tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only assigned people were read, somebody who is missing may still be in Entra."""
    monkeypatch.setattr("wizard.plan.directory_reading._PAGE", 2)
    tenant.person("ana", ROLE)
    for number in range(12):
        tenant.person(f"p{number}")
    found = await states(tenant, tmp_path, ("p1",), ("gone", "a-gone"))
    assert (found["p1"].reason, found["p1"].state) == ("", "none")
    assert (found["gone"].reason, found["gone"].account) == ("", "a-gone")
    tenant.ran(code="NotRun")
    found = await states(tenant, tmp_path, ("gone",))
    assert found["gone"].reason == "deleted"

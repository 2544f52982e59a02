"""Progress notices of a plan: every stage once, and everybody at the end of each."""

from __future__ import annotations

from pathlib import Path

from tests.plan.unit.tables import ROLE
from tests.plan.unit.tenant import Tenant
from wizard.plan import PlanProgress
from wizard.plan.progress import ProgressMeter


class Told:
    """A meter with a clock that the test advances."""

    now = 100.0

    def __init__(self) -> None:
        self.notices: list[PlanProgress] = []
        self.meter = ProgressMeter(self.notices.append, lambda: self.now)

    def after(self, seconds: float) -> ProgressMeter:
        self.now += seconds
        return self.meter

    def last(self) -> tuple[str, int, int | None]:
        found = self.notices[-1]
        return found.stage, found.done, found.total


def left(told: Told) -> float | None:
    return told.notices[-1].seconds_left


def test_each_stage_has_its_own_count() -> None:
    told = Told()
    told.meter.stage("assignments")
    assert told.last() == ("assignments", 0, None)
    told.meter.members(7)
    assert told.last() == ("assignments", 7, None)
    told.meter.reading(100)
    assert told.last() == ("reading", 0, 100)
    told.after(1).read(40, 100)
    assert told.last() == ("reading", 40, 100)
    told.meter.accounts(5, 50)
    assert told.last() == ("reading", 40, 100)
    told.meter.read(130, 100)
    assert told.last() == ("accounts", 5, 50), "everybody was read, though there were more than expected"
    told.meter.deciding()
    assert told.last() == ("people", 0, 130)
    told.meter.results(20, 130)
    assert told.last() == ("people", 20, 130)
    told.meter.results(140, 130)
    assert told.last() == ("people", 140, 140)
    told.meter.stage("finishing")
    assert told.last() == ("finishing", 0, None)


def test_people_who_wait_make_the_accounts_the_stage() -> None:
    told = Told()
    told.meter.reading(100)
    told.meter.accounts(1, 50)
    told.after(1).read(40, 100)
    told.after(2).accounts(2, 50)
    assert told.last() == ("reading", 40, 100)
    told.after(0.1).accounts(3, 50)
    assert told.last() == ("accounts", 3, 50)


def test_what_is_left_is_estimated_from_the_slower_reading() -> None:
    told = Told()
    told.meter.reading(100)
    told.after(1).read(50, 100)
    assert left(told) is None
    told.after(1).read(60, 100)
    first = left(told)
    assert first is not None
    assert abs(first - (40 * 2 / 60 + 100 * 0.0001)) < 1e-6
    told.meter.accounts(10, 100)  # two seconds for ten: eighteen more
    told.after(60).accounts(11, 100)
    assert (left(told) or 0) > 100


def test_the_time_that_is_left_does_not_jump() -> None:
    """It counts down, and moves to a new estimate bit by bit."""
    told = Told()
    told.meter.reading(1000)
    told.after(10).read(500, 1000)
    first = left(told)
    assert first is not None
    told.after(1).read(501, 1000)
    slower = 499 * 11 / 501 + 499 * 0.0001
    second = left(told)
    assert second is not None
    assert first - 1 < second < slower
    told.after(1000).read(502, 1000)
    third = left(told)
    assert third is not None
    assert third > 900, "after a long pause the new estimate counts"


def test_the_time_left_in_the_last_stage_follows_from_its_own_pace() -> None:
    told = Told()
    told.meter.reading(100)
    told.after(1).read(100, 100)
    told.meter.deciding()
    told.after(9).results(10, 100)
    assert abs((left(told) or 0) - 81) < 1


def test_nobody_listens() -> None:
    meter = ProgressMeter(None)
    meter.reading(3)
    meter.read(1, None)
    meter.results(1, None)


async def test_a_plan_tells_of_everybody(tenant: Tenant, tmp_path: Path) -> None:
    told: list[PlanProgress] = []
    tenant.page = 2
    for number in range(5):
        tenant.person(f"p{number}", ROLE, account=True)
    tenant.person("eve", account=True)
    tenant.ran(code="NotRun")
    await tenant.plan(tmp_path, told)
    stages = list(dict.fromkeys(each.stage for each in told))
    assert [each for each in stages if each not in ("accounts", "links")] == [
        *("assignments", "reading", "people", "finishing")
    ]
    results = [each.done for each in told if each.stage == "people"]
    assert results == sorted(results)
    assert results[-1] == 6
    assert {each.total for each in told if each.stage == "people"} == {6}

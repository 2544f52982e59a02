"""How far the computing of a plan is, and the estimate of the time that is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plan.unit.tables import ROLE
from tests.plan.unit.tenant import Tenant
from wizard.plan import PlanProgress
from wizard.plan import progress as progress_module
from wizard.plan.progress import ProgressMeter


class Watch:
    """A clock that the test sets."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    found = Watch()
    monkeypatch.setattr(progress_module, "time", found)
    return found


def test_the_slower_of_two_readings_decides_the_estimate(watch: Watch) -> None:
    told: list[PlanProgress] = []
    meter = ProgressMeter(told.append)
    meter.stage("people")
    watch.passes(1.9)
    meter.people(10, 100)
    early = told[-1]
    assert early.seconds_left is None, "an estimate would be a guess"
    watch.passes(0.1)
    meter.people(50, 100)
    assert told[-1].seconds_left == pytest.approx(2.0)
    meter.accounts(20, 100)
    assert told[-1].seconds_left == pytest.approx(8.0)
    assert told[-1] == PlanProgress("people", 50, 100, 20, 100, told[-1].seconds_left)
    meter.accounts(0, 100)
    assert told[-1].seconds_left == pytest.approx(2.0)
    meter.people(50, None)
    unknown = told[-1]
    assert unknown.seconds_left is None
    meter.people(120, 100)
    assert told[-1].seconds_left == 0.0
    assert [each.stage for each in told] == ["people"] * 7


def test_nothing_is_told_to_nobody(watch: Watch) -> None:
    meter = ProgressMeter(None)
    meter.stage("links")
    meter.people(1, 2)
    meter.accounts(1, 2)


def test_a_new_meter_stands_at_nothing() -> None:
    told: list[PlanProgress] = []
    ProgressMeter(told.append).stage("finishing")
    assert told == [PlanProgress("finishing")]


async def test_a_plan_tells_of_everybody(tenant: Tenant, tmp_path: Path) -> None:
    told: list[PlanProgress] = []
    tenant.page = 2
    for number in range(5):
        tenant.person(f"p{number}", ROLE, account=True)
    tenant.person("eve", account=True)
    tenant.ran(code="NotRun")
    await tenant.plan(tmp_path, told)
    stages = list(dict.fromkeys(each.stage for each in told))
    assert stages == ["assignments", "people", "links", "finishing"]
    assert told[-1].people == 6
    assert (told[-1].total, told[-1].accounts, told[-1].accounts_total) == (6, 6, 6)
    counted = [each.people for each in told if each.stage == "people"]
    assert counted == sorted(counted)
    assert {2, 4, 6} <= {each.accounts for each in told}

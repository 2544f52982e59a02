"""How far a plan is, and how long the rest takes."""

from __future__ import annotations

import pytest

from tests.plan.lab import PlanLab
from wizard.plan import PlanProgress, compute
from wizard.plan.progress import ProgressMeter
from wizard.steps.base.planning import report_plan_progress
from wizard.steps.base.progress import Notice, ProgressSink, doing


class Told:
    """A meter with a clock that the test advances."""

    def __init__(self) -> None:
        self.now = 100.0
        self.notices: list[PlanProgress] = []
        self.meter = ProgressMeter(self.notices.append, lambda: self.now)

    @property
    def last(self) -> PlanProgress:
        return self.notices[-1]


def read_evenly(told: Told, seconds: int, people: int, accounts: int, total: int) -> None:
    """Read people and accounts side by side, so many of each in a second."""
    for second in range(1, seconds + 1):
        told.now += 1
        told.meter.read(min(total, second * people), total)
        told.meter.accounts(min(total, second * accounts), total)


def test_nothing_is_estimated_from_the_first_two_seconds() -> None:
    told = Told()
    told.meter.reading(10_000)
    read_evenly(told, 1, 500, 100, 10_000)
    assert told.last == PlanProgress("reading", 500, 10_000, None)
    read_evenly(told, 2, 500, 100, 10_000)
    assert told.last.seconds_left is not None


def test_the_slower_list_and_the_results_after_it_count() -> None:
    told = Told()
    told.meter.reading(10_000)
    read_evenly(told, 10, 1_000, 200, 10_000)  # people are read after 10 s, accounts after 50
    assert told.last.stage == "accounts"
    assert (told.last.done, told.last.total) == (2_000, 10_000)
    assert told.last.seconds_left == pytest.approx(40, abs=3)


def test_the_speed_of_the_results_counts_from_their_own_beginning() -> None:
    told = Told()
    told.meter.reading(10_000)
    read_evenly(told, 50, 200, 200, 10_000)
    told.meter.deciding()
    for done in range(250, 10_001, 250):
        told.now += 0.05
        told.meter.results(done, 10_000)
        assert told.last.seconds_left is not None
        assert told.last.seconds_left < 3, "two seconds in all"
    assert told.last == PlanProgress("people", 10_000, 10_000, told.last.seconds_left)


def test_an_estimate_does_not_jump() -> None:
    told = Told()
    told.meter.reading(20_000)
    before: float | None = None
    told.meter.reading(20_000)
    accounts = 0
    for second in range(1, 60):
        told.now += 1
        accounts += 50 if second // 3 % 2 else 550  # now slow, now quick
        told.meter.read(second * 300, 20_000)
        told.meter.accounts(accounts, 20_000)
        left = told.last.seconds_left
        if before is not None and left is not None:
            assert left - before < 20
        before = left


def test_people_who_wait_for_memory_do_not_count_as_slow() -> None:
    told = Told()
    told.meter.reading(100_000)
    read_evenly(told, 4, 6_000, 1_000, 100_000)
    for second in range(5, 51):  # the people's queue is full
        told.now += 1
        told.meter.accounts(second * 1_000, 100_000)
    assert told.last.stage == "accounts"
    assert told.last.seconds_left == pytest.approx(50 + 10, abs=5)


async def test_a_plan_tells_every_account_and_everybody(lab: PlanLab) -> None:
    for number in range(900):
        lab.add_account(f"somebody{number}@contoso.example")
    lab.add_job(SyncAll="true")
    total = sum(1 for _account in lab.accounts.every())
    told: list[PlanProgress] = []
    async with lab.playvox() as playvox:
        plan = await compute(lab.graph, playvox, await lab.request(), lab.folder, told.append)
    assert plan.header.accounts == total
    stages = list(dict.fromkeys(each.stage for each in told))
    assert stages == ["assignments", "links", "reading", "accounts", "people", "finishing"]
    for stage, expected in (("accounts", total), ("people", 60)):
        counts = [each.done for each in told if each.stage == stage]
        assert counts == sorted(counts)
        assert counts[-1] == expected
        assert {each.total for each in told if each.stage == stage} == {expected}


@pytest.mark.parametrize(
    ("progress", "shown"),
    [
        (PlanProgress("assignments", 1_200), "Reading assignments … 1200"),
        (PlanProgress("reading", 999, 20_000), "Reading people … 999 of 20000"),
        (
            PlanProgress("people", 999, 20_000, 59),
            "Evaluating people … Less than a minute left. 999 of 20000",
        ),
        (PlanProgress("accounts", 5, 9, 61), "Reading accounts in Playvox … About 2 minutes left. 5 of 9"),
        (PlanProgress("finishing", 0, None, 90), "Writing the plan …"),
    ],
)
async def test_what_is_shown_of_it(progress: PlanProgress, shown: str) -> None:
    notices: list[Notice | None] = []
    with doing("", ProgressSink(notices.append)):
        report_plan_progress(progress)
    assert notices[0] is not None
    assert notices[0].text == shown

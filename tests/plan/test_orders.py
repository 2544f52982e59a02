"""Rows are read while an order is computed, and closing ends what is being sorted."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from tests.plan.unit.test_after_the_plan import outcomes
from tests.plan.writer import write_plan
from wizard.plan.orders import RowOrders
from wizard.plan.outcome_store import PlanOutcome
from wizard.plan.plan import Plan


@pytest.fixture
async def plan(tmp_path: Path) -> Any:
    await write_plan(tmp_path, "one", 300)
    found = Plan.open(tmp_path / "plan-one.sqlite")
    yield found
    found.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Sorting by reason takes until this is set."""
    may_go_on, sorting = threading.Event(), RowOrders._sorted

    def slowly(self: RowOrders, *wanted: Any) -> array[int]:
        if wanted[2] in ("reason", "happened"):
            assert may_go_on.wait(60)
        return sorting(self, *wanted)

    monkeypatch.setattr(RowOrders, "_sorted", slowly)
    yield may_go_on
    may_go_on.set()


def test_rows_on_screen_are_read_while_others_are_sorted(plan: Plan, held: threading.Event) -> None:
    plan.count()  # the order on screen
    found: list[int] = []
    other = threading.Thread(target=lambda: found.append(len(plan.rows(0, 10, sort="reason"))))
    other.start()
    assert len(plan.rows(100, 100)) == 100
    assert plan.row("17") is not None
    assert plan.reasons() == {("create", "no_account"): 300}
    assert not found
    held.set()
    other.join(60)
    assert found == [10]


def test_rows_of_a_comparison_are_read_while_others_are_sorted(
    tmp_path: Path, held: threading.Event
) -> None:
    with PlanOutcome(tmp_path) as outcome:
        outcome.take(outcomes())
        assert outcome.count() == 4  # the order on screen
        found: list[int] = []
        other = threading.Thread(target=lambda: found.append(len(outcome.rows(sort="happened"))))
        other.start()
        assert len(outcome.rows(1, 2)) == 2
        assert outcome.row("p2") is not None
        assert not found
        held.set()
        other.join(60)
        assert found == [4]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("late", [False, True], ids=["in the middle", "right before it begins"])
def test_closing_does_not_wait_for_a_long_sort(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    begun, interrupted = threading.Event(), threading.Event()

    class Watched:
        """The connection; tells when it was interrupted."""

        def __init__(self, database: Any) -> None:
            self._database = database

        def interrupt(self) -> None:
            self._database.interrupt()
            interrupted.set()

        def __getattr__(self, name: str) -> Any:
            return getattr(self._database, name)

    plan._orders._database = cast("Any", Watched(plan._orders._database))

    def endless(self: RowOrders, *_wanted: Any) -> array[int]:
        begun.set()
        if late:
            assert interrupted.wait(60)
        self._database.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        ).fetchone()
        raise AssertionError("it never ends by itself")

    monkeypatch.setattr(RowOrders, "_sorted", endless)
    found: list[int] = []
    other = threading.Thread(target=lambda: found.append(plan.count(text="x")))
    other.start()
    assert begun.wait(60)
    plan.discard()
    other.join(60)
    assert found == [0]
    assert plan.rows() == []


def test_an_order_is_worked_out_once(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out: list[object] = []
    sorting = RowOrders._sorted

    def counted(self: RowOrders, *wanted: Any) -> array[int]:
        worked_out.append(wanted)
        return sorting(self, *wanted)

    monkeypatch.setattr(RowOrders, "_sorted", counted)
    first = plan.rows(0, 5, sort="user_name", descending=True)
    assert plan.rows(0, 5, sort="user_name", descending=True) == first
    assert plan.rows(5, 5, sort="user_name", descending=True) != first
    assert len(worked_out) == 1

"""The garbage collector does not scan the entire program while a plan is computed."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from tests.plan.lab import PlanLab
from wizard.plan.collector import short_collections
from wizard.plan.judging import Judge


@pytest.fixture(autouse=True)
def nothing_set_aside() -> Iterator[None]:
    """These tests freeze objects themselves, see tests/fixtures/left_overs.py."""
    gc.unfreeze()
    yield
    found = gc.get_freeze_count()
    gc.freeze()
    assert found == 0


async def test_what_was_there_before_is_set_aside_while_people_are_judged(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(gc.get_objects())
    set_aside: list[int] = []
    decide = Judge.decide

    def watched(self: Judge, judged: object) -> None:
        set_aside.append(gc.get_freeze_count())
        decide(self, judged)  # type: ignore[arg-type]

    monkeypatch.setattr(Judge, "decide", watched)
    lab.add_job(SyncAll="true")
    plan = await lab.plan()
    plan.discard()
    assert set_aside
    assert min(set_aside) > before / 2


def test_two_plans_at_once_share_it() -> None:
    with short_collections():
        held = gc.get_freeze_count()
        with short_collections():
            assert gc.get_freeze_count() == held
        assert gc.get_freeze_count() == held
    assert gc.get_freeze_count() == 0


def test_garbage_from_before_is_collected_afterwards() -> None:
    class Ring:
        def __init__(self) -> None:
            self.itself = self

    collected: list[bool] = []

    def note() -> None:
        collected.append(True)

    ring = Ring()
    weakref.finalize(ring, note)
    with short_collections():
        del ring
        gc.collect()
        assert not collected
    gc.collect()
    assert collected


def test_a_program_that_froze_or_disabled_collection_is_left_alone() -> None:
    gc.freeze()
    held = gc.get_freeze_count()
    with short_collections():
        assert gc.get_freeze_count() == held
    assert gc.get_freeze_count() == held
    gc.unfreeze()
    gc.disable()
    try:
        with short_collections():
            assert gc.get_freeze_count() == 0
    finally:
        gc.enable()

"""Random histories of a tenant: whatever happens between cycles, certain rows are right."""

from __future__ import annotations

import pytest

from tests.plan.histories import History
from tests.plan.lab import PlanLab
from tests.plan.wider_histories import WiderHistory

CYCLES = 4


@pytest.mark.parametrize("seed", [3, 7, 11, 115, 311])
async def test_certain_rows_come_true_cycle_after_cycle(lab: PlanLab, seed: int) -> None:
    history = History(lab, seed)
    history.begin()
    for cycle in range(CYCLES):
        if cycle:
            history.step()
            history.between()
        found = await lab.judge()
        told = "\n".join([*history.done, *found.wrong])
        assert not found.wrong, told
        assert len(found.unknown) <= 0.05 * len(found.rows) + 1, told
        history.done.append(f"cycle {cycle}")


@pytest.mark.parametrize("seed", [1, 12, 13, 21, 33, 40])
async def test_rarer_events_come_true_too(lab: PlanLab, seed: int) -> None:
    history = WiderHistory(lab, seed)
    history.begin()
    unknown = rows = 0
    for cycle in range(CYCLES):
        everybody = False
        if cycle:
            history.step()
            everybody = history.between()
        found = await (lab.judge(run="full") if everybody else lab.judge())
        told = "\n".join([*history.done, *found.wrong])
        assert not found.wrong, told
        unknown, rows = unknown + len(found.unknown), rows + len(found.rows)
        history.done.append(f"cycle {cycle}")
    assert unknown <= 0.05 * rows + 2, "\n".join(history.done)

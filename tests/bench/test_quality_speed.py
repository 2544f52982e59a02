"""The data quality of 100,000 people costs at most as much again as the plan it is found with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.test_plan_speed import (
    MOST_COMPUTED,
    MOST_MEMORY,
    PEOPLE,
    large_tenant,
    measured,
)

MOST = 2.0  # times the plan alone

pytestmark = pytest.mark.bench


def test_the_data_quality_of_very_many_people(tmp_path: Path) -> None:
    with large_tenant(tmp_path, "--people", str(PEOPLE)) as line:
        alone, with_quality = measured(line), measured(line, "--quality")
    cpu, wall = (
        min(plan[what] for plan in with_quality["plans"]) / min(plan[what] for plan in alone["plans"])
        for what in ("cpu", "wall")
    )
    computed = max(plan["computed"] for plan in with_quality["plans"])
    print(f"\n{PEOPLE} people: {cpu:.2f} x cpu, {wall:.2f} x wall, {with_quality['megabytes']:.0f} MiB")
    assert cpu <= MOST
    assert wall <= MOST
    assert with_quality["megabytes"] <= MOST_MEMORY
    assert computed <= MOST_COMPUTED

"""What a practice tenant cannot be made with is said before anything starts."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.practice import PracticeOptions


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": 4},
        {"people": 100_001},
        {"clock_speed": 0},
        {"clock_speed": float("nan")},
        {"clock_speed": float("inf")},
        {"port": -1},
        {"port": 65_535},
        {"replication_lag": -0.1},
        {"replication_lag": float("nan")},
    ],
)
def test_wrong_options(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        PracticeOptions(**wrong)


def test_extreme_options() -> None:
    PracticeOptions(people=5, port=65_534, clock_speed=0.001, replication_lag=0)
    PracticeOptions(people=100_000)

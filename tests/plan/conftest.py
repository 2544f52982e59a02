"""A lab for plans."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.entra.practice_sign_in import graph_of
from tests.plan.lab import PlanLab

if TYPE_CHECKING:
    from tests.fixtures.practice import StartPractice


@pytest.fixture
async def lab(start_practice: StartPractice, tmp_path: Path) -> AsyncIterator[PlanLab]:
    """A practice tenant of 60 people whose service runs only on request."""
    async with start_practice(people=60, replication_lag=0) as practice, graph_of(practice) as graph:
        await practice.tenant.service.stop()
        yield PlanLab(practice, graph, tmp_path / "plans")

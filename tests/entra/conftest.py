"""A scripted Graph for each test that wants one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.entra.practice_sign_in import graph_of
from tests.entra.wire import Reply, WireGraph
from wizard.entra.graph import Graph
from wizard.practice import Practice, PracticeOptions, start


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[WireGraph]:
    """Answers 200 with an object until the test sets `script`."""
    async with WireGraph(tmp_path, lambda request: Reply(body={"id": "1"})) as server:
        yield server


@pytest.fixture
async def practice() -> AsyncIterator[Practice]:
    """A practice tenant of 50 people in which an hour passes in six seconds."""
    async with start(PracticeOptions(people=50, clock_speed=600, replication_lag=0.2)) as tenant:
        yield tenant


@pytest.fixture
async def graph(practice: Practice) -> AsyncIterator[Graph]:
    """Microsoft Graph of the practice tenant, signed in with all permissions."""
    async with graph_of(practice) as graph:
        yield graph

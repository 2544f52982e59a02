"""A scripted Graph for each test that wants one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.entra.wire import Reply, WireGraph


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[WireGraph]:
    """Answers 200 {} until the test sets `script`."""
    async with WireGraph(tmp_path, lambda request: Reply(body={})) as server:
        yield server

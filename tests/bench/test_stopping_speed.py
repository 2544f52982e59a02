"""A canceled connection test stops within a fraction of a second."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.connection.lab.authority import Authority
from tests.connection.test_stopping import STUCK
from wizard.connection import ConnectionTest

MOST = 0.2  # seconds


@pytest.mark.bench
@pytest.mark.parametrize("where", STUCK)
async def test_it_stops_within_a_fifth_of_a_second(where: str, tmp_path: Path) -> None:
    async with STUCK[where].standing(Authority(tmp_path)) as (_running, target, network):
        task = asyncio.create_task(ConnectionTest(target, network).run())
        await asyncio.sleep(0.3)
        begin = time.perf_counter()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        taken = time.perf_counter() - begin
    print(f"stopped {where} in {taken * 1000:.1f} ms (at most {MOST * 1000:.0f})")
    assert taken < MOST

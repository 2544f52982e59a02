"""Cancel ends a plan of very many people within 0.3 s at any moment, and leaves no plan behind.

The practice tenant is a process of its own, 30 ms per request away.
"""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.bench.plan_once import playvox_of, request_of, signed_in
from tests.bench.test_plan_speed import large_tenant
from wizard.plan import PlanProgress, compute

PEOPLE = 20_000
MOST = 0.3  # seconds
MOMENTS = ("assignments", "links", "reading", "accounts", "people", "finishing")
LATER = (0.0, 0.1)  # seconds after each of them began

pytestmark = pytest.mark.bench


async def canceled_at(line: dict[str, Any], folder: Path) -> list[tuple[float, str]]:
    """Seconds until Cancel took effect, at every moment."""
    taken: list[tuple[float, str]] = []
    network, _sign_in, reader = await signed_in(line)
    async with reader as graph, playvox_of(line, network) as playvox:
        request = await request_of(graph, line)
        for stage in MOMENTS:
            for later in LATER:
                begun = asyncio.Event()

                def tell(progress: PlanProgress, stage: str = stage, begun: asyncio.Event = begun) -> None:
                    if progress.stage == stage:
                        begun.set()

                task = asyncio.create_task(compute(graph, playvox, request, folder, tell))
                waiting = asyncio.create_task(begun.wait())
                await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                await asyncio.sleep(later)
                began = time.monotonic()
                task.cancel()
                await asyncio.wait({task})
                if task.cancelled():
                    taken.append((time.monotonic() - began, f"{stage} + {later} s"))
                else:
                    task.result().discard()
    return taken


@pytest.mark.timeout(600)
def test_cancel_at_any_moment(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    with large_tenant(tmp_path, "--people", str(PEOPLE), "--ran") as line:
        taken = asyncio.run(canceled_at(json.loads(line.read_text()), plans))
    longest, where = max(taken)
    print(f"\ncanceled at {len(taken)} moments, the slowest in {longest * 1000:.0f} ms ({where})")
    assert len(taken) > len(MOMENTS)
    assert longest <= MOST, where
    assert not list(plans.glob("plan-*"))

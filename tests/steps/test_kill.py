"""Killed at any write and started again, a setup ends like an undisturbed one."""

from __future__ import annotations

import asyncio
import random
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import control, truth
from tests.steps.killing import KILLED, PHASES, WRITES, process, process_for, set_up
from wizard.steps import PracticeLine

if TYPE_CHECKING:
    from wizard.practice import Practice


def essence(found: dict[str, Any]) -> dict[str, Any]:
    """The true state without ids that differ from tenant to tenant."""
    return {
        "applications": sorted(app["displayName"] for app in found["applications"]),
        "made": sum(app["created_by_wizard"] for app in found["applications"]),
        "jobs": [(job["state"], job["code"]) for job in found["jobs"]],
        "assigned": sorted((row["displayName"], row["role"]) for row in found["assigned"]),
        "in_scope": sorted(found["in_scope"]),
        "accounts": sorted((each["userName"], each["active"]) for each in found["playvox_users"]),
        "masked": found["secret_masked"],
    }


async def final_truth(practice: Practice) -> dict[str, Any]:
    """The true state after a full cycle, which succeeds only with the right URL and key."""
    await control(practice, "POST", "cycle")
    while (found := await truth(practice))["jobs"][0]["code"] != "Active":  # noqa: ASYNC110 - on a server
        await asyncio.sleep(0.1)
    return essence(found)


def line_of(practice: Practice) -> PracticeLine:
    return PracticeLine.model_validate(practice.line, from_attributes=True)


async def killed(
    practice: Practice, folder: Path, write: str, phase: str, script: str = "set_up"
) -> int | None:
    """Run the script in another process that exits there; returns its exit code."""
    dying = process(script, practice.line.model_dump_json(), folder, write, phase)
    dying.start()
    await asyncio.to_thread(dying.join)
    return dying.exitcode


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, Any]:
    """Filled by the first test that needs it."""
    return {}


async def reference(undisturbed: dict[str, Any], start_practice: Any, folder: Path) -> dict[str, Any]:
    if not undisturbed:
        async with start_practice(people=40, replication_lag=0.5) as practice:
            began = time.monotonic()
            assistant = await set_up(line_of(practice), folder)
            undisturbed["seconds"] = time.monotonic() - began
            undisturbed["truth"] = await final_truth(practice)
            undisturbed["writes"] = [
                row.path for row in assistant.context.store.journal.writes() if row.method != "GET"
            ]
    return undisturbed


async def test_every_write_has_its_kill_points(
    undisturbed: dict[str, Any], start_practice: Any, tmp_path: Path
) -> None:
    found = await reference(undisturbed, start_practice, tmp_path / "reference")
    for path in found["writes"]:
        assert any(re.search(pattern, path) for pattern in WRITES.values()), path
    for pattern in WRITES.values():
        assert any(re.search(pattern, path) for path in found["writes"]), pattern
    assert found["truth"]["made"] == 1


@pytest.mark.slow
@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("write", WRITES)
async def test_killed_and_started_again(
    write: str, phase: str, undisturbed: dict[str, Any], start_practice: Any, tmp_path: Path
) -> None:
    wanted = await reference(undisturbed, start_practice, tmp_path / "reference")
    async with start_practice(people=40, replication_lag=0.5) as practice:
        assert await killed(practice, tmp_path / "data", write, phase) == KILLED
        await set_up(line_of(practice), tmp_path / "data")
        assert await final_truth(practice) == wanted["truth"]


MOMENTS = 12


@pytest.mark.slow
async def test_killed_again_and_again_at_random_moments(
    undisturbed: dict[str, Any], start_practice: Any, tmp_path: Path
) -> None:
    """Each run goes on with what the runs before it left, until one is allowed to end."""
    wanted = await reference(undisturbed, start_practice, tmp_path / "reference")
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")  # shown with a failure
    dice = random.Random(seed)
    async with start_practice(people=40, replication_lag=0.5) as practice:
        for _turn in range(MOMENTS):
            moment = dice.uniform(0.0, wanted["seconds"])
            dying = process_for(moment, practice.line.model_dump_json(), tmp_path / "data")
            dying.start()
            await asyncio.to_thread(dying.join)
            assert dying.exitcode in (KILLED, 0), f"after {moment} s"
        await set_up(line_of(practice), tmp_path / "data")
        assert await final_truth(practice) == wanted["truth"]

"""Killed anywhere while recovering or relinking, the next run goes on, and a working key is in Entra."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import ANA, control, truth
from tests.steps.counted_killing import opened, ready, run
from tests.steps.killing import KILLED
from tests.steps.overview.test_overview import quarantine
from tests.steps.test_journey import until
from tests.steps.test_kill import line_of

if TYPE_CHECKING:
    from wizard.practice import Practice


async def in_quarantine(practice: Practice) -> None:
    """Playvox rejected the key for a while."""
    await quarantine(practice)
    await control(practice, "PUT", "faults/playvox-key-rejected", {"on": False})


async def finished(practice: Practice, folder: Path, script: str) -> None:
    """Go on as an administrator would: with what the page offers."""
    assistant = await opened(line_of(practice), folder)
    try:
        if script == "recover":
            await assistant.recover.refresh()
            if assistant.recover.view.quarantine is not None:
                await assistant.recover.recover()  # without pasting anything again
            assert assistant.recover.view.quarantine is None
            return
        await assistant.relink.refresh()
        if assistant.relink.view.unfinished is not None:
            await assistant.relink.relink(ANA)
            assert assistant.relink.view.account
        assert assistant.relink.view.unfinished is None
    finally:
        await assistant.close()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("script", ["recover", "relink"])
async def test_killed_at_every_point(script: str, start_practice: Any, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with start_practice(people=12, replication_lag=0.0) as practice:
        text = practice.line.model_dump_json()
        await ready(line_of(practice), folder)
        await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)
        at, code = 0, KILLED
        while code == KILLED:
            at += 1
            if script == "recover":
                await in_quarantine(practice)
            code, reached = await run(script, text, folder, ANA, at)
            assert code in (0, KILLED), (at, reached)
            await finished(practice, folder, script)
            [job] = (await truth(practice))["jobs"]
            assert (job["state"], job["code"] == "Quarantine") == ("Active", False), at
            found = practice.tenant.secrets(job["servicePrincipalId"])["SecretToken"]
            keys = (practice.line.key, practice.line.next_key)
            assert found in [key.get_secret_value() for key in keys], at
        assert at > 5, "the points were counted"

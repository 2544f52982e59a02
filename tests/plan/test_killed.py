"""Killed at any moment, the program leaves plans, links and saved files complete or absent."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.plan.lab import PlanLab
from tests.plan.writer import PEOPLE
from wizard.plan.document import read_document
from wizard.plan.link_store import LinkStore
from wizard.plan.plan import Plan

ROOT = Path(__file__).resolve().parents[2]
DELAYS = (0.0, 0.005, 0.02, 0.05, 0.1)  # seconds; each write takes about 0.1


def write_until_killed(folder: Path, writing: str, delay: float) -> None:
    """Kill the writer this long after it began to write."""
    command = [sys.executable, "-m", "tests.plan.writer", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == writing:
                time.sleep(delay)
                break
        else:
            pytest.fail(f"the writer ended by itself: {process.wait()}")
        process.kill()  # SIGKILL; on Windows TerminateProcess


def look_at_everything(folder: Path) -> None:
    for path in folder.glob("plan-*.sqlite"):
        plan = Plan.open(path)
        assert plan.count() == PEOPLE
        assert len(list(plan.all_rows())) == PEOPLE
        assert plan.row("17") is not None
        plan.close()
    if (folder / "links.sqlite").exists():
        store = LinkStore(folder / "links.sqlite")
        _oldest, until = store.covered("job")
        links = list(store.load("job"))
        assert len(links) == (PEOPLE if until else 0)
        assert {each.account for each in links} <= {until}  # all of one write
    if (folder / "approved.jsonl.gz").exists():
        assert len(read_document(folder / "approved.jsonl.gz").rows) == PEOPLE


@pytest.mark.parametrize("writing", ["plan", "links", "file"])
def test_what_was_being_written_is_whole_or_absent(tmp_path: Path, writing: str) -> None:
    for delay in DELAYS:
        write_until_killed(tmp_path, writing, delay)
        look_at_everything(tmp_path)


async def test_computing_a_plan_writes_nothing_to_the_tenant(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    await lab.cycle()
    lab.graph.read_only = True  # refuses requests that are not known to be read-only
    accounts = {each.id: each.body for each in lab.accounts.every()}
    plan = await lab.plan()
    assert plan.counts.people == 60
    assert {each.id: each.body for each in lab.accounts.every()} == accounts

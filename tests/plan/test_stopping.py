"""Cancel takes effect at once at any moment, and leaves nothing behind.

Work in these tests never ends by itself, so a plan that waits for it never returns.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.entra.practice_sign_in import graph_of
from tests.plan.doorman import Doorman
from tests.plan.lab import PlanLab
from wizard.plan import workspace
from wizard.plan.conflicts import Conflicts
from wizard.plan.plan import Plan
from wizard.plan.workspace import Workspace
from wizard.problem import ProblemError

if TYPE_CHECKING:
    from tests.fixtures.practice import StartPractice

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Stuck:
    """A place on the workspace's thread where a plan waits until the test lets it continue."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.may_go_on = threading.Event()

    def stay(self) -> None:
        self.reached.set()
        assert self.may_go_on.wait(60)

    def before(self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        """Wait there before `owner` calls this function."""
        real = getattr(owner, name)

        def stuck(*given: Any) -> Any:
            self.stay()
            return real(*given)

        monkeypatch.setattr(owner, name, stuck)

    def after(self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        """Wait there afterwards."""
        real = getattr(owner, name)

        def stuck(*given: Any) -> Any:
            result = real(*given)
            self.stay()
            return result

        monkeypatch.setattr(owner, name, stuck)


@pytest.fixture
def stuck() -> Iterator[Stuck]:
    found = Stuck()
    yield found
    found.may_go_on.set()


async def canceled(lab: PlanLab, reached: Callable[[], bool], **changes: Any) -> None:
    """Compute a plan, cancel it at that place, and wait until it has ended."""
    task = asyncio.create_task(lab.plan(**changes))
    while not reached():
        assert not task.done(), task
        await asyncio.sleep(0.005)
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=20)
    assert done
    assert task.cancelled()


def plans(lab: PlanLab) -> list[str]:
    return sorted(path.name for path in lab.folder.glob("plan-*")) if lab.folder.exists() else []


def computing() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("plan")]


async def thread_ended() -> None:
    for thread in computing():
        await asyncio.to_thread(thread.join, 60)
        assert not thread.is_alive()


@pytest.mark.parametrize("server", ["create_front", "create_playvox"], ids=["Graph", "Playvox"])
async def test_while_it_reads(
    start_practice: StartPractice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    doorman = Doorman()
    doorman.stand_before(monkeypatch, server)
    async with start_practice(people=60, replication_lag=0) as practice, graph_of(practice) as graph:
        await practice.tenant.service.stop()
        lab = PlanLab(practice, graph, tmp_path / "plans")
        lab.add_job(SyncAll="true")
        doorman.holds = lambda path: not path.endswith("$count")
        try:
            await canceled(lab, doorman.holding.is_set)
        finally:
            doorman.may_go_on.set()
    assert plans(lab) == []


async def test_while_a_statement_decides(lab: PlanLab, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def endless(self: Conflicts) -> None:
        begun.set()
        self._database.execute(_ENDLESS)

    monkeypatch.setattr(Conflicts, "resolve", endless)
    lab.add_job(SyncAll="true")
    await canceled(lab, begun.is_set)
    assert plans(lab) == []
    await thread_ended()  # the statement was interrupted


async def test_while_it_computes_between_statements(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch, stuck: Stuck
) -> None:
    stuck.before(monkeypatch, Conflicts, "resolve")
    lab.add_job(SyncAll="true")
    await canceled(lab, stuck.reached.is_set)
    assert computing()
    stuck.may_go_on.set()
    await thread_ended()
    assert plans(lab) == []


@pytest.mark.parametrize("place", ["before a row", "before the disk", "before its name"])
async def test_while_it_writes(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch, stuck: Stuck, place: str
) -> None:
    if place == "before a row":
        stuck.before(monkeypatch, Workspace, "_write")
    elif place == "before the disk":
        stuck.before(monkeypatch, workspace, "_to_disk")
    else:
        stuck.after(monkeypatch, workspace, "_to_disk")
    lab.add_job(SyncAll="true")
    await canceled(lab, stuck.reached.is_set)
    assert [each for each in plans(lab) if not each.endswith(".part")] == []
    stuck.may_go_on.set()
    await thread_ended()
    assert plans(lab) == []


async def test_when_the_file_has_its_name_already(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch, stuck: Stuck
) -> None:
    stuck.before(monkeypatch, Plan, "open")
    lab.add_job(SyncAll="true")
    task = asyncio.create_task(lab.plan())
    await asyncio.to_thread(stuck.reached.wait)
    assert len(plans(lab)) == 1
    task.cancel()
    stuck.may_go_on.set()
    await asyncio.wait({task})
    assert task.cancelled()
    assert plans(lab) == []


async def test_the_next_plan_is_right(lab: PlanLab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.add_job(SyncAll="true")
    before = await lab.plan()
    with monkeypatch.context() as patch:
        stuck = Stuck()
        stuck.before(patch, Workspace, "_write")
        await canceled(lab, stuck.reached.is_set)
        stuck.may_go_on.set()
    after = await lab.plan()
    assert list(after.all_rows()) == list(before.all_rows())


async def test_a_folder_that_cannot_be_written_is_named(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.folder = lab.folder / "plans"
    lab.folder.parent.write_text("no folder")
    with pytest.raises(ProblemError) as caught:
        await lab.plan()
    assert caught.value.problem.code == "plan_links_unusable"
    assert str(lab.folder) in caught.value.problem.facts["file"]


async def test_what_a_killed_copy_left_half_written_is_removed_later(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.folder.mkdir()
    old, fresh = lab.folder / "plan-old.part", lab.folder / "plan-fresh.part"
    for each in (old, fresh):
        each.write_bytes(b"half")
    hours_ago = old.stat().st_mtime - 2 * 3600
    os.utime(old, (hours_ago, hours_ago))
    plan = await lab.plan()
    assert plans(lab) == sorted([plan.path.name, fresh.name])

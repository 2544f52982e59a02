"""Saved plans: complete or absent, listed newest first, opened again, deleted."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.plan.lab import PlanLab
from wizard.plan import Plan
from wizard.plan.saved import SavedPlans
from wizard.problem import NotFoundError, ProblemError


async def test_saved_listed_opened_and_deleted(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    plan = await lab.plan()
    store = SavedPlans(lab.folder)
    assert store.all() == ()
    store.save(plan)
    store.save(plan)  # the same plan again is the same saved plan
    rows = plan.rows()
    plan.discard()
    [saved] = store.all()
    assert saved.header == plan.header
    again = store.open(saved.id)
    assert again.rows() == rows
    assert any(row.account for row in again.rows())
    again.close()
    if os.name == "posix":
        assert all(path.stat().st_mode & 0o077 == 0 for path in lab.folder.glob("saved-*"))
    store.delete(saved.id)
    store.delete(saved.id)
    assert store.all() == ()
    with pytest.raises(NotFoundError):
        store.open(saved.id)
    with pytest.raises(NotFoundError):
        store.open("../journal")


async def test_newest_first_and_what_cannot_be_read_last(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    store = SavedPlans(lab.folder)
    for name, days in (("a", 3), ("b", 1), ("c", 2)):
        plan = await lab.plan()
        header = plan.header.model_copy(
            update={"id": name, "computed": plan.header.computed - timedelta(days=days)}
        )
        store.save(plan)
        plan.discard()
        path = lab.folder / f"saved-{plan.header.id}.sqlite"
        _rewrite(path, header.model_dump_json())
        path.rename(lab.folder / f"saved-{name}.sqlite")
    (lab.folder / "saved-broken.sqlite").write_bytes(b"not a database, but as long as one" * 99)
    assert [each.id for each in store.all()] == ["b", "c", "a", "broken"]
    assert store.all()[-1].header is None
    with pytest.raises(ProblemError) as refused:
        store.open("broken")
    assert refused.value.problem.code == "plan_unreadable"
    store.delete("broken")
    assert len(store.all()) == 3


def _rewrite(path: Path, header: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE header SET value = ?", (header,))
    database.close()


@pytest.mark.skipif(os.name != "posix", reason="kills with SIGKILL")
async def test_killed_while_writing_it_is_complete_or_absent(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    plan = await lab.plan()
    script = (
        "import sys; from pathlib import Path; from wizard.plan import Plan;"
        "from wizard.plan.saved import SavedPlans;"
        "plan = Plan.open(Path(sys.argv[1])); store = SavedPlans(Path(sys.argv[2]));\n"
        "print('ready', flush=True)\n"
        "while True:\n    store.save(plan)\n    store.delete(plan.header.id)\n"
    )
    folder = lab.folder / "killed"
    store = SavedPlans(folder)
    for pause in (0.0, 0.003, 0.007, 0.011, 0.02):
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, str(plan.path), str(folder), stdout=asyncio.subprocess.PIPE
        )
        assert child.stdout is not None
        await child.stdout.readline()
        await asyncio.sleep(pause)
        child.kill()
        await child.communicate()
        for each in store.all():
            assert each.header == plan.header
            opened: Plan = store.open(each.id)
            assert opened.count() == plan.count()
            opened.close()
    plan.discard()


async def test_a_full_disk_leaves_nothing(lab: PlanLab, monkeypatch: pytest.MonkeyPatch) -> None:
    lab.add_job(SyncAll="true")
    plan = await lab.plan()
    store = SavedPlans(lab.folder)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemError) as refused:
        store.save(plan)
    assert refused.value.problem.code == "plan_not_saved"
    assert store.all() == ()
    assert not list(lab.folder.glob("*.part"))
    plan.discard()

"""Saved plans of a setup: complete on the disk or not there at all, listed newest first."""

from __future__ import annotations

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.plan.unit.tables import ROLE
from tests.plan.unit.tenant import Tenant
from wizard.plan import Plan
from wizard.plan.saved import SavedPlans
from wizard.problem import NotFoundError, ProblemError


@pytest.fixture
async def plan(tenant: Tenant, tmp_path: Path) -> Plan:
    tenant.person("ana", ROLE, account=True)
    return await tenant.plan(tmp_path / "made")


@pytest.fixture
def store(tmp_path: Path) -> SavedPlans:
    return SavedPlans(tmp_path / "saved")


def rewritten(path: Path, header: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE header SET value = ?", (header,))
    database.close()


def test_a_saved_plan_outlives_its_own_file(plan: Plan, store: SavedPlans, tmp_path: Path) -> None:
    assert store.all() == ()
    saved = store.save(plan)
    rows = plan.rows()
    plan.discard()
    assert store.all() == (saved,)
    assert (saved.id, saved.header) == (plan.header.id, plan.header)
    again = store.open(saved.id)
    assert again.rows() == rows
    again.close()
    assert [path.name for path in (tmp_path / "saved").iterdir()] == [f"saved-{saved.id}.sqlite"]


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_nobody_else_can_read_a_saved_plan(plan: Plan, store: SavedPlans, tmp_path: Path) -> None:
    store.save(plan)
    for path in (tmp_path / "saved", *(tmp_path / "saved").iterdir()):
        assert path.stat().st_mode & 0o077 == 0


def test_saving_again_leaves_the_saved_file_alone(plan: Plan, store: SavedPlans, tmp_path: Path) -> None:
    store.save(plan)
    [path] = (tmp_path / "saved").iterdir()
    before = path.stat()
    assert store.save(plan).id == plan.header.id
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_copy_is_on_the_disk_before_it_has_its_name(
    plan: Plan, store: SavedPlans, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[tuple[list[str], int]] = []
    handles: list[int] = []
    flush = os.fsync

    def fsync(handle: int) -> None:
        names = [path.suffix for path in (tmp_path / "saved").iterdir()]
        flushed.append((names, os.fstat(handle).st_size))
        handles.append(handle)
        flush(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    store.save(plan)
    assert flushed == [([".part"], plan.path.stat().st_size)]
    with pytest.raises(OSError):
        os.fstat(handles[0])  # it was closed again


def test_a_full_disk_leaves_nothing_and_says_why(
    plan: Plan, store: SavedPlans, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemError) as refused:
        store.save(plan)
    problem = refused.value.problem
    assert problem.code == "plan_not_saved"
    assert problem.facts["reason"] == "There is no space left on the disk."
    assert plan.header.id in problem.facts["file"]
    assert list((tmp_path / "saved").iterdir()) == []


def test_newest_first_and_what_cannot_be_read_last(plan: Plan, store: SavedPlans, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    for name, days in (("a", 3), ("b", 1), ("c", 2)):
        store.save(plan)
        computed = plan.header.computed - timedelta(days=days)
        path = folder / f"saved-{plan.header.id}.sqlite"
        header = plan.header.model_copy(update={"id": name, "computed": computed})
        rewritten(path, header.model_dump_json())
        path.rename(folder / f"saved-{name}.sqlite")
    (folder / "saved-aa.sqlite").write_bytes(b"no database, but as long as one" * 99)
    (folder / "other.sqlite").write_bytes(b"")
    found = store.all()
    assert [each.id for each in found] == ["b", "c", "a", "aa"]
    assert [each.header is None for each in found] == [False, False, False, True]
    with pytest.raises(ProblemError) as refused:
        store.open("aa")
    assert refused.value.problem.code == "plan_unreadable"


def test_a_folder_that_cannot_be_read_is_no_empty_one(store: SavedPlans, tmp_path: Path) -> None:
    (tmp_path / "saved").write_text("no folder")
    with pytest.raises(ProblemError) as refused:
        store.all()
    assert refused.value.problem.code == "plans_unreadable"


def test_a_deleted_plan_is_gone_for_good(plan: Plan, store: SavedPlans) -> None:
    saved = store.save(plan)
    store.delete(saved.id)
    store.delete(saved.id)
    assert store.all() == ()
    with pytest.raises(NotFoundError) as caught:
        store.open(saved.id)
    assert caught.value.problem.code == "plan_gone"


@pytest.mark.parametrize("identifier", ["../journal", "a/b", "", "a.b"])
def test_an_id_is_never_a_path(store: SavedPlans, identifier: str) -> None:
    for act in (store.open, store.delete):
        with pytest.raises(NotFoundError) as caught:
            act(identifier)
        assert caught.value.problem.code == "plan_gone"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "The file is in use"), "This account may not read or write it."),
        (OSError(), "It cannot be read."),
    ],
)
def test_a_file_that_cannot_be_deleted_is_named(
    store: SavedPlans, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: OSError, reason: str
) -> None:
    def in_use(_path: Path, *, missing_ok: bool = False) -> None:
        raise error

    monkeypatch.setattr(Path, "unlink", in_use)
    with pytest.raises(ProblemError) as refused:
        store.delete("abc")
    problem = refused.value.problem
    assert problem.code == "plan_not_deleted"
    assert problem.facts == {"file": str(tmp_path / "saved" / "saved-abc.sqlite"), "reason": reason}
    assert problem.raw == str(error)

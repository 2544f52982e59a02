"""Profiles and locks on disk: whole files, one writer at a time, and words for what cannot be written."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wizard.entra.consistency import Bounds
from wizard.problem import ProblemError
from wizard.setup import Profile, Profiles, SetUpLock, files
from wizard.setup import lock as lock_module
from wizard.setup.files import exclusive, write_atomically
from wizard.setup.profile import profile_id


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "folder" / "a.json"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["a.json"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, b"one")

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"two")
    assert path.read_bytes() == b"one"
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def test_one_at_a_time_enters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "WAIT_SECONDS", 0.05)
    folder = tmp_path / "deep" / "folder"
    with exclusive(folder), pytest.raises(sqlite3.OperationalError), exclusive(folder):
        pytest.fail("two were inside")
    with pytest.raises(ZeroDivisionError), exclusive(folder):
        raise ZeroDivisionError
    with exclusive(folder):
        assert folder.is_dir()


def test_profiles_with_the_one_changed_last_first(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path / "profiles")
    assert profiles.all() == ()
    assert profiles.load("a") is None
    for name in ("a", "b", "c"):
        profiles.change(name, account=name)
    (tmp_path / "profiles" / "broken.json").write_text("{")
    changed = profiles.change("b", tenant_name="Contoso")
    assert [each.id for each in profiles.all()] == ["b", "c", "a"]
    assert timedelta(0) <= datetime.now(UTC) - changed.changed < timedelta(minutes=1)
    assert profiles.load("b") == changed


def test_every_field_is_kept(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path)
    values = {
        "practice": True,
        "cloud": "usgov",
        "client_id": "c",
        "tenant_id": "t",
        "tenant_name": "Contoso é",
        "account": "ada@contoso.example",
        "application_id": "app",
        "role_id": "role",
        "tenant_url": "https://acme.playvox.com/scim/v1",
        "key_mark": "m",
        "notification_email": "it@contoso.example",
        "guard_deletions": False,
        "deletion_threshold": 7,
        "scope": "all",
        "keep_out_of_scope": True,
        "answers": {"x": True},
    }
    kept = profiles.change("a", **values)
    found = Profiles(tmp_path).load("a")
    assert found == kept
    assert {name: getattr(found, name) for name in values} == values
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "Contoso é" in text
    assert text.count("\n") > 10, "one member on a line, for people who look at it"


def test_a_change_to_what_is_there_already_writes_nothing(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path)
    profiles.change("a", account="x", tenant_id="t")
    before = (tmp_path / "a.json").read_bytes()
    assert profiles.change("a", account="x").tenant_id == "t"
    assert (tmp_path / "a.json").read_bytes() == before
    profiles.change("a", account="x", tenant_id="u")
    assert (tmp_path / "a.json").read_bytes() != before


def test_a_new_profile_is_written_even_with_the_usual_values(tmp_path: Path) -> None:
    Profiles(tmp_path).change("a", account="")
    assert json.loads((tmp_path / "a.json").read_bytes())["id"] == "a"


def test_a_profile_is_forgotten_and_no_other(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path)
    profiles.change("a", account="x")
    profiles.change("b", account="y")
    profiles.forget("a")
    profiles.forget("a")
    assert [each.id for each in profiles.all()] == ["b"]


@pytest.mark.parametrize("action", ["change", "forget"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, action: str) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    profiles = Profiles(blocked)
    with pytest.raises(ProblemError) as caught:
        profiles.change("a", account="x") if action == "change" else profiles.forget("a")
    problem = caught.value.problem
    assert (problem.code, problem.facts["folder"]) == ("setup_folder_unusable", str(blocked))
    assert "file, not a folder" in problem.facts["reason"]
    assert problem.retryable
    assert problem.raw


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"version": 2, "id": "a"}', "setup_profile_newer"),
        ('{"version": 1, "id": "b c"}', "setup_profile_unreadable"),
        ('{"version": "7", "id": "a"}', "setup_profile_unreadable"),
        ("7", "setup_profile_unreadable"),
        ('{"id": "a", "account": "' + "x" * 1_000_000 + '"}', "setup_profile_unreadable"),
    ],
)
def test_a_profile_that_cannot_be_read_is_named(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(ProblemError) as caught:
        Profiles(tmp_path).load("a")
    assert (caught.value.problem.code, caught.value.problem.facts) == (code, {"file": str(path)})
    assert bool(caught.value.problem.raw) is (code == "setup_profile_unreadable")


@pytest.mark.parametrize(
    ("cloud", "tenant", "expected"),
    [
        ("global", "ABC-1", "global-abc-1"),
        ("usgov", "a.b/c", "usgov-a-b-c"),
        ("global", "ü", "global--"),
        ("global", "a" * 100, "global-" + "a" * 73),
    ],
)
def test_the_name_of_a_profile_is_a_file_name(cloud: str, tenant: str, expected: str) -> None:
    assert profile_id(cloud, tenant) == expected
    assert Profile(id=expected).id == expected


async def test_a_lock_that_is_held_too_long_says_so(tmp_path: Path) -> None:
    ours, other = SetUpLock(tmp_path, "one"), SetUpLock(tmp_path, "one", patience=0.3)
    await ours.acquire()
    told: list[str] = []
    began = time.monotonic()
    with pytest.raises(ProblemError) as caught:
        await other.acquire(lambda: told.append("waiting"))
    assert 0.25 <= time.monotonic() - began < 5
    assert (caught.value.problem.code, caught.value.problem.retryable) == ("setup_in_use", True)
    assert told == ["waiting"]
    ours.release()
    assert await other.acquire(lambda: told.append("again")) is False
    assert told == ["waiting"]
    other.release()


async def test_the_usual_patience_is_that_of_all_waits(tmp_path: Path) -> None:
    assert SetUpLock(tmp_path, "one")._patience == Bounds().other_copy


async def test_whoever_waits_looks_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock_module, "_PAUSE", 0.01)
    ours, other = SetUpLock(tmp_path / "deep", "one"), SetUpLock(tmp_path / "deep", "one")
    await ours.acquire()
    waiting = asyncio.create_task(other.acquire())
    await asyncio.sleep(0.05)
    assert not waiting.done()
    assert other.acquire_if_free() is False, "a task of this copy is waiting already"
    ours.release()
    assert await waiting is True
    assert ours.acquire_if_free() is False
    other.release()
    assert (tmp_path / "deep" / "one.sqlite").exists()


def test_what_never_was_a_lock_is_said(tmp_path: Path) -> None:
    (tmp_path / "one.sqlite").mkdir()
    with pytest.raises(ProblemError) as caught:
        SetUpLock(tmp_path, "one").acquire_if_free()
    problem = caught.value.problem
    assert (problem.code, problem.facts, problem.retryable) == (
        "setup_lock_unusable",
        {"folder": str(tmp_path), "file": str(tmp_path / "one.sqlite")},
        False,
    )
    assert problem.raw

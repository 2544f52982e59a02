"""The journal records every change before it is sent, and holds no secret."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.security.encodings import encodings_of
from wizard.entra.errors import GraphError
from wizard.entra.graph import Write
from wizard.notices import collecting
from wizard.problem import Problem, ProblemError
from wizard.security import redactor
from wizard.setup import (
    Backups,
    Journal,
    JournalingHook,
    OperationState,
    operation,
)
from wizard.setup.database import Database

KEY = "dXNlcjRmMmE6cThadC1jYW5hcnktNzFiZDAyZTQ="  # decodes to no word that appears in this file


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite", "global-1")


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_an_operation_is_written_down_before_and_after(journal: Journal) -> None:
    async with operation(journal, "role.add", "app", "ada", old={"n": 1}, new={"n": 2}) as outcome:
        (open_one,) = journal.open_operations("role.add")
        assert (open_one.account, open_one.old, open_one.new) == ("ada", {"n": 1}, {"n": 2})
        outcome.note(role="r1")
    assert journal.open_operations("role.add") == ()
    (done,) = journal.operations()
    assert (done.state, done.outcome) == (OperationState.DONE, {"role": "r1"})


async def test_a_refusal_ends_an_operation(journal: Journal) -> None:
    with pytest.raises(ProblemError):
        async with operation(journal, "role.add", "app", "ada"):
            raise GraphError(Problem("graph_forbidden"), status=403)
    (done,) = journal.operations()
    assert (done.state, done.outcome) == (OperationState.REFUSED, {"code": "graph_forbidden"})


async def test_a_lost_answer_leaves_it_open(journal: Journal) -> None:
    with pytest.raises(ProblemError):
        async with operation(journal, "application.add", "template", "ada"):
            raise GraphError(Problem("graph_lost_answer"), maybe_done=True)
    assert len(journal.open_operations("application.add")) == 1


async def test_canceling_leaves_it_open(journal: Journal) -> None:
    async def add() -> None:
        async with operation(journal, "application.add", "template", "ada"):
            await asyncio.sleep(60)

    task = asyncio.create_task(add())
    while not journal.open_operations("application.add"):  # noqa: ASYNC110 - another thread writes it
        await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait({task})
    assert len(journal.open_operations("application.add")) == 1


async def test_writes_belong_to_their_operation_and_hold_no_secret(
    journal: Journal, tmp_path: Path
) -> None:
    """Settings are left out by name: the redactor does not know this key."""
    watch = JournalingHook(journal, lambda: "ada")
    body = {
        "value": [
            {"key": "BaseAddress", "value": "https://acme.playvox.com/scim/v1"},
            {"key": "SecretToken", "value": KEY},
            {"key": "Unknown", "value": "another secret"},
            {"key": "SyncAll", "value": "false"},
        ]
    }
    write = Write("PUT", "/servicePrincipals/1/synchronization/secrets", body, "request-1")
    async with operation(journal, "settings.save", "1", "ada", new={"tenant_url": "https://acme"}):
        ticket = await watch.before(write)
        (sent,) = journal.writes()
        assert sent.answered is None
        await watch.after(ticket, write, 204, False)
    (sent,) = journal.writes()
    (done,) = journal.operations()
    assert (sent.operation, sent.status, sent.maybe_done) == (done.id, 204, False)
    assert json.loads(sent.body) == {
        "value": [
            {"key": "BaseAddress", "value": "https://acme.playvox.com/scim/v1"},
            {"key": "SecretToken", "value": "[hidden]"},
            {"key": "Unknown", "value": "[hidden]"},
            {"key": "SyncAll", "value": "false"},
        ]
    }
    on_disk = everything_in(tmp_path)
    assert b"acme.playvox.com" in on_disk
    for encoding, text in encodings_of(KEY).items():
        assert text not in on_disk, encoding
    assert b"another secret" not in on_disk


@pytest.mark.parametrize("place", ["old", "new", "outcome", "body", "a secret string", "a nested name"])
async def test_a_remembered_key_is_written_nowhere(journal: Journal, tmp_path: Path, place: str) -> None:
    """Also in unexpected places: an answer or a name may repeat it."""
    redactor.remember(SecretStr(KEY))
    watch = JournalingHook(journal, lambda: "ada")
    value = SecretStr(KEY) if place == "a secret string" else {f"it is {KEY}": [KEY, KEY[:20], 7, None]}
    body: dict[str, object] = {"id": 1, "said": value} if place not in ("old", "new", "outcome") else {}
    old = {"was": value} if place == "old" else None
    new = {"becomes": value} if place == "new" else None
    async with operation(journal, "settings.save", "1", "ada", old=old, new=new) as outcome:
        await watch.before(Write("PATCH", "/applications/1", body, "request-1"))
        outcome.note(**({"came": value} if place == "outcome" else {}))
    (done,) = journal.operations()  # it can be read again
    assert done.state is OperationState.DONE
    on_disk = everything_in(tmp_path)
    for encoding, text in encodings_of(KEY).items():
        assert text not in on_disk, encoding


def test_setups_do_not_see_each_other(tmp_path: Path) -> None:
    one, two = (Journal(tmp_path / "journal.sqlite", name) for name in ("a", "b"))
    one.begin("role.add", "app", "ada", {}, {})
    assert two.operations() == ()


def test_a_journal_that_cannot_be_written_stops_the_change(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").mkdir()
    with pytest.raises(ProblemError) as caught:
        Journal(tmp_path / "journal.sqlite", "a").begin("role.add", "app", "ada", {}, {})
    assert caught.value.problem.code == "setup_journal_unusable"


def test_a_damaged_journal_is_set_aside_and_stops_the_change_once(tmp_path: Path) -> None:
    content = b"this is no database, but longer than a header" * 40
    (tmp_path / "journal.sqlite").write_bytes(content)
    journal = Journal(tmp_path / "journal.sqlite", "a")
    with pytest.raises(ProblemError) as caught:
        journal.begin("role.add", "app", "ada", {}, {})
    assert caught.value.problem.code == "setup_journal_damaged"
    aside = Path(caught.value.problem.facts["aside"])
    assert aside.read_bytes() == content
    with collecting() as unread:
        assert journal.begin("role.add", "app", "ada", {}, {}) == 1
    assert [each.facts["aside"] for each in unread] == [str(aside)]


def test_an_empty_file_is_a_damaged_journal_and_no_new_one(tmp_path: Path) -> None:
    """A full disk or a power failure leaves it; this program never gives its name to an empty file."""
    path = tmp_path / "journal.sqlite"
    path.touch()
    with pytest.raises(ProblemError) as caught:
        Journal(path, "a").operations()
    assert caught.value.problem.code == "setup_journal_damaged"
    assert Path(caught.value.problem.facts["aside"]).read_bytes() == b""
    assert Journal(path, "a").operations() == ()


def test_a_journal_has_its_name_only_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.sqlite"

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", killed)
        patched.setattr(Path, "unlink", lambda *_arguments, **_more: None)  # nothing is cleaned up
        with pytest.raises(KeyboardInterrupt):
            Journal(path, "a").operations()
    assert not path.exists()
    assert Journal(path, "a").operations() == ()


@pytest.mark.parametrize("error", [None, PermissionError(1, "no links here"), OSError(95, "no links")])
def test_a_new_journal_never_replaces_one_of_another_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError | None
) -> None:
    path = tmp_path / "journal.sqlite"
    real = os.link

    def link(source: Path, target: Path) -> None:
        with monkeypatch.context() as undone:
            undone.setattr(os, "link", real)
            Journal(path, "a").begin("job.pause", "sp", "ada", {}, {})  # the other copy was quicker
        if error is not None:
            raise error
        real(source, target)

    monkeypatch.setattr(os, "link", link)
    assert len(Journal(path, "a").operations()) == 1
    assert not [each for each in tmp_path.iterdir() if each.name.endswith(".new")]


def test_only_what_is_damaged_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    Journal(path, "a").begin("role.add", "app", "ada", {}, {})
    stale = sqlite3.DatabaseError("malformed")
    stale.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    with pytest.raises(ProblemError) as caught, Database(path).use():
        raise stale  # another copy has replaced the file since
    assert caught.value.problem.code == "setup_journal_unusable"
    assert len(Journal(path, "a").operations()) == 1


def test_a_newer_journal_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "journal.sqlite") as db:
        db.execute("PRAGMA user_version = 7")
    with pytest.raises(ProblemError) as caught:
        Journal(tmp_path / "journal.sqlite", "a").operations()
    assert caught.value.problem.code == "setup_profile_newer"


def test_the_same_backup_is_kept_once(tmp_path: Path) -> None:
    backups = Backups(tmp_path / "journal.sqlite", "a")
    first = backups.take("settings", "app", {"tenant_url": "x", "sync_all": False})
    assert backups.take("settings", "app", {"sync_all": False, "tenant_url": "x"}) == first
    assert backups.take("settings", "app", {"tenant_url": "y"}) != first
    assert [each.content for each in backups.all()] == [
        {"tenant_url": "y"},
        {"sync_all": False, "tenant_url": "x"},
    ]


@pytest.mark.parametrize("table", ["operations", "writes", "backups"])
def test_a_journal_without_a_table_is_not_taken_for_an_empty_one(tmp_path: Path, table: str) -> None:
    path = tmp_path / "journal.sqlite"
    Journal(path, "global-1").begin("job.pause", "sp", "ada", {}, {})
    with sqlite3.connect(path) as database:
        database.execute(f"DROP TABLE {table}")
    database.close()
    for _each_time in range(2):
        with pytest.raises(ProblemError) as caught:
            Journal(path, "global-1").operations()
        assert caught.value.problem.code == "setup_journal_unusable"
        assert table in str(caught.value.problem.facts["reason"])


def test_an_older_journal_gets_what_was_added_later(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    number = Journal(path, "global-1").begin("job.pause", "sp", "ada", {}, {})
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE connection_runs")
    database.close()
    assert [each.id for each in Journal(path, "global-1").operations()] == [number]

"""What the journal, backups and earlier tests give back: every member, in order, of one setup only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wizard.entra.errors import GraphError
from wizard.entra.graph import Write
from wizard.problem import Problem, ProblemError
from wizard.setup import (
    Backups,
    ConnectionRuns,
    Journal,
    JournalingHook,
    OperationState,
    connection_runs,
    continuing,
    operation,
)
from wizard.setup.database import Database

SECOND = timedelta(seconds=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Journal:
    return Journal(path, "one")


def now() -> datetime:
    return datetime.now(UTC)


def test_an_operation_with_every_member(journal: Journal) -> None:
    began = now()
    number = journal.begin("role.add", "app", "ada", {"n": [1, "é"]}, {"n": 2})
    [row] = journal.operations()
    assert (row.id, row.kind, row.subject, row.account) == (number, "role.add", "app", "ada")
    assert (row.old, row.new, row.outcome) == ({"n": [1, "é"]}, {"n": 2}, {})
    assert (row.state, row.ended) == (OperationState.BEGUN, None)
    assert began <= row.began <= now()
    journal.end(number, OperationState.REFUSED, {"code": "x"})
    [row] = journal.operations()
    assert (row.state, row.outcome) == (OperationState.REFUSED, {"code": "x"})
    assert row.ended is not None
    assert row.began <= row.ended <= now()


def test_operations_of_one_setup_newest_first(path: Path, journal: Journal) -> None:
    first, second, third = (journal.begin("k", f"s{n}", "ada", {}, {}) for n in range(3))
    other = Journal(path, "two")
    theirs = other.begin("k", "s", "bo", {}, {})
    assert [row.id for row in journal.operations()] == [third, second, first]
    assert [row.id for row in journal.operations(limit=2)] == [third, second]
    assert [row.id for row in other.operations()] == [theirs]


def test_the_history_has_every_operation_unless_fewer_are_asked_for(path: Path, journal: Journal) -> None:
    for _number in range(2):
        journal.begin("k", "s", "ada", {}, {})
    with sqlite3.connect(path) as database:
        for table, columns in (
            ("operations", "setup, kind, subject, account, began, state, old, new"),
            ("writes", "setup, method, path, account, sent, body, operation, client_request_id"),
        ):
            row = ("one", "k", "s", "a", "2026-01-01T00:00:00+00:00", "begun", "{}", "{}")
            database.executemany(
                f"INSERT INTO {table} ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [row] * 1200,
            )
    database.close()
    assert len(journal.operations()) == 1202
    assert len(journal.operations(limit=501)) == 501
    assert journal.operations(limit=0) == ()
    assert len(journal.writes()) == 1200
    assert len(journal.writes(limit=3)) == 3


def test_open_operations_of_one_kind_oldest_first(path: Path, journal: Journal) -> None:
    first = journal.begin("role.add", "a", "ada", {}, {})
    journal.begin("role.remove", "a", "ada", {}, {})
    ended = journal.begin("role.add", "b", "ada", {}, {})
    second = journal.begin("role.add", "c", "ada", {}, {})
    journal.end(ended, OperationState.DONE, {})
    Journal(path, "two").begin("role.add", "a", "ada", {}, {})
    assert [row.id for row in journal.open_operations("role.add")] == [first, second]


def test_facts_are_added_to_what_is_known(journal: Journal) -> None:
    number, other = (journal.begin("k", "s", "ada", {}, {}) for _ in range(2))
    journal.end(number, OperationState.DONE, {"a": 1, "b": 1})
    journal.note(number, {"b": 2, "c": 3})
    journal.note(999, {"x": 1})
    assert {row.id: row.outcome for row in journal.operations()} == {
        number: {"a": 1, "b": 2, "c": 3},
        other: {},
    }


def test_a_request_with_every_member(path: Path, journal: Journal) -> None:
    number = journal.begin("k", "s", "ada", {}, {})
    sent = journal.sending(number, "ada", "POST", "/applications", '{"é": 1}', "r1")
    journal.sending(None, "bo", "DELETE", "/x", "", "r2")
    Journal(path, "two").sending(number, "cy", "PUT", "/y", "", "r3")
    newest, row = journal.writes()
    assert (newest.operation, newest.account, newest.method, newest.path) == (None, "bo", "DELETE", "/x")
    assert (row.id, row.operation, row.account, row.method) == (sent, number, "ada", "POST")
    assert (row.path, row.body) == ("/applications", '{"é": 1}')
    assert (row.answered, row.status, row.maybe_done) == (None, None, False)
    assert timedelta(0) <= now() - row.sent < 60 * SECOND
    journal.answered(sent, 503, maybe_done=True)
    row = journal.writes()[1]
    assert (row.status, row.maybe_done) == (503, True)
    assert row.answered is not None
    assert row.sent <= row.answered <= now()
    assert journal.writes()[0].answered is None
    assert journal.writes(limit=1) == (newest,)


def test_what_an_operation_sent_oldest_first(path: Path, journal: Journal) -> None:
    number, other = (journal.begin("k", "s", "ada", {}, {}) for _ in range(2))
    first = journal.sending(number, "ada", "POST", "/a", "", "r")
    journal.sending(other, "ada", "POST", "/b", "", "r")
    second = journal.sending(number, "ada", "POST", "/c", "", "r")
    Journal(path, "two").sending(number, "ada", "POST", "/d", "", "r")
    assert [row.id for row in journal.sent(number)] == [first, second]
    assert journal.sent(999) == ()


async def test_the_hook_records_what_is_sent(journal: Journal, path: Path) -> None:
    hook = JournalingHook(journal, lambda: "ada")
    write = Write(
        "PATCH", "/applications/1", {"name": "é", "list": [{"key": "SyncAll", "value": "x"}]}, "r7"
    )
    ticket = await hook.before(write)
    await hook.after("no number", write, 500, True)
    [row] = journal.writes()
    assert row.answered is None
    await hook.after(ticket, write, None, True)
    [row] = journal.writes()
    assert (row.account, row.method, row.path, row.operation) == ("ada", "PATCH", "/applications/1", None)
    assert row.body == '{"name": "é", "list": [{"key": "SyncAll", "value": "x"}]}'
    assert (row.status, row.maybe_done) == (None, True)
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT client_request_id FROM writes").fetchall() == [("r7",)]
    database.close()


@pytest.mark.parametrize(
    ("body", "recorded"),
    [
        (None, ""),
        ({}, "{}"),
        ([1, (2, "x")], '[1, [2, "x"]]'),
        ({"key": "BaseAddress", "value": "u"}, '{"key": "BaseAddress", "value": "u"}'),
        ({"key": "SyncAll", "value": "true"}, '{"key": "SyncAll", "value": "true"}'),
        (
            {"key": "SyncNotificationSettings", "value": "n"},
            '{"key": "SyncNotificationSettings", "value": "n"}',
        ),
        (
            {"key": "SkipOutOfScopeDeletions", "value": "t"},
            '{"key": "SkipOutOfScopeDeletions", "value": "t"}',
        ),
        (
            {"a": [{"key": "Other", "value": "s", "n": 1}]},
            '{"a": [{"key": "Other", "value": "[hidden]", "n": 1}]}',
        ),
        ({"key": "Other"}, '{"key": "Other"}'),
        ({"value": "v"}, '{"value": "v"}'),
    ],
)
async def test_only_known_settings_are_recorded(journal: Journal, body: object, recorded: str) -> None:
    await JournalingHook(journal, lambda: "ada").before(Write("PUT", "/x", body, "r"))
    assert journal.writes()[0].body == recorded


@pytest.mark.parametrize(("length", "cut"), [(19_998, False), (19_999, True)])
async def test_a_long_request_is_cut(journal: Journal, length: int, cut: bool) -> None:
    text = "é" * length
    await JournalingHook(journal, lambda: "ada").before(Write("PUT", "/x", text, "r"))
    body = journal.writes()[0].body
    assert body == (f'"{text}"'[:20_000] + " …" if cut else f'"{text}"')


async def test_an_operation_that_goes_on_later(journal: Journal) -> None:
    number = journal.begin("k", "s", "ada", {}, {})
    hook = JournalingHook(journal, lambda: "ada")
    async with continuing(journal, number) as outcome:
        assert outcome.operation == number
        outcome.note(a=1)
        outcome.note(b=2)
        await hook.before(Write("POST", "/in", None, "r"))
    await hook.before(Write("POST", "/after", None, "r"))
    assert {row.path: row.operation for row in journal.writes()} == {"/in": number, "/after": None}
    [row] = journal.operations()
    assert (row.state, row.outcome) == (OperationState.DONE, {"a": 1, "b": 2})


@pytest.mark.parametrize(
    ("error", "state", "outcome"),
    [
        (ProblemError(Problem("no_token")), OperationState.REFUSED, {"a": 1, "code": "no_token"}),
        (
            GraphError(Problem("graph_forbidden"), status=403),
            OperationState.REFUSED,
            {"a": 1, "code": "graph_forbidden"},
        ),
        (GraphError(Problem("lost"), maybe_done=True), OperationState.BEGUN, {}),
        (RuntimeError("a fault of ours"), OperationState.BEGUN, {}),
    ],
)
async def test_how_an_operation_ends(
    journal: Journal, error: Exception, state: OperationState, outcome: dict[str, Any]
) -> None:
    async def run() -> None:
        async with operation(journal, "k", "s", "ada") as found:
            found.note(a=1)
            raise error

    with pytest.raises(type(error)):
        await run()
    [row] = journal.operations()
    assert (row.state, row.outcome, row.old, row.new) == (state, outcome, {}, {})
    await JournalingHook(journal, lambda: "ada").before(Write("POST", "/after", None, "r"))
    assert journal.writes()[0].operation is None


def test_backups_with_every_member_newest_first(path: Path) -> None:
    backups, others = Backups(path, "one"), Backups(path, "two")
    first = backups.take("schema", "job", {"é": 1})
    second = backups.take("roles", "job", {"é": 1})
    third = backups.take("schema", "other job", {"é": 1})
    theirs = others.take("schema", "job", {"é": 1})
    assert len({first, second, third, theirs}) == 4
    found = backups.all()
    assert [(each.id, each.kind, each.subject) for each in found] == [
        (third, "schema", "other job"),
        (second, "roles", "job"),
        (first, "schema", "job"),
    ]
    assert all(each.content == {"é": 1} for each in found)
    assert all(timedelta(0) <= now() - each.taken < 60 * SECOND for each in found)
    assert [each.id for each in others.all()] == [theirs]


def test_a_state_that_comes_back_is_kept_again(path: Path) -> None:
    backups = Backups(path, "one")
    taken = [backups.take("schema", "job", {"n": n}) for n in (1, 2, 1, 1)]
    assert taken[2] == taken[3]
    assert len(set(taken)) == 3
    assert [each.content["n"] for each in backups.all()] == [1, 2, 1]


def test_a_backup_is_text_that_people_can_read(path: Path) -> None:
    Backups(path, "one").take("schema", "job", {"b": "é", "a": 1})
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT content FROM backups").fetchall() == [('{"a": 1, "b": "é"}',)]
    database.close()


def test_tests_of_all_places_together_are_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_runs, "_MOST_IN_ALL", 4)
    first, second = ConnectionRuns(path, "real:one"), ConnectionRuns(path, "real:two")
    for number in range(3):
        first.add(f'"{number}"', 9)
    for number in range(3):
        second.add(f'"{number}"', 9)
    assert first.load() == ('"2"',)
    assert second.load() == ('"0"', '"1"', '"2"')


def test_the_newest_of_a_place_are_kept(path: Path) -> None:
    runs = ConnectionRuns(path, "real:one")
    runs.add("1", 1)
    runs.add("2", 1)
    assert runs.load() == ("2",)
    runs.add('{"é": 1}', 2)
    assert runs.load() == ("2", '{"é": 1}')


@pytest.mark.parametrize(
    "use",
    [
        lambda path: Journal(path, "one").operations(),
        lambda path: Backups(path, "one").all(),
        lambda path: ConnectionRuns(path, "p").load(),
    ],
)
def test_a_file_of_a_later_version_is_left_alone_and_named(
    path: Path, use: Callable[[Path], object]
) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 2")
    database.close()
    before = path.read_bytes()
    with pytest.raises(ProblemError) as caught:
        use(path)
    assert (caught.value.problem.code, dict(caught.value.problem.facts)) == (
        "setup_profile_newer",
        {"file": str(path)},
    )
    assert path.read_bytes() == before


def test_what_fails_halfway_leaves_nothing(path: Path) -> None:
    database = Database(path)
    values = "(setup, kind, subject, taken, content) VALUES ('a', 'b', 'c', 'd', '{}')"

    def fail() -> None:
        with database.use() as opened:
            opened.execute(f"INSERT INTO backups {values}")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.use() as opened:
        assert opened.execute("SELECT count(*) FROM backups").fetchone()[0] == 0
        assert opened.execute("PRAGMA synchronous").fetchone()[0] == 2, "safe against power failures"


@pytest.mark.parametrize(
    ("blocked", "reason"),
    [
        ("folder", "A part of its path is a file, not a folder."),
        ("file", "It is a folder, not a file."),
        ("statement", "The database reports: no such column: nonsense."),
    ],
)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, blocked: str, reason: str) -> None:
    path = tmp_path / "in the way" / "journal.sqlite"
    if blocked == "folder":
        path.parent.write_text("a file")
    elif blocked == "file":
        path.mkdir(parents=True)
    with pytest.raises(ProblemError) as caught, Database(path).use() as opened:
        opened.execute("SELECT nonsense")
    problem = caught.value.problem
    assert (problem.code, problem.facts, problem.retryable) == (
        "setup_journal_unusable",
        {"file": str(path), "reason": reason},
        True,
    )
    assert problem.raw


def test_records_are_json_texts(path: Path, journal: Journal) -> None:
    journal.begin("k", "s", "ada", {"é": SimpleNamespace}, {})
    with sqlite3.connect(path) as database:
        [(old,)] = database.execute("SELECT old FROM operations").fetchall()
    database.close()
    assert "é" in json.loads(old)
    assert "é" in old

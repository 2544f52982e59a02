"""What is in the log is found: by result, action, code, cause, person, time and words, newest first."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.log_store.log_rows import NOW, SCIM, log_row, usual_rows
from wizard.log_store.packing import microseconds
from wizard.log_store.rows import COUNTED, LogRows
from wizard.log_store.search import LogSearch
from wizard.log_store.store import LogStore
from wizard.log_store.writer import LogWriter
from wizard.notices import collecting
from wizard.security.redactor import remember

ROWS = 2_600
PEOPLE = 40
Json = dict[str, Any]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("logs") / "log.sqlite"
    filled(path, list(usual_rows(ROWS, PEOPLE)))
    return path


def filled(path: Path, rows: list[Json], page: int = 500) -> LogWriter:
    writer = LogWriter(path)
    (gap,) = writer.begin(0)
    for start in range(0, len(rows), page):
        writer.add(rows[start : start + page], microseconds(NOW), gap)
    writer.end(gap, microseconds(NOW), None)
    return writer


def failure(row: Json) -> bool:
    return bool(row["provisioningStatusInfo"]["status"] == "failure")


def code(row: Json) -> str:
    error = row["provisioningStatusInfo"]["errorInformation"] or {}
    return str(error.get("errorCode") or row["provisioningSteps"][2]["details"].get("SkipReason", ""))


def source(row: Json) -> str:
    return str(row["sourceIdentity"]["id"])


HER = source(log_row(0, NOW, person=5))
SINCE = NOW - timedelta(hours=1)
SEARCHES: tuple[tuple[str, LogSearch, Callable[[Json], bool]], ...] = (
    ("everything", LogSearch(), lambda _row: True),
    ("result", LogSearch(results=frozenset({"failure"})), failure),
    (
        "action",
        LogSearch(actions=frozenset({"disable"})),
        lambda row: row["provisioningAction"] == "disable",
    ),
    ("code", LogSearch(codes=frozenset({"entryconflict"})), lambda row: code(row) == "EntryConflict"),
    ("no noise", LogSearch(noise=False), lambda row: row["provisioningStatusInfo"]["status"] != "skipped"),
    ("person", LogSearch(person=HER), lambda row: source(row) == HER),
    ("sign-in name", LogSearch(person="Ben.Miller5@contoso.example"), lambda row: source(row) == HER),
    ("nobody", LogSearch(person="nobody"), lambda _row: False),
    ("since", LogSearch(since=SINCE), lambda row: row["activityDateTime"] >= SINCE.isoformat()[:19]),
    ("until", LogSearch(until=SINCE), lambda row: row["activityDateTime"] < SINCE.isoformat()[:19]),
    (
        "person, result and time",
        LogSearch(person=HER, results=frozenset({"skipped"}), since=SINCE),
        lambda row: (
            source(row) == HER
            and row["activityDateTime"] >= SINCE.isoformat()[:19]
            and not failure(row)
            and row["provisioningAction"] == "other"
        ),
    ),
    ("words of the answer", LogSearch(text="EMAILS missing"), lambda row: "emails" in str(row)),
    ("a changed value", LogSearch(text="old name"), lambda row: "Old name" in str(row)),
    (
        "a name's beginning",
        LogSearch(text="nguyen3"),
        lambda row: "Nguyen3" in row["sourceIdentity"]["displayName"],
    ),
    ("a sign-in name", LogSearch(text="ben.miller5@contoso.example"), lambda row: source(row) == HER),
    ("an account id", LogSearch(text="account5"), lambda row: row["targetIdentity"]["id"] == "account5"),
    (
        "words and result",
        LogSearch(text="miller5", results=frozenset({"failure", "success"})),
        lambda row: source(row) == HER and row["provisioningAction"] != "other",
    ),
    ("no such word", LogSearch(text="unheardof"), lambda _row: False),
    ("a quote and operators", LogSearch(text='" OR NOT *'), lambda _row: False),
)


@pytest.mark.parametrize(
    ("wanted", "passes"), [each[1:] for each in SEARCHES], ids=[each[0] for each in SEARCHES]
)
@pytest.mark.parametrize("failures_first", [False, True])
def test_a_search_finds_what_reading_every_row_finds(
    path: Path, wanted: LogSearch, passes: Callable[[Json], bool], failures_first: bool
) -> None:
    from dataclasses import replace

    expected = [row["id"] for row in usual_rows(ROWS, PEOPLE) if passes(row)]
    if failures_first:
        wanted = replace(wanted, failures_first=True)
        failed = {row["id"] for row in usual_rows(ROWS, PEOPLE) if failure(row)}
        expected.sort(key=lambda each: each not in failed)
    rows = LogRows(path, wanted)
    found = [entry.id for _number, entry in rows.entries()]
    assert found == expected

    count, exact = rows.count()
    assert count == min(len(expected), count)
    assert exact or len(expected) > COUNTED
    assert count == len(expected) or not exact
    assert rows.count_all() == len(expected)
    numbers = [number for number, _entry in rows.entries()]
    for offset in {0, 7, len(expected) // 2, max(0, len(expected) - 3), len(expected) + 5}:
        assert [row.number for row in rows.window(offset, 20)] == numbers[offset : offset + 20]
    rows.close()


def test_groups_count_causes_failures_first(path: Path) -> None:
    store = LogStore(path)
    codes = Counter(code(row) for row in usual_rows(ROWS, PEOPLE) if code(row))
    groups = store.groups()
    assert {group.example.code: group.entries for group in groups} == codes
    assert [group.example.result for group in groups] == ["failure", "failure", "skipped", "skipped"]
    assert [group.noise for group in groups] == [False, False, True, True]
    assert groups[0].example.said == "Required attribute 'emails' is missing."
    recent = {group.example.code: group.entries for group in store.groups(since=SINCE)}
    assert recent == Counter(
        code(row)
        for row in usual_rows(ROWS, PEOPLE)
        if code(row) and row["activityDateTime"] >= SINCE.isoformat()[:19]
    )
    of_one = LogRows(path, LogSearch(groups=frozenset({groups[0].key})))
    assert of_one.count() == (groups[0].entries, True)
    of_one.close()
    assert store.state().entries == ROWS
    assert store.codes() == tuple(sorted(codes, key=str.casefold))


def test_the_answers_of_several_people_are_one_group(tmp_path: Path) -> None:
    said = ("ana@contoso.example is taken", "ben@contoso.example is taken")
    rows = [
        log_row(n, NOW - timedelta(hours=n), status="failure", code=f"{SCIM}ServiceIncompatible", said=text)
        for n, text in enumerate(said)
    ]
    filled(tmp_path / "log.sqlite", rows)
    (group,) = LogStore(tmp_path / "log.sqlite").groups()
    assert (group.entries, group.example.said) == (2, "… is taken")


def test_an_entry_comes_back_as_it_was_and_is_not_added_twice(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    rows = [log_row(1, NOW, changes=(("title", "Agent", "Lead"),)), log_row(2, NOW, person=1)]
    writer = filled(path, rows)
    assert writer.add(rows, microseconds(NOW)).new == 0
    found = [entry for _number, entry in LogRows(path, LogSearch()).entries()]
    entry = next(each for each in found if each.changes)
    assert (entry.id, entry.at, entry.cycle_id, entry.milliseconds) == (rows[0]["id"], NOW, "cycle-0", 101)
    assert (entry.changes[0].old_value, entry.changes[0].new_value) == ("Agent", "Lead")
    assert [step.type for step in entry.steps] == ["import", "scoping", "export"]
    if os.name == "posix":
        assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir() if each.is_file()} == {0o600}


def test_no_secret_is_kept(tmp_path: Path) -> None:
    key = "YWNtZTpzdXBlci1zZWNyZXQta2V5LTAxMjM0NTY3ODk="
    remember(key)
    row = log_row(1, NOW, status="failure", code="SomethingNew", said=f"Key {key} is old")
    row["provisioningSteps"][0]["details"] = {"Authorization": f"Bearer {key}"}
    writer = filled(tmp_path / "log.sqlite", [row])
    writer.close()
    with sqlite3.connect(tmp_path / "log.sqlite") as db:
        kept = repr(
            [db.execute(f"SELECT * FROM {name}").fetchall() for name in ("kinds", "people", "people_words")]
        )
        words = db.execute("SELECT words FROM bodies").fetchone()[0]
    (entry,) = [entry for _number, entry in LogRows(tmp_path / "log.sqlite", LogSearch()).entries()]
    for text in (kept, words, repr(entry)):
        assert key[:20] not in text
        assert key[:20].casefold() not in text.casefold()


def test_old_entries_are_forgotten_with_all_that_is_known_of_them(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    rows = list(usual_rows(ROWS, PEOPLE))
    writer = filled(path, rows)
    kept = [row for row in rows if row["activityDateTime"] >= SINCE.isoformat()[:19]]
    assert writer.forget_before(microseconds(SINCE)) == ROWS - len(kept)
    store = LogStore(path)
    assert (store.state().entries, store.state().deleted) == (len(kept), ROWS - len(kept))
    assert sum(group.entries for group in store.groups()) == sum(bool(code(row)) for row in kept)
    for text in ("emails", "miller5"):
        found = LogRows(path, LogSearch(text=text))
        expected = [row["id"] for row in kept if text in str(row)]
        assert [entry.id for _number, entry in found.entries()] == expected
        found.close()
    later = log_row(ROWS + 1, NOW + timedelta(minutes=1), person=5)  # what was forgotten may come again
    assert writer.add([later], microseconds(NOW)).new == 1
    assert LogRows(path, LogSearch(person=HER)).window(0, 1)[0].person == "Ben Miller5"


@pytest.mark.parametrize("content", [b"this is no database at all, whatever it is" * 100, b""])
def test_a_damaged_file_is_set_aside_and_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log.sqlite"
    path.write_bytes(content)
    with collecting() as notices:
        filled(path, [log_row(1, NOW)])
    assert LogStore(path).state().entries == 1
    assert [(each.code, Path(each.facts["aside"]).exists()) for each in notices] == [
        ("setup_log_damaged", True)
    ]

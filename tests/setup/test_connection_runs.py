"""Earlier connection tests on disk: by host, bounded, without secrets, beside other files of the setup."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from wizard.problem import ProblemError
from wizard.security import redactor
from wizard.setup import ConnectionRuns
from wizard.setup.database import Database


def test_places_are_kept_apart_and_bounded(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    acme, other = ConnectionRuns(file, "real:acme.playvox.com"), ConnectionRuns(file, "real:other")
    for number in range(7):
        acme.add(f"{number}", 5)
    other.add("theirs", 5)
    assert acme.load() == ("2", "3", "4", "5", "6")
    assert ConnectionRuns(file, "real:other").load() == ("theirs",)
    assert ConnectionRuns(file, "practice:acme.playvox.com").load() == ()


def test_a_key_never_reaches_the_file(tmp_path: Path) -> None:
    key = "cnVubmluZy1vdXQtb2Y6aW1hZ2luYXRpb24tdG9kYXk="
    redactor.remember(SecretStr(key))
    runs = ConnectionRuns(tmp_path / "journal.sqlite", f"real:{key}")
    runs.add(f'{{"target": "{key}"}}', 5)
    assert key.encode() not in (tmp_path / "journal.sqlite").read_bytes()
    assert len(runs.load()) == 1


def test_a_file_written_before_there_was_a_history_is_used(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    with Database(file).use() as made:
        made.execute("DROP TABLE connection_runs")
    runs = ConnectionRuns(file, "real:acme")
    runs.add("first", 5)
    assert runs.load() == ("first",)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"not a database, but long enough to be taken for one" * 90)
    with pytest.raises(ProblemError) as caught:
        ConnectionRuns(tmp_path / "journal.sqlite", "real:acme").load()
    assert caught.value.problem.code == "setup_journal_damaged"

"""Invalid options of a practice tenant are reported before anything starts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from wizard.practice import PracticeOptions, StateFolderError, start
from wizard.practice.store import Store


async def test_an_empty_state_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    """A full disk or a power failure leaves it; who starts it thinks that the kept tenant goes on."""
    (tmp_path / "practice.sqlite3").touch()
    for _each_time in range(2):
        with pytest.raises(StateFolderError, match="empty"):
            await _start(tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": 4},
        {"people": 100_001},
        {"clock_speed": 0},
        {"clock_speed": float("nan")},
        {"clock_speed": float("inf")},
        {"port": -1},
        {"port": 65_535},
        {"replication_lag": -0.1},
        {"replication_lag": float("nan")},
    ],
)
def test_wrong_options(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        PracticeOptions(**wrong)


def test_extreme_options() -> None:
    PracticeOptions(people=5, port=65_534, clock_speed=0.001, replication_lag=0)
    PracticeOptions(people=100_000)


async def _start(folder: Path) -> None:
    async with start(PracticeOptions(people=5, state=folder)):
        pass


async def test_a_state_folder_belongs_to_one_tenant_at_a_time(tmp_path: Path) -> None:
    async with start(PracticeOptions(people=5, state=tmp_path)):
        with pytest.raises(StateFolderError, match="locked"):
            Store(tmp_path)
    await _start(tmp_path)  # free again


async def test_damaged_state_and_folders_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "practice.sqlite3").write_text("no database at all, but long enough to be looked at")
    with pytest.raises(StateFolderError):
        await _start(tmp_path)
    with pytest.raises(StateFolderError):
        await _start(tmp_path / "practice.sqlite3")


@pytest.mark.parametrize("table", ["users", "documents", "logs"])
async def test_a_state_without_a_table_is_not_taken_for_whole(tmp_path: Path, table: str) -> None:
    await _start(tmp_path)
    with closing(sqlite3.connect(tmp_path / "practice.sqlite3", isolation_level=None)) as database:
        database.execute(f"DROP TABLE {table}")
    for _each_time in range(2):
        with pytest.raises(StateFolderError, match=f"the table {table} is missing"):
            await _start(tmp_path)


@pytest.mark.parametrize("body", ["", "=cmd", "[]", '"a"', "[" * 100_000], ids=lambda body: body[:4])
async def test_a_state_whose_rows_cannot_be_read_is_named(tmp_path: Path, body: str) -> None:
    await _start(tmp_path)
    with closing(sqlite3.connect(tmp_path / "practice.sqlite3", isolation_level=None)) as database:
        database.execute("UPDATE documents SET body = ?", (body,))
    with pytest.raises(StateFolderError, match="cannot be read"):
        await _start(tmp_path)

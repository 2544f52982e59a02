"""A provisioning log of a million entries is filtered and searched about as quickly as one of 10,000.

Results are ratios of processor time, so that the machine does not matter. The floor of the import is SQLite
itself: the same rows with their JSON in one table, with the same indexes and words, in one transaction.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.bench.test_plan_table import Pauses
from wizard.log_store.search import LogSearch
from wizard.steps.logs.view import LogTable
from wizard.steps.logs.words import entry_row
from wizard.ui.widgets.log_rows import LogRowsList

ROOT = Path(__file__).resolve().parents[2]
MANY, FEW = 1_000_000, 10_000
MOST_IMPORT = 2.0  # times SQLite's own insert
MOST_LONGER = 3.0  # times the question about the small log
MOST_MEMORY = 400  # MiB of an entire process
MOST_COMPUTED = 0.05  # seconds of the event loop without a pause

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3000)]


def measured(what: str, path: Path, rows: int = 0) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.log_once", what, str(path), str(rows)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, tuple[Path, dict[str, Any]]]]:
    """Both logs, and what importing them took."""
    folder = tmp_path_factory.mktemp("logs")
    made = {}
    for rows in (FEW, MANY):
        path = folder / f"log{rows}.sqlite"
        made[rows] = (path, measured("import", path, rows))
    yield made
    for each in folder.iterdir():
        each.unlink()


def test_a_million_entries_are_imported(logs: dict[int, tuple[Path, dict[str, Any]]]) -> None:
    path, imported = logs[MANY]
    floor = measured("bulk", path, MANY)["found"]["cpu"]
    found = imported["found"]
    print(
        f"\nimport {found['cpu']:.1f} s of processor time, {found['cpu'] / floor:.2f} x SQLite's insert,"
        f" {imported['megabytes']:.0f} MiB, {found['computed'] * 1000:.0f} ms at most on the event loop,"
        f" {path.stat().st_size / 2**20:.0f} MiB on disk"
    )
    assert found["new"] == MANY
    assert found["cpu"] <= MOST_IMPORT * floor
    assert imported["megabytes"] <= MOST_MEMORY
    assert found["computed"] <= MOST_COMPUTED


def test_filters_and_searches(logs: dict[int, tuple[Path, dict[str, Any]]]) -> None:
    few, many = (measured("search", logs[rows][0]) for rows in (FEW, MANY))
    print()
    ratios = {}
    for name, took in many["found"].items():
        ratios[name] = took / few["found"][name]
        print(f"{name}: {few['found'][name] * 1000:.1f} and {took * 1000:.1f} ms, {ratios[name]:.1f} x")
    assert max(ratios.values()) <= MOST_LONGER, ratios
    assert many["megabytes"] <= MOST_MEMORY


def test_the_table_never_holds_the_window_up(
    logs: dict[int, tuple[Path, dict[str, Any]]], qtbot: QtBot
) -> None:
    path = logs[MANY][0]
    table = LogRowsList("entries", "Entries")
    qtbot.addWidget(table)
    table.resize(1100, 700)
    table.show()
    pauses = Pauses()
    worst: list[tuple[float, str]] = []
    finals: list[int] = []
    table.counted.connect(lambda count, final: finals.append(count) if final else None)

    def watched(what: str, act: object, expected: int | None) -> None:
        qtbot.wait(100)
        finals.clear()
        pauses.forget()
        act()  # type: ignore[operator]
        if expected is not None:
            qtbot.waitUntil(lambda: bool(finals) and finals[-1] == expected, timeout=30_000)
        qtbot.wait(200)
        print(f"{what}: {pauses.computed * 1000:.0f} ms computing, {pauses.passed * 1000:.0f} ms in all")
        worst.append((pauses.computed, what))

    print()
    wanted = LogTable(path, LogSearch(failures_first=True), entry_row)
    watched("first rows", lambda: table.set_entries(wanted, ""), MANY)
    for text, expected in (("emails missing", 19_000), ("unheardof", 0), ("", MANY)):
        watched(f"searched for “{text}”", lambda text=text: table.filter_line.setText(text), expected)
    bar = table.table.verticalScrollBar()
    for part in range(1, 11):
        watched(
            f"scrolled to {part} of 10",
            lambda part=part: bar.setValue(bar.maximum() * part // 10),
            None,
        )
    wanted.close()
    assert max(worst)[0] <= MOST_COMPUTED, max(worst)

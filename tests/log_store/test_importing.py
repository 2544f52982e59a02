"""Entra's log is brought here once, goes on where it was killed, and keeps within Graph's limits."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import sqlite3
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from tests.log_store.entras_log import PAGE, LogOfEntra
from tests.log_store.log_rows import NOW, log_row, usual_rows
from wizard.entra.graph import Graph
from wizard.log_store.importing import LogImport
from wizard.log_store.rows import LogRows
from wizard.log_store.search import LogSearch
from wizard.log_store.store import LogStore

ROWS = 3_000
APPLICATION = "sp"
Json = dict[str, Any]


@cache
def entras_log() -> list[Json]:
    return list(usual_rows(ROWS, 50))


def importing(entra: LogOfEntra, path: Path, **options: Any) -> LogImport:
    return LogImport(cast("Graph", entra), APPLICATION, path, pace=0.0, **options)


def ids(path: Path) -> list[str]:
    rows = LogRows(path, LogSearch())
    try:
        return [entry.id for _number, entry in rows.entries()]
    finally:
        rows.close()


async def test_only_what_is_new_is_read_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    entra = LogOfEntra(entras_log())
    first = importing(entra, path)
    assert await first.run()
    assert (first.progress.read, first.progress.new) == (ROWS, ROWS)
    assert ids(path) == [row["id"] for row in entras_log()]

    newer = [log_row(ROWS + n, NOW + timedelta(minutes=n)) for n in (2, 1)]
    late = log_row(ROWS + 9, NOW - timedelta(minutes=20))  # appears later than its time says
    entra.rows = sorted(
        [*newer, late, *entras_log()], key=lambda row: row["activityDateTime"], reverse=True
    )
    again = importing(entra, path)
    assert await again.run()
    assert again.progress.new == 3
    assert again.progress.read < ROWS / 2
    assert set(ids(path)) == {row["id"] for row in entra.rows}
    state = LogStore(path).state()
    assert (state.entries, state.gaps, state.read_at) == (ROWS + 3, 0, NOW)


async def test_a_reading_that_is_enough_or_canceled_goes_on_later(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    entra = LogOfEntra(entras_log())

    async def enough() -> bool:
        return LogStore(path).state().entries >= 500

    assert not await importing(entra, path).run(enough=enough)
    state = LogStore(path).state()
    assert (state.entries, state.gaps, state.read_at) == (500, 1, None)
    assert state.current_from is not None
    assert state.current_from == state.oldest

    slow = LogOfEntra(entras_log(), wait=0.02)
    running = asyncio.create_task(importing(slow, path).run())
    await asyncio.sleep(0.1)
    running.cancel()
    await asyncio.wait({running})
    rest = importing(entra, path)
    assert await rest.run()
    assert "activityDateTime lt" in entra.asked[-1]
    assert rest.progress.new <= ROWS - 500
    assert ids(path) == [row["id"] for row in entras_log()]


async def test_one_person_alone_is_read_without_the_others(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    entra = LogOfEntra(entras_log())
    her = entras_log()[7]["sourceIdentity"]["id"]
    one = importing(entra, path)
    await one.read_person(her, None)
    assert LogStore(path).state().read_at is None
    assert await importing(entra, path).run()
    assert ids(path) == [row["id"] for row in entras_log()]


async def test_what_entra_dropped_between_two_readings_is_known(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    assert await importing(LogOfEntra(entras_log()), path).run()
    assert LogStore(path).state().complete_from == NOW - timedelta(days=7)
    later = NOW + timedelta(days=40)
    rows = [log_row(ROWS + n, later - timedelta(days=n)) for n in range(29)]
    entra = LogOfEntra(rows, later)
    kept = importing(entra, path)
    assert await kept.run()
    state = LogStore(path).state()
    assert (state.entries, state.complete_from) == (ROWS + 29, later - timedelta(days=30))
    assert await kept.forget(None) == 0
    assert await kept.forget(timedelta(days=30)) == ROWS
    assert LogStore(path).state().deleted == ROWS


async def test_later_pages_leave_room_for_other_requests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        if seconds:
            waited.append(seconds)

    entra = LogOfEntra(entras_log()[: 5 * PAGE])
    monkeypatch.setattr("wizard.log_store.importing.asyncio.sleep", sleep)
    await LogImport(cast("Graph", entra), APPLICATION, tmp_path / "log.sqlite").run()
    assert waited == [3.5, 3.5]  # three pages at once; 5 requests in 10 seconds are allowed


def run_until_killed(path: Path) -> None:
    asyncio.run(importing(LogOfEntra(entras_log(), wait=0.001), path).run())
    os._exit(0)


@pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="needs quick processes"
)
def test_killed_at_random_moments_nothing_is_lost_or_double(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    moments = random.Random(12)
    killed = 0
    before = 0
    for turn in range(12):
        process = context.Process(target=run_until_killed, args=(path,))
        process.start()
        process.join(moments.uniform(0, 0.05 * turn))  # the first ones before they have read anything
        if process.exitcode is None:
            process.kill()
            killed += 1
        process.join()
        state = LogStore(path).state()
        assert state.entries >= before  # what was committed stays
        before = state.entries
        found = ids(path)
        assert len(found) == len(set(found)) == state.entries
        if path.exists():
            with sqlite3.connect(path) as db:
                assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            db.close()
    assert killed
    assert asyncio.run(importing(LogOfEntra(entras_log()), path).run())
    assert ids(path) == [row["id"] for row in entras_log()]
    store = LogStore(path)
    assert store.state().gaps == 0
    for words, wanted in (("emails", "emails"), ("received", "Received")):
        rows = LogRows(path, LogSearch(text=words))
        assert rows.count_all() == sum(wanted in str(row) for row in entras_log())
        rows.close()

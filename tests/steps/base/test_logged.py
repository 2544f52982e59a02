"""The log's numbers: from the store where it was filled, else from the newest entries, and it is said."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from tests.log_store.entras_log import PAGE, LogOfEntra
from tests.log_store.log_rows import NOW, log_row, usual_rows
from wizard.entra.graph import Graph
from wizard.log_store.importing import LogImport
from wizard.steps.base import logged
from wizard.steps.base.logged import NEWEST, Logged, LoggedReader

ROWS = list(usual_rows(900, 30))


async def read(entra: LogOfEntra, path: Path, reader: LoggedReader | None = None) -> Logged:
    return await (reader or LoggedReader()).read(cast("Graph", entra), "sp", path, timedelta(days=30))


async def filled(entra: LogOfEntra, path: Path) -> None:
    running = LogImport(cast("Graph", entra), "sp", path, pace=0.0)
    await running.run()
    await running.close()


async def test_without_a_store_only_the_newest_are_counted_and_that_is_said(tmp_path: Path) -> None:
    found = await read(LogOfEntra(ROWS), tmp_path / "log.sqlite")
    assert (found.counts.entries, found.limit) == (NEWEST, NEWEST)
    assert found.span().startswith("Only the newest 100 results were counted, from 2026-11-29 11:55 UTC")
    assert "of the newest 100 results" in found.sentence()
    assert not (tmp_path / "log.sqlite").exists(), "nothing is kept that nobody asked for"


async def test_a_short_log_is_counted_whole_without_a_store(tmp_path: Path) -> None:
    found = await read(LogOfEntra(ROWS[:NEWEST]), tmp_path / "log.sqlite")
    assert (found.counts.entries, found.limit) == (NEWEST, None)
    assert found.span() == "Counted from 2026-11-29 11:55 UTC to 2026-11-29 12:00 UTC."


async def test_a_filled_store_is_counted_whole_with_what_is_new_in_entra(tmp_path: Path) -> None:
    path, entra, reader = tmp_path / "log.sqlite", LogOfEntra(ROWS), LoggedReader()
    await filled(entra, path)
    before = await read(entra, path, reader)
    assert (before.counts.entries, before.limit) == (900, None)
    assert before.since == before.counts.cycles[-1].first
    assert len(before.entries) == NEWEST
    assert "results in the log are failures" in before.sentence()

    entra.rows = [log_row(9_999, NOW + timedelta(minutes=1), status="failure", code="EntryConflict"), *ROWS]
    entra.asked.clear()
    after = await read(entra, path, reader)
    assert after.counts.entries == 901
    assert after.counts.failed == before.counts.failed + 1
    assert after.entries[0].error_code == "EntryConflict"
    assert len(entra.asked) == 1
    assert "activityDateTime gt" in entra.asked[0], "only what is new is asked for"


async def test_what_is_too_much_at_once_is_read_the_next_time_and_not_claimed(tmp_path: Path) -> None:
    path, entra, reader = tmp_path / "log.sqlite", LogOfEntra(ROWS[-50:]), LoggedReader()
    entra.service_time = NOW - timedelta(seconds=2.5) * 850
    await filled(entra, path)
    entra.rows, entra.service_time = ROWS, NOW
    first = await read(entra, path, reader)
    assert first.counts.entries == 3 * PAGE
    assert first.since == first.entries[0].at - timedelta(seconds=2.5) * (3 * PAGE - 1)  # type: ignore[operator]
    assert (await read(entra, path, reader)).counts.entries == 900


async def test_a_damaged_store_leaves_the_newest_entries(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.mkdir()
    found = await read(LogOfEntra(ROWS), path)
    assert found.limit == NEWEST


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logged, "LogImport", partial(LogImport, pace=0.0))


@pytest.mark.parametrize("rows", [[], ROWS[:1]])
async def test_nothing_is_said_of_a_span_without_entries(
    rows: list[dict[str, object]], tmp_path: Path
) -> None:
    found = await read(LogOfEntra(rows), tmp_path / "log.sqlite")
    assert bool(found.span()) is bool(rows)

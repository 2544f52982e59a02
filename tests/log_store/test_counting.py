"""A log's numbers are the same from the file and from the entries, and count from any time on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.log_store.log_rows import NOW, log_row, usual_rows
from wizard.entra.logs import entry
from wizard.log_store import counting
from wizard.log_store.counting import CauseCount, count_entries, count_stored
from wizard.log_store.packing import microseconds
from wizard.log_store.writer import LogWriter

ROWS = list(usual_rows(3_000, 40))
"""About two hours; a cycle has 1,000 entries."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("log") / "log.sqlite"
    writer = LogWriter(found)
    writer.add(ROWS, microseconds(NOW))
    writer.close()
    return found


@pytest.mark.parametrize("back", [None, 0, 0.3, 1.0, 1.7, 400.0], ids=str)
@pytest.mark.parametrize("at_once", [700, 20_000])
def test_the_file_counts_as_its_entries_do(
    path: Path, back: float | None, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_AT_ONCE", at_once)
    since = NOW - timedelta(hours=back) if back is not None else None
    entries = [entry(row) for row in ROWS]
    wanted = [each for each in entries if since is None or (each.at is not None and each.at >= since)]
    found = count_stored(path, since, 4)
    assert found == count_entries(wanted, 4)
    assert (found.entries > 0) is (back is None or back >= 0)


def test_cycles_between_each_other_are_counted_whole(tmp_path: Path) -> None:
    rows = [
        {
            **log_row(number, NOW - timedelta(seconds=number)),
            "cycleId": "one" if number % 10 else f"on-demand-{number}",
        }
        for number in range(1, 100)
    ]
    writer = LogWriter(tmp_path / "log.sqlite")
    writer.add(rows, microseconds(NOW))
    writer.close()
    found = count_stored(tmp_path / "log.sqlite", None, 2)
    assert [each.entries for each in found.cycles] == [90, 1]
    assert found.cycles[0].last - found.cycles[0].first == timedelta(seconds=98)


def test_a_failure_that_was_mended_later_is_counted_but_nobody_is_failing(tmp_path: Path) -> None:
    rows = [
        log_row(3, NOW, person=1),
        log_row(2, NOW - timedelta(minutes=40), person=1, status="failure", code="EntryConflict"),
        log_row(1, NOW - timedelta(minutes=80), person=2, status="skipped", action="other"),
    ]
    writer = LogWriter(tmp_path / "log.sqlite")
    writer.add(rows, microseconds(NOW))
    writer.close()
    found = count_stored(tmp_path / "log.sqlite", None, 2)
    assert (found.failed, found.people_failed, found.people_failing) == (1, 1, 0)
    assert found.oldest_failure == NOW - timedelta(minutes=40)
    assert found.causes == (CauseCount(entry(rows[1]).cause, "", 1),)

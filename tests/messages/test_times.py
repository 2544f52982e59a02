"""Points in time have one format, always with the zone."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest

from build.check import ROOT
from wizard.messages import explain
from wizard.messages.times import clock_time, moment, moment_to_second, told
from wizard.problem import Problem

WHEN = datetime(2026, 11, 3, 9, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC", "2026-11-03 09:30 UTC"),
        ("Europe/Vienna", "2026-11-03 10:30 UTC+1"),
        ("America/St_Johns", "2026-11-03 06:00 UTC-3:30"),
        ("Asia/Kathmandu", "2026-11-03 15:15 UTC+5:45"),
    ],
)
def test_every_time_says_its_zone(zone: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert moment(WHEN) == shown
        assert moment_to_second(WHEN) == shown.replace(" UTC", ":05 UTC")
        assert clock_time(WHEN) == shown.partition(" ")[2]
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("text", ["", "2026-11-03", "2026-11-03T09:30:05", "soon"])
def test_what_is_no_time_with_a_zone_stays(text: str) -> None:
    assert told(text) == text


def test_times_in_facts_are_told_as_all_others() -> None:
    facts = {"valid_until": WHEN.isoformat(), "valid_from": WHEN.isoformat()}
    words = explain(Problem("tls_expired", facts))
    assert moment(WHEN) in words.why
    assert "T09:30" not in words.why


_OF_MACHINES = {
    "messages/times.py",
    "own_files.py",  # names of files
    "cli/talk.py",  # the same format, as logging formats it
    "ui/pages/plans/page.py",
    "entra/logs.py",  # filters of Graph
    "plan/link_reading.py",
    "plan/linked.py",
    "plan/why_sending.py",  # facts, which `why_words` tells
    "reports/reminder.py",  # iCalendar
    "reports/fields.py",  # the bundle's JSON
}


def test_nothing_else_formats_a_time_of_day() -> None:
    """Hours in a format of its own would be without the zone, or in another order."""
    found = {
        path.relative_to(ROOT / "wizard").as_posix()
        for path in (ROOT / "wizard").rglob("*.py")
        if re.search(
            r"%H|%I|timespec=.seconds.|QLocale\.FormatType|toString\(.*[Hh]h", path.read_text("utf-8")
        )
        and path.relative_to(ROOT / "wizard").parts[0] not in ("practice", "mapping")
    }
    assert found - _OF_MACHINES == set()

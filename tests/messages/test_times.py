"""Points in time have one format, always with the zone."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from wizard.messages.times import clock_time, moment, moment_to_second

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

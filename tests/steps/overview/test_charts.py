"""The charts' numbers and words, from log entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from wizard.entra.logs import LogEntry, LoggedIdentity
from wizard.log_store.counting import count_entries
from wizard.steps.base.logged import Logged
from wizard.steps.overview.cards import Reading, logs_card
from wizard.steps.overview.charts import charts_of
from wizard.steps.overview.view import PeopleCount

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ANA = LoggedIdentity(id="1")


def _entry(cycle: str, minutes: float, status: str = "success", code: str = "") -> LogEntry:
    at = NOW - timedelta(minutes=minutes)
    return LogEntry(f"{cycle}{minutes}", at, "create", status, ANA, ANA, cycle_id=cycle, error_code=code)


def _logged(entries: list[LogEntry]) -> Logged:
    return Logged(tuple(entries), count_entries(entries, 12), None, NOW)


def _bars(chart: Any) -> list[tuple[float, str, bool]]:
    return [(bar.value, bar.text, bar.bad) for bar in chart.bars]


def test_charts_count_what_the_newest_entries_tell() -> None:
    entries = [
        _entry("b", 1),
        _entry("b", 3, "failure", "InvalidUser"),
        _entry("a", 41),
        _entry("", 42, "failure", "InvalidUser"),
        _entry("a", 41.5, "failure", "Other"),
    ]
    results, durations, people, failures = charts_of(_logged(entries), PeopleCount(10, 3, True, NOW))
    assert _bars(results) == [
        (2, "2 results; failures: 1", True),
        (2, "2 results; failures: 1", True),
    ]
    assert [bar.label for bar in results.bars] == ["2026-11-29 11:59 UTC", "2026-11-29 11:19 UTC"]
    assert _bars(durations) == [(120, "2 minutes", False), (30, "30 seconds", False)]
    assert "2 minutes" in durations.summary
    assert _bars(people) == [(7, "7 people", False), (3, "3 people", True)]
    assert people.summary == "7 of 10 people in scope have an account in Playvox."
    assert [(bar.label, bar.value) for bar in failures.bars] == [("InvalidUser", 2), ("Other", 1)]
    assert failures.summary == (
        "Most failures: InvalidUser (2 of 3). Counted from 2026-11-29 11:18 UTC to 2026-11-29 12:00 UTC."
    )


def test_a_chart_without_facts_says_why_and_shows_no_zero() -> None:
    for logged, words in ((None, "not read"), (_logged([]), "No entry")):
        results, durations, people, failures = charts_of(logged, PeopleCount(10))
        assert not any(chart.bars for chart in (results, durations, people, failures))
        assert words in results.summary
        assert words in durations.summary
        assert people.summary.startswith("Unknown")
        assert failures.summary


def test_many_causes_are_summed_up() -> None:
    entries = [_entry("a", number, "failure", f"Code{number}") for number in range(12)]
    failures = charts_of(_logged(entries), PeopleCount())[3]
    assert [bar.value for bar in failures.bars] == [1] * 8 + [4]
    assert failures.bars[-1].label == "Other causes"


def test_an_empty_log_is_said_with_the_time_that_was_read() -> None:
    """How long Entra keeps entries depends on the license, and the store may begin later."""
    day = NOW - timedelta(days=1)
    read = Reading(NOW, None)
    for since, words in (
        (None, "7 or 30 days"),
        (day, "from 2026-11-28 12:00 UTC to"),
    ):
        empty = Logged((), count_entries([], 12), since, NOW)
        for said in (charts_of(empty, PeopleCount())[3].summary, logs_card(empty, read).sentence):
            assert words in said
            assert "last 30 days" not in said
    assert "not read" in charts_of(None, PeopleCount())[3].summary
    assert logs_card(None, read).sentence == "Not read yet."

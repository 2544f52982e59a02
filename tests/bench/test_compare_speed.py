"""The rows of a comparison of 100,000 people are stored and sorted without holding up those on screen."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.plan.document import DocumentRow
from wizard.plan.outcome import VERDICTS, RowOutcome
from wizard.plan.outcome_store import OutcomeSort, PlanOutcome

PEOPLE = 100_000
MOST_WAITING = 0.05  # seconds for one window of rows; on a busy machine a third of the sorting
SORTS: tuple[OutcomeSort, ...] = ("verdict", "name", "happened", "user_name")

pytestmark = pytest.mark.bench


def outcomes() -> Iterator[RowOutcome]:
    for number in range(PEOPLE):
        mixed = number * 7919 % PEOPLE
        row = DocumentRow.model_construct(
            id=f"p{number}",
            name=f"Person {mixed:06}",
            user_name=f"{mixed:06}@contoso.example",
            action="update",
            reason="differs",
            sentence="Changes: displayName.",
            kind="person",
            account=f"a{number}",
        )
        verdict = VERDICTS[number % len(VERDICTS)]
        yield RowOutcome(row, verdict, ("update", "nothing")[number % 2], "log_action", "playvox_agrees")


def test_rows_on_screen_do_not_wait_for_sorting(tmp_path: Path) -> None:
    with PlanOutcome(tmp_path) as outcome:
        began = time.monotonic()
        outcome.take(outcomes())
        print(f"\n{PEOPLE} rows stored in {time.monotonic() - began:.1f} s")
        outcome.rows(0, 100)
        for sort in SORTS:
            for descending in (False, True):
                waited, sorted_in = _longest_wait(outcome, sort, descending=descending)
                way = "descending" if descending else "ascending"
                print(f"by {sort}, {way}: {sorted_in:.2f} s, longest wait {waited * 1000:.0f} ms")
                assert waited <= max(MOST_WAITING, sorted_in / 3)


def _longest_wait(outcome: PlanOutcome, sort: OutcomeSort, *, descending: bool) -> tuple[float, float]:
    """The longest wait for a window on screen while all rows are sorted, and how long sorting took."""
    began = time.monotonic()
    other = threading.Thread(
        target=lambda: outcome.rows(0, 100, text="@", sort=sort, descending=descending)
    )
    other.start()
    longest, turns = 0.0, 0
    while other.is_alive():
        before = time.monotonic()
        assert len(outcome.rows(turns * 100 % PEOPLE, 100)) == 100
        longest = max(longest, time.monotonic() - before)
        turns += 1
    other.join()
    assert turns > 1, "no row was read meanwhile"
    return longest, time.monotonic() - began

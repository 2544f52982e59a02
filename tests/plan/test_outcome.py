"""Result of each row: as planned, differently, not yet; unknown rows are counted separately."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wizard.entra.logs import LogEntry, LoggedIdentity
from wizard.plan.document import DocumentRow
from wizard.plan.outcome import compare

NOW = datetime(2026, 11, 3, tzinfo=UTC)


def row(action: str, reason: str = "x") -> DocumentRow:
    return DocumentRow.model_validate(
        {"id": "p", "name": "Ana", "user_name": "ana@x", "action": action, "reason": reason}
    )


def entry(action: str, status: str = "success", cause: str = "") -> LogEntry:
    return LogEntry("1", NOW, action, status, LoggedIdentity("p"), LoggedIdentity("t"), cause=cause)


@pytest.mark.parametrize(
    ("planned", "log", "ended", "verdict", "happened"),
    [
        (row("create"), [], False, "not_yet", ""),
        (row("create"), [], True, "differently", "nothing"),
        (row("skip"), [], False, "not_yet", ""),
        (row("skip"), [], True, "as_planned", "nothing"),
        (row("link"), [entry("other", "skipped")], True, "as_planned", "nothing"),
        (row("create"), [entry("create")], False, "as_planned", "create"),
        (row("create"), [entry("create", "failure", "log_conflict")], True, "differently", "failed"),
        (row("deactivate"), [entry("disable")], True, "as_planned", "deactivate"),
        (row("deactivate"), [entry("delete")], True, "as_planned", "deactivate"),
        (row("skip"), [entry("disable")], True, "differently", "deactivate"),
        (row("skip", "duplicate_accounts"), [entry("create", "failure")], True, "as_planned", "failed"),
        (row("unknown"), [entry("disable")], True, "was_unknown", "deactivate"),
        (row("unknown"), [], False, "not_yet", ""),
        # The first event decides for the plan; later entries result from later changes.
        (row("create"), [entry("update"), entry("create")], True, "as_planned", "create"),
        (row("create"), [entry("create"), entry("create", "skipped")], True, "as_planned", "create"),
    ],
)
def test_each_row_is_judged(
    planned: DocumentRow, log: list[LogEntry], ended: bool, verdict: str, happened: str
) -> None:
    [found] = compare([planned], log, cycle_ended=ended).rows
    assert (found.verdict, found.happened) == (verdict, happened)


def test_the_share_counts_known_ends_only() -> None:
    other = DocumentRow(id="q", name="", user_name="", action="create", reason="x")
    outcome = compare([row("create"), other], [entry("create")], cycle_ended=False)
    assert dict(outcome.counts) == {"as_planned": 1, "differently": 0, "not_yet": 1, "was_unknown": 0}
    assert outcome.share == 1.0
    assert compare([other], [], cycle_ended=False).share is None

"""What this setup's own restarts did to the job's links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from wizard.setup import Operation, OperationState
from wizard.steps.base.known_restarts import restarts_of

BEGAN = datetime(2027, 3, 1, 8, tzinfo=UTC)


def operation(hours: int, *, state: OperationState = OperationState.DONE, **new: Any) -> Operation:
    began = BEGAN + timedelta(hours=hours)
    return Operation(
        hours, "job.restart", "job", "", began, began + timedelta(minutes=1), state, {}, new, {}
    )


def test_a_full_restart_clears_and_others_keep_the_links() -> None:
    rows = [
        operation(3, reset="Full"),
        operation(1, reset="Full"),
        operation(2, reset="QuarantineState, Watermark, Escrows"),
        operation(4, sync_all=False),
    ]
    cleared, kept = restarts_of("job", rows)
    assert cleared == BEGAN + timedelta(hours=3)
    assert kept == BEGAN + timedelta(hours=4, minutes=1)


def test_what_did_not_happen_or_happened_to_another_job_tells_nothing() -> None:
    rows = [operation(1, reset="Full", state=OperationState.REFUSED), operation(2, reset="Full")]
    assert restarts_of("job", rows[:1]) == (None, None)
    assert restarts_of("another", rows) == (None, None)

"""What this setup's own restarts did to the job's links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from wizard.setup import Operation, OperationState
from wizard.steps.base.known_restarts import KnownRestarts, restarts_of

BEGAN = datetime(2027, 3, 1, 8, tzinfo=UTC)


def operation(
    hours: int,
    kind: str = "job.restart",
    subject: str = "job",
    *,
    state: OperationState = OperationState.DONE,
    **new: Any,
) -> Operation:
    began = BEGAN + timedelta(hours=hours)
    return Operation(hours, kind, subject, "", began, began + timedelta(minutes=1), state, {}, new, {})


def test_a_full_restart_clears_and_others_keep_the_links() -> None:
    rows = [
        operation(3, reset="Full"),
        operation(1, reset="Full"),
        operation(2, reset="QuarantineState, Watermark, Escrows"),
        operation(4, sync_all=False),
    ]
    found = restarts_of("job", "application", rows)
    assert found.cleared == BEGAN + timedelta(hours=3)
    assert found.kept == BEGAN + timedelta(hours=4, minutes=1)
    assert found.mapped is None


def test_saved_mappings_are_told_of_the_application_they_belong_to() -> None:
    rows = [operation(hours, "mappings.save", "application") for hours in (2, 5, 1)]
    assert restarts_of("job", "application", rows).mapped == BEGAN + timedelta(hours=5, minutes=1)
    assert restarts_of("job", "another", rows) == KnownRestarts()


def test_what_did_not_happen_or_happened_to_another_job_tells_nothing() -> None:
    rows = [operation(1, reset="Full", state=OperationState.REFUSED), operation(2, reset="Full")]
    assert restarts_of("job", "application", rows[:1]) == KnownRestarts()
    assert restarts_of("another", "application", rows) == KnownRestarts()

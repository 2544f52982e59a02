"""Compares a plan with what happened: each row is checked against the provisioning log since the plan.

Pure. What the log does not show yet is `not_yet`, never "as planned", unless an entire cycle has ended
since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from wizard.entra.logs import LogEntry
from wizard.plan.actions import PlannedAction
from wizard.plan.document import DocumentRow

Verdict = Literal["as_planned", "differently", "not_yet", "was_unknown"]
_HAPPENED: Mapping[str, PlannedAction] = {
    "create": "create",
    "update": "update",
    "disable": "deactivate",
    "delete": "deactivate",
    "stageddelete": "deactivate",
    "other": "link",
}
_PLANNED_FAILURES = frozenset(
    {"duplicate_accounts", "linked_to_other", "value_taken", "matching_refused", "connection_test_fails"}
)
"""Reasons of rows for which the plan expects an error of the service."""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """Result of one row. `happened` is an action, "failed", "nothing", or "" while unknown."""

    row: DocumentRow
    verdict: Verdict
    happened: str
    cause: str = ""
    """Code with words for `explain`, or the service's own error code; empty without an error."""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """All rows, and how many of the certain ones went as planned."""

    rows: tuple[RowOutcome, ...]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """Number of rows by verdict."""
        counted = Counter(each.verdict for each in self.rows)
        verdicts: tuple[Verdict, ...] = ("as_planned", "differently", "not_yet", "was_unknown")
        return {verdict: counted[verdict] for verdict in verdicts}

    @property
    def share(self) -> float | None:
        """Share (0 to 1) of the rows with a known result that went as planned; None if there are none."""
        counts = self.counts
        known = counts["as_planned"] + counts["differently"]
        return counts["as_planned"] / known if known else None


def compare(rows: Iterable[DocumentRow], log: Iterable[LogEntry], *, cycle_ended: bool) -> PlanOutcome:
    """Compare each row with the log since the plan, newest entry first: the earliest event counts, because
    later ones result from later changes. `cycle_ended`: an entire cycle began and ended since.
    """
    first: dict[str, LogEntry] = {}
    for entry in log:  # newest first: entries later in this loop happened earlier
        for key in {entry.source.id, entry.target.id} - {""}:
            known = first.get(key)
            if known is None or _happened(entry)[0] != "nothing" or _happened(known)[0] == "nothing":
                first[key] = entry
    return PlanOutcome(tuple(_outcome(row, first.get(row.id), cycle_ended) for row in rows))


def _outcome(row: DocumentRow, entry: LogEntry | None, cycle_ended: bool) -> RowOutcome:
    if entry is None:
        if not cycle_ended:
            return RowOutcome(row, "not_yet", "")
        if row.action == "unknown":
            return RowOutcome(row, "was_unknown", "nothing")
        quiet = row.action in ("skip", "link")  # the service logs a skipped or equal account only once
        return RowOutcome(row, "as_planned" if quiet else "differently", "nothing")
    happened, cause = _happened(entry)
    if row.action == "unknown":
        return RowOutcome(row, "was_unknown", happened, cause, entry.at)
    agrees = (
        happened == row.action
        or (happened == "nothing" and row.action in ("skip", "link"))
        or (happened == "failed" and row.reason in _PLANNED_FAILURES)
        or (happened == "link" and row.action == "skip")
    )
    return RowOutcome(row, "as_planned" if agrees else "differently", happened, cause, entry.at)


def _happened(entry: LogEntry) -> tuple[str, str]:
    cause = entry.cause or entry.error_code
    if entry.status == "failure":
        return "failed", cause
    if entry.status == "skipped":
        return "nothing", cause
    return _HAPPENED.get(entry.action, entry.action), ""

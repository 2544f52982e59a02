"""Judges one row of a plan by what happened: by the provisioning log since then, and by Playvox itself.

Pure. What neither shows is never "as planned": it is `not_yet` until an entire cycle has ended, and
`unknown` where the log does not go back to the plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from wizard.plan.document import DocumentRow
from wizard.plan.log_findings import LogFinding
from wizard.plan.present import PresentState

Verdict = Literal["as_planned", "differently", "not_yet", "unknown", "was_unknown"]
VERDICTS: tuple[Verdict, ...] = ("differently", "unknown", "not_yet", "was_unknown", "as_planned")
"""Most important first. `was_unknown`: the row was unknown in the plan itself."""
LogCode = Literal["log_action", "log_failed", "log_nothing", "log_no_entry", "log_lost", "log_unread"]
PlayvoxCode = Literal[
    "playvox_agrees",
    "playvox_differs",
    "playvox_not_kept",  # Playvox does not have what the log says was written: {attributes}
    "playvox_active",
    "playvox_inactive",
    "playvox_none",
    "playvox_unread",
]
_PLANNED_FAILURES = frozenset(
    {
        "duplicate_accounts",
        "linked_to_other",
        "value_taken",
        "matching_refused",
        "connection_test_fails",
        "groups_refused",
    }
)
"""Reasons of rows for which the plan expects an error of the service."""
_SKIPPED_STATES: Mapping[str, str] = {
    "inactive_already": "inactive",
    "kept_active": "active",
    "stays_active": "active",
    "reactivated_in_playvox": "active",
}
"""The state of the account in rows that leave it alone."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Facts that hold for all rows.

    `cycle_ended`: an entire cycle began and ended since the plan. `log_whole`: the log since the plan was
    read completely. `held_back`: the plan expects that deactivations are held back. `log_unread`: there was
    no log.
    """

    cycle_ended: bool
    log_whole: bool
    held_back: bool = False
    log_unread: bool = False


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """Result of one row. `happened` is an action, "held_back", "failed", "nothing", or "" while unknown.

    `log` and `playvox` are what each of them shows, as codes with facts for `wizard.messages.plan_outcome`.
    `now` is the reason in a current plan, where it differs from the planned one; else empty.
    """

    row: DocumentRow
    verdict: Verdict
    happened: str
    log: LogCode
    playvox: PlayvoxCode
    cause: str = ""
    """Code with words for `explain`, or the service's own error code; empty without an error."""
    at: datetime | None = None
    changed: tuple[str, ...] = ()
    """Changed attributes according to the log."""
    attributes: tuple[str, ...] = ()
    """Attributes that differ, for `playvox`."""
    now: str = ""
    now_facts: Mapping[str, str] = field(default_factory=dict)


def judge(
    row: DocumentRow,
    around: Circumstances,
    log: LogFinding | None,
    present: PresentState | None,
    values: Mapping[str, str] | None = None,
) -> RowOutcome:
    """Judge a row.

    `present` None: Playvox was not read. `values` are the account's values in lower case, by target
    attribute.
    """
    not_kept = _not_kept(log, present, values or {})
    shown = _planned_state(row, around, present)
    contradicted = row.reason != "not_kept" and _contradicted(log, present, not_kept)
    verdict, happened = _verdict(row, around, log, shown, contradicted=contradicted)
    now = present.reason if present is not None and verdict != "as_planned" else ""
    return RowOutcome(
        row,
        verdict,
        happened,
        _log_code(around, log),
        _playvox_code(row, present, not_kept),
        log.cause if log is not None else "",
        log.at if log is not None else None,
        log.changed if log is not None else (),
        not_kept or (present.differing if present is not None else ()),
        "" if now == row.reason else now,
        present.facts if present is not None else {},
    )


def _verdict(
    row: DocumentRow,
    around: Circumstances,
    log: LogFinding | None,
    shown: bool | None,
    *,
    contradicted: bool,
) -> tuple[Verdict, str]:
    if row.action == "unknown":
        known = log is not None or around.cycle_ended
        happened = log.happened if log is not None else "nothing" if around.log_whole and known else ""
        return "was_unknown" if known else "not_yet", happened
    if log is not None:
        if _as_logged(row, log.happened, held_back=around.held_back):
            return "differently" if contradicted else "as_planned", log.happened
        if around.log_whole or shown is False:
            return "differently", log.happened
        return ("as_planned", row.action) if shown else ("unknown", log.happened)
    if not around.cycle_ended:
        return "not_yet", ""
    quiet = row.action in ("skip", "link") or (row.action == "deactivate" and around.held_back)
    if not around.log_whole:
        happened = "nothing" if row.action == "skip" else row.action
        return ("as_planned", happened) if shown else ("unknown", "")
    if quiet:  # the service logs a skipped or equal account only once
        gone = row.action == "link" and shown is False
        return "differently" if gone else "as_planned", "nothing"
    return ("as_planned", row.action) if shown else ("differently", "nothing")


def _as_logged(row: DocumentRow, happened: str, *, held_back: bool) -> bool:
    planned = "held_back" if row.action == "deactivate" and held_back else row.action
    return (
        happened == planned
        or (happened in ("nothing", "link") and row.action in ("skip", "link"))
        or (happened == "failed" and row.reason in _PLANNED_FAILURES)
        or (happened == "update" and row.reason == "not_kept")
    )


def _planned_state(row: DocumentRow, around: Circumstances, present: PresentState | None) -> bool | None:
    """Whether Playvox shows the planned state of the row; None when that is uncertain."""
    if present is None or present.state == "unknown":
        return None
    there = present.state != "none"
    if row.action == "create":
        return there
    if row.action == "deactivate":
        return (present.state == "active") is around.held_back
    if row.action == "update":
        return present.agrees if there else False
    if row.action == "link":
        return (True if present.agrees else None) if there else False
    if row.reason in _SKIPPED_STATES:
        return present.state == _SKIPPED_STATES[row.reason]
    return True if not there and not row.account else None


def _contradicted(log: LogFinding | None, present: PresentState | None, not_kept: tuple[str, ...]) -> bool:
    """Whether Playvox contradicts the log's newest entry."""
    if log is None or present is None or present.state == "unknown":
        return False
    if log.last == "delete":
        return present.state != "none"
    if log.last == "deactivate":
        return present.state == "active"
    if log.last in ("create", "update", "link"):
        return present.state == "none" or bool(not_kept)
    return False


def _not_kept(
    log: LogFinding | None, present: PresentState | None, values: Mapping[str, str]
) -> tuple[str, ...]:
    """Attributes written last according to the log for which Playvox has another value that differs from
    Entra too, so it is not another spelling of the same value.
    """
    if log is None or present is None or present.agrees is not False or not log.written:
        return ()
    written: dict[str, str] = json.loads(log.written)
    return tuple(
        name
        for name in present.differing
        if name in written and name in values and written[name].casefold() != values[name]
    )


def _log_code(around: Circumstances, log: LogFinding | None) -> LogCode:
    if log is not None:
        return {"failed": "log_failed", "nothing": "log_nothing"}.get(log.happened, "log_action")  # type: ignore[return-value]
    if around.log_unread:
        return "log_unread"
    return "log_no_entry" if around.log_whole else "log_lost"


def _playvox_code(row: DocumentRow, present: PresentState | None, not_kept: tuple[str, ...]) -> PlayvoxCode:
    if present is None or present.state == "unknown":
        return "playvox_unread"
    if present.state == "none":
        return "playvox_none"
    if not_kept:
        return "playvox_not_kept"
    if row.action != "deactivate" and present.agrees is not None:
        return "playvox_agrees" if present.agrees else "playvox_differs"
    return "playvox_active" if present.state == "active" else "playvox_inactive"

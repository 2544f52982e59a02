"""The job document: what Graph shows of a job, and how its status changes.

Graph docs: synchronizationStatus, synchronizationQuarantine, synchronizationTaskExecution.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from wizard.practice.clock import NEVER, stamp
from wizard.practice.service.failure import CredentialsError
from wizard.practice.store import (
    Json,
    ObjectKind,
    Store,
)

FOUR_WEEKS = timedelta(days=28)
# Pauses of a job in quarantine: a few minutes at first, finally a day.
_BACK_OFF = (5, 40, 120, 360, 720, 1440)  # minutes
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?")
_COUNTS = (
    "countEntitled",
    "countEntitledForProvisioning",
    "countEscrowed",
    "countEscrowedRaw",
    "countExported",
    "countExports",
    "countImported",
    "countImportedDeltas",
    "countImportedReferenceDeltas",
)


def principal_of(store: Store, job_id: str) -> str:
    """The object id of the service principal a job belongs to; empty when there is no such job."""
    rows = store.query("SELECT parent FROM documents WHERE kind = ? AND id = ?", (ObjectKind.JOB, job_id))
    return str(rows[0][0]) if rows else ""


def interval(job: Json) -> timedelta:
    """The job's interval, 40 minutes unless it says something else (ISO 8601 duration)."""
    found = _DURATION.fullmatch(str((job.get("schedule") or {}).get("interval") or ""))
    if found is None or not any(found.groups()):
        return timedelta(minutes=40)
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def no_error() -> Json:
    """The error object of an execution that had none."""
    return {"code": "None", "message": "", "tenantActionable": False}


def execution(state: str, began: datetime, ended: datetime, activity: str, counts: dict[str, int]) -> Json:
    """A synchronizationTaskExecution; missing counts are 0."""
    return {
        "activityIdentifier": activity,
        **{name: counts.get(name, 0) for name in _COUNTS},
        "state": state,
        "timeBegan": stamp(began),
        "timeEnded": stamp(ended),
        "error": no_error(),
    }


def quarantined(status: Json, reason: str, error: Json, now: datetime) -> None:
    """Put a job into quarantine, or record one more failure there."""
    known = status.get("quarantine") or {}
    count = int(known.get("seriesCount") or 0) + 1
    wait = timedelta(minutes=_BACK_OFF[min(count, len(_BACK_OFF)) - 1])
    status["code"] = "Quarantine"
    status["quarantine"] = {
        "currentBegan": stamp(now),
        "nextAttempt": stamp(now + wait),
        "reason": reason,
        "seriesBegan": known.get("seriesBegan") or stamp(now),
        "seriesCount": count,
        "error": error,
    }


@dataclass(frozen=True, slots=True)
class CycleResult:
    """How a cycle ended. `quarantine` is a reason and a message; `given_up`: some failed for 28 days."""

    execution: Json
    exported: int
    synchronized: int
    quarantine: tuple[str, str] | None
    given_up: bool


def finish(job: Json, result: CycleResult, now: datetime) -> None:
    """Record the end of a complete cycle."""
    status = job["status"]
    status["lastExecution"] = result.execution
    status["countSuccessiveCompleteFailures"] = 0
    status["synchronizedEntryCountByType"] = [{"key": "User to User", "value": result.synchronized}]
    status["progress"] = []
    if result.execution["state"] == "Succeeded":
        status["lastSuccessfulExecution"] = result.execution
        if result.exported:
            status["lastSuccessfulExecutionWithExports"] = result.execution
    if result.quarantine is not None:
        reason, message = result.quarantine
        quarantined(status, reason, {"code": reason, "message": message, "tenantActionable": True}, now)
    else:
        status["quarantine"] = None
        if status.get("steadyStateFirstAchievedTime", NEVER) == NEVER:
            status["steadyStateFirstAchievedTime"] = stamp(now)
        status["steadyStateLastAchievedTime"] = stamp(now)
        status["code"] = "Active" if job["schedule"]["state"] == "Active" else "Paused"
    if result.given_up:
        job["schedule"]["state"] = "Disabled"


def fail(job: Json, failed: Json, problem: CredentialsError, now: datetime) -> None:
    """Record the end of a cycle whose connection test failed: quarantine at once."""
    status = job["status"]
    error = {"code": problem.code, "message": problem.message, "tenantActionable": True}
    status["countSuccessiveCompleteFailures"] = (status.get("countSuccessiveCompleteFailures") or 0) + 1
    status["lastExecution"] = {**failed, "error": error}
    status["progress"] = []
    quarantined(status, "EncounteredQuarantineException", error, now)
    if hopeless(status, now):
        job["schedule"]["state"] = "Disabled"


def hopeless(status: Json, now: datetime) -> bool:
    """Whether the job has been in quarantine for four weeks."""
    began = (status.get("quarantine") or {}).get("seriesBegan")
    return began is not None and now - datetime.fromisoformat(began) >= FOUR_WEEKS

"""What "Monitor" shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wizard.problem import Problem
from wizard.steps.base.quarantine import QuarantineView


@dataclass(frozen=True, slots=True)
class EventRow:
    """One entry of the provisioning log."""

    id: str
    when: datetime
    action: str
    status: str
    """"success", "failure", "skipped", "warning" or what the service said."""
    person: str
    target: str
    sentence: str
    code: str
    """The service's error code, untranslated; empty when there is none."""


@dataclass(frozen=True, slots=True)
class RestartChoice:
    """One part of the job's state that a restart can clear."""

    id: str
    title: str
    meaning: str
    usual: bool


@dataclass(frozen=True, slots=True)
class MonitorView:
    """The job as it is now."""

    job_id: str
    on: bool
    code: str
    """The service's state code, untranslated."""
    sentence: str
    progress: float | None
    """0 to 1 of the running cycle's pages (not people); None when the service does not tell."""
    progress_note: str
    last_run: datetime | None
    last_run_sentence: str
    next_run: datetime | None
    people_in_playvox: int | None
    """People the job has linked so far, as the service counts them."""
    quarantine: QuarantineView | None
    events: tuple[EventRow, ...]
    events_note: str
    """Why there are no results, when there are none."""
    events_counted: str
    """How many results there are in the log, and from when to when; empty without any."""
    restart_choices: tuple[RestartChoice, ...]
    read: datetime | None
    """When this was read."""
    busy: str
    problem: Problem | None

"""The status of a provisioning job (Graph docs: synchronizationJob, synchronizationStatus)."""

from __future__ import annotations

from pydantic.dataclasses import dataclass

from wizard.entra.values import CONFIG, Flag, Instant, Many, Number, Text


@dataclass(frozen=True, slots=True, config=CONFIG)
class JobError:
    """An error the service reports; code "None" means none."""

    code: Text = ""
    message: Text = ""
    tenant_actionable: Flag = False


@dataclass(frozen=True, slots=True, config=CONFIG)
class Execution:
    """One run. `state`: "Succeeded", "Failed", "EntryLevelErrors" or newer ones."""

    state: Text = ""
    activity_identifier: Text = ""
    time_began: Instant = None
    time_ended: Instant = None
    count_entitled: Number = 0
    count_entitled_for_provisioning: Number = 0
    count_escrowed: Number = 0
    count_exported: Number = 0
    count_imported: Number = 0
    error: JobError | None = None

    @property
    def really_ran(self) -> bool:
        """Graph shows a zeroed, "failed" run before the first real one; which never ran."""
        return self.time_began is not None


@dataclass(frozen=True, slots=True, config=CONFIG)
class JobProgress:
    """The progress of a cycle, in pages rather than people (Entra docs)."""

    completed_units: Number = 0
    total_units: Number = 0
    units: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class Quarantine:
    """Why the job is in quarantine, and until when."""

    reason: Text = ""
    current_began: Instant = None
    next_attempt: Instant = None
    series_began: Instant = None
    series_count: Number = 0
    error: JobError | None = None


@dataclass(frozen=True, slots=True, config=CONFIG)
class Count:
    """How many objects of a kind are synchronized; never decreases by itself (Entra docs)."""

    key: Text = ""
    value: Number = 0


@dataclass(frozen=True, slots=True, config=CONFIG)
class Schedule:
    """`interval` is ISO 8601, e.g. "PT40M"; `state`: "Active", "Disabled", "Paused"."""

    state: Text = ""
    interval: Text = ""
    expiration: Instant = None


@dataclass(frozen=True, slots=True, config=CONFIG)
class JobStatus:
    """`code`: "NotConfigured", "NotRun", "Active", "Paused", "Quarantine", "" when Graph omits it."""

    code: Text = ""
    count_successive_complete_failures: Number = 0
    escrows_pruned: Flag = False
    last_execution: Execution | None = None
    last_successful_execution: Execution | None = None
    progress: Many[JobProgress] = ()
    quarantine: Quarantine | None = None
    steady_state_first_achieved_time: Instant = None
    synchronized_entry_count_by_type: Many[Count] = ()


@dataclass(frozen=True, slots=True, config=CONFIG)
class JobSetting:
    """A job setting, e.g. QuarantineTooManyDeletesThreshold."""

    name: Text = ""
    value: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class SynchronizationJob:
    """A provisioning job."""

    id: str
    template_id: Text = ""
    schedule: Schedule | None = None
    status: JobStatus | None = None
    synchronization_job_settings: Many[JobSetting] = ()

    @property
    def is_on(self) -> bool:
        """Whether provisioning is started (also while in quarantine)."""
        return self.schedule is not None and self.schedule.state == "Active"

    @property
    def in_quarantine(self) -> bool:
        """Whether the service retries it less and less often because of too many errors."""
        return self.code == "Quarantine"

    @property
    def code(self) -> str:
        """The status code, "" when unknown."""
        return self.status.code if self.status else ""

"""Input of a plan: the job, its settings and schema, and the assignments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from wizard.entra.assignments import Assignment
from wizard.entra.roles import AppRole
from wizard.entra.status import SynchronizationJob
from wizard.mapping.attributes import MappingSchema


class Run(StrEnum):
    """Kind of the next cycle (Entra docs, "How provisioning works")."""

    FIRST = "first"
    """The job never ran: nothing is linked, everybody in scope is processed."""
    FULL = "full"
    """Links are kept, everybody in scope and everybody linked is processed: after a restart, or a change of
    mappings or scoping filters.
    """
    INCREMENTAL = "incremental"
    """Only what changed in Entra since the last cycle is processed."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Everything a plan depends on besides people and accounts.

    `run` None is derived from the job. `saved_sync_all` is the scope saved in Entra, None when nothing is
    saved; where it differs from `sync_all`, saving is part of the plan, with the restart it needs.
    `compliant`: the Tenant URL contains `aadOptscim062020`. `on_demand` maps people to accounts that
    provisioning on demand has certainly linked. `links_forgotten` is when a restart cleared the job's
    links, if known: links from before are gone; `links_kept` is when a restart certainly kept them;
    `mapped` is when the mappings were last saved, if known; `mappings_since` is a time since which they are
    certainly the same.
    `default_access` False: people with only Default Access are not provisioned (Entra docs: jobs created
    since April 2020 do provision them). `assignments_unread`: so many further
    assignments could not be read. `quality`: find the data quality of everyone in scope too
    (`quality_report.quality_of`). `stopped`: provisioning is off, so nothing happens to
    anyone. `new_application`: it is still to be added; `mappings_assumed`: so its mappings are the usual
    ones, because those it will start with cannot be read.
    """

    application_id: str
    schema: MappingSchema
    assignments: Sequence[Assignment] = ()
    roles: Sequence[AppRole] = ()
    sync_all: bool = False
    saved_sync_all: bool | None = None
    keep_out_of_scope: bool = False
    threshold: int | None = None
    compliant: bool = False
    job: SynchronizationJob | None = None
    run: Run | None = None
    default_access: bool = True
    on_demand: Mapping[str, str] = field(default_factory=dict)
    links_forgotten: datetime | None = None
    assignments_unread: int = 0
    stopped: bool = False
    new_application: bool = False
    mappings_assumed: bool = False
    links_kept: datetime | None = None
    mapped: datetime | None = None
    mappings_since: datetime | None = None
    account: str = ""
    tenant_id: str = ""
    application_name: str = ""
    schema_fingerprint: str = ""
    quality: bool = False

    @property
    def kind_of_run(self) -> Run:
        """The given kind, or the kind that follows from the job's state."""
        if self.run is not None:
            return self.run
        if not has_run(self.job):
            return Run.FIRST
        if self.saved_sync_all is not None and self.saved_sync_all is not self.sync_all:
            return Run.FULL  # a changed scope is saved together with a restart
        if self.mapped is not None and self._last_began < self.mapped:
            return Run.FULL  # the job's status does not tell of saved mappings
        # A restart resets the code until the next cycle has ended (Graph docs: synchronizationStatus).
        return Run.FULL if self.job is not None and self.job.code == "NotRun" else Run.INCREMENTAL

    @property
    def perhaps_full(self) -> bool:
        """Whether the next cycle may be a full one although nothing shows it.

        Mappings or filters may have been changed elsewhere since the last cycle began.
        """
        if self.run is not None or self.kind_of_run is not Run.INCREMENTAL:
            return False
        last = self.job.status.last_execution if self.job and self.job.status else None
        began = last.time_began if last else None
        return self.mappings_since is None or began is None or self.mappings_since > began

    def after_last_cycle(self, now: datetime) -> datetime:
        """`now`, but never before the job's last cycle ended.

        Graph's clock is cut off to whole seconds: a cycle that ended in this second was before the plan.
        """
        last = self.job.status.last_execution if self.job and self.job.status else None
        ended = last.time_ended if last else None
        return max(now, ended) if ended else now

    @property
    def _last_began(self) -> datetime:
        last = self.job.status.last_execution if self.job and self.job.status else None
        return last.time_began if last and last.time_began else datetime.max.replace(tzinfo=UTC)

    @property
    def assignments_fingerprint(self) -> str:
        """SHA-256 of all assignments with their roles."""
        rows = sorted((each.principal_id, each.app_role_id) for each in self.assignments)
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def has_run(job: SynchronizationJob | None) -> bool:
    """Whether the job ever processed people, so that it may have links."""
    last = job.status.last_execution if job is not None and job.status else None
    return last is not None and last.really_ran

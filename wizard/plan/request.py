"""What a plan is computed for: the job, its settings and schema, who is assigned."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from wizard.entra.assignments import Assignment
from wizard.entra.roles import AppRole
from wizard.entra.status import SynchronizationJob
from wizard.mapping.attributes import MappingSchema


class Run(StrEnum):
    """Which kind of cycle the plan foretells (Entra docs, "How provisioning works")."""

    FIRST = "first"
    """The job never ran: nothing is linked, everybody in scope is looked at."""
    FULL = "full"
    """Links are kept, everybody in scope and everybody linked is looked at: after a restart, or a change
    of mappings or scoping filters."""
    INCREMENTAL = "incremental"
    """Only what changed in Entra since the last cycle is looked at."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Everything a plan depends on besides the people and accounts themselves.

    `run` None is derived from the job. `saved_sync_all` is the scope as Entra has it, None when nothing is
    saved; where it differs from `sync_all`, saving is part of the plan, with the restart it needs.
    `compliant`: the Tenant URL carries `aadOptscim062020`. `on_demand` maps people to accounts that
    provisioning on demand is known to have linked. `links_forgotten` is when a restart made the job forget
    its links, if that is known. `default_access` False: people with Default Access only are not
    provisioned (Entra docs: they are, by jobs created since April 2020).
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
    account: str = ""
    tenant_id: str = ""
    application_name: str = ""
    schema_fingerprint: str = ""

    @property
    def kind_of_run(self) -> Run:
        """The given kind, or what the job's state tells."""
        if self.run is not None:
            return self.run
        if not has_run(self.job):
            return Run.FIRST
        if self.saved_sync_all is not None and self.saved_sync_all is not self.sync_all:
            return Run.FULL  # a changed scope is saved together with a restart
        # A restart sets the code back until the next cycle has ended (Graph docs: synchronizationStatus).
        return Run.FULL if self.job is not None and self.job.code == "NotRun" else Run.INCREMENTAL

    @property
    def assignments_fingerprint(self) -> str:
        """SHA-256 of who is assigned with which role."""
        rows = sorted((each.principal_id, each.app_role_id) for each in self.assignments)
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def has_run(job: SynchronizationJob | None) -> bool:
    """Whether the job ever looked at people, so that it remembers whom it takes care of."""
    last = job.status.last_execution if job is not None and job.status else None
    return last is not None and last.really_ran

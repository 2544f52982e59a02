"""Facts read from Entra about the chosen application, shared by all steps."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial

from wizard.entra import applications, assignments, jobs, schema, secrets
from wizard.entra.applications import Application
from wizard.entra.assignments import Assignment
from wizard.entra.consistency import Creation, Seen, find_existence, none_if_not_found
from wizard.entra.jobs import JobTemplate
from wizard.entra.schema import SynchronizationSchema
from wizard.entra.secrets import SavedSettings
from wizard.entra.status import SynchronizationJob
from wizard.problem import EarlierStepError, Problem
from wizard.setup import recovery
from wizard.steps.base.cached_fact import CachedFact
from wizard.steps.base.gone import GoneKind, GoneObject
from wizard.steps.base.logged import Logged, LoggedReader
from wizard.steps.base.progress import report
from wizard.steps.base.recent_assignments import RecentAssignments
from wizard.steps.base.set_up_store import SetUpStore
from wizard.steps.base.sign_in_session import SignInSession

_RECENT = 100
"""So many of the newest operations can matter within the time that a list of assignments lags."""


class TenantFacts:
    """One `CachedFact` for each thing that several steps want to know. Belongs to one event loop.

    Before an application is chosen, or while one is still to be added, there are no jobs, settings and
    assignments yet: those facts are empty then.
    """

    def __init__(self, session: SignInSession, store: SetUpStore) -> None:
        self._session, self._store = session, store
        self.application: CachedFact[Application] = CachedFact(self._read_application)
        self.job: CachedFact[tuple[SynchronizationJob, ...]] = CachedFact(self._read_jobs)
        self.all_jobs: tuple[SynchronizationJob, ...] = ()
        """Every provisioning job of the application, as last read; `job` has the one in use."""
        self.job_required = False
        """Whether the job of the profile was named for this run, so that no other one will do."""
        self.saved: CachedFact[SavedSettings] = CachedFact(self._read_saved)
        self.schema: CachedFact[SynchronizationSchema] = CachedFact(self._read_schema)
        self.templates: CachedFact[tuple[JobTemplate, ...]] = CachedFact(self._read_templates)
        self.assigned: CachedFact[tuple[Assignment, ...]] = CachedFact(self._read_assigned)
        self.logged: CachedFact[Logged] = CachedFact(self._read_logged)
        self._logged_reader = LoggedReader()
        self.linked: dict[str, tuple[str, datetime]] = {}
        """People to their accounts, as provisioning on demand answered in this run, and when."""
        self.provisioned = 0
        """How many people were provisioned on demand in this run: numbers from before are old."""
        self.cleared = 0
        """How many times everything was forgotten."""
        self.recent = RecentAssignments(session.waits.clock, session.waits.bounds)
        self._journal_of = ""  # the application whose recent changes were taken from the journal
        self.groups_assignable: bool | None = None
        """Whether the tenant's licenses allow assigning groups; None: not known."""
        self.gone: GoneObject | None = None
        """An object this program knew that no longer exists in Entra, until another one replaces it."""

    @property
    def application_id(self) -> str:
        """Object id of the chosen service principal; raises `application_first`."""
        if not self._store.profile.application_id:
            raise EarlierStepError(Problem("application_first"))
        return self._store.profile.application_id

    @property
    def provisioning_job(self) -> SynchronizationJob | None:
        """The application's provisioning job, as last read."""
        found = self.job.value
        return found[0] if found else None

    def note_provisioned(self, person_id: str, account: str) -> None:
        """A person was provisioned on demand; `account` is empty where the service named none."""
        self.provisioned += 1
        if account:
            at = self._session.graph.service_time or datetime.now(UTC)
            self.linked[person_id] = (account, at)

    def keep_job(self, found: SynchronizationJob) -> None:
        """Take the job as a write's answer showed it."""
        self.job.set((found,))
        self._is_back(GoneKind.JOB)

    def keep_application(self, found: Application) -> None:
        """Take the chosen application as it was just read."""
        self.application.set(found)
        self._is_back(GoneKind.APPLICATION)

    def _is_back(self, kind: GoneKind) -> None:
        if self.gone is not None and self.gone.kind is kind:
            self.gone = None

    def forget_application(self) -> None:
        """Forget what was read about the chosen application."""
        self.all_jobs = ()
        self.linked = {}
        for fact in (
            self.application,
            self.job,
            self.saved,
            self.schema,
            self.templates,
            self.assigned,
            self.logged,
        ):
            fact.set(None)
        self.recent.forget()

    def clear(self) -> None:
        """Forget everything, for another tenant or sign-in."""
        self.cleared += 1
        self.groups_assignable = None
        self.gone = None
        self.job_required = False
        self.forget_application()

    async def _read_application(self) -> Application:
        found = await applications.application(self._session.graph, self.application_id)
        self._is_back(GoneKind.APPLICATION)
        return found

    async def _read_jobs(self) -> tuple[SynchronizationJob, ...]:
        if not self._store.profile.application_id:
            return ()
        found = self.all_jobs = await jobs.jobs(self._session.graph, self.application_id)
        if not found:
            return await self._missing_job()
        self._is_back(GoneKind.JOB)
        return (jobs.choose_job(found, self._store.profile.job_id, required=self.job_required),)

    async def _missing_job(self) -> tuple[SynchronizationJob, ...]:
        """The job that the list lacks although there was one: the list lags behind, or the job is gone."""
        graph, journal = self._session.graph, self._store.journal
        waits, known = graph.waits, self.provisioning_job
        made = await recovery.job_made(journal, self.application_id)
        job_id = known.id if known is not None else (made.job_id if made is not None else "")
        if not job_id:
            return ()
        creation = None
        if made is not None and made.job_id == job_id:  # it was seen when it was created
            creation = Creation(made.at, waits.bounds.job, seen=True)
        look = partial(jobs.job, graph, self.application_id, job_id)
        match await find_existence(lambda: none_if_not_found(look()), creation, waits.clock):
            case Seen(job):
                return (job,)
        self.schema.set(None)
        self.gone = GoneObject(GoneKind.JOB, job_id, "")
        await recovery.mark_gone(journal, job_id, waits.clock.now())
        report(self.gone.sentence)
        return ()

    async def _read_saved(self) -> SavedSettings:
        if not self._store.profile.application_id:
            return SavedSettings()
        return await secrets.saved(self._session.graph, self.application_id)

    async def _read_assigned(self) -> tuple[Assignment, ...]:
        if not self._store.profile.application_id:
            return ()
        rows = await assignments.assigned(self._session.graph, self.application_id)
        if self._journal_of != self.application_id:  # what an earlier run removed just before
            self._journal_of = self.application_id
            earlier = await asyncio.to_thread(self._store.journal.operations, _RECENT)
            self.recent.note_journal(earlier, self.application_id)
        return self.recent.complete(rows)

    async def _read_logged(self) -> Logged:
        path = self._store.log_file(self.application_id)
        kept = self._store.log_kept
        return await self._logged_reader.read(self._session.graph, self.application_id, path, kept)

    async def _read_templates(self) -> tuple[JobTemplate, ...]:
        return await jobs.templates(self._session.graph, self.application_id)

    async def _read_schema(self) -> SynchronizationSchema:
        found = await self.job.get()
        if found:
            shown = await none_if_not_found(
                schema.schema(self._session.graph, self.application_id, found[0].id)
            )
            if shown is not None:
                return shown
            # Perhaps the job was deleted elsewhere; then a new one starts from the template.
            if any(each.id == found[0].id for each in await self.job.refresh()):
                return await schema.schema(self._session.graph, self.application_id, found[0].id)
        template = jobs.choose_template(await self.templates.get())
        return await schema.template_schema(self._session.graph, self.application_id, template.id)

"""The practice provisioning service: runs jobs when they are due, and answers Graph's actions."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from wizard.practice.clock import stamp
from wizard.practice.service import jobs
from wizard.practice.service.cycle import PAGE, Cycle, Tally
from wizard.practice.service.demand import OnDemandError, provision
from wizard.practice.service.entitlement import Entitlements
from wizard.practice.service.failure import CredentialsError
from wizard.practice.service.links import Memory
from wizard.practice.service.probe import probe
from wizard.practice.service.record import RecordContext
from wizard.practice.service.rules import SchemaError, UserMapping, read_mapping
from wizard.practice.service.settings import Settings, read_address, read_settings
from wizard.practice.service.visit import Visitor, in_scope
from wizard.practice.service.wire import Wire
from wizard.practice.store import (
    Json,
    ObjectKind,
)
from wizard.practice.tenant import Tenant

_log = logging.getLogger(__name__)
_LOOK_AROUND = 0.5  # real seconds between two looks for jobs that are due
_USUAL_MATCH = "userName"


@dataclass(frozen=True)
class ServiceLimits:
    """Sizes and times; thresholds: entra-docs, application-provisioning-quarantine-status.md."""

    in_flight: int = 10
    timeout: float = 30.0  # real seconds per request
    least_failures: int = 5_000  # failure rates count from this number on
    failure_share: float = 0.4
    most_failures: int = 40_000
    most_escrows: int = 60_000  # failures that wait, of this cycle and of earlier ones


class ProvisioningService:
    """One per tenant. All methods belong to the event loop that called `start`."""

    def __init__(self, tenant: Tenant, limits: ServiceLimits | None = None) -> None:
        self._tenant = tenant
        self._store = tenant.store
        self._limits = limits or ServiceLimits()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._watch: asyncio.Task[None] | None = None
        self._poked = asyncio.Event()

    # ---- start and stop

    async def start(self) -> None:
        """Begin to run jobs that are switched on."""
        self._watch = asyncio.create_task(self._keep_going(), name="practice provisioning")

    async def stop(self) -> None:
        """Stop, including running cycles; what they have done stays."""
        tasks = [task for task in (self._watch, *self._running.values()) if task is not None]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._watch = None
        self._running.clear()

    def poke(self) -> None:
        """Check for due jobs now instead of at the next interval."""
        self._poked.set()

    def busy(self, job_id: str) -> bool:
        """Whether a cycle of the job is running."""
        return job_id in self._running

    async def _keep_going(self) -> None:
        while True:
            self._poked.clear()
            known = self._store.find(ObjectKind.JOB)
            for job in known:
                if self._due(job):
                    self._begin(job["id"])
            for job_id in self._running.keys() - {job["id"] for job in known}:  # deleted meanwhile
                self._running[job_id].cancel()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_AROUND):
                    await self._poked.wait()

    def _due(self, job: Json) -> bool:
        if (job.get("schedule") or {}).get("state") != "Active" or job["id"] in self._running:
            return False
        due = self._memory(job["id"]).get("due")
        return due is None or datetime.fromisoformat(due) <= self._now()

    def _begin(self, job_id: str) -> asyncio.Task[None]:
        task = self._running.get(job_id)
        if task is None:
            task = asyncio.create_task(self._guarded_cycle(job_id), name=f"cycle of {job_id}")
            self._running[job_id] = task
            task.add_done_callback(lambda _: self._running.pop(job_id, None))
        return task

    # ---- called by Graph

    def restart(self, job_id: str, scopes: Collection[str]) -> None:
        """Forget what members of synchronizationJobRestartScope name, and run the next cycle at once.

        The job document is Graph's: state, code and quarantine are set there before.
        """
        memory = self._memory(job_id)
        if "ConnectorDataStore" in scopes:
            memory.forget("link", "target")
            memory.put("synchronized", None)
        if "Escrows" in scopes:
            memory.forget("escrow")
        if "Watermark" in scopes:
            memory.put("watermark", None)
        if "ForceDeletes" in scopes:
            memory.put("force", True)
        memory.put("due", None)
        self.poke()

    def in_scope(self, job_id: str) -> list[str]:
        """User names of the people this job gives an account to, read from the directory as it is now."""
        principal_id = jobs.principal_of(self._store, job_id)
        everybody = self._tenant.secrets(principal_id).get("SyncAll", "").lower() == "true"
        entitlements = Entitlements(self._store, principal_id, sync_all=everybody)
        return in_scope(self._store, entitlements, self._mapping(job_id), self._now())

    async def validate_credentials(
        self, base_address: str, token: SecretStr | str, job_id: str | None = None
    ) -> None:
        """Test a connection without saving anything. Raises CredentialsError."""
        secret = token if isinstance(token, SecretStr) else SecretStr(token)
        settings = Settings(read_address(base_address, self._tenant.network), secret)
        attribute, groups = _USUAL_MATCH, False
        if job_id is not None:
            with contextlib.suppress(SchemaError):
                mapping = self._mapping(job_id)
                attribute, groups = mapping.matching[0].target, mapping.groups
        async with self._wire(settings) as wire:
            await probe(wire, attribute, groups=groups)

    async def provision_on_demand(self, job_id: str, parameters: list[Json]) -> Json:
        """Provision one person now; the object inside a provisionOnDemand answer. Raises OnDemandError."""
        try:
            mapping = self._mapping(job_id)
        except SchemaError as error:
            raise OnDemandError(400, "InvalidSchema", str(error)) from None
        setting = self._setting(job_id, mapping)
        return await provision(self._tenant, self._limits.timeout, setting, mapping, parameters)

    async def run_cycle(self, job_id: str) -> None:
        """Run a cycle now and wait for its end; joins one that is running. A paused job runs too."""
        await asyncio.shield(self._begin(job_id))

    # ---- a cycle

    async def _guarded_cycle(self, job_id: str) -> None:
        try:
            await self._cycle(job_id)
        except Exception:  # a defect of this program: log it, keep the other jobs running
            _log.exception("a practice cycle failed")
            self._memory(job_id).put("due", (self._now() + jobs.interval({})).isoformat())

    async def _cycle(self, job_id: str) -> None:
        began, memory = self._now(), self._memory(job_id)
        job = self._store.get(ObjectKind.JOB, job_id)
        if job is None:
            return
        memory.put("due", (began + jobs.interval(job)).isoformat())
        cycle_id = str(uuid.uuid4())
        try:
            mapping = self._mapping(job_id)
            principal_id = jobs.principal_of(self._store, job_id)
            settings = read_settings(self._tenant.secrets(principal_id), self._tenant.network)
            async with self._wire(settings) as wire:
                await probe(wire, mapping.matching[0].target, groups=mapping.groups)
                await self._stuck()
                cycle = self._prepare(job_id, mapping, settings, wire, cycle_id)
                tally = await cycle.run()
        except (CredentialsError, SchemaError) as problem:
            if isinstance(problem, SchemaError):
                problem = CredentialsError("InvalidSchema", str(problem))
            self._failed(job_id, problem, began, cycle_id)
        else:
            self._finished(job_id, cycle, tally, began, cycle_id)

    async def _stuck(self) -> None:
        while self._tenant.faults.is_on("cycle-stuck"):  # noqa: ASYNC110 - switched on and off from outside
            await asyncio.sleep(0.2)

    def _prepare(
        self, job_id: str, mapping: UserMapping, settings: Settings, wire: Wire, cycle_id: str
    ) -> Cycle:
        memory = self._memory(job_id)
        initial = memory.get("watermark") is None
        forced = bool(memory.get("force", False))
        setting = self._setting(job_id, mapping, cycle_id)
        entitlements = Entitlements(self._store, setting.principal_id, sync_all=settings.sync_all)
        visitor = Visitor(
            store=self._store,
            memory=memory,
            mapping=mapping,
            settings=settings,
            entitlements=entitlements,
            wire=wire,
            now=self._now,
            initial=initial,
            compliant=settings.address.compliant_patch,
        )
        pages = -(-entitlements.count() // PAGE) if initial else 0
        progress = _Progress(self, job_id, pages)
        progress(0)
        return Cycle(
            store=self._store,
            memory=memory,
            visitor=visitor,
            entitlements=entitlements,
            setting=setting,
            now=self._now,
            initial=initial,
            in_flight=self._limits.in_flight,
            delete_threshold=None if forced else settings.delete_threshold,
            progress=progress,
        )

    def _finished(self, job_id: str, cycle: Cycle, tally: Tally, began: datetime, cycle_id: str) -> None:
        memory = self._memory(job_id)
        memory.put("force", None)
        memory.put("synchronized", max(memory.count_links(), memory.get("synchronized", 0)))
        escrowed = memory.count_escrows()
        counts = tally.counts(cycle.entitlements.count(), escrowed)
        state = "EntryLevelErrors" if escrowed else "Succeeded"
        result = jobs.CycleResult(
            execution=jobs.execution(state, began, self._now(), cycle_id, counts),
            exported=tally.exported,
            synchronized=memory.get("synchronized"),
            quarantine=self._verdict(tally, escrowed),
            given_up=bool(tally.given_up),
        )
        self._close(job_id, lambda job: jobs.finish(job, result, self._now()))

    def _verdict(self, tally: Tally, escrowed: int) -> tuple[str, str] | None:
        """The reason and message when the job goes into quarantine after this cycle, else None."""
        limits = self._limits
        message = f"{tally.failed} of {tally.visited} people could not be provisioned."
        if tally.staged:
            return "TooManyDeletes", f"{tally.staged} deletions were held back."
        if tally.failed > limits.most_failures:
            return "EncounteredBaseEscrowThreshold", message
        if escrowed > limits.most_escrows:
            return "EncounteredTotalEscrowThreshold", f"{escrowed} people are waiting to be tried again."
        share = tally.failed / max(1, tally.visited)
        if tally.failed >= limits.least_failures and share > limits.failure_share:
            return "EncounteredEscrowProportionThreshold", message
        return None

    def _failed(self, job_id: str, problem: CredentialsError, began: datetime, cycle_id: str) -> None:
        now = self._now()
        failed = jobs.execution("Failed", began, now, cycle_id, {})
        self._close(job_id, lambda job: jobs.fail(job, failed, problem, now))

    def _close(self, job_id: str, change: Callable[[Json], None]) -> None:
        job = self._store.update(ObjectKind.JOB, job_id, change)
        quarantine = None if job is None else job["status"].get("quarantine")
        if quarantine:
            self._memory(job_id).put("due", quarantine["nextAttempt"])

    # ---- helpers

    def _now(self) -> datetime:
        return self._tenant.clock.now()

    def _memory(self, job_id: str) -> Memory:
        return Memory(self._store, job_id)

    def _wire(self, settings: Settings) -> Wire:
        return Wire(
            self._tenant.network, settings, timeout=self._limits.timeout, in_flight=self._limits.in_flight
        )

    def _mapping(self, job_id: str) -> UserMapping:
        return read_mapping(self._store.get(ObjectKind.SCHEMA, job_id) or {})

    def _setting(self, job_id: str, mapping: UserMapping, cycle_id: str | None = None) -> RecordContext:
        principal_id = jobs.principal_of(self._store, job_id)
        principal: Mapping[str, Any] = self._store.get(ObjectKind.SERVICE_PRINCIPAL, principal_id) or {}
        return RecordContext(
            tenant_id=self._tenant.identity.tenant_id,
            job_id=job_id,
            cycle_id=cycle_id or str(uuid.uuid4()),
            principal_id=principal_id,
            app_id=str(principal.get("appId", "")),
            app_name=str(principal.get("displayName", "")),
            target_system=mapping.target_system,
            target_object=mapping.target_object,
        )

    def show_progress(self, job_id: str, done: int, total: int) -> None:
        """Write the progress of an initial cycle into the job."""
        progress = {
            "completedUnits": min(done, total),
            "totalUnits": total,
            "units": "pages",
            "progressObservationDateTime": stamp(self._now()),
        }
        self._store.update(ObjectKind.JOB, job_id, lambda job: job["status"].update(progress=[progress]))


@dataclass(frozen=True)
class _Progress:
    service: ProvisioningService
    job_id: str
    pages: int

    def __call__(self, done: int) -> None:
        if self.pages:
            self.service.show_progress(self.job_id, done, self.pages)

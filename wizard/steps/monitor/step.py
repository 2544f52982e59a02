"""Step 8, Monitor: the running job, its results, its quarantine."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import ClassVar

from wizard.entra import jobs
from wizard.entra.jobs import Reset
from wizard.entra.logs import LogEntry
from wizard.entra.status import (
    SynchronizationJob,
)
from wizard.messages import (
    N_,
    _,
    explain,
)
from wizard.messages.change_warnings import change_warning
from wizard.messages.labels import log_action, restart_words
from wizard.problem import ChangedMeanwhileError, Problem, ProblemError
from wizard.steps.base import access_changes, pending_restart
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.context import Context
from wizard.steps.base.cycles import (
    last_run,
    linked_people,
    next_run,
    progress_of,
    run_sentence,
)
from wizard.steps.base.derived import Derived
from wizard.steps.base.gone import noticing
from wizard.steps.base.logged import Logged
from wizard.steps.base.provisioning_job import no_job
from wizard.steps.base.quarantine import quarantine_of
from wizard.steps.base.sentences import (
    job_sentence,
    log_sentence,
)
from wizard.steps.base.step import (
    Step,
    StepState,
    StepStatus,
    commits,
    reads,
)
from wizard.steps.monitor.view import (
    EventRow,
    MonitorView,
    RestartChoice,
)

RESETS: dict[str, Reset] = {
    "portal": Reset.PORTAL,
    "watermark": Reset.WATERMARK,
    "escrows": Reset.ESCROWS,
    "quarantine": Reset.QUARANTINE,
    "full": Reset.FULL,
    "allow_deletes": Reset.ALLOW_DELETES,
}


class MonitorStep(Step[MonitorView]):
    """State, progress, results, and the buttons of a running job."""

    id: ClassVar[str] = "monitor"
    needs: ClassVar[tuple[str, ...]] = ("connection",)

    def __init__(self, context: Context) -> None:
        self._note: str | None = None  # why there are no entries; None: not read yet
        self._read_at: datetime | None = None
        self._planned: bool | None = None  # whether the job was on when a restart was planned
        self._events = Derived(_events)
        self._quarantine = Derived(quarantine_of)
        self._restart_choices = Derived(_restart_choices)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Monitor")

    def known(self) -> bool:
        """Whether the job was read."""
        return self.context.facts.job.value is not None

    def provides(self) -> bool:
        """Whether provisioning is on."""
        found = self.context.facts.provisioning_job
        return found is not None and found.is_on

    async def watch(self, every: float = 10.0) -> None:
        """Read again `every` seconds until canceled, without interrupting this step's intents."""
        while True:
            if not self.running:
                try:
                    await noticing(self.context, self._read())
                    self._problem = None
                except ProblemError as error:
                    self._problem = error.problem
                self.publish()
            await asyncio.sleep(every)

    @reads(N_("Reading the current state …"))
    async def plan_pause(self) -> ChangePreview:
        """Preview of pausing: what stops, and what still finishes."""
        found = await self._fresh_job()
        if not found.is_on:
            return ChangePreview()
        return ChangePreview(
            (PlannedChange("~", _("Provisioning"), _("on → off"), "enabled", True, False),),
            (change_warning("cycle_finishes"), change_warning("changes_stop")),
            self.context.session.consents(),
            (access_changes.stopped(),),
            stops=True,
        )

    @commits(N_("Pausing provisioning …"))
    async def pause(self) -> None:
        """Pause provisioning; does nothing when it is off already."""
        await self._switch("job.pause", on=False)

    @reads(N_("Reading the current state …"))
    async def plan_start(self) -> ChangePreview:
        """What starting again does."""
        found = await self._fresh_job()
        if found.is_on and not found.in_quarantine:
            return ChangePreview()
        if found.in_quarantine:
            change = PlannedChange("~", _("Provisioning"), _("out of quarantine, tried again now"))
        else:
            change = PlannedChange("~", _("Provisioning"), _("off → on, from where it stopped"))
        consents, access = self.context.session.consents(), (access_changes.started(),)
        return ChangePreview((change,), (), consents, access, keeps_plan=True)

    @commits(N_("Starting provisioning …"))
    async def start(self) -> None:
        """Start a paused or quarantined job again; does nothing when it runs already."""
        await self._switch("job.start", on=True)

    @reads(N_("Reading the current state …"))
    async def plan_restart(self, choice: str = "portal") -> ChangePreview:
        """What a restart clears, for one of `view.restart_choices`."""
        title, meaning = restart_words(_checked(choice))
        found = await self._fresh_job()
        self._planned = found.is_on
        warnings = () if found.is_on else (change_warning("restart_turns_on"),)
        reset = RESETS[_checked(choice)]
        access = [access_changes.restarted_with(reset)]
        if reset is Reset.ALLOW_DELETES:
            access.append(access_changes.deactivations_let_through())
        return ChangePreview(
            (PlannedChange("~", title, meaning, "restart", None, reset.value),),
            warnings,
            self.context.session.consents(),
            tuple(access),
            stops=True,
        )

    @commits(N_("Restarting provisioning …"))
    async def restart(self, choice: str = "portal") -> None:
        """Restart the job and clear the chosen part of its state."""
        reset = RESETS[_checked(choice)]
        context = self.context
        found = await self._fresh_job()
        planned, self._planned = self._planned, None
        if planned is not None and planned is not found.is_on:
            # A restart also switches on, which the preview did not show if it was paused since.
            raise ChangedMeanwhileError(Problem("changed_meanwhile", {"what": self.title}, retryable=True))
        async with (
            context.writing() as graph,
            context.store.operation(pending_restart.KIND, found.id, new={"reset": reset.value}) as outcome,
        ):
            pending = await pending_restart.outstanding(context, await context.facts.saved.get())
            context.facts.keep_job(await jobs.restart(graph, context.facts.application_id, found.id, reset))
        if reset in pending_restart.LOOKS_AGAIN:
            await pending_restart.mark_done(context, pending, outcome.operation)

    # Internal.

    async def _switch(self, kind: str, *, on: bool) -> None:
        context = self.context
        found = await self._fresh_job()
        if found.is_on is on and not (on and found.in_quarantine):
            return
        old = {"on": found.is_on, "code": found.code}
        async with (
            context.writing() as graph,
            context.store.operation(kind, found.id, old=old, new={"on": on}),
        ):
            act = jobs.start if on else jobs.pause
            context.facts.keep_job(await act(graph, context.facts.application_id, found.id))
            if on:
                await pending_restart.restart_if_pending(context, await context.facts.saved.get())

    async def _fresh_job(self) -> SynchronizationJob:
        found = await self.context.facts.job.refresh()
        if not found:
            raise no_job(self.context)
        return found[0]

    async def _read(self) -> None:
        _jobs, _entries = await asyncio.gather(self.context.facts.job.refresh(), self._read_logs())
        self._read_at = self.context.session.graph.service_time or datetime.now(UTC)

    async def _read_logs(self) -> None:
        try:
            logged = await self.context.facts.logged.refresh()
            self._note = "" if logged.entries else logged.nothing()
        except ProblemError as error:
            # The job's state is shown even where the log may not be read.
            words = explain(error.problem)
            self._note = " ".join((words.what, *words.do))

    @property
    def _logged(self) -> Logged | None:
        """The log as it was read; None while it cannot be."""
        return self.context.facts.logged.value if not self._note else None

    def _build(self) -> MonitorView:
        found = self.context.facts.provisioning_job
        ran = last_run(found)
        logged = self._logged
        return MonitorView(
            job_id=found.id if found else "",
            on=found.is_on if found else False,
            code=found.code if found else "",
            sentence=job_sentence(found) if self.known() else _("Not read yet."),
            progress=progress_of(found),
            progress_note=_("Counts pages of the directory, not people."),
            last_run=ran.time_ended or ran.time_began if ran else None,
            last_run_sentence=run_sentence(ran) if found is not None else "",
            next_run=next_run(found),
            people_in_playvox=linked_people(found),
            quarantine=self._quarantine(found),
            events=self._events(logged.entries if logged is not None else ()),
            events_note=_("Not read yet.") if self._note is None else self._note,
            events_counted=_counted(logged) if logged is not None else "",
            restart_choices=self._restart_choices(),
            read=self._read_at,
            busy=self.busy,
            problem=self.problem,
        )

    def _judge(self) -> StepStatus:
        found = self.context.facts.provisioning_job
        if found is None:
            return StepStatus(StepState.READY, _("There is no provisioning job yet."))
        sentence = job_sentence(found)
        if found.in_quarantine:
            return StepStatus(StepState.FAILED, sentence)
        if not found.is_on:
            return StepStatus(StepState.READY, sentence)
        logged = self._logged
        failing = logged.failing_sentence() if logged is not None else ""
        if failing:
            return StepStatus(StepState.ATTENTION, f"{sentence} {failing}")
        if found.code == "NotRun":
            return StepStatus(StepState.READY, sentence, unverified=True)
        return StepStatus(StepState.DONE, sentence)


def _checked(choice: str) -> str:
    if choice not in RESETS:
        raise ProblemError(Problem("restart_unknown", {"choice": choice[:40]}))
    return choice


def _events(entries: tuple[LogEntry, ...]) -> tuple[EventRow, ...]:
    return tuple(_event(entry) for entry in entries)


def _counted(logged: Logged) -> str:
    """How many results there are, of which the newest are shown, and from when to when."""
    shown, all_of_them = len(logged.entries), logged.counts.entries
    if not shown:
        return ""
    parts = [logged.sentence(), logged.span()]
    if all_of_them > shown:
        parts.insert(0, _("The newest {n} are shown.").format(n=shown))
    return " ".join(parts)


def _restart_choices() -> tuple[RestartChoice, ...]:
    return tuple(RestartChoice(name, *restart_words(name), name == "portal") for name in RESETS)


def _event(entry: LogEntry) -> EventRow:
    return EventRow(
        id=entry.id,
        when=entry.at or datetime.fromtimestamp(0, UTC),
        action=log_action(entry.action),
        status=entry.status,
        person=entry.source.display_name or entry.source.id,
        target=entry.target.display_name or entry.target.id,
        sentence=log_sentence(entry),
        code=entry.error_code,
    )

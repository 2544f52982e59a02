"""Recover: test, save a new key where one is needed, restart, and watch the job leave its quarantine.

What is still to do follows from Entra, the keyring and Playvox alone, so that a run that was interrupted
goes on: a key is kept in the keyring before Entra gets it, and what works already is not repeated.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import ClassVar

from pydantic import SecretStr

from wizard.entra import jobs
from wizard.entra.consistency import wait_until
from wizard.entra.jobs import Reset
from wizard.entra.secrets import SavedSettings
from wizard.entra.status import SynchronizationJob
from wizard.messages import N_, _, explain
from wizard.messages import quarantine as causes
from wizard.messages.change_warnings import change_warning
from wizard.messages.times import moment
from wizard.playvox.address import parse_tenant_url
from wizard.problem import Problem, ProblemError
from wizard.steps.base import access_changes, pending_restart
from wizard.steps.base.change_preview import ChangePreview, PlannedChange
from wizard.steps.base.connection_test.microsoft import ask_microsoft
from wizard.steps.base.context import Context
from wizard.steps.base.cycles import last_run, next_run, run_sentence
from wizard.steps.base.gone import noticing
from wizard.steps.base.key_store import KeyPlace
from wizard.steps.base.pasted_key import PastedKey
from wizard.steps.base.provisioning_job import no_job
from wizard.steps.base.quarantine import QuarantineView, quarantine_of
from wizard.steps.base.sentences import job_sentence
from wizard.steps.base.settings_saving import complete_set, save_settings
from wizard.steps.base.stages import Stages, StageState
from wizard.steps.base.step import Step, StepState, StepStatus, commits, reads
from wizard.steps.recover.replay import Replay, replay
from wizard.steps.recover.view import RecoverView

TITLES = {
    "test": N_("Test the key from Microsoft's side, before it is saved"),
    "keep": N_("Keep the key on this computer"),
    "save": N_("Save the key into Entra"),
    "read_back": N_("Test what Entra has saved"),
    "restart": N_("Restart provisioning"),
    "leave": N_("Leave the quarantine"),
    "cycle": N_("The next cycle"),
}
_TRIES = 5
_PAUSE = 2.0  # seconds until Entra uses what was just saved


class RecoverStep(Step[RecoverView]):
    """The way out of a quarantine."""

    id: ClassVar[str] = "recover"
    needs: ClassVar[tuple[str, ...]] = ("before",)

    def __init__(self, context: Context) -> None:
        self._of = ""
        self._pasted = PastedKey()
        self._stages = Stages(TITLES, self.publish)
        self._replay: Replay | None = None
        self._left_at: datetime | None = None  # by Graph's clock
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Recover")

    def known(self) -> bool:
        """Whether the job was read."""
        return self.context.facts.job.value is not None

    def provides(self) -> bool:
        """No step needs this one."""
        return False

    async def paste(self, secret: SecretStr) -> None:
        """Take a new key; nothing is saved, and nothing is sent, before `recover`."""
        self._start_over()
        await self._pasted.take(secret)
        self.publish()

    async def use_practice_key(self) -> None:
        """Take the practice tenant's key, as if it had been pasted."""
        if self.context.session.practice is None:
            raise ProblemError(Problem("practice_only"))
        await self.paste(self.context.session.practice.key)

    async def watch(self, every: float = 10.0) -> None:
        """Read the job every so many seconds until canceled, so that the next cycle shows."""
        while True:
            if not self.running:
                try:
                    await noticing(self.context, self.context.facts.job.refresh())
                    self._note_cycle()
                except ProblemError as error:
                    self._problem = error.problem
                self.publish()
            await asyncio.sleep(every)

    @reads(N_("Asking again what Microsoft's service asked …"))
    async def ask_again(self) -> None:
        """Replay the request behind the quarantine; `view.replay` has what came. Only reads.

        Raises what keeps Microsoft's service from being asked.
        """
        found, _quarantine = await self._fresh()
        self._replay = await replay(self.context, found.id)

    @reads(N_("Reading the current state …"))
    async def plan_recover(self) -> ChangePreview:
        """What recovering changes: the saved key where another one is needed, and the job's state."""
        found, quarantine = await self._fresh()
        if quarantine is None:
            return ChangePreview()
        changes = []
        if self._pasted.clean is not None:
            changes.append(
                PlannedChange(
                    "~",
                    _("Secret token"),
                    _("to key {mark}, once Microsoft's service has accepted it").format(
                        mark=self._pasted.mark
                    ),
                )
            )
        changes.append(
            PlannedChange("~", _("Provisioning"), _("restarted, out of quarantine, tried again now"))
        )
        reset = await self._reset(quarantine)
        access = access_changes.restarted_with(reset)
        warnings = () if found.is_on else (change_warning("restart_turns_on"),)
        consents = self.context.session.consents()
        return ChangePreview(tuple(changes), warnings, consents, (access,), keeps_plan=True)

    @commits(N_("Recovering provisioning …"))
    async def recover(self) -> None:
        """Do every part that is still needed; `view.stages` shows each one. Safe to repeat.

        Raises `recover_key_needed` when neither the saved nor the known key works, and `recover_elsewhere`
        when no key ends this quarantine.
        """
        self._start_over()
        self._left_at = None
        self._stages.forget()
        found, quarantine = await self._fresh()
        if quarantine is None:
            return
        if not _possible(quarantine):
            raise ProblemError(Problem("recover_elsewhere"))
        saved = await self.context.facts.saved.refresh()
        running = "test"
        try:
            async with self.context.writing():
                self._stages.begin("test")
                new = await self._tested(saved, found)
                running = "save"
                await self._save(saved, found, new)
                running = "restart"
                await self._restart(found, await self._reset(quarantine))
            running = "leave"
            await self._leave(found)
        except ProblemError as error:
            self._stages.fail(explain(error.problem).what, running)
            raise
        self._note_cycle()

    # Parts of the recovery.

    async def _tested(self, saved: SavedSettings, found: SynchronizationJob) -> SecretStr | None:
        """The key to save; None: the saved one works."""
        context, store = self.context, self.context.key_store
        application = context.facts.application_id
        code, message = "", ""
        if self._pasted.clean is None:
            answer = await jobs.validate_saved(context.session.graph, application, found.id)
            if answer.ok:
                self._stages.note("test", StageState.DONE, _("Microsoft's service accepts the saved key."))
                return None
            code, message = answer.inner_code or answer.code, answer.message
            if store.key is None:
                raise ProblemError(Problem("recover_key_needed", {"code": code, "message": message}))
        url = parse_tenant_url(saved.tenant_url, allow_loopback=context.session.network.allow_loopback)
        if isinstance(url, Problem):
            raise ProblemError(url)
        before = (store.key, store.place)
        if self._pasted.clean is not None:
            store.use_for_session(self._pasted.clean.key)
        try:
            tried = await ask_microsoft(context, url)
        except BaseException:
            store.key, store.place = before
            raise
        if not tried.ok:
            store.key, store.place = before
            facts = {"code": tried.code or code, "message": tried.message or message}
            name = "microsoft_cannot_connect" if self._pasted.clean is not None else "recover_key_needed"
            raise ProblemError(Problem(name, facts, retryable=True))
        self._stages.note("test", StageState.DONE, _("Microsoft's service accepts this key."))
        return store.key

    async def _save(self, saved: SavedSettings, found: SynchronizationJob, new: SecretStr | None) -> None:
        if new is None:
            for each in ("keep", "save", "read_back"):
                self._stages.note(each, StageState.NOT_NEEDED, _("The saved key works."))
            return
        context = self.context
        self._stages.begin("keep")
        await context.key_store.save(new)  # before Entra: an interrupted run finds it again
        in_keyring = context.key_store.place is KeyPlace.KEYRING
        kept = _("It is in the keyring.") if in_keyring else _("It is kept until this program is closed.")
        self._stages.note("keep", StageState.DONE, kept)
        self._stages.begin("save")
        await save_settings(context, saved, complete_set(context, saved, saved.tenant_url, new))
        self._stages.note("save", StageState.DONE, _("Entra has it."))
        self._pasted.forget()
        self._stages.begin("read_back")
        await self._read_back(found)
        self._stages.note("read_back", StageState.DONE, _("Microsoft's service accepts the saved key."))
        if await context.key_store.forget_old():
            sentence = _("It is kept until this program is closed; the keyring still has the old one.")
            self._stages.note("keep", StageState.DONE, sentence)

    async def _read_back(self, found: SynchronizationJob) -> None:
        session, application = self.context.session, self.context.facts.application_id
        for attempt in range(_TRIES):
            answer = await jobs.validate_saved(session.graph, application, found.id)
            if answer.ok:
                return
            if attempt + 1 < _TRIES:
                await session.graph.waits.pause("settings", _PAUSE)
        facts = {"code": answer.inner_code or answer.code, "message": answer.message}
        raise ProblemError(Problem("recover_not_read_back", facts, retryable=True))

    async def _restart(self, found: SynchronizationJob, reset: Reset) -> None:
        context = self.context
        self._stages.begin("restart")
        new = {"reset": reset.value}
        async with context.store.operation(pending_restart.KIND, found.id, new=new) as outcome:
            pending = await pending_restart.outstanding(context, context.facts.saved.value)
            context.facts.keep_job(
                await jobs.restart(context.session.graph, context.facts.application_id, found.id, reset)
            )
        if reset in pending_restart.LOOKS_AGAIN:
            await pending_restart.mark_done(context, pending, outcome.operation)
        self._stages.note("restart", StageState.DONE, _("Entra took the restart."))

    async def _leave(self, found: SynchronizationJob) -> None:
        context = self.context
        graph, application = context.session.graph, context.facts.application_id
        self._stages.begin("leave")

        async def look() -> SynchronizationJob | None:
            now = await jobs.job(graph, application, found.id)
            return None if now.in_quarantine else now

        waits = graph.waits
        deadline = waits.deadline(waits.bounds.job_state)
        context.facts.keep_job(
            await wait_until("job_state", look, deadline=deadline, progress=waits.progress)
        )
        self._left_at = graph.service_time or waits.clock.now()
        self._stages.note(
            "leave",
            StageState.DONE,
            _("Provisioning left the quarantine on {time}.").format(time=moment(self._left_at)),
        )

    async def _reset(self, quarantine: QuarantineView) -> Reset:
        """What the restart clears: the quarantine alone where only the connection failed.

        Failed people and a changed scope need a full cycle, as the admin center's restart begins.
        """
        saved = await self.context.facts.saved.get()
        if quarantine.connection and not await pending_restart.outstanding(self.context, saved):
            return Reset.QUARANTINE
        return Reset.PORTAL

    async def _fresh(self) -> tuple[SynchronizationJob, QuarantineView | None]:
        await self.context.facts.job.refresh()
        found = self.context.facts.provisioning_job
        if found is None:
            raise no_job(self.context)
        return found, quarantine_of(found)

    # What is shown.

    def _note_cycle(self) -> None:
        """Say how the first cycle after the quarantine ended, or when it is expected."""
        found, left = self.context.facts.provisioning_job, self._left_at
        if left is None or found is None:
            return
        ran = last_run(found)
        if found.in_quarantine:
            quarantine = quarantine_of(found)
            self._stages.note("cycle", StageState.FAILED, quarantine.sentence if quarantine else "")
        elif ran is not None and ran.time_ended is not None and ran.time_ended >= left:
            good = ran.state in ("Succeeded", "EntryLevelErrors")
            self._stages.note("cycle", StageState.DONE if good else StageState.FAILED, run_sentence(ran))
        else:
            at = next_run(found)
            expected = (
                _("Expected about {time}.").format(time=moment(at)) if at is not None and at > left else ""
            )
            self._stages.note("cycle", StageState.WORKING, expected or _("It has not ended yet."))

    async def _read(self) -> None:
        self._start_over()
        await asyncio.gather(self.context.facts.job.refresh(), self.context.facts.saved.get())
        self._note_cycle()

    def _start_over(self) -> None:
        """Leave behind what belongs to another application or tenant."""
        now = f"{self.context.store.profile.id} {self.context.store.profile.application_id}"
        if self._of != now:
            self._of, self._left_at, self._replay = now, None, None
            self._stages.forget()
            self._pasted.forget()

    def _build(self) -> RecoverView:
        quarantine = quarantine_of(self.context.facts.provisioning_job)
        return RecoverView(
            known=self.known(),
            has_job=self.context.facts.provisioning_job is not None,
            quarantine=quarantine,
            possible=quarantine is not None and _possible(quarantine),
            asks_key=quarantine is not None and quarantine.connection,
            pending=self._pasted.mark,
            field_problem=self._pasted.problem,
            stages=self._stages.rows(),
            recovered=self._left_at is not None,
            replay=self._replay,
            busy=self.busy,
            problem=self.problem,
            no_job=self._no_job(),
        )

    def _no_job(self) -> str:
        if self.context.facts.provisioning_job is not None:
            return ""
        if not self.context.store.profile.application_id:
            return _("No application is chosen on this computer yet.")
        return job_sentence(None)

    def _judge(self) -> StepStatus:
        quarantine = quarantine_of(self.context.facts.provisioning_job)
        if quarantine is not None:
            return StepStatus(StepState.ATTENTION, quarantine.sentence)
        if no_job := self._no_job():
            return StepStatus(StepState.READY, no_job)
        return StepStatus(StepState.DONE, job_sentence(self.context.facts.provisioning_job))


def _possible(quarantine: QuarantineView) -> bool:
    return quarantine.code != causes.TOO_MANY_DELETIONS

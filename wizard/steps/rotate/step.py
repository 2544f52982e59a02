"""Rotate: replace the Playvox key while the old one still works.

The new key is tested before it is saved, from this computer and by Microsoft's service. Until it is
verified the old key stays in the keyring beside it, and is put back into Entra where the new one fails.
The journal's operation is open until then, so that a run that was interrupted goes on; every part is safe
to repeat.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar

from pydantic import SecretStr

from wizard.connection import Verdict
from wizard.connection import run as run_test
from wizard.entra import jobs
from wizard.entra.errors import GraphError
from wizard.entra.secrets import SavedSettings
from wizard.file_reasons import file_reason
from wizard.messages import N_, _, explain
from wizard.messages.change_warnings import change_warning
from wizard.messages.times import moment
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.problem import ChangedMeanwhileError, Problem, ProblemError
from wizard.setup import Operation, OperationState
from wizard.setup.files import write_chosen
from wizard.steps.base.asking_why import person_named
from wizard.steps.base.change_preview import ChangePreview, PlannedChange
from wizard.steps.base.connection_test.microsoft import ask_microsoft
from wizard.steps.base.connection_test.running import mapped_target, report_check
from wizard.steps.base.context import Context
from wizard.steps.base.key_store import KeyPlace
from wizard.steps.base.on_demand import provision_person
from wizard.steps.base.pasted_key import PastedKey
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.provisioning_job import no_job
from wizard.steps.base.saved_keys import key_in_entra, saved_keys
from wizard.steps.base.settings_saving import SECRET_TOKEN, complete_set, key_mark, save_settings
from wizard.steps.base.stages import Stages, StageState
from wizard.steps.base.step import Step, StepState, StepStatus, commits, reads
from wizard.steps.rotate.keys import KIND, RotationKeys
from wizard.steps.rotate.reminder import ReminderPlace, reminder
from wizard.steps.rotate.view import RotateView

TITLES = {
    "here": N_("Test the new key from this computer, before it is saved"),
    "microsoft": N_("Test the new key from Microsoft's side, before it is saved"),
    "keep": N_("Keep both keys on this computer"),
    "save": N_("Save the new key into Entra"),
    "read_back": N_("Test what Entra has saved"),
    "person": N_("Provision one person with the new key"),
    "finish": N_("Use the new key from now on"),
    "put_back": N_("Put the old key back into Entra"),
}
_TRIES = 5
_PAUSE = 2.0  # seconds until Entra uses what was just saved


class RotateStep(Step[RotateView]):
    """A change of the key with overlap: both keys are valid in Playvox until the end."""

    id: ClassVar[str] = "rotate"
    needs: ClassVar[tuple[str, ...]] = ("connection",)

    def __init__(self, context: Context) -> None:
        self._of = ""
        self._pasted = PastedKey()
        self._person: PersonRow | None = None
        self._nobody = False
        self._keys = RotationKeys(context)
        self._finished = False
        self._stages = Stages(TITLES, self.publish)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Replace key")

    def known(self) -> bool:
        """Whether the saved settings and the journal were read."""
        return self.context.facts.saved.value is not None and self._keys.read

    def provides(self) -> bool:
        """No step needs this one."""
        return False

    @reads(N_("Reading the current state …"))
    async def look(self) -> None:
        """Read which keys were saved, and whether a change is unfinished; raises what prevents it."""
        await self._read()

    async def paste(self, secret: SecretStr) -> None:
        """Take the new key; nothing is saved, and nothing is sent, before `rotate`."""
        self._start_over()
        if await self._pasted.take(secret):
            self._finished = False
        self.publish()

    async def use_practice_key(self) -> None:
        """Take the practice tenant's other key, as if it had been pasted."""
        practice = self.context.session.practice
        if practice is None:
            raise ProblemError(Problem("practice_only"))
        saved = self.context.store.profile.key_mark
        other = practice.key if saved == await key_mark(practice.next_key) else practice.next_key
        await self.paste(other)

    @reads(N_("Searching for the person …"))
    async def choose_person(self, name: str) -> None:
        """Who is provisioned with the new key to verify it; an empty name: nobody.

        Raises `why.person_unknown` or `why.person_ambiguous`.
        """
        self._person, self._nobody = None, not name.strip()
        if name.strip():
            found = await person_named(self.context.session.graph, name)
            self._person = PersonRow(found.id, found.display_name, found.user_principal_name)

    @reads(N_("Comparing with what Entra has …"))
    async def plan_rotate(self) -> ChangePreview:
        """What replacing the key changes; nothing is saved unless both tests accept the new key.

        Raises `rotate_key_needed`, `rotate_same_key`, `rotate_unfinished`, `connection_first`.
        """
        await self._read()
        await self._settings()
        new, row, _replaced = await self._keys.new_key(self._pasted.clean)
        mark = await key_mark(new)
        before = self.context.store.profile.key_mark
        change = PlannedChange(
            "~",
            _("Secret token"),
            _("to key {mark}, once this computer and Microsoft's service have tested it").format(mark=mark),
            SECRET_TOKEN,
            before or None,
            mark,
        )
        changes, warnings = [change], [change_warning("keep_old_key")]
        person = self._person_of(row)
        if person is not None:
            changes.append(
                PlannedChange(
                    "~",
                    _("{name} in Playvox").format(name=person.name),
                    _("provisioned with the new key, to verify it"),
                )
            )
        old = await self._keys.old_key(mark)
        if old is None:
            warnings.append(change_warning("old_key_missing"))
        elif before and await key_mark(old) != before:
            warnings.append(change_warning("old_key_differs", mark=await key_mark(old)))
        return ChangePreview(tuple(changes), tuple(warnings), self.context.session.consents())

    @commits(N_("Replacing the key …"))
    async def rotate(self) -> None:
        """Do every part that is still needed; `view.stages` shows each one. Safe to repeat.

        Raises what a test finds before anything is saved; afterwards `rotate_not_read_back` and
        `rotate_person_failed`, with the old key put back where that is possible, and `rotate_not_proved`.
        """
        await self._read()
        self._stages.forget()
        self._finished = False
        running = "here"
        try:
            async with self.context.writing():
                saved, job_id, url = await self._settings()
                new, row, replaced = await self._keys.new_key(self._pasted.clean)
                await self._test(new, url)
                running = "save"
                if replaced is not None:
                    await self._end(replaced, OperationState.REFUSED, {"code": "rotate_superseded"})
                if row is None:
                    row = await self._begun(await key_mark(new))
                    await self._first_save(row, new, saved)
                else:
                    await self._save(new, saved)
                running = "read_back"
                await self._verify(row, new, job_id, self._person_of(row))
                running = "finish"
                await self._finish(row, new)
        except _NewKeyFailsError:
            raise  # its part is marked, and the old key is back
        except ProblemError as error:
            self._stages.fail(explain(error.problem).what, running)
            raise
        finally:
            await self._keys.look_up()

    @reads(N_("Comparing with what Entra has …"))
    async def plan_put_back(self) -> ChangePreview:
        """What putting the old key back changes; empty without an unfinished change of the key."""
        await self._read()
        row = self._keys.open_row()
        if row is None:
            return ChangePreview()
        old = await self._keys.old_key(str(row.new.get("key_mark") or ""))
        if old is None:
            raise ProblemError(Problem("rotate_no_old_key"))
        mark = await key_mark(old)
        change = PlannedChange(
            "~",
            _("Secret token"),
            _("back to key {mark}, once Microsoft's service has accepted it").format(mark=mark),
            SECRET_TOKEN,
            str(row.new.get("key_mark") or "") or None,
            mark,
        )
        return ChangePreview((change,), (), self.context.session.consents())

    @commits(N_("Putting the old key back …"))
    async def put_back(self) -> None:
        """Save the old key again and end the change of the key. Raises `rotate_old_key_rejected`."""
        await self._read()
        row = self._keys.open_row()
        if row is None:
            return
        self._stages.forget()
        try:
            async with self.context.writing():
                await self._put_back(row, "asked")
        except ProblemError as error:
            self._stages.fail(explain(error.problem).what, "put_back")
            raise
        finally:
            await self._keys.look_up()

    @reads(N_("Saving the reminder …"))
    async def save_reminder(self, path: Path, day: date) -> None:
        """Write a calendar file that reminds of replacing the key.

        Raises `reminder_past` for a day that is not in the future, and `reminder_not_saved`.
        """
        await self._keys.look_up()
        now = datetime.now(UTC)
        if day <= now.astimezone().date():
            raise ProblemError(Problem("reminder_past", {"day": day.isoformat()}))
        try:
            await asyncio.to_thread(write_chosen, path, reminder(self._view, self._place(), day, now))
        except OSError as error:
            facts = {"file": str(path), "reason": file_reason(error)}
            raise ProblemError(Problem("reminder_not_saved", facts, retryable=True)) from error

    def _place(self) -> ReminderPlace:
        """Which setup a reminder is about."""
        profile, application = self.context.store.profile, self.context.facts.application.value
        name = application.display_name if application is not None else ""
        return ReminderPlace(profile.id, profile.application_id, profile.tenant_name, name)

    # Parts of the change.

    async def _test(self, new: SecretStr, url: TenantUrl) -> None:
        context = self.context
        self._stages.begin("here")
        target = mapped_target(url.text, new, await context.facts.schema.get())
        target = replace(target, confirmed_hosts=context.confirmed_hosts)
        found = await run_test(target, context.session.network, report_check)
        if found.verdict is Verdict.FAILS and found.problem is not None:
            raise ProblemError(found.problem)
        self._stages.note("here", StageState.DONE, found.explanation.what)
        self._stages.begin("microsoft")
        answer = await ask_microsoft(context, url, new)
        if not answer.ok:
            facts = {"code": answer.code, "message": answer.message}
            raise ProblemError(Problem("microsoft_cannot_connect", facts, retryable=True))
        self._stages.note("microsoft", StageState.DONE, _("Microsoft's service accepts this key."))

    async def _begun(self, mark: str) -> Operation:
        """Record the change before anything is saved."""
        store, person = self.context.store, self._person
        old = {"key_mark": store.profile.key_mark}
        new = {
            "key_mark": mark,
            "person": person.id if person else "",
            "name": person.name if person else "",
            "user_name": person.detail if person else "",
        }
        number = await asyncio.to_thread(
            store.journal.begin,
            KIND,
            self.context.facts.application_id,
            self.context.session.username,
            old,
            new,
        )
        rows = await asyncio.to_thread(store.journal.open_operations, KIND)
        return next(each for each in rows if each.id == number)

    async def _first_save(self, row: Operation, new: SecretStr, saved: SavedSettings) -> None:
        """Save the new key; a change that Entra refused is ended, because nothing happened."""
        try:
            await self._save(new, saved)
        except ProblemError as error:
            if isinstance(error, GraphError | ChangedMeanwhileError) and not error.problem.partly:
                await self.context.key_store.forget_next()
                await self._end(row, OperationState.REFUSED, {"code": error.problem.code})
            raise

    async def _end(self, row: Operation, state: OperationState, facts: dict[str, object]) -> None:
        await asyncio.to_thread(self.context.store.journal.end, row.id, state, facts)

    async def _save(self, new: SecretStr, saved: SavedSettings) -> None:
        context, store = self.context, self.context.key_store
        self._stages.begin("keep")
        old = await self._keys.old_key(await key_mark(new))
        if old is not None and store.place is KeyPlace.SESSION:
            await store.save(old)
        old_kept = old is not None and store.place is KeyPlace.KEYRING
        kept = await context.key_store.keep_next(new)  # before Entra: an interrupted run finds it again
        self._stages.note(
            "keep",
            StageState.DONE,
            _("Both keys are in the keyring.")
            if kept and old_kept
            else _("The new key is in the keyring; the old one is kept until this program is closed.")
            if kept and old is not None
            else _("The new key is in the keyring; the old one is not on this computer.")
            if kept
            else _("The keyring does not take keys: they are kept until this program is closed."),
        )
        self._stages.begin("save")
        await save_settings(context, saved, complete_set(context, saved, saved.tenant_url, new))
        self._stages.note("save", StageState.DONE, _("Entra has it."))

    async def _verify(self, row: Operation, new: SecretStr, job_id: str, person: PersonRow | None) -> None:
        """Read back and provision one person; what fails puts the old key back."""
        try:
            await self._read_back(job_id)
            await self._provision(person)
        except _NewKeyFailsError as error:
            problem = error.problem
            self._stages.fail(explain(problem).what, "read_back")
            done = await self._put_back(row, problem.code)
            facts = {**problem.facts, "old": "put_back" if done else "missing"}
            raise _NewKeyFailsError(replace(problem, facts=facts)) from error

    async def _read_back(self, job_id: str) -> None:
        self._stages.begin("read_back")
        answer = await self._saved_works(job_id)
        if not answer.ok:
            facts = {"code": answer.inner_code or answer.code, "message": answer.message}
            raise _NewKeyFailsError(Problem("rotate_not_read_back", facts, retryable=True))
        self._stages.note("read_back", StageState.DONE, _("Microsoft's service accepts the saved key."))

    async def _provision(self, person: PersonRow | None) -> None:
        if person is None:
            self._stages.note("person", StageState.NOT_NEEDED, _("Nobody was chosen."))
            return
        self._stages.begin("person")
        result = await provision_person(self.context, person.id, person.name)
        facts = {"name": person.name, "why": " ".join(filter(None, (result.error_code, result.reason)))}
        if result.ok:
            sentence = _("{name} was provisioned with the new key.").format(name=person.name)
            self._stages.note("person", StageState.DONE, sentence)
        elif result.status.casefold() == "skipped" or not result.status:
            raise ProblemError(Problem("rotate_not_proved", facts, retryable=True))
        else:
            raise _NewKeyFailsError(Problem("rotate_person_failed", facts, retryable=True))

    async def _finish(self, row: Operation, new: SecretStr) -> None:
        self._stages.begin("finish")
        replaced = await self.context.key_store.replace(new)
        await self.context.key_store.forget_next()
        await self._end(row, OperationState.DONE, {})
        self._stages.note(
            "finish",
            StageState.DONE,
            _("It is kept until this program is closed; the keyring still has the old one.")
            if replaced.old_kept
            else _("It is kept until this program is closed.")
            if self.context.key_store.place is not KeyPlace.KEYRING
            else _("It is in the keyring, and the old one was removed from it."),
        )
        self._pasted.forget()
        self._person, self._nobody, self._finished = None, False, True

    async def _put_back(self, row: Operation, why: str) -> bool:
        """Save the old key again and end the operation; returns whether there was one.

        Without one the new key stays, and the operation stays open.
        """
        context = self.context
        old = await self._keys.old_key(str(row.new.get("key_mark") or ""))
        if old is None:
            self._stages.note("put_back", StageState.FAILED, explain(Problem("rotate_no_old_key")).what)
            return False
        self._stages.begin("put_back")
        saved, job_id, url = await self._settings()
        answer = await ask_microsoft(context, url, old)
        if not answer.ok:
            facts = {"code": answer.code, "message": answer.message}
            raise ProblemError(Problem("rotate_old_key_rejected", facts, retryable=True))
        await save_settings(context, saved, complete_set(context, saved, saved.tenant_url, old))
        shown = await self._saved_works(job_id)
        if not shown.ok:
            facts = {"code": shown.inner_code or shown.code, "message": shown.message}
            raise ProblemError(Problem("rotate_old_key_rejected", facts, retryable=True))
        await context.key_store.forget_next()
        ended = {"put_back": True, "code": why, "key_mark": await key_mark(old)}
        await self._end(row, OperationState.REFUSED, ended)
        sentence = _("Entra has key {mark} again, and Microsoft's service accepts it.")
        self._stages.note("put_back", StageState.DONE, sentence.format(mark=await key_mark(old)))
        self._pasted.forget()
        return True

    async def _saved_works(self, job_id: str) -> jobs.ValidationAnswer:
        graph, application = self.context.session.graph, self.context.facts.application_id
        answer = await jobs.validate_saved(graph, application, job_id)
        for _again in range(_TRIES - 1):
            if answer.ok:
                break
            await graph.waits.pause("settings", _PAUSE)
            answer = await jobs.validate_saved(graph, application, job_id)
        return answer

    # What it follows from.

    async def _settings(self) -> tuple[SavedSettings, str, TenantUrl]:
        """What is saved now, the job's id and the saved address; raises `saved_key_first` and the like."""
        context = self.context
        saved, _jobs = await asyncio.gather(context.facts.saved.refresh(), context.facts.job.refresh())
        found = context.facts.provisioning_job
        if not saved.has_key:
            raise ProblemError(Problem("saved_key_first"))
        if found is None:
            raise no_job(context)
        url = parse_tenant_url(saved.tenant_url, allow_loopback=context.session.network.allow_loopback)
        if isinstance(url, Problem):
            raise ProblemError(url)
        return saved, found.id, url

    def _person_of(self, row: Operation | None) -> PersonRow | None:
        """Who verifies the key: chosen now, else chosen when the change began."""
        if self._nobody or self._person is not None or row is None or not row.new.get("person"):
            return self._person
        new = row.new
        return PersonRow(str(new["person"]), str(new.get("name") or ""), str(new.get("user_name") or ""))

    async def _read(self) -> None:
        self._start_over()
        await self.context.key_store.load()
        await asyncio.gather(self.context.facts.saved.get(), self._keys.look_up())

    # What is shown.

    def _start_over(self) -> None:
        """Leave behind what belongs to another application or tenant."""
        now = f"{self.context.store.profile.id} {self.context.store.profile.application_id}"
        if self._of != now:
            self._of, self._finished = now, False
            self._keys.forget()
            self._pasted.forget()
            self._person, self._nobody = None, False
            self._stages.forget()

    def _build(self) -> RotateView:
        profile, session = self.context.store.profile, self.context.session
        saved = key_in_entra(self._keys.rows, profile.application_id, profile.key_mark)
        now = (session.graph.service_time if session.signed_in else None) or datetime.now(UTC)
        practice = session.practice
        return RotateView(
            saved_mark=profile.key_mark,
            saved=saved,
            age=max(0, (now - saved.at).days) if saved is not None else None,
            keys=saved_keys(self._keys.rows, profile.application_id),
            pending=self._pasted.mark,
            field_problem=self._pasted.problem,
            person=self._person_of(self._keys.open_row()),
            unfinished=self._keys.unfinished,
            stages=self._stages.rows(begun_only=("put_back",)),
            finished=self._finished,
            practice_key=practice is not None and bool(practice.next_key),
            busy=self.busy,
            problem=self.problem,
        )

    def _judge(self) -> StepStatus:
        view = self._view
        if view.unfinished is not None:
            text = _("Replacing the key by {mark} was not finished.")
            return StepStatus(StepState.ATTENTION, text.format(mark=view.unfinished.mark))
        if view.saved is None:
            return StepStatus(StepState.READY, _("The age of the key in Entra is unknown."))
        text = _("Key {mark} was saved on {time} by {account}.")
        sentence = text.format(
            mark=view.saved.mark, time=moment(view.saved.at), account=view.saved.account or "–"
        )
        return StepStatus(StepState.DONE, sentence)


class _NewKeyFailsError(ProblemError):
    """What is saved now does not work, so the old key is put back."""

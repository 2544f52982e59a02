"""Relink: delete the stored link between one person and an account, so that the service matches again.

Entra docs ("Manage object connections", beta): correct the cause, read the connection, pause the job,
delete the connection, provision on demand, check, start. The journal's operation is open until provisioning
is as it was before, so that an interrupted run goes on; every part is safe to repeat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from wizard.entra import jobs
from wizard.entra.errors import GraphError
from wizard.entra.links import delete_connection, object_connections
from wizard.entra.status import SynchronizationJob
from wizard.messages import N_, _, explain
from wizard.messages.change_warnings import change_warning
from wizard.messages.times import moment
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation, OperationState
from wizard.steps.base.asking_why import person_named
from wizard.steps.base.change_preview import ChangePreview, PlannedChange
from wizard.steps.base.context import Context
from wizard.steps.base.foreseen import PreviewedMappings
from wizard.steps.base.interrupted import PAUSE, START
from wizard.steps.base.on_demand import KIND as PROVISION
from wizard.steps.base.on_demand import provision_person
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.provisioning_job import no_job
from wizard.steps.base.relinking import KIND, UNLINK, person_of, unfinished
from wizard.steps.base.stages import Stages, StageState
from wizard.steps.base.step import Step, StepState, StepStatus, commits, reads
from wizard.steps.relink.view import RelinkView

TITLES = {
    "look": N_("Read the link that Entra has stored"),
    "pause": N_("Pause provisioning"),
    "unlink": N_("Delete the link"),
    "provision": N_("Provision the person, so that the service matches again"),
    "check": N_("Read the new link"),
    "start": N_("Start provisioning again"),
}
_STAGES = {PAUSE: "pause", UNLINK: "unlink", PROVISION: "provision", START: "start"}
"""Which part an operation of the journal was."""


class RelinkStep(Step[RelinkView]):
    """One person is matched with an account again."""

    id: ClassVar[str] = "relink"
    needs: ClassVar[tuple[str, ...]] = ("connection",)

    def __init__(self, context: Context, mappings: PreviewedMappings) -> None:
        self._mappings = mappings
        self._of = ""
        self._person: PersonRow | None = None
        self._before = ""
        self._finished = False
        self._account = ""
        self._open: Operation | None = None
        self._stages = Stages(TITLES, self.publish)
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Relink one person")

    def known(self) -> bool:
        """Whether the job was read."""
        return self.context.facts.job.value is not None

    def provides(self) -> bool:
        """No step needs this one."""
        return False

    @reads(N_("Searching for this person …"))
    async def choose(self, name: str) -> None:
        """Take the person of this name or object id; raises `why.person_unknown` and its kin."""
        await self._look_up()
        self._person = None
        self._take(await self._named(name))

    async def choose_known(self, person: PersonRow) -> None:
        """Take a person that another page has read; a running change is left alone."""
        if not self.running:
            self._take(person)
            self.publish()

    @reads(N_("Reading the link of this person …"))
    async def plan_relink(self, name: str) -> ChangePreview:
        """What relinking the person of this name or object id changes.

        Raises `relink_no_link`, `relink_quarantine`, `relink_unfinished`, `why.person_unknown`, and what
        keeps the link from being read, such as a tenant without this beta.
        """
        await self._look_up()
        found = await self._job()
        person = await self._named(name)
        row = self._row_of(person)
        account = await self._linked(found, person.id)
        if not account and row is None:
            raise ProblemError(Problem("relink_no_link", {"name": person.name}))
        foreseen = await self._mappings.previewed(person.id)
        changes = [
            PlannedChange(
                "-",
                _("The link of {name}").format(name=person.name),
                _("to the account {account} in Playvox").format(account=account or "–"),
                "object_connection",
                account or None,
                None,
                person.id,
            ),
            PlannedChange("~", _("{name} in Playvox").format(name=person.name), foreseen.sentence),
        ]
        if found.is_on:
            changes.insert(
                0, PlannedChange("~", _("Provisioning"), _("paused, and started again at the end"))
            )
        warnings = [
            *foreseen.warnings,
            change_warning("relink_beta"),
            change_warning("relink_cause"),
        ]
        return ChangePreview(tuple(changes), tuple(warnings), self.context.session.consents())

    @commits(N_("Relinking one person …"))
    async def relink(self, name: str) -> None:
        """Do every part that is still needed. Safe to repeat.

        Raises `relink_not_provisioned` when the service did not provision the person; provisioning is
        started again all the same.
        """
        await self._look_up()
        person = await self._named(name)
        self._take(person)
        self._account, self._finished = "", False
        self._stages.forget()
        running = "look"
        try:
            async with self.context.writing():
                found = await self._job()
                self._stages.begin("look")
                account = await self._linked(found, person.id)
                row = self._row_of(person) or await self._begun(person, account, found)
                self._before = str(row.new.get("account") or "")
                self._stages.note("look", StageState.DONE, _linked_words(account))
                running = "pause"
                await self._carry_out(row, found, person, account)
                self._finished = True
        except ProblemError as error:
            self._stages.fail(explain(error.problem).what, running)
            raise
        finally:
            await self._look_up()

    # Parts of the change.

    async def _carry_out(
        self, row: Operation, found: SynchronizationJob, person: PersonRow, account: str
    ) -> None:
        """Everything from pausing to starting again; ends the operation. Starts whatever happens."""
        journal = self.context.store.journal
        try:
            try:
                problem = await self._match_again(found, person, account)
            finally:
                await self._start(row, found)
        except GraphError as error:
            if not error.maybe_done:
                refused = {"code": error.problem.code}
                await asyncio.to_thread(journal.end, row.id, OperationState.REFUSED, refused)
            raise
        outcome = {"account": self._account, "provisioned": problem is None}
        await asyncio.to_thread(journal.end, row.id, OperationState.DONE, outcome)
        if problem is not None:
            raise ProblemError(problem)

    async def _match_again(
        self, found: SynchronizationJob, person: PersonRow, account: str
    ) -> Problem | None:
        """Why the service did not provision the person; None when it did."""
        if account and account == self._before:
            await self._unlink(found, person, account)
        else:
            for each in ("pause", "unlink"):
                self._stages.note(each, StageState.NOT_NEEDED, _("The old link is gone."))
        problem = await self._provision(person)
        self._account = await self._linked(found, person.id)
        self._stages.note("check", StageState.DONE, _linked_words(self._account))
        return problem

    async def _begun(self, person: PersonRow, account: str, found: SynchronizationJob) -> Operation:
        """Record the change before anything is paused. Raises `relink_no_link`."""
        if not account:
            raise ProblemError(Problem("relink_no_link", {"name": person.name}))
        journal = self.context.store.journal
        new = {
            "name": person.name,
            "user_name": person.detail,
            "account": account,
            "job": found.id,
            "was_on": found.is_on,
        }
        number = await asyncio.to_thread(
            journal.begin, KIND, person.id, self.context.session.username, {}, new
        )
        rows = await asyncio.to_thread(journal.open_operations, KIND)
        return next(each for each in rows if each.id == number)

    async def _unlink(self, found: SynchronizationJob, person: PersonRow, account: str) -> None:
        context, application = self.context, self.context.facts.application_id
        graph = context.session.graph
        now = await jobs.job(graph, application, found.id)
        if now.is_on:
            self._stages.begin("pause")
            old = {"on": True, "code": now.code}
            async with context.store.operation("job.pause", found.id, old=old, new={"on": False}):
                context.facts.keep_job(await jobs.pause(graph, application, found.id))
            self._stages.note("pause", StageState.DONE, _("Provisioning is paused."))
        else:
            self._stages.note("pause", StageState.NOT_NEEDED, _("Provisioning is off."))
        self._stages.begin("unlink")
        old = {"account": account}
        async with context.store.operation(UNLINK, person.id, old=old, new={"name": person.name}):
            await delete_connection(graph, application, found.id, person.id)
            context.facts.linked.pop(person.id, None)
        self._stages.note("unlink", StageState.DONE, _("The link is deleted; the account is unchanged."))

    async def _provision(self, person: PersonRow) -> Problem | None:
        """Why the service did not provision the person; None when it did."""
        self._stages.begin("provision")
        result = await provision_person(self.context, person.id, person.name)
        if result.ok:
            self._stages.note("provision", StageState.DONE, _("The service provisioned the person."))
            return None
        why = " ".join(filter(None, (result.error_code, result.reason)))
        problem = Problem("relink_not_provisioned", {"name": person.name, "why": why})
        self._stages.note("provision", StageState.FAILED, explain(problem).what)
        return problem

    async def _start(self, row: Operation, found: SynchronizationJob) -> None:
        """Start provisioning again where it was on before, whatever else happened."""
        context, application = self.context, self.context.facts.application_id
        graph = context.session.graph
        now = await jobs.job(graph, application, found.id)
        if not row.new.get("was_on") or now.is_on:
            self._stages.note("start", StageState.NOT_NEEDED, _("Provisioning is as it was before."))
            return
        self._stages.begin("start")
        old = {"on": False, "code": now.code}
        async with context.store.operation("job.start", found.id, old=old, new={"on": True}):
            context.facts.keep_job(await jobs.start(graph, application, found.id, now=now))
        self._stages.note("start", StageState.DONE, _("Provisioning is on again."))

    # What it follows from.

    def _take(self, person: PersonRow) -> None:
        if self._person is None or self._person.id != person.id:
            self._stages.forget()
            self._before, self._account, self._finished = "", "", False
        self._person = person

    async def _job(self) -> SynchronizationJob:
        await self.context.facts.job.refresh()
        found = self.context.facts.provisioning_job
        if found is None:
            raise no_job(self.context)
        if found.in_quarantine:
            raise ProblemError(Problem("relink_quarantine"))  # starting would lift it
        return found

    async def _linked(self, found: SynchronizationJob, person_id: str) -> str:
        """Id of the account that the person is linked to; empty without one."""
        links = await object_connections(
            self.context.session.graph, self.context.facts.application_id, found.id, [person_id]
        )
        connection = links[person_id]
        return connection.account if connection is not None else ""

    async def _named(self, name: str) -> PersonRow:
        found = await person_named(self.context.session.graph, name)
        return PersonRow(found.id, found.display_name, found.user_principal_name)

    def _row_of(self, person: PersonRow) -> Operation | None:
        """The interrupted change of this person; raises `relink_unfinished` for another one's."""
        if self._open is None or self._open.subject == person.id:
            return self._open
        raise ProblemError(Problem("relink_unfinished", {"name": person_of(self._open).name}))

    async def _look_up(self) -> None:
        self._start_over()
        found = self.context.facts.provisioning_job
        journal = self.context.store.journal
        self._open = await asyncio.to_thread(unfinished, journal, found.id if found is not None else None)
        if self._open is not None and (self._person is None or self._person.id == self._open.subject):
            self._take(person_of(self._open))
            self._before = str(self._open.new.get("account") or "")
            if not self._stages.begun:
                self._show_done(self._open, await asyncio.to_thread(journal.operations))

    def _show_done(self, row: Operation, rows: Sequence[Operation]) -> None:
        """Show the parts that were done before an interruption, as the journal has them."""
        for each in reversed(rows):
            stage = _STAGES.get(each.kind)
            subject = row.new.get("job") if each.kind in (PAUSE, START) else row.subject
            if stage is None or each.id <= row.id or each.subject != subject:
                continue
            if each.state is OperationState.DONE:
                good = stage != "provision" or each.outcome.get("ok") is True
                state = StageState.DONE if good else StageState.FAILED
                self._stages.note(
                    stage,
                    state,
                    _("Before the interruption, on {time}.").format(time=moment(each.ended or each.began)),
                )

    def _start_over(self) -> None:
        """Leave behind what belongs to another application or tenant."""
        now = f"{self.context.store.profile.id} {self.context.store.profile.application_id}"
        if self._of != now:
            self._of, self._person, self._open = now, None, None
            self._before, self._account, self._finished = "", "", False
            self._stages.forget()

    async def _read(self) -> None:
        await self.context.facts.job.get()
        await self._look_up()

    def _build(self) -> RelinkView:
        return RelinkView(
            person=self._person,
            account_before=self._before,
            account=self._account,
            stages=self._stages.rows(),
            unfinished=person_of(self._open) if self._open is not None else None,
            began=self._open.began if self._open is not None else None,
            began_by=self._open.account if self._open is not None else "",
            finished=self._finished,
            busy=self.busy,
            problem=self.problem,
        )

    def _judge(self) -> StepStatus:
        if self._open is not None:
            text = _("Relinking {name} was not finished; provisioning may be paused.")
            return StepStatus(StepState.ATTENTION, text.format(name=person_of(self._open).name))
        return StepStatus(StepState.READY, _("Nobody is being relinked."))


def _linked_words(account: str) -> str:
    if not account:
        return _("The person is not linked to an account.")
    return _("The person is linked to the account {account}.").format(account=account)

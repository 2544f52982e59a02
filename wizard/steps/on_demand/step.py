"""Provision now: a list of people, one after the other, within Entra's rate of 5 per 10 seconds.

The list is recorded before the first person is sent, and every person in an operation of its own: a run
that was interrupted goes on with those who are left. Provisioning somebody twice makes no difference.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol

from wizard.messages import N_, _, ngettext, number
from wizard.messages.change_warnings import change_warning
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation, OperationState
from wizard.steps.base import on_demand
from wizard.steps.base.change_preview import ChangePreview, PlannedChange
from wizard.steps.base.context import Context
from wizard.steps.base.foreseen import PreviewedMappings
from wizard.steps.base.name_list import MOST_PEOPLE, names_in, read_names
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.principals import people_named
from wizard.steps.base.progress import doing
from wizard.steps.base.step import Step, StepState, StepStatus, commits, reads
from wizard.steps.on_demand.view import (
    OnDemandListView,
    OnDemandRow,
    PlannedRow,
    ProvisionedPerson,
    UnfinishedRun,
)

KIND = "people.provision"


class OnePerson(Protocol):
    """The step that provisions one person and shows the plan."""

    async def provision_in_turn(self, person_id: str) -> ProvisionedPerson:
        """Provision one of several people."""

    async def recompute_plan(self) -> None:
        """Compute again the plan that is shown."""


class OnDemandListStep(Step[OnDemandListView]):
    """A list of people, provisioned now."""

    id: ClassVar[str] = "on_demand"
    needs: ClassVar[tuple[str, ...]] = ("connection",)

    def __init__(self, context: Context, mappings: PreviewedMappings, turn_on: OnePerson) -> None:
        self._mappings = mappings
        self._turn_on = turn_on
        self._of = ""
        self._people: tuple[PersonRow, ...] = ()
        self._not_found: tuple[str, ...] = ()
        self._planned: tuple[PlannedRow, ...] = ()
        self._results: tuple[OnDemandRow, ...] = ()
        self._open: Operation | None = None
        self._done: Mapping[str, Operation] = {}
        super().__init__(context)

    @property
    def title(self) -> str:
        """The step's name."""
        return _("Provision now")

    def known(self) -> bool:
        """Whether the job was read."""
        return self.context.facts.job.value is not None

    def provides(self) -> bool:
        """No step needs this one."""
        return False

    @reads(N_("Searching for these people …"))
    async def choose(self, names: Sequence[str]) -> None:
        """Take this list: sign-in names or object ids. `view.not_found` has the names that are nobody's.

        Raises `on_demand_too_many` and `on_demand_nobody`.
        """
        await self._look_up()
        wanted = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
        if not wanted:
            raise ProblemError(Problem("on_demand_nobody"))
        if len(wanted) > MOST_PEOPLE:
            facts = {"n": str(len(wanted)), "most": str(MOST_PEOPLE)}
            raise ProblemError(Problem("on_demand_too_many", facts))
        found, missing = await people_named(self.context.session.graph, wanted)
        people = {
            each.id: PersonRow(each.id, each.display_name, each.user_principal_name)
            for each in found.values()
        }
        self._people, self._not_found = tuple(people.values()), missing
        self._planned, self._results = (), ()

    async def choose_text(self, text: str) -> None:
        """Take the names in a pasted text, one per line or as a table."""
        await self.choose(names_in(text))

    async def choose_file(self, path: Path) -> None:
        """Take the names in a text or CSV file; raises `on_demand_file_unreadable`."""
        await self.choose(await asyncio.to_thread(read_names, path))

    @reads(N_("Reading the current state …"))
    async def go_on(self) -> None:
        """Take the list of the run that was interrupted, with the results it had."""
        await self._look_up()
        if self._open is None:
            return
        self._people, self._not_found = _people_of(self._open), ()
        self._planned = ()
        self._results = tuple(
            _earlier(each, self._done[each.id]) for each in self._people if each.id in self._done
        )

    @reads(N_("Calculating what happens to these people …"))
    async def plan_provision(self) -> ChangePreview:
        """What provisioning would do to everyone on the list who has no result yet; empty without any."""
        left = self._view.left
        planned: list[PlannedRow] = []
        for place, person in enumerate(left, 1):
            sentence = _("Calculating what happens to person {n} of {total} …")
            with doing(sentence.format(n=number(place), total=number(len(left)))):
                found = await self._mappings.previewed(person.id)
            planned.append(PlannedRow(person, found.action, found.certain, found.sentence, found.warnings))
        self._planned = tuple(planned)
        if not planned:
            return ChangePreview()
        changes = tuple(
            PlannedChange(
                "~",
                _("{name} in Playvox").format(name=row.person.name),
                row.sentence,
                "provision_on_demand",
                None,
                row.action,
                row.person.id,
            )
            for row in planned
        )
        warnings = [each.about(row.person.name) for row in planned for each in row.warnings]
        warnings.append(change_warning("on_demand_at_once"))
        return ChangePreview(changes, tuple(warnings), self.context.session.consents())

    @commits(N_("Provisioning people …"))
    async def provision(self) -> None:
        """Provision everyone on the list who has no result yet; `view.results` has each answer.

        A refusal or a skip is a result. Canceled or killed, the rest can go on with `go_on`.
        """
        left = self._view.left
        if not left:
            return
        run = await self._begun()
        try:
            for place, person in enumerate(left, 1):
                sentence = _("Provisioning person {n} of {total} …")
                with doing(sentence.format(n=number(place), total=number(len(left)))):
                    result = await self._turn_on.provision_in_turn(person.id)
                row = OnDemandRow(
                    person,
                    result.succeeded,
                    result.status,
                    result.action,
                    result.sentence,
                    answer=result,
                )
                self._results = (*self._results, row)
                self.publish()
            outcome = {
                "succeeded": sum(row.succeeded for row in self._results),
                "total": len(self._people),
            }
            await asyncio.to_thread(self.context.store.journal.end, run, OperationState.DONE, outcome)
        finally:
            await self._look_up()
        await self._turn_on.recompute_plan()

    # Internal.

    async def _begun(self) -> int:
        """The journal's number of this run: of the interrupted one with the same list, else a new one."""
        journal, store = self.context.store.journal, self.context.store
        await self._look_up()
        if self._open is not None:
            if {each.id for each in _people_of(self._open)} == {each.id for each in self._people}:
                return self._open.id
            ended = {"code": "on_demand_replaced"}
            await asyncio.to_thread(journal.end, self._open.id, OperationState.REFUSED, ended)
        people = [{"id": each.id, "name": each.name, "user_name": each.detail} for each in self._people]
        return await asyncio.to_thread(
            journal.begin,
            KIND,
            store.profile.application_id,
            self.context.session.username,
            {},
            {"people": people},
        )

    async def _look_up(self) -> None:
        """The interrupted run of this application, and who of it was done."""
        self._start_over()
        rows = await asyncio.to_thread(self.context.store.journal.operations)
        application = self.context.store.profile.application_id
        mine = next((row for row in rows if row.kind == KIND and row.subject == application), None)
        self._open = mine if mine is not None and mine.state is OperationState.BEGUN else None
        self._done = {
            row.subject: row
            for row in reversed(rows)
            if self._open is not None
            and row.id > self._open.id
            and row.kind == on_demand.KIND
            and row.state is OperationState.DONE
        }

    def _start_over(self) -> None:
        """Leave behind what belongs to another application or tenant."""
        now = f"{self.context.store.profile.id} {self.context.store.profile.application_id}"
        if self._of != now:
            self._of, self._open, self._done = now, None, {}
            self._people, self._not_found, self._planned, self._results = (), (), (), ()

    async def _read(self) -> None:
        await asyncio.gather(self.context.facts.job.get(), self._look_up())

    def _build(self) -> OnDemandListView:
        return OnDemandListView(
            people=self._people,
            not_found=self._not_found,
            planned=self._planned,
            results=self._results,
            unfinished=self._unfinished(),
            busy=self.busy,
            problem=self.problem,
        )

    def _unfinished(self) -> UnfinishedRun | None:
        row = self._open
        if row is None:
            return None
        people = _people_of(row)
        left = sum(each.id not in self._done for each in people)
        return UnfinishedRun(row.began, row.account, len(people), left)

    def _judge(self) -> StepStatus:
        unfinished = self._unfinished()
        if unfinished is not None:
            text = ngettext(
                "{n} person of an interrupted list is left.",
                "{n} people of an interrupted list are left.",
                unfinished.left,
            )
            return StepStatus(StepState.ATTENTION, text.format(n=unfinished.left))
        if not self._results:
            return StepStatus(StepState.READY, _("Nobody was provisioned on demand yet."))
        done = sum(row.succeeded for row in self._results)
        text = _("{done} of {n} people are as they should be in Playvox.")
        good = done == len(self._results) and not self._not_found
        return StepStatus(
            StepState.DONE if good else StepState.ATTENTION,
            text.format(done=done, n=number(len(self._results))),
        )


def _people_of(row: Operation) -> tuple[PersonRow, ...]:
    found = row.new.get("people")
    entries: list[Any] = found if isinstance(found, list) else []
    return tuple(
        PersonRow(str(each["id"]), str(each.get("name") or ""), str(each.get("user_name") or ""))
        for each in entries
        if isinstance(each, dict) and each.get("id")
    )


def _earlier(person: PersonRow, row: Operation) -> OnDemandRow:
    status = str(row.outcome.get("status") or "").casefold()
    text = _("Answered before the interruption.")
    return OnDemandRow(
        person,
        row.outcome.get("ok") is True or status == "success",
        status,
        str(row.outcome.get("action") or "").casefold(),
        text,
        earlier=True,
    )

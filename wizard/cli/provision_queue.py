"""The people that `provision` names: what would happen to each, and what Microsoft's service did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from wizard.cli.table import print_table
from wizard.cli.warning_lines import CodedWarning, coded
from wizard.messages import _
from wizard.problem import NotFoundError, Problem, ProblemError
from wizard.steps import Assistant, ChangePreview
from wizard.steps.on_demand.view import OnDemandRow, PlannedRow
from wizard.steps.turn_on.view import OnDemandView


class PlannedPerson(BaseModel):
    """What provisioning would do to one person; `certain` false: part of it is not known for sure."""

    id: str
    name: str
    user_name: str
    action: str
    certain: bool
    sentence: str
    warnings: list[str]
    coded_warnings: list[CodedWarning]


class AnsweredStep(BaseModel):
    """One step as the service reports it."""

    title: str
    status: str
    description: str
    details: dict[str, str]


class OnDemandAnswer(BaseModel):
    """The service's answer for one person. `status` is `success`, `skipped`, `failure`, `warning`, another
    word of the service, or empty when its answer could not be read.
    """

    id: str
    name: str
    user_name: str
    succeeded: bool
    status: str
    action: str
    account: str
    error_code: str
    sentence: str
    steps: list[AnsweredStep]
    changes: dict[str, str]


class ProvisionQueue:
    """The list that was named, planned and provisioned by the step."""

    def __init__(self, assistant: Assistant, most_deactivations: int | None) -> None:
        self._step = assistant.on_demand
        self._most = most_deactivations

    async def choose(self, names: Sequence[str], file: Path | None, *, resume: bool) -> None:
        """Take the list. Names that are nobody's are refused, those of a file are reported.

        Raises `person_not_found`, `on_demand_nothing_left` and what the step raises.
        """
        if resume:
            await self._step.go_on()
            if self._step.view.unfinished is None:
                raise ProblemError(Problem("on_demand_nothing_left"))
        elif file is not None:
            await self._step.choose_file(file)
        else:
            await self._step.choose(names)
            if missing := self._step.view.not_found:
                raise NotFoundError(Problem("person_not_found", {"name": ", ".join(missing)}))

    async def plan(self) -> ChangePreview:
        """What would happen to each person; raises `too_many_deactivations`."""
        effect = await self._step.plan_provision()
        self._keep_within_limit()
        return effect

    async def provision(self) -> None:
        """Provision everyone who was not provisioned yet in this run, within Entra's rate."""
        await self._step.provision()

    @property
    def all_succeeded(self) -> bool:
        """Whether everyone is found, and provisioned or already as they should be."""
        view = self._step.view
        return not view.left and not view.not_found and all(row.succeeded for row in view.results)

    def json(self) -> dict[str, Any]:
        """The members of the JSON answer."""
        view = self._step.view
        return {
            "planned": [_planned(row).model_dump() for row in view.planned],
            "results": [_answer(row).model_dump() for row in view.results],
            "not_found": list(view.not_found),
        }

    def print_results(self) -> None:
        """A table of the answers, who was not found, and who was not provisioned after a problem."""
        view = self._step.view
        print_table(
            (_("Name"), _("Sign-in name"), _("Status"), _("Result")),
            [(row.person.name, row.person.detail, row.status or "–", row.sentence) for row in view.results],
        )
        if view.results and view.left:
            print(_("Not provisioned: {names}.").format(names=", ".join(each.name for each in view.left)))
        for name in view.not_found:
            print(_("Not found in this tenant: {name}").format(name=name))

    # Internal.

    def _keep_within_limit(self) -> None:
        if self._most is None:
            return
        planned = self._step.view.planned
        losing = sum(one.action == "disable" for one in planned)
        unknown = sum(not one.certain and one.action != "disable" for one in planned)
        if losing + unknown > self._most:
            facts = {"n": str(losing + unknown), "most": str(self._most), "unknown": str(unknown)}
            raise ProblemError(Problem("too_many_deactivations", facts))


def _planned(row: PlannedRow) -> PlannedPerson:
    return PlannedPerson(
        id=row.person.id,
        name=row.person.name,
        user_name=row.person.detail,
        action=row.action,
        certain=row.certain,
        sentence=row.sentence,
        warnings=[str(each) for each in row.warnings],
        coded_warnings=coded(row.warnings),
    )


def _answer(row: OnDemandRow) -> OnDemandAnswer:
    trial = row.answer
    whole = trial if isinstance(trial, OnDemandView) else None
    return OnDemandAnswer(
        id=row.person.id,
        name=row.person.name,
        user_name=row.person.detail,
        succeeded=row.succeeded,
        status=row.status,
        action=row.action,
        account=whole.account if whole else "",
        error_code=whole.error_code if whole else "",
        sentence=row.sentence,
        steps=[
            AnsweredStep(
                title=step.title,
                status=step.status,
                description=step.description,
                details=dict(step.details),
            )
            for step in (whole.steps if whole else ())
        ],
        changes=dict(whole.changes) if whole else {},
    )

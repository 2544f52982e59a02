"""The people that `provision` names: what would happen to each, and what Microsoft's service did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from wizard.cli.table import print_table
from wizard.cli.warning_lines import CodedWarning, coded
from wizard.messages import _
from wizard.messages.change_warnings import ChangeWarning, change_warning
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant, ChangePreview, PlannedChange
from wizard.steps.base.progress import doing
from wizard.steps.mappings.view import PreviewView
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
    """Plans and provisions people in the order in which they were named."""

    def __init__(self, assistant: Assistant, names: Sequence[str], most_deactivations: int | None) -> None:
        self._assistant = assistant
        self._names = list(dict.fromkeys(names))
        self._most = most_deactivations
        self._planned: dict[str, PlannedPerson] = {}
        self._warnings: dict[str, tuple[ChangeWarning, ...]] = {}
        self._results: dict[str, OnDemandAnswer] = {}

    async def plan(self) -> ChangePreview:
        """What would happen to each person; raises `person_not_found` or `too_many_deactivations`."""
        assistant = self._assistant
        ids = list(dict.fromkeys((await assistant.people.resolve(self._names)).values()))
        self._planned, self._warnings = {}, {}
        effect = ChangePreview()
        for number, person in enumerate(ids, 1):
            sentence = _("Working out what happens to person {n} of {total} …")
            with doing(sentence.format(n=number, total=len(ids))):
                await assistant.mappings.preview(person)
            found = assistant.mappings.view.preview
            assert found is not None  # the intent has just made it
            self._planned[person] = _planned(found)
            self._warnings[person] = found.warnings
            effect += await assistant.turn_on.plan_provision_one(person)
        self._keep_within_limit()
        return self._told(effect)

    async def provision(self) -> None:
        """Provision everyone who was not provisioned yet in this run, within Entra's rate."""
        for number, person in enumerate(self._planned, 1):
            if person in self._results:  # a sign-in for more proof came between
                continue
            sentence = _("Provisioning person {n} of {total} …")
            with doing(sentence.format(n=number, total=len(self._planned))):
                await self._assistant.turn_on.provision_one(person)
            trial = self._assistant.turn_on.view.trial
            assert trial is not None  # the intent has just made it
            self._results[person] = _answer(trial)

    @property
    def all_succeeded(self) -> bool:
        """Whether everyone is provisioned, or already as they should be."""
        return all(person in self._results and self._results[person].succeeded for person in self._planned)

    def json(self) -> dict[str, Any]:
        """The members of the JSON answer."""
        return {
            "planned": [one.model_dump() for one in self._planned.values()],
            "results": [one.model_dump() for one in self._results.values()],
        }

    def print_results(self) -> None:
        """A table of the answers, and who was not provisioned after a problem."""
        print_table(
            (_("Name"), _("Sign-in name"), _("Status"), _("Result")),
            [(one.name, one.user_name, one.status or "–", one.sentence) for one in self._results.values()],
        )
        left = [one.name for person, one in self._planned.items() if person not in self._results]
        if self._results and left:
            print(_("Not provisioned: {names}.").format(names=", ".join(left)))

    # Internal.

    def _told(self, effect: ChangePreview) -> ChangePreview:
        """The preview with what happens to each person, and what is uncertain about it."""
        changes = tuple(
            PlannedChange(
                change.sign, change.what, one.sentence, "provision_on_demand", None, one.action, person
            )
            for change, (person, one) in zip(effect.changes, self._planned.items(), strict=True)
        )
        warnings = [
            warning.about(self._planned[person].name)
            for person, found in self._warnings.items()
            for warning in found
        ]
        warnings.append(change_warning("on_demand_at_once"))
        return ChangePreview(changes, tuple(warnings), effect.consents)

    def _keep_within_limit(self) -> None:
        if self._most is None:
            return
        losing = sum(one.action == "disable" for one in self._planned.values())
        unknown = sum(not one.certain and one.action != "disable" for one in self._planned.values())
        if losing + unknown > self._most:
            facts = {"n": str(losing + unknown), "most": str(self._most), "unknown": str(unknown)}
            raise ProblemError(Problem("too_many_deactivations", facts))


def _planned(found: PreviewView) -> PlannedPerson:
    person = found.person
    return PlannedPerson(
        id=person.id,
        name=person.name,
        user_name=person.detail,
        action=found.action,
        certain=found.certain,
        sentence=found.sentence,
        warnings=[str(each) for each in found.warnings],
        coded_warnings=coded(found.warnings),
    )


def _answer(trial: OnDemandView) -> OnDemandAnswer:
    return OnDemandAnswer(
        id=trial.person.id,
        name=trial.person.name,
        user_name=trial.person.detail,
        succeeded=trial.succeeded,
        status=trial.status,
        action=trial.action,
        account=trial.account,
        error_code=trial.error_code,
        sentence=trial.sentence,
        steps=[
            AnsweredStep(
                title=step.title,
                status=step.status,
                description=step.description,
                details=dict(step.details),
            )
            for step in trial.steps
        ],
        changes=dict(trial.changes),
    )

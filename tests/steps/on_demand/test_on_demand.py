"""A list of people provisioned now: who is found, in which order, and who is left afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import ANA, MakeAssistant
from wizard.entra import limits
from wizard.practice.graph import throttle
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.name_list import MOST_PEOPLE, names_in
from wizard.steps.base.planning import plan_request
from wizard.steps.on_demand.step import KIND

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)
CHER, DAN = "cher@contoso.example", "dan.dimissed@contoso.example"


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rate of 5 in 10 seconds has tests of its own."""
    monkeypatch.setattr(throttle, "LIMIT", 10_000)
    monkeypatch.setattr(limits, "family", lambda _path: None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ana@x.example\n\n cher@x.example \nana@x.example", ("ana@x.example", "cher@x.example")),
        ("\ufeffuserPrincipalName;Name\nana@x.example;Ana\n", ("ana@x.example",)),
        ('Ana,"ana@x.example",1\nBo,bo@x.example,2', ("ana@x.example", "bo@x.example")),
        ("Ana Souza\t<ana@x.example>", ("ana@x.example",)),
        ("8f2f6f0e-58a5-4a5c-8e0c-5b1d0c8f1a11", ("8f2f6f0e-58a5-4a5c-8e0c-5b1d0c8f1a11",)),
        (",,,\n", ()),
        ("", ()),
    ],
)
def test_names_in_a_text(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


async def test_a_list_is_planned_provisioned_and_told(
    running: Assistant, practice: Practice, tmp_path: Path
) -> None:
    step, turn_on = running.on_demand, running.turn_on
    await running.people.refresh()
    await running.people.assign(list((await running.people.resolve([CHER])).values()))
    await turn_on.compute()
    before = turn_on.view.plan
    assert before is not None
    await running.overview.refresh()
    assert running.overview.view.people.missing == 1
    file = tmp_path / "people.csv"
    file.write_text(f"userPrincipalName\n{CHER}\nnobody@contoso.example\n{DAN}\n{ANA}\n")
    await step.choose_file(file)
    assert step.view.not_found == ("nobody@contoso.example",)
    assert [each.detail.casefold() for each in step.view.people] == [CHER, DAN, ANA]
    newest = await running.context.store.last_operation()
    preview = await step.plan_provision()
    assert {change.code for change in preview.changes} == {"provision_on_demand"}
    assert await running.context.store.last_operation() == newest, "only a preview"
    await step.provision()
    found = {row.person.detail.casefold(): row for row in step.view.results}
    assert (found[CHER].succeeded, found[CHER].action) == (True, "create")
    assert (found[DAN].succeeded, found[DAN].status) == (False, "skipped")
    assert step.view.unfinished is None
    assert (await step.plan_provision()).empty, "everyone has a result"
    assert turn_on.view.plan is not None
    assert turn_on.view.plan is not before, "the plan that is shown is computed again"
    await running.overview.refresh()
    assert running.overview.view.people.missing == 0
    linked = (await plan_request(running.context)).on_demand
    assert linked[step.view.people[0].id], "what the start dialog is computed from"
    rows = running.context.store.journal.operations()
    [run] = [row for row in rows if row.kind == KIND]
    assert run.outcome["total"] == 3


async def test_an_interrupted_list_goes_on_with_those_who_are_left(
    running: Assistant, make_assistant: MakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = running.on_demand
    await step.choose([ANA, CHER, DAN])
    real, sent = running.turn_on.provision_in_turn, []

    async def ends(person_id: str) -> Any:
        sent.append(person_id)
        if len(sent) == 2:
            raise asyncio.CancelledError
        return await real(person_id)

    monkeypatch.setattr(running.turn_on, "provision_in_turn", ends)
    with pytest.raises(asyncio.CancelledError):
        await step.provision()
    unfinished = step.view.unfinished
    assert unfinished is not None
    assert (unfinished.total, unfinished.left) == (3, 2)
    again = make_assistant()
    await again.before.choose_practice()
    await again.before.sign_in()
    await again.fill()
    await again.on_demand.refresh()
    assert again.on_demand.view.unfinished is not None
    await again.on_demand.go_on()
    assert [row.earlier for row in again.on_demand.view.results] == [True]
    assert len(again.on_demand.view.left) == 2
    await again.on_demand.provision()
    assert again.on_demand.view.unfinished is None
    assert len(again.on_demand.view.results) == 3
    await again.close()


async def test_lists_that_cannot_be_taken(running: Assistant, tmp_path: Path) -> None:
    step = running.on_demand
    for names, code in (
        ([], "on_demand_nobody"),
        ([f"p{n}@contoso.example" for n in range(MOST_PEOPLE + 1)], "on_demand_too_many"),
    ):
        with pytest.raises(ProblemError) as caught:
            await step.choose(names)
        assert caught.value.problem.code == code
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00")
    for file, code in (("none.csv", "on_demand_file_unreadable"), ("bad.csv", "on_demand_file_not_text")):
        with pytest.raises(ProblemError) as caught:
            await step.choose_file(tmp_path / file)
        assert caught.value.problem.code == code

"""The entire journey without a window, on the practice tenant, and then every intent once more."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.steps.conftest import control, truth
from wizard.connection import Verdict
from wizard.steps import Assistant, StepState
from wizard.steps.turn_on.view import ScopeChoice

if TYPE_CHECKING:
    from wizard.practice import Practice

IGNORED = {"meta", "id", "schemas"}


async def journey(assistant: Assistant, people: int = 2) -> tuple[list[str], dict[str, Any]]:
    """Go through every step; returns the assigned ids and the bodies previewed for them."""
    await assistant.application.find()
    await assistant.application.add(assistant.application.view.suggested_name)
    await assistant.people.refresh()
    await assistant.people.search("a")
    chosen = [row.id for row in assistant.people.view.found if row.kind == "user" and not row.warnings]
    ids = chosen[:people]
    await assistant.people.assign(ids)
    await assistant.connection.refresh()
    await assistant.connection.set_address("acme")
    await assistant.connection.set_notification("it@contoso.example")
    await assistant.connection.test()
    await assistant.connection.save()
    await assistant.mappings.refresh()
    bodies = {}
    for each in ids:
        await assistant.mappings.preview(each)
        preview = assistant.mappings.view.preview
        assert preview is not None
        body = json.loads(preview.body)
        bodies[body["userName"]] = body
    await assistant.turn_on.refresh()
    await assistant.turn_on.set_scope(ScopeChoice.ASSIGNED)
    await assistant.turn_on.compute()
    await assistant.turn_on.provision_one(ids[0])
    await assistant.turn_on.start()
    return ids, bodies


async def until(condition: Callable[[dict[str, Any]], bool], practice: Practice) -> dict[str, Any]:
    """The true state, once the condition holds; the test's own timeout ends the wait."""
    while not condition(found := await truth(practice)):  # noqa: ASYNC110 - the truth is on a server
        await asyncio.sleep(0.1)
    return found


def without_service_members(resource: dict[str, Any]) -> dict[str, Any]:
    """A SCIM resource without the members that the server adds."""
    return {name: value for name, value in resource.items() if name not in IGNORED and value != []}


async def test_ends_with_people_in_playvox_as_previewed(assistant: Assistant, practice: Practice) -> None:
    seeded = (await truth(practice))["seeded_applications"]
    ids, bodies = await journey(assistant)

    assert assistant.connection.view.report is not None
    assert assistant.connection.view.report.verdict is Verdict.WORKS
    plan = assistant.turn_on.view.plan
    assert plan is not None
    assert (plan.create, plan.link) == (len(ids) - 1, 1), "one of them was provisioned on demand meanwhile"
    trial = assistant.turn_on.view.trial
    assert trial is not None
    assert trial.succeeded

    await control(practice, "POST", "cycle")
    found = await until(lambda now: now["jobs"][0]["code"] == "Active", practice)
    made = [app for app in found["applications"] if app["created_by_wizard"]]
    assert len(made) == 1
    assert len(found["applications"]) == seeded + 1
    assert [job["state"] for job in found["jobs"]] == ["Active"]
    assert sorted(row["principalId"] for row in found["assigned"]) == sorted(ids)
    assert sorted(found["in_scope"]) == sorted(bodies)
    accounts = {account["userName"]: account for account in found["playvox_users"]}
    for name, body in bodies.items():
        assert without_service_members(accounts[name]) == without_service_members(body)
    assert found["secret_masked"] is True

    await assistant.refresh()
    states = {step.id: (step.state, step.evidence) for step in assistant.steps}
    assert all(state is StepState.DONE for state, _evidence in states.values()), states
    assert assistant.monitor.view.people_in_playvox == len(ids)


async def test_repeating_every_intent_changes_nothing(assistant: Assistant, practice: Practice) -> None:
    ids, _bodies = await journey(assistant)
    await control(practice, "POST", "cycle")
    before = await until(lambda now: now["jobs"][0]["code"] == "Active", practice)
    writes = len(assistant.context.store.journal.writes())

    assert (await assistant.people.plan_assign(ids)).empty
    assert (await assistant.connection.plan_save()).empty
    assert (await assistant.turn_on.plan_save_scope()).empty
    assert (await assistant.turn_on.plan_start()).empty
    assert (await assistant.monitor.plan_start()).empty
    assert assistant.key.plan_save().empty
    await assistant.key.save()
    await assistant.people.assign(ids)
    await assistant.connection.save()
    await assistant.turn_on.save_scope()
    await assistant.turn_on.start()
    await assistant.monitor.start()

    assert len(assistant.context.store.journal.writes()) == writes
    assert await truth(practice) == before


async def test_every_step_reads_the_truth_on_another_day(
    assistant: Assistant, practice: Practice, make_assistant: Callable[..., Assistant]
) -> None:
    await journey(assistant)
    again = make_assistant()
    await again.before.choose_practice()
    await again.before.sign_in()
    await again.refresh()
    try:
        chosen = again.application.view.chosen
        assert chosen is not None
        assert chosen.name == assistant.application.view.chosen.name  # type: ignore[union-attr]
        assert again.connection.view.saved == assistant.connection.view.saved
        assert again.people.view.assigned
        assert again.monitor.view.on
    finally:
        await again.close()


async def test_key_is_in_no_file(assistant: Assistant, practice: Practice) -> None:
    await journey(assistant)
    key = practice.line.key.get_secret_value().encode()
    folder = assistant.context.services.data_folder
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if key in path.read_bytes()] == []

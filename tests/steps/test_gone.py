"""An object deleted elsewhere is reported at once and forgotten, in a window that still has
facts about it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import MakeAssistant, enter, set_bounds
from tests.steps.killing import KILLED
from tests.steps.test_kill import killed
from wizard.entra import applications
from wizard.entra.consistency import Clock, Gone, Seen
from wizard.entra.errors import refused
from wizard.messages import explain
from wizard.problem import Problem, ProblemError
from wizard.setup import OperationState
from wizard.steps import Assistant, StepState
from wizard.steps.base.gone import noticing
from wizard.steps.base.interrupted import reconcile_interrupted

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)
SHORT = 4.0
"""Maximum seconds until a deleted object is reported as deleted."""


@pytest.fixture
def slept(running: Assistant) -> list[float]:
    """Pauses of the running assistant while it waits for Entra."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0.01)

    graph = running.context.session.graph
    waits = graph.waits
    clock = Clock(waits.clock.now, waits.clock.monotonic, sleep)
    graph.waits = type(waits)(waits.progress, clock, waits.bounds)
    return pauses


@pytest.fixture
async def other(make_assistant: MakeAssistant, tmp_path: Path) -> AsyncIterator[Assistant]:
    """Another administrator, on another computer."""
    made = make_assistant(tmp_path / "of another administrator")
    await enter(made)
    yield made
    await made.close()


async def delete(other: Assistant, path: str) -> None:
    async with other.context.writing() as graph:
        await graph.delete(path)


async def delete_application(running: Assistant, other: Assistant) -> None:
    await delete(other, f"/servicePrincipals/{running.context.facts.application_id}")


async def delete_job(running: Assistant, other: Assistant) -> None:
    job = running.context.facts.provisioning_job
    assert job is not None
    base = f"/servicePrincipals/{running.context.facts.application_id}"
    await delete(other, f"{base}/synchronization/jobs/{job.id}")


async def stopped_with(work: Awaitable[Any]) -> Problem:
    with pytest.raises(ProblemError) as stopped:
        await work
    return stopped.value.problem


async def code_of(work: Awaitable[Any]) -> str:
    """Problem code for an object that is deleted for good: it does not advise trying again."""
    problem = await stopped_with(work)
    words = explain(problem)
    assert words.do
    assert "few minutes" not in " ".join(words.do)
    return problem.code


INTENTS = {
    "plan": lambda one: one.connection.plan_save(),
    "save": lambda one: one.connection.save(),
    "plan to unassign": lambda one: one.people.plan_unassign([one.people.view.assigned[0].id]),
    "unassign": lambda one: one.people.unassign([one.people.view.assigned[0].id]),
    "plan to assign": lambda one: one.people.plan_assign(["00000000-0000-4000-8000-000000000001"]),
    "role": lambda one: one.people.add_role("Auditor"),
    "scope": lambda one: one.turn_on.save_scope(),
    "pause": lambda one: one.monitor.pause(),
    "restart": lambda one: one.monitor.restart(),
}


@pytest.mark.parametrize("intent", INTENTS)
async def test_an_application_deleted_elsewhere_stops_every_intent_at_once(
    running: Assistant, other: Assistant, slept: list[float], intent: str
) -> None:
    chosen = running.context.facts.application_id
    await delete_application(running, other)
    assert await code_of(INTENTS[intent](running)) == "application_gone"
    assert sum(slept) <= SHORT
    context = running.context
    assert context.store.profile.application_id == ""
    assert context.facts.application.value is None
    assert context.facts.assigned.value is None
    row = next(row for row in context.store.journal.operations() if row.kind == "application.add")
    assert row.outcome["service_principal"] == chosen
    assert row.outcome["gone"]
    sentence = "“Playvox” no longer exists in Entra, so this program has forgotten it."
    assert (running.application.state, running.application.evidence) == (StepState.ATTENTION, sentence)
    assert {running.people.state, running.connection.state, running.monitor.state} == {StepState.LOCKED}


async def test_after_that_the_setup_can_be_made_again(running: Assistant, other: Assistant) -> None:
    await delete_application(running, other)
    await running.refresh()
    assert running.application.state is StepState.ATTENTION
    assert not (await running.application.plan_add("Playvox")).empty
    await running.application.add("Playvox")
    assert running.application.state is StepState.DONE
    await running.people.refresh()
    assert running.people.view.assigned == ()
    await running.connection.save()
    assert running.connection.status.unverified, "saved, and not tested yet"
    assert running.context.facts.gone is None


async def test_a_job_deleted_elsewhere_is_gone_for_every_step(
    running: Assistant, other: Assistant, slept: list[float]
) -> None:
    await running.mappings.refresh()
    await delete_job(running, other)
    await running.mappings.refresh()
    assert running.mappings.problem is None, "it shows what a new job would start with"
    assert running.mappings.view.rows
    assert any("provisioning job no longer exists" in each for each in running.mappings.view.warnings)
    await running.connection.refresh()
    assert running.connection.state is StepState.ATTENTION
    assert "The provisioning job no longer exists in Entra" in running.connection.evidence
    assert sum(slept) <= SHORT
    await running.connection.save()
    assert running.connection.status.unverified, "saved, and not tested yet"
    await running.mappings.refresh()
    assert not any("no longer exists" in each for each in running.mappings.view.warnings)
    created = [row for row in running.context.store.journal.operations() if row.kind == "job.create"]
    assert ["gone" in row.outcome for row in created] == [False, True], "the newest first"


JOB_INTENTS = {
    "plan to pause": lambda one: one.monitor.plan_pause(),
    "pause": lambda one: one.monitor.pause(),
    "restart": lambda one: one.monitor.restart(),
    "plan to start": lambda one: one.turn_on.plan_start(),
    "start": lambda one: one.turn_on.start(),
    "one person": lambda one: one.turn_on.provision_one(one.people.view.assigned[0].principal_id),
}


@pytest.mark.parametrize("intent", JOB_INTENTS)
async def test_a_job_deleted_elsewhere_stops_what_needs_it_at_once(
    running: Assistant, other: Assistant, slept: list[float], intent: str
) -> None:
    await delete_job(running, other)
    assert await code_of(JOB_INTENTS[intent](running)) == "job_gone"
    assert sum(slept) <= SHORT
    sentence = "The provisioning job no longer exists in Entra, so this program has forgotten it."
    assert running.connection.state is StepState.ATTENTION
    assert running.connection.evidence.startswith(sentence)
    assert running.monitor.state is StepState.LOCKED
    assert await code_of(JOB_INTENTS[intent](running)) == "job_gone", "and so it is the next time"


async def test_saving_mappings_of_a_job_deleted_elsewhere_stops_with_a_sentence(
    running: Assistant, other: Assistant, slept: list[float]
) -> None:
    await running.mappings.refresh()
    await running.mappings.allow("Delete", False)
    await delete_job(running, other)
    assert await code_of(running.mappings.save_mappings()) == "job_gone"
    assert sum(slept) <= SHORT
    await running.mappings.save_mappings()  # the draft is kept, and is used with a new job
    assert running.context.facts.provisioning_job is not None


@pytest.mark.parametrize("phase", ["before", "unanswered"])
async def test_killed_while_the_job_is_made_it_is_known_afterwards(
    practice: Practice, make_assistant: MakeAssistant, tmp_path: Path, phase: str
) -> None:
    folder = tmp_path / "data"
    assert await killed(practice, folder, "job", phase) == KILLED
    again = make_assistant(folder)
    try:
        await again.before.choose_practice()
        await again.before.sign_in()

        def state() -> str:
            rows = again.context.store.journal.operations()
            return next(row.state for row in rows if row.kind == "job.create")

        assert state() == OperationState.BEGUN
        if phase == "unanswered":
            await again.history.refresh()
            assert state() == OperationState.DONE
            shown = next(row for row in again.history.view.rows if row.kind == "job.create")
            assert shown.state_text == "Done"
            return
        await reconcile_interrupted(again.context)
        assert state() == OperationState.BEGUN, "it may still show"
        set_bounds(again, interrupted=0.0)
        await again.history.refresh()
        assert state() == OperationState.REFUSED
    finally:
        await again.close()


async def test_killed_while_the_application_is_added_it_is_taken_up(
    practice: Practice, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    assert await killed(practice, folder, "instantiate", "unanswered") == KILLED
    again = make_assistant(folder)
    try:
        await again.before.choose_practice()
        await again.before.sign_in()
        await again.refresh()
        rows = again.context.store.journal.operations()
        assert [(row.kind, row.state) for row in rows if row.kind == "application.add"] == [
            ("application.add", OperationState.DONE)
        ]
        assert again.application.state is StepState.DONE
    finally:
        await again.close()


async def test_a_group_deleted_elsewhere_while_it_is_counted_is_a_problem(
    running: Assistant, practice: Practice
) -> None:
    ids = list((await running.people.resolve(["group:Support"])).values())
    await running.people.assign(ids)
    practice.tenant.store.query("DELETE FROM groups WHERE id = ?", ids)
    assert (await stopped_with(running.people.count())).code == "graph_not_found"
    assert running.application.state is StepState.DONE, "the application is there"
    assert running.people.state is StepState.FAILED


async def test_what_belongs_to_an_application_that_a_lagging_server_still_shows_is_gone_with_it(
    running: Assistant, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Graph's 404 names the assignment; the first server that is asked still has the application."""
    application = running.context.facts.application_id
    known = running.context.facts.application.value
    assert known is not None
    answers = [Seen(known), Seen(known), Gone()]

    async def existence(*_given: object) -> object:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    async def work() -> None:
        path = f"/servicePrincipals/{application}/appRoleAssignedTo/a1"
        message = "Resource 'a1' does not exist or one of its queried reference-property objects"
        raise refused(
            "DELETE", path, 404, {}, {"error": {"code": "Request_ResourceNotFound", "message": message}}
        )

    monkeypatch.setattr(applications, "application_existence", existence)
    with pytest.raises(ProblemError) as caught:
        await noticing(running.context, work())
    assert caught.value.problem.code == "application_gone"
    assert slept

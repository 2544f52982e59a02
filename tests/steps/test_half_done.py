"""What was sent counts: a change that went wrong after it is not called refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wizard.entra import assignments, secrets
from wizard.entra.assignments import AssignResult
from wizard.entra.errors import refused
from wizard.entra.graph import Graph
from wizard.messages import explain
from wizard.problem import Problem, ProblemError
from wizard.setup import OperationState
from wizard.steps import Assistant
from wizard.steps.base.interrupted import reconcile_interrupted

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


def _state(assistant: Assistant, kind: str) -> OperationState:
    rows = assistant.context.store.journal.operations()
    return next(row.state for row in rows if row.kind == kind)


async def test_a_key_that_was_saved_and_cannot_be_read_back_is_not_forgotten(
    running: Assistant, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    put, saved = Graph.put, secrets.saved

    async def noted(graph: Graph, path: str, *given: Any, **named: Any) -> Any:
        answer = await put(graph, path, *given, **named)
        sent.append(path)
        return answer

    async def unreadable(graph: Graph, application: str) -> Any:
        if len(sent) == 1:
            raise refused("GET", "/secrets", 403, {}, {"error": {"code": "Authorization_RequestDenied"}})
        return await saved(graph, application)

    await running.rotate.refresh()
    await running.rotate.use_practice_key()
    monkeypatch.setattr(Graph, "put", noted)
    monkeypatch.setattr(secrets, "saved", unreadable)
    with pytest.raises(ProblemError) as caught:
        await running.rotate.rotate()
    assert caught.value.problem.partly
    assert "Some of it may have been changed already" in explain(caught.value.problem).do[0]
    new = practice.line.next_key.get_secret_value()
    assert practice.tenant.secrets(running.context.facts.application_id)["SecretToken"] == new
    unfinished = running.rotate.view.unfinished
    assert unfinished is not None
    assert unfinished.new_known
    assert _state(running, "settings.save") is OperationState.BEGUN
    sent.append("and from now on it can be read")
    await running.rotate.choose_person("")
    await running.rotate.rotate()
    assert running.rotate.view.finished


async def test_assignments_that_were_made_before_something_went_wrong_are_found(
    running: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, listed = assignments._assign, assignments.assigned
    rounds: list[int] = []

    async def half_lost(graph: Graph, application: str, people: Any, *given: Any) -> Any:
        found = await made(graph, application, people, *given)
        rounds.append(len(found))
        last = people[-1]
        lost = AssignResult(last, "failed", problem=Problem("graph_lost_answer"), lost=True, passes=True)
        return {**found, last: lost}

    async def forbidden(graph: Graph, application: str) -> Any:
        if rounds:
            raise refused("GET", "/appRoleAssignedTo", 403, {}, {})
        return await listed(graph, application)

    ids = await running.people.resolve(["cher@contoso.example", "dan.dimissed@contoso.example"])
    monkeypatch.setattr(assignments, "_assign", half_lost)
    monkeypatch.setattr(assignments, "assigned", forbidden)
    with pytest.raises(ProblemError) as caught:
        await running.people.assign(list(ids.values()))
    assert caught.value.problem.partly
    assert _state(running, "people.assign") is OperationState.BEGUN
    monkeypatch.undo()
    assert await reconcile_interrupted(running.context)
    assert _state(running, "people.assign") is OperationState.DONE


async def test_what_was_refused_before_anything_was_sent_is_refused(
    running: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forbidden(*_given: Any, **_named: Any) -> Any:
        raise refused("PATCH", "/applications", 403, {}, {})

    monkeypatch.setattr(Graph, "patch", forbidden)
    await running.people.plan_add_role("Auditor")
    with pytest.raises(ProblemError) as caught:
        await running.people.add_role("Auditor")
    assert not caught.value.problem.partly
    assert _state(running, "role.add") is OperationState.REFUSED

"""An application that was requested and never appeared: waited for from its creation time, then added
again.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import MakeAssistant, enter, truth
from wizard.entra.consistency import Bounds
from wizard.problem import ProblemError
from wizard.setup import OperationState
from wizard.steps import Assistant, StepState

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)
BOUND = 3.0


async def asked_for(make_assistant: MakeAssistant) -> str:
    """Leave a journal behind that says an application was added, which Entra does not have."""
    assistant = make_assistant()
    try:
        await enter(assistant)
        await assistant.application.refresh()
        template = (
            await assistant.application.plan_add("Playvox")
        ) and assistant.application._template().id
        journal = assistant.context.store.journal
        number = journal.begin("application.add", template, "a", {"known": []}, {"name": "Playvox"})
        ids = {name: str(uuid.uuid4()) for name in ("service_principal", "application", "app_id")}
        journal.end(number, OperationState.DONE, ids)
        await assistant.context.store.remember(application_id=ids["service_principal"])
        return ids["service_principal"]
    finally:
        await assistant.close()


@pytest.fixture
async def later(make_assistant: MakeAssistant) -> Assistant:
    """The program started again right afterwards."""
    await asked_for(make_assistant)
    assistant = make_assistant(bounds=Bounds(application=BOUND))
    await enter(assistant)
    return assistant


async def test_it_is_expected_until_its_deadline_and_reported_as_expected(later: Assistant) -> None:
    await later.application.refresh()
    assert later.application.state is StepState.ATTENTION
    assert "does not show the application yet" in later.application.evidence
    assert later.context.store.profile.application_id, "it may still show"
    await asyncio.sleep(BOUND)
    await later.application.refresh()
    assert "no longer exists in Entra" in later.application.evidence
    assert later.context.store.profile.application_id == ""
    await later.close()


async def test_adding_waits_for_it_until_its_bound_and_then_adds_another(
    later: Assistant, practice: Practice
) -> None:
    told: list[str] = []
    later.subscribe(lambda step: told.append(later.step(step).evidence))
    await later.application.refresh()
    began = time.monotonic()
    with pytest.raises(ProblemError) as slow:
        await later.application.add("Playvox")
    assert (slow.value.problem.code, slow.value.problem.retryable) == ("graph_replication_slow", True)
    assert time.monotonic() - began < BOUND + 5.0
    assert any(sentence.startswith("Waiting until Entra knows the application") for sentence in told)
    found = await truth(practice)
    assert len(found["applications"]) == found["seeded_applications"]

    await later.application.add("Playvox")
    assert later.application.state is StepState.DONE
    found = await truth(practice)
    assert len(found["applications"]) == found["seeded_applications"] + 1
    rows = [row for row in later.context.store.journal.operations() if row.kind == "application.add"]
    assert [("gone" in row.outcome, bool(row.outcome.get("seen"))) for row in rows] == [
        (False, True),
        (True, False),
    ]
    await later.close()

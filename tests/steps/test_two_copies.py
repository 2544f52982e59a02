"""Changes by another copy or another administrator since the last read are noticed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import MakeAssistant, enter, truth
from wizard.problem import ProblemError
from wizard.steps import Assistant, StepState

if TYPE_CHECKING:
    from wizard.practice import Practice


async def test_an_application_added_elsewhere_since_the_look_is_not_added_again(
    assistant: Assistant, make_assistant: MakeAssistant, practice: Practice, tmp_path: Path
) -> None:
    other = make_assistant(tmp_path / "of another administrator")
    await enter(other)
    await assistant.application.plan_add("Playvox")
    await other.application.add("Playvox")
    await asyncio.sleep(0.2)  # until all readers see it
    with pytest.raises(ProblemError) as refused:
        await assistant.application.add("Playvox")
    assert (refused.value.problem.code, refused.value.problem.retryable) == ("application_meanwhile", True)
    assert assistant.application.state is StepState.FAILED
    await assistant.application.find()
    assert await assistant.application.use("Playvox")
    found = await truth(practice)
    assert len(found["applications"]) == found["seeded_applications"] + 1
    await other.close()


async def test_a_step_says_that_it_waits_for_another_copy(
    assistant: Assistant, make_assistant: MakeAssistant, practice: Practice
) -> None:
    other = make_assistant()  # the same data folder
    await enter(other)
    waits = asyncio.Event()

    def look(step: str) -> None:
        sentence = "Another copy of this program is changing this setup; waiting until it is done …"
        if assistant.step(step).evidence == sentence:
            waits.set()

    assistant.subscribe(look)
    await assistant.application.plan_add("Playvox")
    async with other.context.store.lock():
        adding = asyncio.create_task(assistant.application.add("Playvox"))
        await asyncio.wait_for(waits.wait(), 30)
        assert assistant.application.state is StepState.WORKING
        assert not (await truth(practice))["jobs"]
    await adding
    assert assistant.application.state is StepState.DONE
    await other.close()

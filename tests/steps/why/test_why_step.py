"""The page of one person asks, offers namesakes, and forgets the answer before."""

from __future__ import annotations

import pytest

from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.asking_why import SeveralPeopleError

ANA = "ana@contoso.example"


async def test_a_person_and_then_several_and_then_nobody(running: Assistant) -> None:
    step = running.why
    await step.ask(f" {ANA.upper()} ")
    assert step.view.words is not None
    assert step.view.asked == ANA.upper()
    assert step.evidence == step.view.words.answer

    with pytest.raises(SeveralPeopleError):
        await step.ask("a")
    assert step.view.words is None
    assert len(step.view.candidates) > 1
    assert step.view.problem is not None
    assert step.view.problem.code == "why.person_ambiguous"

    await step.ask(step.view.candidates[0].id)
    assert step.view.candidates == ()
    assert step.view.problem is None
    assert step.view.words is not None

    with pytest.raises(ProblemError):
        await step.ask("nobody at all")
    assert step.view.words is None

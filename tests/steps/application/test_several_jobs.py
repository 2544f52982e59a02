"""Several jobs on one application: they are shown, a person chooses, and nothing guesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import MakeAssistant, control, enter
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.step import StepState

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def test_the_active_job_is_not_confused_with_another(
    running: Assistant, practice: Practice, make_assistant: MakeAssistant
) -> None:
    first = running.context.facts.provisioning_job
    assert first is not None
    await control(practice, "PUT", "faults/second-job", {"on": True})
    other = make_assistant()
    await enter(other)
    await other.application.refresh()
    rows = other.application.view.jobs
    assert len(rows) == 2
    assert [row.chosen for row in rows] == [False, False]
    assert other.application.state == StepState.ATTENTION
    with pytest.raises(ProblemError) as caught:
        await other.context.facts.job.refresh()
    assert caught.value.problem.code == "jobs_several"
    assert f"{first.id} (Active)" in caught.value.problem.facts["jobs"]
    await other.application.choose_job(first.id)
    assert other.context.facts.provisioning_job is not None
    assert other.context.facts.provisioning_job.id == first.id
    assert other.context.facts.provisioning_job.is_on
    assert [row.id for row in other.application.view.jobs if row.chosen] == [first.id]
    assert other.application.state == StepState.DONE
    assert other.turn_on.provides()
    await other.close()

    again = make_assistant()  # the choice is kept
    await enter(again)
    await again.application.refresh()
    assert [row.id for row in again.application.view.jobs if row.chosen] == [first.id]
    await again.close()


async def test_a_named_job_that_is_not_there_is_refused(running: Assistant) -> None:
    await running.context.choose_job("other.job", required=True)
    with pytest.raises(ProblemError) as caught:
        await running.context.facts.job.refresh()
    assert caught.value.problem.code == "job_unknown"


async def test_a_choice_from_before_does_not_hide_the_only_job(running: Assistant) -> None:
    await running.context.choose_job("gone.job")
    (found,) = await running.context.facts.job.refresh()
    assert found.is_on


async def test_client_credentials_are_never_filled_with_a_key(
    running: Assistant, practice: Practice
) -> None:
    await control(practice, "PUT", "faults/oauth-template", {"on": True})
    running.context.facts.templates.set(None)
    for intent in (running.connection.plan_save, running.connection.save):
        with pytest.raises(ProblemError) as caught:
            await intent()
        assert caught.value.problem.code == "job_template_oauth"
        assert "clientsecret" in caught.value.problem.facts["fields"]
    await running.connection.test()
    report = running.connection.view.report
    assert report is not None
    assert report.check("entra").evidence["problem"] == "job_template_oauth"


async def test_the_end_of_the_gallery_entry_is_shown(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    await control(practice, "PUT", "faults/gallery-entry-deprecated", {"on": True})
    assistant = make_assistant()
    await enter(assistant)
    await assistant.application.refresh()
    assert "2027-03-31" in assistant.application.view.gallery_deprecation
    effect = await assistant.application.plan_add("Playvox")
    assert any("2027-03-31" in line for line in effect.warnings)
    await assistant.close()

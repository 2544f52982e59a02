"""A step is done when something has shown that it works: a test, a person tried, or Entra's own cycle."""

from __future__ import annotations

import pytest

from tests.steps.conftest import MakeAssistant, enter
from tests.steps.mappings.test_editing import with_job
from wizard.connection import Verdict
from wizard.steps.base.step import StepState
from wizard.steps.people.rows import assigned_status

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def test_saved_is_not_verified(make_assistant: MakeAssistant) -> None:
    one = make_assistant()
    try:
        await enter(one)
        await with_job(one)
        assert one.connection.view.host_to_confirm == "", "the host was confirmed by saving"
        await one.connection.set_address("other")
        assert one.connection.view.host_to_confirm == "other.playvox.com"
        await one.connection.set_address("acme")
        for step in (one.key, one.connection, one.mappings):
            step.renew()
            assert (step.state, step.status.unverified) == (StepState.READY, True), step.id
        await one.mappings.preview(one.mappings.view.people[0].id)
        assert one.mappings.state is StepState.DONE
        await one.connection.test(from_microsoft=False)
        assert one.connection.view.report is not None
        assert one.connection.view.report.verdict in (Verdict.WORKS, Verdict.WARNINGS)
        one.key.renew()
        assert (one.connection.state, one.key.state) == (StepState.DONE, StepState.DONE)
    finally:
        await one.close()


async def test_what_microsoft_accepted_is_verified(
    make_assistant: MakeAssistant,
) -> None:
    one = make_assistant()
    try:
        await enter(one)
        await one.application.refresh()
        await one.application.add("Playvox")
        await one.connection.refresh()
        await one.connection.set_address("acme")
        await one.connection.save(verify=True)
        assert one.connection.state is StepState.DONE
        await one.connection.set_address("other")
        assert one.connection.state is not StepState.DONE
    finally:
        await one.close()


def test_a_scope_that_is_only_chosen_is_not_done() -> None:
    chosen = assigned_status((), everybody=True, roles=False, saved=False)
    assert (chosen.state, chosen.unverified) == (StepState.READY, True)
    assert "not saved yet" in chosen.evidence
    assert assigned_status((), everybody=True, roles=False, saved=True).state is StepState.DONE

"""Mappings that somebody else saved are noticed where an earlier plan saw the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import MakeAssistant, enter
from wizard.entra.values import Json
from wizard.plan import Run
from wizard.practice.clock import stamp
from wizard.practice.store import ObjectKind
from wizard.steps.base.planning import plan_request
from wizard.steps.turn_on.view import ScopeChoice

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=10, replication_lag=0.0)


async def test_mappings_saved_elsewhere_start_a_full_cycle(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    tenant = practice.tenant
    assert tenant.service is not None
    assistant = make_assistant()
    try:
        await enter(assistant)
        await assistant.application.refresh()
        await assistant.application.add("Playvox")
        await assistant.people.refresh()
        await assistant.connection.refresh()
        await assistant.connection.set_address("acme")
        await assistant.connection.save()
        await tenant.service.stop()
        await assistant.turn_on.refresh()
        await assistant.turn_on.set_scope(ScopeChoice.ALL)
        await assistant.turn_on.start()
        context = assistant.context
        job = context.facts.provisioning_job
        assert job is not None
        await tenant.service.run_cycle(job.id)

        def late(body: Json) -> None:
            began = tenant.clock.now().replace(microsecond=999_999)
            body["status"]["lastExecution"]["timeBegan"] = stamp(began)

        # The Date header of Graph's responses is cut off to whole seconds, the cycle's time is not.
        tenant.store.update(ObjectKind.JOB, job.id, late)
        first = await plan_request(context)
        assert (first.kind_of_run, first.perhaps_full) == (Run.INCREMENTAL, True), "nobody saw them before"

        tenant.clock.advance(60)
        await plan_request(context)

        def other(body: Json) -> None:
            body["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"].pop()

        tenant.store.update(ObjectKind.SCHEMA, job.id, other)
        assert (await plan_request(context)).kind_of_run is Run.FULL
        assert (await plan_request(context)).kind_of_run is Run.FULL, "until a cycle has begun"
        tenant.clock.advance(3600)
        await tenant.service.run_cycle(job.id)
        last = await plan_request(context)
        assert (last.kind_of_run, last.perhaps_full) == (Run.INCREMENTAL, False)
    finally:
        await assistant.close()

"""Monitor shows all times by Graph's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.steps.conftest import control
from tests.steps.test_journey import journey, until
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice


async def test_nothing_happened_after_it_was_read_on_a_tenant_whose_clock_runs_ahead(
    assistant: Assistant, practice: Practice
) -> None:
    await journey(assistant, people=1)
    await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)
    await control(practice, "POST", "clock", {"advance": 30 * 60})
    await control(practice, "POST", "cycle")
    await assistant.monitor.refresh()
    view = assistant.monitor.view
    assert view.read is not None
    assert view.last_run is not None
    assert view.last_run <= view.read + timedelta(seconds=1)  # a Date header has whole seconds
    assert abs(view.read - practice.tenant.clock.now()) < timedelta(minutes=5)
    assert all(event.when <= view.read + timedelta(seconds=1) for event in view.events)

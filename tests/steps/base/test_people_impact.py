"""Effect of a commit on people, computed for exactly this commit, and when a number must be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import ANA
from tests.steps.turn_on.test_turning_on import after_a_cycle
from wizard.plan import PlanRequest
from wizard.steps import Assistant, ChangePreview
from wizard.steps.base.access_changes import restarted, settings_changed
from wizard.steps.base.people_impact import PeopleImpact
from wizard.steps.turn_on.view import ScopeChoice

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def impact_of(assistant: Assistant, preview: ChangePreview) -> PeopleImpact:
    found = await assistant.people_impact(preview, lambda _sentence: None)
    assert found is not None
    assert found.problem is None, found.problem
    return found


async def test_assigning_and_unassigning(running: Assistant, practice: Practice) -> None:
    await after_a_cycle(practice)
    people = running.people
    await people.refresh()
    new = list((await people.resolve(["cher@contoso.example"])).values())
    impact = await impact_of(running, await people.plan_assign(new))
    assert impact.plan is not None
    row = impact.plan.row(new[0])
    assert row is not None
    assert row.action in ("create", "link", "update")
    assert impact.must_type is None
    impact.discard()

    [mine] = people.view.assigned
    impact = await impact_of(running, await people.plan_unassign([mine.id]))
    assert impact.plan is not None
    assert impact.plan.counts.deactivate == 1
    assert impact.must_type == 1  # everyone who has an account would lose it
    assert impact.plan.rows(action="deactivate")[0].user_name == ANA
    impact.discard()


async def test_a_chosen_scope_that_is_not_saved_is_no_part_of_other_commits(
    running: Assistant, practice: Practice
) -> None:
    await after_a_cycle(practice)
    await running.turn_on.refresh()
    await running.turn_on.set_scope(ScopeChoice.ALL)
    wide = await impact_of(running, await running.turn_on.plan_save_scope())
    assert wide.plan is not None
    assert wide.plan.header.in_scope == 15
    wide.discard()
    await running.monitor.refresh()
    again = await impact_of(running, await running.monitor.plan_restart("portal"))
    assert again.plan is not None
    assert again.plan.header.in_scope == 1
    assert again.plan.header.run == "full"
    again.discard()


async def test_no_access_no_impact(running: Assistant) -> None:
    nothing = await running.people_impact(running.key.plan_forget(), lambda _sentence: None)
    assert nothing is None


async def test_without_the_key_the_impact_is_unknown_with_the_reason(running: Assistant) -> None:
    running.context.key_store.key = None
    [mine] = running.people.view.assigned
    preview = await running.people.plan_unassign([mine.id])
    impact = await running.people_impact(preview, lambda _sentence: None)
    assert impact is not None
    assert impact.plan is None
    assert impact.problem is not None
    assert impact.problem.code == "key_first"
    assert impact.must_type is None


def test_changes_of_a_request_add_up() -> None:
    request = PlanRequest("app", {}, threshold=50)  # type: ignore[arg-type]
    changed = settings_changed(sync_all=True, threshold=None)(request)
    assert (changed.sync_all, changed.threshold, changed.keep_out_of_scope) == (True, None, False)
    assert settings_changed(keep=True)(changed).sync_all is True
    assert restarted(links_forgotten=True)(request).kind_of_run == "first"

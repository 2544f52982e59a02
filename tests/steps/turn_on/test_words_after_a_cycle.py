"""What a plan says of people who were provisioned already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.steps.test_journey import until
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice


async def test_people_with_an_account_of_this_job_are_not_called_to_be_linked(
    running: Assistant, practice: Practice
) -> None:
    await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)
    await running.turn_on.compute()
    plan = running.turn_on.view.plan
    assert plan is not None
    assert plan.link == 1
    assert "1 account already agrees, so nothing about it would change." in plan.sentences
    assert [row.effect for row in plan.rows.window(0, 5, "", "name", False)] == ["No change"]

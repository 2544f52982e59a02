"""One person is matched again: the order of the parts, and provisioning is on again whatever happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import ANA, MakeAssistant, control, truth
from tests.steps.overview.test_overview import quarantine
from tests.steps.test_journey import until
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.relinking import KIND, UNLINK
from wizard.steps.relink import step

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


def states(assistant: Assistant) -> dict[str, str]:
    return {row.id: row.state.value for row in assistant.relink.view.stages}


DONE_BEFORE = {
    "pause": [],
    "delete_connection": ["pause"],
    "provision_person": ["pause", "unlink"],
    "start": ["pause", "unlink", "provision"],
}
"""What the journal of an interrupted run proves, by the part that did not run."""


async def a_cycle(practice: Practice) -> None:
    await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)


async def is_on(practice: Practice) -> bool:
    return bool((await truth(practice))["jobs"][0]["state"] == "Active")


async def test_the_link_is_deleted_and_made_again(running: Assistant, practice: Practice) -> None:
    await a_cycle(practice)
    before = await truth(practice)
    newest = await running.context.store.last_operation()
    preview = await running.relink.plan_relink(ANA)
    assert [change.code for change in preview.changes] == ["", "object_connection", ""]
    assert any("beta" in each for each in preview.warnings)
    assert await running.context.store.last_operation() == newest, "only a preview"
    await running.relink.relink(ANA)
    view = running.relink.view
    assert set(states(running).values()) == {"done"}
    assert view.account_before == view.account != ""
    assert view.unfinished is None
    assert await is_on(practice)
    assert (await truth(practice))["playvox_users"] == before["playvox_users"]
    kinds = [row.kind for row in running.context.store.journal.operations()][:5]
    assert kinds == ["job.start", "person.provision", UNLINK, "job.pause", KIND]
    sent = [f"{row.method} {row.path}" for row in practice.tenant.requests if row.server == "graph"]
    assert sum("DELETE" in row and "objectConnections" in row for row in sent) == 1


async def test_provisioning_is_on_again_when_the_person_is_not_provisioned(
    running: Assistant, practice: Practice
) -> None:
    await a_cycle(practice)
    await control(practice, "PUT", "faults/playvox-500", {"on": True})
    with pytest.raises(ProblemError) as caught:
        await running.relink.relink(ANA)
    assert caught.value.problem.code == "relink_not_provisioned"
    assert states(running)["provision"] == "failed"
    assert await is_on(practice)
    assert running.relink.view.unfinished is None


async def test_who_cannot_be_relinked(running: Assistant, practice: Practice) -> None:
    await a_cycle(practice)
    with pytest.raises(ProblemError) as caught:
        await running.relink.plan_relink("cher@contoso.example")
    assert caught.value.problem.code == "relink_no_link"
    await quarantine(practice)
    with pytest.raises(ProblemError) as caught:
        await running.relink.relink(ANA)
    assert caught.value.problem.code == "relink_quarantine"


@pytest.mark.parametrize("at", ["pause", "delete_connection", "provision_person", "start"])
async def test_an_interrupted_run_goes_on(
    at: str,
    running: Assistant,
    practice: Practice,
    make_assistant: MakeAssistant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if the process ended there: nothing after it runs, not even starting again."""
    await a_cycle(practice)

    async def ends(*_given: Any, **_named: Any) -> None:
        raise _EndedError

    with monkeypatch.context() as patch:
        patch.setattr(step.jobs if at in ("pause", "start") else step, at, ends)
        patch.setattr(step.jobs, "start", ends)
        with pytest.raises(_EndedError):
            await running.relink.relink(ANA)
    again = make_assistant()
    await again.before.choose_practice()
    await again.before.sign_in()
    await again.fill()
    await again.relink.refresh()
    view = again.relink.view
    assert view.unfinished is not None
    assert view.person == view.unfinished
    assert view.began is not None
    assert view.account_before
    assert [name for name, state in states(again).items() if state == "done"] == DONE_BEFORE[at]
    assert again.relink.state.value == "attention"
    (job,) = [card for card in again.overview.view.cards if card.id == "job"]
    assert (job.state.value, job.page) == ("attention", "relink")
    assert view.person.name in job.sentence
    await again.relink.relink(view.person.id)
    assert again.relink.view.finished
    assert again.relink.view.unfinished is None
    assert again.relink.view.account
    assert await is_on(practice)
    await again.close()


class _EndedError(Exception):
    """The process ended here."""

"""From a quarantine back to work: tested, saved, read back, restarted, and watched."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from tests.steps.conftest import MakeAssistant, control
from tests.steps.overview.test_overview import quarantine
from wizard.entra import jobs
from wizard.entra.jobs import Reset
from wizard.entra.status import Quarantine
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.quarantine import quarantine_view
from wizard.steps.base.stages import StageState
from wizard.steps.recover import step

if TYPE_CHECKING:
    from wizard.practice import Practice

WRONG = SecretStr("bm90LXRoZS1rZXk6b2YtYW55Ym9keQ==")


async def accept(practice: Practice) -> None:
    await control(practice, "PUT", "faults/playvox-key-rejected", {"on": False})


def states(assistant: Assistant) -> dict[str, str]:
    return {row.id: row.state.value for row in assistant.recover.view.stages}


async def test_nothing_changes_while_no_key_works(running: Assistant, practice: Practice) -> None:
    await quarantine(practice)
    await running.recover.refresh()
    view = running.recover.view
    assert view.possible
    assert view.asks_key
    before = await running.context.facts.saved.refresh()
    newest = await running.context.store.last_operation()
    with pytest.raises(ProblemError) as caught:
        await running.recover.recover()
    assert caught.value.problem.code == "recover_key_needed"
    assert states(running)["test"] == "failed"
    assert set(states(running).values()) == {"failed", "waiting"}
    assert await running.context.facts.saved.refresh() == before
    assert await running.context.store.last_operation() == newest
    assert running.recover.view.quarantine is not None


async def test_a_key_that_works_again_only_needs_the_restart(
    running: Assistant, practice: Practice
) -> None:
    await quarantine(practice)
    await accept(practice)
    preview = await running.recover.plan_recover()
    assert [change.what for change in preview.changes] == ["Provisioning"]
    await running.recover.recover()
    found = states(running)
    assert (found["test"], found["save"], found["restart"], found["leave"]) == (
        "done",
        "not_needed",
        "done",
        "done",
    )
    view = running.recover.view
    assert view.quarantine is None
    assert view.recovered
    rows = running.context.store.journal.operations()
    assert (rows[0].kind, rows[0].new["reset"]) == ("job.restart", Reset.QUARANTINE.value)
    await control(practice, "POST", "clock", {"advance": 60})
    await control(practice, "POST", "cycle")
    await running.recover.refresh()
    assert states(running)["cycle"] == StageState.DONE


async def test_a_new_key_is_tested_before_it_replaces_the_old_one(
    running: Assistant, practice: Practice
) -> None:
    await running.recover.refresh()
    right = running.context.key_store.key
    assert right is not None
    await quarantine(practice)
    await accept(practice)
    newest = await running.context.store.last_operation()
    await running.recover.paste(WRONG)
    with pytest.raises(ProblemError) as caught:
        await running.recover.recover()
    assert caught.value.problem.code == "microsoft_cannot_connect"
    assert running.context.key_store.key == right  # the old key is kept and used
    assert await running.context.store.last_operation() == newest
    await running.recover.paste(right)
    await running.recover.recover()
    assert states(running)["read_back"] == "done"
    assert running.recover.view.pending == ""
    assert running.recover.view.quarantine is None


async def test_an_interrupted_recovery_goes_on(
    running: Assistant,
    practice: Practice,
    make_assistant: MakeAssistant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ended after the key was saved and before the restart: the next run only restarts."""
    right = running.context.key_store.key
    assert right is not None
    await quarantine(practice)
    await accept(practice)

    async def ends(*_given: object) -> None:
        raise asyncio.CancelledError

    await running.recover.paste(right)
    with monkeypatch.context() as patch:
        patch.setattr(running.recover, "_restart", ends)
        with pytest.raises(asyncio.CancelledError):
            await running.recover.recover()
    again = make_assistant()
    await again.before.choose_practice()
    await again.before.sign_in()
    await again.fill()
    assert again.recover.view.quarantine is not None
    await again.recover.recover()
    found = states(again)
    assert (found["save"], found["restart"], found["leave"]) == ("not_needed", "done", "done")
    job = await jobs.job(
        again.context.session.graph, again.context.facts.application_id, again.monitor.view.job_id
    )
    assert not job.in_quarantine
    await again.close()


async def test_too_many_deletions_are_looked_at_first(
    running: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = quarantine_view(Quarantine(reason="TooManyDeletes"))
    monkeypatch.setattr(step, "quarantine_of", lambda _job: found)
    await running.recover.refresh()
    assert not running.recover.view.possible
    assert not running.recover.view.asks_key
    with pytest.raises(ProblemError) as caught:
        await running.recover.recover()
    assert caught.value.problem.code == "recover_elsewhere"


async def test_the_request_is_asked_again_without_changing_anything(
    running: Assistant, practice: Practice
) -> None:
    key = practice.line.key.get_secret_value()
    await quarantine(practice)
    await running.recover.refresh()
    newest = await running.context.store.last_operation()
    await running.recover.ask_again()
    found = running.recover.view.replay
    assert found is not None
    assert found.request.startswith("GET https://acme.playvox.com/scim/v1/Users?filter=userName+eq+%22")
    assert (found.microsoft_works, found.here_works) == (False, False)
    assert found.answer.startswith("HTTP 401")
    assert "Invalid credentials" in found.answer
    await accept(practice)
    await running.recover.ask_again()
    again = running.recover.view.replay
    assert again is not None
    assert (again.microsoft_works, again.here_works) == (True, True)
    running.context.key_store.clear()
    await running.recover.ask_again()
    without = running.recover.view.replay
    assert without is not None
    assert (without.microsoft_works, without.here_works, without.answer) == (True, None, "")
    assert await running.context.store.last_operation() == newest
    assert key not in repr((found, again, without))

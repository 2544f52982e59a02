"""Scope and people who leave it, the test user, restarts, pause, license counts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.another_administrator import settings_of
from tests.steps.conftest import ANA, control, truth
from wizard.entra import jobs
from wizard.problem import ProblemError
from wizard.setup import OperationState
from wizard.steps import Assistant, StepState
from wizard.steps.monitor.step import RESETS
from wizard.steps.turn_on.view import (
    OnDemandView,
    ScopeChoice,
)

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def after_a_cycle(practice: Practice) -> None:
    await control(practice, "POST", "cycle")
    while (await truth(practice))["jobs"][0]["code"] != "Active":  # noqa: ASYNC110 - on a server
        await asyncio.sleep(0.02)


def sent(practice: Practice, end: str) -> int:
    """Number of times a Graph call of that path was carried out."""
    return sum(
        row.server == "graph" and row.method != "GET" and row.path.endswith(end) and row.status < 300
        for row in practice.tenant.requests
    )


async def everybody(running: Assistant, practice: Practice) -> None:
    await running.turn_on.set_scope(ScopeChoice.ALL)
    await running.turn_on.save_scope()
    await after_a_cycle(practice)
    await running.turn_on.refresh()
    await running.turn_on.set_scope(ScopeChoice.ASSIGNED)


async def test_a_narrower_scope_restarts_at_once(running: Assistant, practice: Practice) -> None:
    await everybody(running, practice)
    before = sent(practice, "/restart")
    effect = await running.turn_on.plan_save_scope()
    assert any("restart" in warning for warning in effect.warnings)
    assert sent(practice, "/restart") == before
    await running.turn_on.save_scope()
    assert sent(practice, "/restart") == before + 1
    assert (await running.turn_on.plan_save_scope()).empty


async def test_the_connection_page_restarts_too(running: Assistant, practice: Practice) -> None:
    await everybody(running, practice)
    before = sent(practice, "/restart")
    await running.connection.save()
    assert (await settings_of(running)).sync_all is False
    assert sent(practice, "/restart") == before + 1


async def test_a_wider_scope_restarts_a_job_that_has_run(
    running: Assistant,
    practice: Practice,
) -> None:
    await after_a_cycle(practice)
    await running.turn_on.set_scope(ScopeChoice.ALL)
    effect = await running.turn_on.plan_save_scope()
    assert any("restart" in warning for warning in effect.warnings)
    before = sent(practice, "/restart")
    await running.turn_on.save_scope()
    assert sent(practice, "/restart") == before + 1
    await after_a_cycle(practice)
    in_scope = len((await truth(practice))["in_scope"])
    active = [user for user in (await truth(practice))["playvox_users"] if user["active"]]
    assert len(active) >= in_scope > 5


async def test_a_job_that_is_off_stays_off_until_it_is_started(
    running: Assistant,
    practice: Practice,
) -> None:
    await everybody(running, practice)
    before = sent(practice, "/restart")  # whether everybody has one depends on the first cycle's end
    await running.monitor.pause()
    await running.turn_on.save_scope()
    assert sent(practice, "/restart") == before
    assert (await truth(practice))["jobs"][0]["state"] == "Disabled"
    effect = await running.turn_on.plan_start()
    assert [change.what for change in effect.changes] == ["Provisioning", "Restart of provisioning"]
    await running.monitor.start()
    assert sent(practice, "/restart") == before + 1
    assert (await running.turn_on.plan_start()).empty


async def test_a_pending_restart_is_shown_on_another_day(
    running: Assistant,
    practice: Practice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await everybody(running, practice)

    async def refused(*_given: Any, **_named: Any) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "restart", refused)
        with pytest.raises(asyncio.CancelledError):
            await running.turn_on.save_scope()
    await running.turn_on.refresh()
    assert running.turn_on.view.restart_pending
    assert running.turn_on.state is StepState.ATTENTION
    assert "restart" in running.turn_on.evidence
    await running.monitor.restart("watermark")  # any restart that processes everybody again will do
    await running.turn_on.refresh()
    assert not running.turn_on.view.restart_pending
    assert running.context.store.journal.open_operations("job.restart") == ()


async def test_accounts_outside_the_scope_can_stay_active(
    running: Assistant,
    practice: Practice,
) -> None:
    await everybody(running, practice)
    active = {user["userName"] for user in (await truth(practice))["playvox_users"] if user["active"]}
    await running.turn_on.set_keep(True)
    assert running.turn_on.view.keep_active
    assert not running.turn_on.view.keep_saved
    effect = await running.turn_on.plan_save_scope()
    assert effect.changes[1].what == "People who fall out of scope"
    assert effect.changes[1].detail == "are deactivated → stay active"
    await running.turn_on.save_scope()
    assert (await settings_of(running)).skip_out_of_scope_deletions is True
    assert running.turn_on.view.keep_saved
    assert not running.connection.view.unsaved
    await after_a_cycle(practice)
    still = {user["userName"] for user in (await truth(practice))["playvox_users"] if user["active"]}
    assert still == active
    await running.turn_on.set_keep(False)
    await running.turn_on.save_scope()
    assert not (await settings_of(running)).skip_out_of_scope_deletions


def steps_of(trial: OnDemandView) -> list[tuple[str, str]]:
    return [(step.title, step.status) for step in trial.steps]


async def test_each_step_of_the_trial_in_both_shapes(
    running: Assistant,
    practice: Practice,
) -> None:
    [ana] = (await running.people.resolve([ANA])).values()
    shown = []
    for shape in (False, True):
        await control(practice, "PUT", "faults/on-demand-alternate-shape", {"on": shape})
        await running.turn_on.provision_one(ana)
        trial = running.turn_on.view.trial
        assert trial is not None
        assert trial.succeeded, trial.sentence
        shown.append(trial)
    for trial in shown:
        assert [title for title, _status in steps_of(trial)] == [
            "Read the person from Entra",
            "Decide whether the person is in scope",
            "Find the account in Playvox",
            "Send the change to Playvox",
        ]
        assert all(step.status and step.description and step.details for step in trial.steps)


async def test_every_restart_says_what_it_forgets_and_sends_just_that(
    running: Assistant,
    practice: Practice,
) -> None:
    choices = running.monitor.view.restart_choices
    assert [choice.id for choice in choices] == list(RESETS)
    assert len({choice.title for choice in choices}) == len({choice.meaning for choice in choices}) == 6
    assert [choice.id for choice in choices if choice.usual] == ["portal"]
    for number, choice in enumerate(choices, start=1):
        effect = await running.monitor.plan_restart(choice.id)
        assert (effect.changes[0].what, effect.changes[0].detail) == (choice.title, choice.meaning)
        await running.monitor.restart(choice.id)
        assert sent(practice, "/restart") == number
        body = running.context.store.journal.writes()[0].body
        assert RESETS[choice.id].value in body
    with pytest.raises(ProblemError):
        await running.monitor.plan_restart("everything")


async def test_a_pause_reports_what_still_runs(running: Assistant) -> None:
    effect = await running.monitor.plan_pause()
    told = " ".join(effect.warnings)
    assert "still runs to its end" in told
    assert "no longer reach" in told
    await running.monitor.pause()
    assert (await running.monitor.plan_pause()).empty
    [done] = [row for row in running.context.store.journal.operations() if row.kind == "job.pause"]
    assert done.state is OperationState.DONE


async def test_the_members_of_a_group_are_counted_completely(running: Assistant) -> None:
    ids = await running.people.resolve(["group:Support"])
    await running.people.assign(list(ids.values()))
    await running.people.count()
    [group] = [row for row in running.people.view.assigned if row.kind == "group"]
    counted = group.headcount
    assert counted is not None
    assert counted.eligible == counted.direct_people - counted.disabled
    assert counted.direct_people > 0


async def test_groups_need_a_license(running: Assistant, practice: Practice) -> None:
    ids = list((await running.people.resolve(["group:Support"])).values())
    assert not any("P1" in warning for warning in (await running.people.plan_assign(ids)).warnings)
    await control(practice, "PUT", "faults/no-premium", {"on": True})
    await running.before.run_checks()
    assert any("P1" in warning for warning in (await running.people.plan_assign(ids)).warnings)


async def test_the_threshold_is_suggested_from_the_scope(running: Assistant) -> None:
    assert running.connection.view.suggested_threshold == 50
    await running.turn_on.set_scope(ScopeChoice.ALL)
    await running.turn_on.compute()
    plan = running.turn_on.view.plan
    assert plan is not None
    assert running.connection.view.suggested_threshold == max(5, -(-running.connection.scope_size // 10))  # type: ignore[operator]
    assert "10% of" in running.connection.view.threshold_why


async def test_data_quality_is_found_with_the_plan_and_saved(running: Assistant, tmp_path: Path) -> None:
    step = running.turn_on
    await step.refresh()
    assert step.view.quality is None
    with pytest.raises(ProblemError) as early:
        await step.save_quality(tmp_path / "early.csv")
    assert early.value.problem.code == "quality_gone"
    await step.set_scope(ScopeChoice.ALL)
    await step.compute()
    quality = step.view.quality
    assert quality is not None
    assert "were checked" in quality.summary
    [leavers] = [each for each in quality.findings if each.key == "leaver_unknown."]
    assert leavers.rows is not None
    assert leavers.rows.count("leaver") == 1
    [pat] = leavers.rows.window(0, 10, "leaver", "name", descending=True)
    assert pat.user_name == "pat.leaver@contoso.example"
    file = tmp_path / "findings.csv"
    await step.save_quality(file)
    assert pat.user_name in file.read_text(encoding="utf-8-sig")
    await step.set_scope(ScopeChoice.ASSIGNED)
    assert step.view.quality is None
    assert leavers.rows.window(0, 10, "", "name", descending=False) == []


async def test_a_plan_from_before_is_not_shown_as_new(running: Assistant, practice: Practice) -> None:
    turn_on, people = running.turn_on, running.people
    await turn_on.refresh()
    await turn_on.compute()
    await turn_on.refresh()
    assert turn_on.view.plan is not None, "nothing has changed: the plan is still that of now"
    found = await people.resolve(["zoe.laszcz@contoso.example"])
    await people.assign(list(found.values()))
    await turn_on.refresh()
    assert turn_on.view.plan is None, "somebody was assigned"
    await turn_on.compute()
    await turn_on.start()
    await after_a_cycle(practice)
    await turn_on.refresh()
    assert turn_on.view.plan is None, "a cycle has made the planned changes"

"""A change by another administrator between plan and commit is noticed, not overwritten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.another_administrator import (
    roles_in_entra,
    settings_of,
    shown,
    somebody_else_saves,
    started_job,
)
from wizard.entra import (
    applications,
    assignments,
    jobs,
    roles,
    schema,
)
from wizard.entra.schema import SynchronizationSchema
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.mappings.editing_view import MappingEdit
from wizard.steps.turn_on.view import ScopeChoice

if TYPE_CHECKING:
    from collections.abc import Awaitable

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def code_of(work: Awaitable[Any]) -> str:
    """Code of the problem that stops the coroutine."""
    with pytest.raises(ProblemError) as stopped:
        await work
    assert stopped.value.problem.retryable
    return stopped.value.problem.code


async def registration_of(assistant: Assistant) -> str:
    app = await assistant.context.facts.application.get()
    return await applications.application_object_id(assistant.context.session.graph, app.app_id)


async def test_a_threshold_set_by_somebody_else_stays(running: Assistant) -> None:
    await running.connection.set_notification("operations@contoso.example")
    await running.connection.plan_save()
    saved = await settings_of(running)
    await somebody_else_saves(running, notification=replace(saved.notification, delete_threshold_value=9))
    assert await code_of(running.connection.save()) == "secrets_changed_meanwhile"
    now = await settings_of(running)
    assert (now.notification.delete_threshold_value, now.notification.recipients) == (
        9,
        "it@contoso.example",
    )


async def test_settings_changed_while_microsoft_tests_the_connection_stay(
    running: Assistant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await running.connection.set_notification("operations@contoso.example")
    await running.connection.plan_save()
    saved = await settings_of(running)
    ask = type(running.connection).ask_microsoft

    async def slowly(step: Any) -> Any:
        changed = replace(saved.notification, delete_threshold_value=9)
        await somebody_else_saves(running, notification=changed)
        return await ask(step)

    monkeypatch.setattr(type(running.connection), "ask_microsoft", slowly)
    assert await code_of(running.connection.save(verify=True)) == "secrets_changed_meanwhile"
    assert (await settings_of(running)).notification.delete_threshold_value == 9


async def test_a_scope_chosen_by_somebody_else_stays(running: Assistant) -> None:
    assert (await running.turn_on.plan_start()).empty
    await somebody_else_saves(running, sync_all=True)
    assert await code_of(running.turn_on.start()) == "changed_meanwhile"
    assert (await settings_of(running)).sync_all is True
    effect = await running.turn_on.plan_start()
    assert not effect.empty, "now it is shown"
    await running.turn_on.start()
    assert (await settings_of(running)).sync_all is False


async def test_saving_a_scope_keeps_what_somebody_else_set_beside_it(running: Assistant) -> None:
    await running.turn_on.set_scope(ScopeChoice.ALL)
    await running.turn_on.plan_save_scope()
    await somebody_else_saves(running, skip_out_of_scope_deletions=True)
    await running.turn_on.save_scope()
    now = await settings_of(running)
    assert (now.sync_all, now.skip_out_of_scope_deletions) == (True, True)


async def test_roles_of_somebody_else_are_kept_when_one_is_added(running: Assistant) -> None:
    before = await roles_in_entra(running)
    await running.people.plan_add_role("Auditor")
    async with running.context.writing() as graph:
        await roles.add_role(graph, await registration_of(running), "Coach", "Coach")
    await running.people.add_role("Auditor")
    assert await roles_in_entra(running) == sorted([*before, ("Auditor", True), ("Coach", True)])


async def test_the_same_role_added_by_somebody_else_is_used(running: Assistant) -> None:
    before = await roles_in_entra(running)
    await running.people.plan_add_role("Auditor")
    async with running.context.writing() as graph:
        theirs = await roles.add_role(graph, await registration_of(running), "Auditor", "Auditing")
    await running.people.add_role("Auditor")
    assert running.people.view.role_id == theirs.id
    assert await roles_in_entra(running) == sorted([*before, ("Auditor", True)])


async def test_roles_changed_while_one_is_taken_away_are_kept(
    running: Assistant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registration = await registration_of(running)
    async with running.context.writing() as graph:
        role = await roles.add_role(graph, registration, "Auditor", "Auditor")
        write, turns = roles._write, []

        async def with_others(*given: Any) -> None:
            turns.append(given)
            await write(*given)
            if len(turns) == 1:  # it is disabled, and now another administrator adds a role
                monkeypatch.setattr(roles, "_write", write)
                await roles.add_role(graph, registration, "Coach", "Coach")
                monkeypatch.setattr(roles, "_write", with_others)

        monkeypatch.setattr(roles, "_write", with_others)
        await roles.remove_role(graph, registration, role.id)
    names = [name for name, _enabled in await roles_in_entra(running)]
    assert "Coach" in names
    assert "Auditor" not in names


async def test_somebody_assigned_with_another_role_meanwhile_is_left_alone(
    running: Assistant,
) -> None:
    context, people = running.context, running.people
    await people.add_role("Auditor")
    auditor = people.view.role_id
    other = next(role.id for role in people.view.roles if role.id != auditor)
    ids = list((await people.resolve(["cher@contoso.example"])).values())
    assert not (await people.plan_assign(ids)).empty
    async with context.writing() as graph:
        await assignments.assign(graph, context.facts.application_id, ids, other)
    await people.assign(ids)
    rows = [row for row in await context.facts.assigned.refresh() if row.principal_id in ids]
    assert [row.app_role_id for row in rows] == [other]


async def test_an_assignment_created_again_meanwhile_is_not_removed(running: Assistant) -> None:
    context, people = running.context, running.people
    [mine] = people.view.assigned
    assert not (await people.plan_unassign([mine.id])).empty
    async with context.writing() as graph:
        await assignments.unassign(graph, context.facts.application_id, context.facts.assigned.value or ())
        await assignments.assign(graph, context.facts.application_id, [mine.principal_id], mine.role_id)
    await people.unassign([mine.id])
    await shown(running, lambda rows: len(rows) == 1)


async def test_a_job_paused_by_somebody_else_is_not_switched_on_by_a_restart(
    running: Assistant,
) -> None:
    context = running.context
    assert not (await running.monitor.plan_restart()).warnings
    async with context.writing() as graph:
        await jobs.pause(graph, context.facts.application_id, started_job(running))
    assert await code_of(running.monitor.restart()) == "changed_meanwhile"
    assert not (await context.facts.job.refresh())[0].is_on
    assert (await running.monitor.plan_restart()).warnings, "now it is told"
    await running.monitor.restart()
    assert (await context.facts.job.refresh())[0].is_on


async def test_started_or_paused_by_somebody_else_nothing_is_sent(running: Assistant) -> None:
    context = running.context
    assert not (await running.monitor.plan_pause()).empty
    async with context.writing() as graph:
        await jobs.pause(graph, context.facts.application_id, started_job(running))
    writes = len(context.store.journal.writes())
    await running.monitor.pause()
    assert len(context.store.journal.writes()) == writes


async def test_mappings_changed_by_somebody_else_stay(running: Assistant) -> None:
    context, mappings = running.context, running.mappings
    await mappings.refresh()
    await mappings.set_mapping(MappingEdit("displayName", "expression", 'Append([displayName], " (A)")'))
    now = await context.facts.schema.refresh()
    body = {**now.body, "synchronizationRules": [{**now.body["synchronizationRules"][0], "priority": 7}]}
    async with context.writing() as graph:
        await schema.save(
            graph, context.facts.application_id, SynchronizationSchema(now.job_id, body), seen=now
        )
    assert await code_of(mappings.save_mappings()) == "schema_changed_meanwhile"
    kept = await context.facts.schema.refresh()
    assert kept.body["synchronizationRules"][0]["priority"] == 7

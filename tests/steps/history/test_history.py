"""Changes in words, and undoing them: only what nobody else changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.another_administrator import (
    roles_in_entra,
    settings_of,
    shown,
    somebody_else_saves,
    started_job,
)
from tests.steps.conftest import ANA
from wizard.entra import (
    applications,
    assignments,
    jobs,
)
from wizard.messages import explain
from wizard.practice.people_changes import PersonChange, change
from wizard.problem import ProblemError
from wizard.setup import OperationState, SetUpLock
from wizard.steps import (
    Assistant,
    PlannedChange,
)
from wizard.steps.history.view import HistoryRow
from wizard.steps.mappings.editing_view import MappingEdit
from wizard.steps.turn_on.view import ScopeChoice

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def newest(assistant: Assistant, kind: str) -> HistoryRow:
    """The newest change of that kind, as the history shows it."""
    await assistant.history.refresh()
    return next(row for row in assistant.history.view.rows if row.kind == kind)


async def refused(assistant: Assistant, row: HistoryRow) -> tuple[str, str]:
    """Code and words with which undoing is refused; checks that nothing was written."""
    writes = len(assistant.context.store.journal.writes())
    with pytest.raises(ProblemError) as planned:
        await assistant.history.plan_undo(row.id)
    with pytest.raises(ProblemError) as done:
        await assistant.history.undo(row.id)
    assert planned.value.problem.code == done.value.problem.code
    assert len(assistant.context.store.journal.writes()) == writes
    words = explain(done.value.problem)
    assert words.do
    return done.value.problem.code, words.what


async def test_every_change_is_described_with_names_and_values(running: Assistant) -> None:
    await running.history.refresh()
    told = {row.kind: row for row in running.history.view.rows}
    assert list(told) == [
        "job.start",
        "settings.save",
        "job.create",
        "people.assign",
        "application.add",
    ]
    assert told["people.assign"].changes == (PlannedChange("+", "Ana Souza", "assigned"),)
    assert "off → on" in told["job.start"].sentence
    saved = told["settings.save"].sentence
    for part in ("it@contoso.example", "50", "https://acme.playvox.com/scim/v1", "key "):
        assert part in saved
    assert all(row.account == "admin@contoso.example" for row in told.values())
    assert all(row.state == "done" for row in told.values())
    may = {kind for kind, row in told.items() if not row.why_not}
    assert may == {"job.start", "people.assign"}, "the first settings and what Graph cannot take back"


async def test_times_are_those_of_the_practice_tenant(running: Assistant, practice: Practice) -> None:
    await running.history.refresh()
    assert not running.history.view.ahead
    before = running.history.view.rows[0]
    clock = practice.tenant.clock
    clock.advance(5 * 3600)
    await running.connection.refresh()
    await running.connection.set_threshold(7)
    await running.connection.save()
    row = await newest(running, "settings.save")
    assert abs(clock.now() - row.shown_time) < timedelta(minutes=10)
    assert row.shown_time - before.shown_time > timedelta(hours=4)
    assert row.when - before.when < timedelta(hours=1), "programs get this computer's time"
    assert running.history.view.ahead
    user = practice.tenant.store.user(ANA)
    assert user is not None
    change(practice.tenant, ANA, PersonChange(action="delete"))
    deleted = practice.tenant.store.deleted_user(user["id"])
    assert deleted is not None
    gone = datetime.fromisoformat(deleted["deletedDateTime"])
    assert abs(clock.now() - gone) < timedelta(minutes=10)


async def test_settings_come_back_without_the_key(running: Assistant, practice: Practice) -> None:
    connection = running.connection
    await connection.set_notification("operations@contoso.example")
    await connection.set_threshold(7)
    await connection.save()
    row = await newest(running, "settings.save")
    assert row.sentence == (
        "Notification email: it@contoso.example → operations@contoso.example; "
        "Accidental deletion threshold: 50 → 7"
    )

    effect = await running.history.plan_undo(row.id)
    assert [each.detail for each in effect.changes] == [
        "operations@contoso.example → it@contoso.example",
        "7 → 50",
    ]
    await running.history.undo(row.id)
    saved = await settings_of(running)
    assert saved.notification.recipients == "it@contoso.example"
    assert saved.notification.delete_threshold_value == 50
    held = practice.tenant.secrets(running.context.facts.application_id)
    assert held["SecretToken"] == practice.line.key.get_secret_value()
    assert not running.connection.view.unsaved, "the page asks for what Entra has now"

    first, second = running.history.view.rows[:2]
    assert first.title.startswith("Undone")
    assert second.id == row.id
    assert second.state == "undone"
    assert (await refused(running, second))[0] == "undo.not_possible"
    await running.history.undo(first.id)  # and an undo can be undone
    assert (await settings_of(running)).notification.recipients == "operations@contoso.example"


async def test_settings_changed_by_somebody_else_stay(running: Assistant) -> None:
    await running.connection.set_threshold(7)
    await running.connection.save()
    row = await newest(running, "settings.save")
    saved = await settings_of(running)
    await somebody_else_saves(running, notification=replace(saved.notification, delete_threshold_value=9))
    code, told = await refused(running, row)
    assert code == "undo.changed_since"
    assert "Accidental deletion threshold" in told
    assert (await settings_of(running)).notification.delete_threshold_value == 9


async def test_other_settings_of_somebody_else_are_kept(running: Assistant) -> None:
    await running.connection.set_threshold(7)
    await running.connection.save()
    row = await newest(running, "settings.save")
    saved = await settings_of(running)
    await somebody_else_saves(
        running,
        skip_out_of_scope_deletions=True,
        notification=replace(saved.notification, recipients="other@contoso.example"),
    )
    await running.history.undo(row.id)
    now = await settings_of(running)
    assert now.notification.delete_threshold_value == 50
    assert now.notification.recipients == "other@contoso.example"
    assert now.skip_out_of_scope_deletions is True


async def test_a_scope_comes_back(running: Assistant) -> None:
    await running.turn_on.set_scope(ScopeChoice.ALL)
    await running.turn_on.save_scope()
    row = await newest(running, "settings.save")
    assert row.changes == (PlannedChange("~", "Scope", row.changes[0].detail),)
    effect = await running.history.plan_undo(row.id)
    await running.history.undo(row.id)
    assert (await settings_of(running)).sync_all is False
    assert running.turn_on.view.scope is ScopeChoice.ASSIGNED
    assert len(effect.changes) == 1


async def test_only_a_new_key_cannot_come_back(running: Assistant, practice: Practice) -> None:
    key = practice.line.key.get_secret_value()
    context = running.context
    await context.store.remember(key_mark="another one")
    await running.connection.save()
    row = await newest(running, "settings.save")
    assert "another one →" in row.sentence
    assert key not in repr(row)
    assert "Entra never shows an earlier key" in row.why_not
    assert (await refused(running, row))[0] == "undo.not_possible"


async def test_assignments_are_removed_and_made_again(running: Assistant) -> None:
    people = running.people
    ids = await people.resolve(["cher@contoso.example", "group:Support"])
    await people.assign(list(ids.values()))
    made = await newest(running, "people.assign")
    before = {row.principal_id: row.role_id for row in people.view.assigned}

    effect = await running.history.plan_undo(made.id)
    assert [each.sign for each in effect.changes] == ["-", "-"]
    assert any("deactivated" in warning for warning in effect.warnings)
    await running.history.undo(made.id)
    assert {row.principal_id for row in people.view.assigned}.isdisjoint(ids.values())

    removed = await newest(running, "people.unassign")
    assert removed.title.startswith("Undone")
    effect = await running.history.plan_undo(removed.id)
    assert sorted(each.what for each in effect.changes) == ["Cher", "Support"]
    await running.history.undo(removed.id)
    assert {row.principal_id: row.role_id for row in people.view.assigned} == before


async def test_somebody_else_assigned_again(running: Assistant) -> None:
    context, people = running.context, running.people
    made = await newest(running, "people.assign")
    [mine] = people.view.assigned
    async with context.writing() as graph:
        await assignments.unassign(graph, context.facts.application_id, context.facts.assigned.value or ())
        await shown(running, lambda rows: not rows)
        await assignments.assign(graph, context.facts.application_id, [mine.principal_id], mine.role_id)
    await shown(running, lambda rows: len(rows) == 1)
    code, told = await refused(running, made)
    assert code == "undo.changed_since"
    assert "Ana Souza" in told
    assert len(await context.facts.assigned.refresh()) == 1


async def test_what_somebody_else_removed_is_gone_already(running: Assistant) -> None:
    context = running.context
    made = await newest(running, "people.assign")
    async with context.writing() as graph:
        await assignments.unassign(graph, context.facts.application_id, context.facts.assigned.value or ())
    await shown(running, lambda rows: not rows)
    writes = len(context.store.journal.writes())
    assert (await running.history.plan_undo(made.id)).empty
    await running.history.undo(made.id)
    assert len(context.store.journal.writes()) == writes


async def test_an_added_role_goes_again(running: Assistant) -> None:
    before = await roles_in_entra(running)
    await running.people.add_role("Auditor")
    row = await newest(running, "role.add")
    assert row.changes == (PlannedChange("+", "Auditor"),)
    effect = await running.history.plan_undo(row.id)
    assert [each.sign for each in effect.changes] == ["-"]
    await running.history.undo(row.id)
    assert await roles_in_entra(running) == before
    assert running.people.view.role_id in {role.id for role in running.people.view.roles}


async def test_a_role_in_use_stays(running: Assistant) -> None:
    await running.people.add_role("Auditor")
    ids = await running.people.resolve(["cher@contoso.example"])
    await running.people.assign(list(ids.values()))
    row = await newest(running, "role.add")
    code, told = await refused(running, row)
    assert code == "undo.role_in_use"
    assert "Auditor" in told
    assert ("Auditor", True) in await roles_in_entra(running)


async def test_start_and_pause_are_undone_in_order(running: Assistant) -> None:
    await running.monitor.refresh()
    started = await newest(running, "job.start")
    await running.monitor.pause()
    paused = await newest(running, "job.pause")
    await running.history.refresh()
    earlier = next(row for row in running.history.view.rows if row.id == started.id)
    assert "later change" in earlier.why_not

    effect = await running.history.plan_undo(paused.id)
    assert effect.warnings
    await running.history.undo(paused.id)
    assert (await running.context.facts.job.refresh())[0].is_on
    await running.history.undo(started.id)
    assert not (await running.context.facts.job.refresh())[0].is_on


async def test_switched_by_somebody_else_there_is_nothing_to_do(running: Assistant) -> None:
    context = running.context
    started = await newest(running, "job.start")
    async with context.writing() as graph:
        await jobs.pause(graph, context.facts.application_id, started_job(running))
    assert (await running.history.plan_undo(started.id)).empty


async def test_mappings_come_back_unless_changed_since(running: Assistant) -> None:
    mappings = running.mappings
    await mappings.refresh()
    await mappings.set_mapping(MappingEdit("displayName", "expression", 'Append([displayName], " (A)")'))
    await mappings.save_mappings()
    first = await newest(running, "mappings.save")
    assert "displayName" in first.sentence
    await running.history.undo(first.id)
    await mappings.refresh()
    assert not any("(A)" in row.source for row in mappings.view.rows)

    again = await newest(running, "mappings.save")
    await mappings.set_mapping(MappingEdit("displayName", "expression", 'Append([displayName], " (B)")'))
    await mappings.save_mappings()
    assert (await refused(running, again))[0] == "undo.changed_since"


async def test_another_application_is_left_alone(running: Assistant) -> None:
    made = await newest(running, "people.assign")
    context = running.context
    await context.store.remember(application_id="00000000-0000-4000-8000-000000000001")
    assert (await refused(running, made))[0] == "undo.other_application"


async def test_a_refused_change_did_not_happen(running: Assistant) -> None:
    journal = running.context.store.journal
    number = journal.begin(
        "people.assign", running.context.facts.application_id, "a", {}, {"principals": []}
    )
    journal.end(number, OperationState.REFUSED, {})
    row = await newest(running, "people.assign")
    assert row.state == "refused"
    assert (await refused(running, row))[0] == "undo.not_possible"
    with pytest.raises(ProblemError) as error:
        await running.history.plan_undo(999_999)
    assert error.value.problem.code == "undo.unknown"


async def test_changes_without_an_answer_are_checked_in_entra(running: Assistant) -> None:
    context = running.context
    journal, application = context.store.journal, context.facts.application_id
    done = {row.kind: row for row in journal.operations()}
    ana = list((await running.people.resolve([ANA])).values())
    role = running.people.view.role_id

    def began(kind: str, subject: str, old: Any = None, new: Any = None) -> int:
        return journal.begin(kind, subject, "admin@contoso.example", old or {}, new or {})

    happened = {
        began("people.assign", application, new={"principals": ana, "role": role}),
        began("job.start", started_job(running), new={"on": True}),
        began("settings.save", application, done["settings.save"].old, done["settings.save"].new),
    }
    other = SetUpLock(running.context.services.data_folder / "turns", context.store.profile.id)
    await other.acquire()
    await running.history.refresh()
    states = {row.id: row.state for row in running.history.view.rows}
    assert {states[number] for number in happened} == {"begun"}, "another copy may still be at it"
    other.release()

    await running.history.refresh()
    rows = {row.id: row for row in running.history.view.rows}
    assert {rows[number].state for number in happened} == {"done"}
    registration = await applications.application_object_id(
        context.session.graph, (await context.facts.application.get()).app_id
    )
    never = {
        began("job.pause", started_job(running), old={"on": True}, new={"on": False}),
        began("role.add", registration, old={"roles": []}, new={"name": "Auditor"}),
        began(
            "people.unassign",
            application,
            old={
                "assignments": [
                    {"id": row.id, "principal": row.principal_id} for row in running.people.view.assigned
                ]
            },
        ),
    }
    await running.history.refresh()
    rows = {row.id: row for row in running.history.view.rows}
    assert {rows[number].state for number in never} == {"refused"}

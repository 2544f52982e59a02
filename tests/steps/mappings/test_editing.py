"""Editing the mappings, and saving them on the practice tenant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import MakeAssistant, enter, set_bounds
from wizard.entra import schema
from wizard.mapping import attributes
from wizard.practice.playvox import PracticeAccounts
from wizard.problem import Problem, ProblemError
from wizard.setup import OperationState
from wizard.steps import Assistant
from wizard.steps.mappings.editing_view import (
    ClauseRow,
    DraftView,
    MappingEdit,
)
from wizard.steps.mappings.step import MappingsStep

if TYPE_CHECKING:
    from wizard.practice import Practice

SALES = MappingEdit("displayName", "expression", 'Append([displayName], " (Sales)")')


@pytest.fixture
async def mappings(practice: Practice, make_assistant: MakeAssistant) -> AsyncIterator[MappingsStep]:
    """With an application, a few people assigned and a job."""
    made = make_assistant()
    await enter(made)
    await with_job(made)
    yield made.mappings
    await made.close()


async def with_job(assistant: Assistant) -> None:
    await assistant.application.refresh()
    await assistant.application.add("Playvox")
    await assistant.people.refresh()
    await assistant.people.search("a")
    found = [row.id for row in assistant.people.view.found if row.kind == "user"]
    await assistant.people.assign(found[:4])
    await assistant.connection.refresh()
    await assistant.connection.set_address("acme")
    await assistant.connection.save()
    await assistant.mappings.refresh()
    assert assistant.mappings.problem is None


def row(step: MappingsStep, target: str) -> Any:
    return next(each for each in step.view.rows if each.target == target)


def draft(step: MappingsStep) -> DraftView:
    """The current draft: a type checker would narrow a property that is read twice."""
    return step.view.draft


async def in_entra(step: MappingsStep) -> schema.SynchronizationSchema:
    return await step.context.facts.schema.refresh()


async def test_edit_save_read_back_and_undo(mappings: MappingsStep) -> None:
    before = await in_entra(mappings)
    assert not draft(mappings).can_undo_save
    assert row(mappings, "displayName").sample
    await mappings.set_mapping(SALES)
    await mappings.set_mapping(MappingEdit("title", "constant", 'Agent "A"'))
    assert row(mappings, "displayName").sample.endswith(" (Sales)")
    assert draft(mappings).changed == {"displayName", "title"}
    effect = await mappings.plan_save_mappings()
    assert [(each.sign, each.what) for each in effect.changes] == [
        ("~", "displayName: value"),
        ("+", "title"),
    ]
    assert any("everyone again" in text for text in effect.warnings)

    await mappings.save_mappings()

    assert draft(mappings).differences == ()
    saved = await in_entra(mappings)
    assert saved.version != before.version
    assert saved.fingerprint != before.fingerprint
    await mappings.refresh()
    assert row(mappings, "title").text == 'Agent "A"'
    assert row(mappings, "title").kind == "constant"
    assert row(mappings, "displayName").text == SALES.text
    assert draft(mappings).can_undo_save

    undo = await mappings.plan_undo_save()
    assert ("-", "title") in [(each.sign, each.what) for each in undo.changes]
    await mappings.undo_save()
    assert (await in_entra(mappings)).fingerprint == before.fingerprint


async def test_edits_stay_typed_until_they_are_written(
    mappings: MappingsStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Graph's JSON is parsed once into typed mappings, and serialized only for the PUT."""
    converted: list[str] = []

    def watch(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def convert(given: Any) -> Any:
            converted.append(name)
            return real(given)

        monkeypatch.setattr(module, name, convert)

    watch(schema, "read_schema")
    watch(attributes, "write_schema")
    await mappings.set_mapping(SALES)
    await mappings.set_mapping(MappingEdit("title", "constant", "Agent"))
    await mappings.remove_mapping("title")
    await mappings.step_back()
    await mappings.set_scope(((ClauseRow("department", "EQUALS", "Sales"),),))
    await mappings.allow("Delete", False)
    await mappings.plan_save_mappings()
    assert converted == []
    assert row(mappings, "title").text == "Agent"
    await mappings.save_mappings()
    assert converted.count("write_schema") == 1


async def test_a_save_that_shows_late_is_known_and_can_be_undone(
    mappings: MappingsStep, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mappings.set_mapping(SALES)
    set_bounds(mappings, schema=0.0)
    monkeypatch.setattr(type(practice.tenant), "lag", property(lambda _tenant: 1.0))
    with pytest.raises(ProblemError) as raised:
        await mappings.save_mappings()
    assert raised.value.problem.code == "graph_replication_slow"
    while draft(mappings).differences:
        await asyncio.sleep(0.1)
        await mappings.refresh()
    assert not draft(mappings).changed_meanwhile
    assert draft(mappings).can_undo_save


async def test_saving_nothing_writes_nothing(mappings: MappingsStep) -> None:
    before = len(mappings.context.store.journal.writes())
    assert (await mappings.plan_save_mappings()).empty
    await mappings.save_mappings()
    assert len(mappings.context.store.journal.writes()) == before


async def test_somebody_elses_change_is_not_overwritten(mappings: MappingsStep) -> None:
    context = mappings.context
    await mappings.set_mapping(SALES)
    seen = await in_entra(mappings)
    theirs = schema.SynchronizationSchema(seen.job_id, {**seen.body})
    rule = theirs.body["synchronizationRules"][0]
    rule["objectMappings"][0]["flowTypes"] = "Add,Update"
    async with context.writing() as graph:
        await schema.save(graph, context.facts.application_id, theirs)
    with pytest.raises(ProblemError) as raised:
        await mappings.save_mappings()
    assert raised.value.problem.code == "schema_changed_meanwhile"
    with pytest.raises(ProblemError) as raised:
        await mappings.back_to_default()
    assert raised.value.problem.code == "schema_changed_meanwhile"
    kept = await in_entra(mappings)
    assert kept.body["synchronizationRules"][0]["objectMappings"][0]["flowTypes"] == "Add,Update"
    await mappings.refresh()
    assert draft(mappings).changed_meanwhile
    assert row(mappings, "displayName").text == SALES.text, "what was typed is still there"
    await mappings.discard()
    assert not draft(mappings).changed_meanwhile
    assert draft(mappings).actions == ("Add", "Update")


class KilledError(BaseException):
    """Stands for a program that was killed."""


async def test_killed_between_backup_and_writing_changes_nothing(
    mappings: MappingsStep, make_assistant: MakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await in_entra(mappings)
    await mappings.set_mapping(SALES)

    async def killed(*_given: object, **_named: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(schema, "save", killed)
        with pytest.raises(KilledError):
            await mappings.save_mappings()
    assert (await in_entra(mappings)).fingerprint == before.fingerprint

    again = make_assistant()
    try:
        await enter(again)
        again.context.store.profile = mappings.context.store.profile
        await again.mappings.refresh()
        assert not draft(again.mappings).can_undo_save
        operation = again.context.store.journal.operations()[0]
        assert operation.kind == "mappings.save"
        assert operation.state is not OperationState.DONE
        await again.mappings.set_mapping(SALES)
        await again.mappings.save_mappings()
        assert draft(again.mappings).can_undo_save
        assert [each.kind for each in again.context.store.backups.all()].count("schema") == 1
    finally:
        await again.close()


@pytest.mark.parametrize("way", ["save", "default"])
async def test_killed_between_writing_and_reading_back_it_is_known_afterwards(
    mappings: MappingsStep, make_assistant: MakeAssistant, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    before = await in_entra(mappings)
    await mappings.set_mapping(SALES)
    if way == "default":
        await mappings.save_mappings()
    changed = await in_entra(mappings)

    async def killed(*_given: object, **_named: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(schema, "wait_until", killed)
        with pytest.raises(KilledError):
            await (mappings.save_mappings() if way == "save" else mappings.back_to_default())
    while (written := await in_entra(mappings)).fingerprint == changed.fingerprint:  # noqa: ASYNC110 - on a server
        await asyncio.sleep(0.05)
    assert (written.fingerprint == before.fingerprint) == (way == "default")

    again = make_assistant()
    try:
        await enter(again)
        again.context.store.profile = mappings.context.store.profile
        await again.refresh()
        assert again.mappings.problem is None
        operation = again.context.store.journal.operations()[0]
        assert (operation.kind, operation.state) == ("mappings.save", OperationState.DONE)
        assert draft(again.mappings).can_undo_save
        assert draft(again.mappings).differences == ()
        await again.mappings.undo_save()
        assert (await in_entra(again.mappings)).fingerprint == changed.fingerprint or way == "save"
        if way == "save":
            assert (await in_entra(again.mappings)).fingerprint == before.fingerprint
    finally:
        await again.close()


async def test_back_to_microsofts_mappings_and_undone(mappings: MappingsStep) -> None:
    default = await in_entra(mappings)
    assert draft(mappings).has_job
    assert (await mappings.plan_default()).empty, "nothing was changed yet"
    await mappings.set_mapping(SALES)
    await mappings.remove_mapping("externalId")
    await mappings.save_mappings()
    ours = await in_entra(mappings)
    await mappings.set_mapping(MappingEdit("title", "constant", "Agent"))

    effect = await mappings.plan_default()
    told = {(each.sign, each.what) for each in effect.changes}
    assert told == {("~", "displayName: value"), ("+", "externalId")}
    assert any("draft" in text for text in effect.warnings)
    await mappings.back_to_default()

    assert (await in_entra(mappings)).fingerprint == default.fingerprint
    assert draft(mappings).differences == ()
    assert not any(each.target == "title" for each in mappings.view.rows)
    assert [each.kind for each in mappings.context.store.backups.all()].count("schema") == 2
    assert draft(mappings).can_undo_save
    await mappings.undo_save()
    assert (await in_entra(mappings)).fingerprint == ours.fingerprint


async def conditions_are_counted_while_they_are_typed(mappings: MappingsStep) -> None:
    name = mappings.view.people[0].name

    async def typed(*clauses: ClauseRow) -> Any:
        await mappings.count_typed([list(clauses)] if clauses else [])
        assert draft(mappings).scope == (), "nothing gets into the draft by typing"
        return draft(mappings).count

    assert await typed(ClauseRow("displayNa", "EQUALS", name)) is None
    assert await typed(ClauseRow("displayName", "EQUALS", "")) is None
    count = await typed(ClauseRow("displayName", "EQUALS", name))
    assert name in count.names_inside
    assert count.falls_out == count.total - count.inside > 0
    assert count.rows == ((ClauseRow("displayName", "EQUALS", name),),)
    everybody = await typed()
    assert (everybody.inside, everybody.falls_out) == (everybody.total, 0)
    await asyncio.gather(
        mappings.count_typed([[ClauseRow("department", "IS NULL")]]),
        mappings.count_typed([[ClauseRow("displayName", "IS NOT NULL")]]),
    )
    latest = draft(mappings).count
    assert latest is not None
    assert latest.rows == ((ClauseRow("displayName", "IS NOT NULL"),),)
    assert mappings.problem is None


async def the_preview_shows_the_account_beside_its_result(
    mappings: MappingsStep, practice: Practice
) -> None:
    person = mappings.view.people[0]
    await mappings.preview(person.id)
    shown = mappings.view.preview
    assert shown is not None
    assert shown.method == "POST"
    assert all(each.changes and not each.now for each in shown.differences)
    assert "userName" in [each.target for each in shown.differences]
    assigned = {each.id for each in mappings.view.people}
    accounts = PracticeAccounts(practice.tenant.store)
    strangers = {
        accounts.find(user["userPrincipalName"]) is not None: user["id"]
        for user in practice.tenant.store.users()
        if user["id"] not in assigned and user.get("accountEnabled", True)
    }
    for has_account, method, changed in ((False, "", []), (True, "PATCH", ["active"])):
        await mappings.preview(strangers[has_account])
        shown = mappings.view.preview
        assert shown is not None
        assert shown.method == method
        assert [each.target for each in shown.differences if each.changes] == changed
        assert any("not assigned" in text for text in shown.warnings)
        assert any("managed before" in text for text in shown.warnings) == has_account


async def test_counts_and_previews_change_nothing(mappings: MappingsStep, practice: Practice) -> None:
    before = await in_entra(mappings)
    await conditions_are_counted_while_they_are_typed(mappings)
    await the_preview_shows_the_account_beside_its_result(mappings, practice)
    assert draft(mappings).differences == ()
    assert (await in_entra(mappings)).version == before.version


async def test_a_draft_is_undone_step_by_step(mappings: MappingsStep) -> None:
    old = row(mappings, "displayName").text
    await mappings.set_mapping(SALES)
    await mappings.remove_mapping("externalId")
    await mappings.allow("Delete", on=False)
    assert draft(mappings).actions == ("Add", "Update")
    for _time in range(2):
        await mappings.step_back()
    assert row(mappings, "externalId")
    await mappings.step_back()
    assert row(mappings, "displayName").text == old
    assert draft(mappings).differences == ()
    assert not draft(mappings).can_step_back


REFUSED = [
    (MappingEdit("displayName", "expression", "Append([a]"), "expression.", "source"),
    (MappingEdit("displayName", "expression", "Jion([a])"), "expression.unknown_function", "source"),
    (MappingEdit("displayName", "direct", ""), "mapping_edit.no_attribute", "source"),
    (MappingEdit("", "direct", "mail"), "mapping_edit.target_missing", "target"),
]


async def test_what_entra_would_refuse_stays_out_of_the_draft(mappings: MappingsStep) -> None:
    for edit, code, field in REFUSED:
        with pytest.raises(ProblemError) as raised:
            await mappings.set_mapping(edit)
        problem: Problem = raised.value.problem
        assert problem.code.startswith(code)
        assert problem.field == field
    with pytest.raises(ProblemError) as raised:
        await mappings.remove_mapping("userName")
    assert raised.value.problem.code == "mapping_edit.last_matching"
    assert draft(mappings).differences == ()


async def test_live_result_and_microsofts(mappings: MappingsStep) -> None:
    await mappings.try_out("expression", "ToUpper([userPrincipalName], )")
    trial = draft(mappings).trial
    assert trial is not None
    assert trial.valid
    assert trial.rows
    assert all(each.value == each.value.upper() and "@" in each.value for each in trial.rows)
    await mappings.compare("expression", "ToUpper([userPrincipalName], )")
    trial = draft(mappings).trial
    assert trial is not None
    assert trial.compared
    assert [each.entra for each in trial.rows] == [each.value for each in trial.rows]
    assert not any(each.differs for each in trial.rows)
    await mappings.try_out("expression", "Join(")
    trial = draft(mappings).trial
    assert trial is not None
    assert not trial.valid
    assert trial.notes[0].position >= 0


async def test_a_scoping_filter_is_counted_before_it_is_saved(mappings: MappingsStep) -> None:
    name = mappings.view.people[0].name
    await mappings.set_scope([[ClauseRow("displayName", "EQUALS", name)], []])
    await mappings.count_scope()
    count = draft(mappings).count
    assert count is not None
    assert name in count.names_inside
    assert count.inside + count.falls_out == count.total
    assert count.falls_out == len(count.names_falling_out) > 0
    effect = await mappings.plan_save_mappings()
    assert "Scoping filter" in [each.what for each in effect.changes]
    assert any(count.names_falling_out[0] in text for text in effect.warnings)
    await mappings.save_mappings()
    await mappings.refresh()
    assert draft(mappings).scope == ((ClauseRow("displayName", "EQUALS", name),),)
    await mappings.set_scope([])
    assert draft(mappings).scope == ()
    with pytest.raises(ProblemError) as raised:
        await mappings.set_scope([[ClauseRow("displayName", "EQUALS", "")]])
    assert raised.value.problem.code == "scoping_edit.value"

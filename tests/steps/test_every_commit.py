"""Every commit that can change somebody's access carries the affected people; the others say why not.

All commits are found in the source: a new one fails here until it is in one of the two tables.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import wizard.ui.pages
from tests.steps.conftest import ANA, control
from tests.steps.overview.test_overview import quarantine
from tests.steps.turn_on.test_turning_on import after_a_cycle
from wizard.plan import Plan
from wizard.practice import Practice
from wizard.steps import Assistant, ChangePreview
from wizard.steps.base import schema_saving
from wizard.steps.history import undo
from wizard.steps.mappings.editing_view import ClauseRow, MappingEdit
from wizard.steps.people.wanted import WantedAssignment
from wizard.steps.turn_on.view import ScopeChoice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)

NOBODY = {
    "key.plan_save": "the keyring of this computer",
    "key.plan_forget": "the keyring of this computer",
    "application.plan_add": "a new application has no job and nobody assigned",
    "plans.plan_delete": "a file on this computer",
    "logs.plan_keep": "a file on this computer",
    "relink.plan_relink": "one person, whom the preview names with what the mapping makes of them",
    "on_demand.plan_provision": "the people on the list, each with what the mapping makes of them",
    "rotate.plan_rotate": "the key alone, and one person, whom the preview names",
    "rotate.plan_put_back": "the key alone",
    "turn_on.plan_provision_one": "one person, whom the preview names with the plan's reason",
}
"""Commits that change nobody's access, or only that of the person they name."""
Prepare = Callable[[Assistant], Awaitable[ChangePreview]]


async def assign(assistant: Assistant) -> ChangePreview:
    people = assistant.people
    return await people.plan_assign(list((await people.resolve(["cher@contoso.example"])).values()))


async def unassign(assistant: Assistant) -> ChangePreview:
    await assistant.people.refresh()
    return await assistant.people.plan_unassign([row.id for row in assistant.people.view.assigned])


async def wanted(assistant: Assistant) -> ChangePreview:
    people = assistant.people
    [cher] = (await people.resolve(["cher@contoso.example"])).values()
    return await people.plan_wanted([WantedAssignment(cher)])


async def add_role(assistant: Assistant) -> ChangePreview:
    return await assistant.people.plan_add_role("Auditor")


async def threshold(assistant: Assistant) -> ChangePreview:
    await assistant.connection.set_threshold(7)
    return await assistant.connection.plan_save()


async def address(assistant: Assistant) -> ChangePreview:
    await assistant.connection.set_address("https://acme.playvox.com/scim/v1?aadOptscim062020")
    return await assistant.connection.plan_save()


async def mapping(assistant: Assistant) -> ChangePreview:
    await assistant.mappings.refresh()
    await assistant.mappings.set_mapping(MappingEdit("displayName", "expression", 'Append([mail], "")'))
    return await assistant.mappings.plan_save_mappings()


async def scoping_filter(assistant: Assistant) -> ChangePreview:
    await assistant.mappings.refresh()
    await assistant.mappings.set_scope([[ClauseRow("department", "EQUALS", "Sales")]])
    return await assistant.mappings.plan_save_mappings()


async def default_mappings(assistant: Assistant) -> ChangePreview:
    await mapping(assistant)
    await assistant.mappings.save_mappings()
    return await assistant.mappings.plan_default()


async def undo_mappings(assistant: Assistant) -> ChangePreview:
    await mapping(assistant)
    await assistant.mappings.save_mappings()
    return await assistant.mappings.plan_undo_save()


async def scope(assistant: Assistant) -> ChangePreview:
    await assistant.turn_on.refresh()
    await assistant.turn_on.set_scope(ScopeChoice.ALL)
    return await assistant.turn_on.plan_save_scope()


async def keep(assistant: Assistant) -> ChangePreview:
    await assistant.turn_on.refresh()
    await assistant.turn_on.set_keep(keep=True)
    return await assistant.turn_on.plan_save_scope()


async def pause(assistant: Assistant) -> ChangePreview:
    await assistant.monitor.refresh()
    return await assistant.monitor.plan_pause()


async def start(assistant: Assistant) -> ChangePreview:
    await assistant.monitor.refresh()
    await assistant.monitor.pause()
    return await assistant.turn_on.plan_start()


async def switch_on(assistant: Assistant) -> ChangePreview:
    await assistant.monitor.refresh()
    await assistant.monitor.pause()
    return await assistant.turn_on.plan_switch_on()


async def start_again(assistant: Assistant) -> ChangePreview:
    await assistant.monitor.refresh()
    await assistant.monitor.pause()
    return await assistant.monitor.plan_start()


async def restart(assistant: Assistant) -> ChangePreview:
    await assistant.monitor.refresh()
    return await assistant.monitor.plan_restart("portal")


COMMITS: dict[str, tuple[Prepare, ...]] = {
    "people.plan_assign": (assign,),
    "people.plan_unassign": (unassign,),
    "people.plan_add_role": (add_role,),
    "connection.plan_save": (threshold, address),
    "mappings.plan_save_mappings": (mapping, scoping_filter),
    "mappings.plan_default": (default_mappings,),
    "mappings.plan_undo_save": (undo_mappings,),
    "turn_on.plan_save_scope": (scope, keep),
    "turn_on.plan_start": (start,),
    "turn_on.plan_switch_on": (switch_on,),
    "monitor.plan_pause": (pause,),
    "monitor.plan_start": (start_again,),
    "monitor.plan_restart": (restart,),
    "history.plan_undo": (),  # by kind of change, below
    "people.plan_wanted": (wanted,),
    "recover.plan_recover": (),  # needs a quarantine, below
}


async def undo_of(assistant: Assistant, kind: str) -> ChangePreview:
    await assistant.history.refresh()
    row = next(each for each in assistant.history.view.rows if each.kind == kind and not each.why_not)
    return await assistant.history.plan_undo(row.id)


async def saved_threshold(assistant: Assistant) -> None:
    await threshold(assistant)
    await assistant.connection.save()


async def saved_mapping(assistant: Assistant) -> None:
    await mapping(assistant)
    await assistant.mappings.save_mappings()


async def added_role(assistant: Assistant) -> None:
    await assistant.people.add_role("Auditor")


async def paused(assistant: Assistant) -> None:
    await assistant.monitor.refresh()
    await assistant.monitor.pause()


async def removed(assistant: Assistant) -> None:
    await assistant.people.refresh()
    await assistant.people.unassign([row.id for row in assistant.people.view.assigned])


async def nothing(_assistant: Assistant) -> None:
    """The fixture did it already."""


UNDOES: dict[str, Callable[[Assistant], Awaitable[None]]] = {
    "settings.save": saved_threshold,
    "job.start": nothing,
    "job.pause": paused,
    "people.assign": nothing,
    "people.unassign": removed,
    "role.add": added_role,
    schema_saving.KIND: saved_mapping,
}


def test_every_commit_is_in_a_table() -> None:
    found = set()
    for step in _steps():
        for name, _method in inspect.getmembers(type(step), inspect.isfunction):
            if name.startswith("plan_"):
                found.add(f"{step.id}.{name}")
    assert found == set(COMMITS) | set(NOBODY)
    assert set(undo._WAYS) == set(UNDOES)


def test_every_commit_of_a_page_is_planned_by_a_step() -> None:
    planned = {name.partition(".")[2] for name in {*COMMITS, *NOBODY}}
    commits = 0
    for path in Path(wizard.ui.pages.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Commit":
                [plan] = [each.value for each in node.keywords if each.arg == "plan"]
                names = {each.attr for each in ast.walk(plan) if isinstance(each, ast.Attribute)}
                if isinstance(plan, ast.Attribute):
                    names.add(plan.attr)
                assert names & planned, f"{path.name}:{node.lineno}"
                commits += 1
    assert commits >= 17


@pytest.mark.parametrize("prepare", [each for group in COMMITS.values() for each in group])
async def test_a_commit_carries_the_affected_people(
    running: Assistant, practice: Practice, prepare: Prepare
) -> None:
    await after_a_cycle(practice)
    preview = await prepare(running)
    assert preview.destructive is (prepare in (unassign, pause, restart))
    await _carries_people(running, preview)


@pytest.mark.parametrize("kind", UNDOES)
async def test_an_undo_carries_the_affected_people(
    running: Assistant, practice: Practice, kind: str
) -> None:
    await after_a_cycle(practice)
    await UNDOES[kind](running)
    preview = await undo_of(running, kind)
    assert preview.destructive is (kind in ("job.start", "people.assign", "role.add"))
    await _carries_people(running, preview)


async def test_recovering_carries_the_affected_people(running: Assistant, practice: Practice) -> None:
    await after_a_cycle(practice)
    await quarantine(practice)
    await control(practice, "PUT", "faults/playvox-key-rejected", {"on": False})
    await running.recover.refresh()
    await _carries_people(running, await running.recover.plan_recover())


async def test_stopping_says_who_keeps_access_meanwhile(running: Assistant, practice: Practice) -> None:
    await after_a_cycle(practice)
    await removed(running)
    impact = await running.people_impact(await pause(running), lambda _sentence: None)
    assert impact is not None
    plan = impact.plan
    assert plan is not None
    assert plan.counts.deactivate == plan.counts.create == 0
    assert {row.reason for row in plan.rows()} == {"provisioning_off"}
    [note] = [each for each in plan.header.notes if each.code == "provisioning_off"]
    assert note.facts["deactivate"] == "1"
    assert impact.must_type is None
    impact.discard()


async def test_removing_everyone_needs_the_number_typed(running: Assistant, practice: Practice) -> None:
    await after_a_cycle(practice)
    for preview in (await unassign(running), await undo_of(running, "people.assign")):
        impact = await running.people_impact(preview, lambda _sentence: None)
        assert impact is not None
        assert impact.must_type == 1
        assert _names(impact.plan, "deactivate") == [ANA]
        impact.discard()


async def _carries_people(assistant: Assistant, preview: ChangePreview) -> None:
    assert not preview.empty
    assert preview.access
    impact = await assistant.people_impact(preview, lambda _sentence: None)
    assert impact is not None
    assert impact.problem is None
    assert impact.plan is not None
    assert impact.plan.count() > 0
    impact.discard()


def _names(plan: Plan | None, action: str) -> list[str]:
    return [row.user_name for row in plan.rows() if row.action == action] if plan is not None else []


def _steps() -> list[object]:
    from tests.ui.staged import NOWHERE, _unreachable
    from wizard.steps import Services

    made = Assistant(Services(NOWHERE, _unreachable, vault=_unreachable))
    return list(made._by_id.values())

"""Warnings and errors before mappings are saved, each with its consequence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import MakeAssistant, enter
from tests.steps.mappings.test_editing import with_job
from wizard.practice.store import ObjectKind
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.mappings.editing_view import MappingEdit
from wizard.steps.mappings.step import MappingsStep
from wizard.steps.turn_on.view import ScopeChoice

if TYPE_CHECKING:
    from wizard.practice import Practice


@pytest.fixture
async def assistant(practice: Practice, make_assistant: MakeAssistant) -> AsyncIterator[Assistant]:
    made = make_assistant()
    await enter(made)
    await with_job(made)
    yield made
    await made.close()


@pytest.fixture
def mappings(assistant: Assistant) -> MappingsStep:
    return assistant.mappings


async def warned(step: MappingsStep) -> str:
    return "\n".join((await step.plan_save_mappings()).warnings)


@pytest.mark.parametrize(
    ("expression", "consequence"),
    [
        ('Switch([IsSoftDeleted], , "false", "true", "true", "false")', "is disabled keeps access"),
        ('"True"', "is disabled keeps access"),
        ("[accountEnabled]", "leaves the scope keeps access"),
        ('"False"', "accounts are inactive"),
        ('Switch([department], Not([IsSoftDeleted]), "Management", "True")', "when they leave"),
    ],
)
async def test_saving_an_active_that_keeps_access_warns(
    mappings: MappingsStep, expression: str, consequence: str
) -> None:
    await mappings.set_mapping(MappingEdit("active", "expression", expression))
    text = await warned(mappings)
    assert consequence in text
    assert expression in text
    assert any(consequence in each for each in mappings.view.warnings)


async def test_the_usual_active_is_not_warned_about(mappings: MappingsStep) -> None:
    await mappings.set_mapping(MappingEdit("title", "direct", "jobTitle"))
    assert "active" not in await warned(mappings)


async def test_removing_active_warns(mappings: MappingsStep) -> None:
    await mappings.remove_mapping("active")
    assert "keeps access" in await warned(mappings)


@pytest.mark.parametrize("target", ["externalId", 'emails[type eq "work"].value', "title"])
async def test_matching_by_what_playvox_cannot_search_is_refused(
    mappings: MappingsStep, target: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        await mappings.set_mapping(MappingEdit(target, "direct", "mail", matching=2))
    assert caught.value.problem.code == "mapping_edit.matching_not_searchable"
    assert caught.value.problem.field == "matching"
    assert mappings.view.draft.differences == ()


async def test_roles_do_not_go_with_everybody(assistant: Assistant, mappings: MappingsStep) -> None:
    target, expression = 'roles[primary eq "True"].value', "SingleAppRoleAssignment([appRoleAssignments])"
    await mappings.set_mapping(MappingEdit(target, "expression", expression))
    assert "filled from roles" not in await warned(mappings)
    await assistant.turn_on.refresh()
    await assistant.turn_on.set_scope(ScopeChoice.ALL)
    assert "filled from roles" in await warned(mappings)
    await mappings.save_mappings()
    scope = await assistant.turn_on.plan_save_scope()
    assert any("filled from roles" in each for each in scope.warnings)


async def test_the_connection_test_searches_by_what_the_mapping_matches_by(
    assistant: Assistant, practice: Practice
) -> None:
    job = next(iter(practice.tenant.store.find(ObjectKind.SCHEMA)))

    def match_by_number(found: dict[str, Any]) -> None:
        for row in found["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]:
            matches = row["targetAttributeName"] == "externalId"
            row["matchingPriority"] = int(matches)

    practice.tenant.store.update(ObjectKind.SCHEMA, job["id"], match_by_number)
    assistant.context.facts.schema.set(None)
    practice.tenant.requests.clear()
    await assistant.connection.test(from_microsoft=False)
    searches = [each.path for each in practice.tenant.requests if "filter=" in each.path]
    assert searches
    assert all("filter=externalId+eq" in each or "externalId%20eq" in each for each in searches)
    assert assistant.context.store.profile.matching == "externalId"
    report = assistant.connection.view.report
    assert report is not None
    assert report.cause == "filter_rejected"


async def test_saving_another_matching_attribute_warns(mappings: MappingsStep) -> None:
    await mappings.set_mapping(MappingEdit("displayName", "direct", "userPrincipalName"))
    assert "matching attributes change" not in await warned(mappings)
    await mappings.set_mapping(MappingEdit("userName", "direct", "mail", matching=1))
    text = await warned(mappings)
    assert "matching attributes change: userName ← " in text
    assert "userName ← [mail] from now on" in text

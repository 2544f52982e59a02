"""Expressions are saved with Graph's own parameter names, never with guessed ones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import MakeAssistant, enter
from tests.steps.mappings.test_editing import with_job
from wizard.entra import schema
from wizard.entra.schema import ParsedExpression
from wizard.mapping.expression import parse
from wizard.mapping.expression.source import to_source, write_source
from wizard.practice.graph.function_names import PARAMETER_NAMES
from wizard.problem import ProblemError
from wizard.steps.mappings.editing_view import MappingEdit
from wizard.steps.mappings.step import MappingsStep

if TYPE_CHECKING:
    from wizard.practice import Practice

EXPRESSION = (
    "IIF(IsPresent([jobTitle]), Coalesce([jobTitle], Left([department], 3)), "
    'Switch(InStr([department], "S"), "none", "1", [department]))'
)


@pytest.fixture
async def mappings(practice: Practice, make_assistant: MakeAssistant) -> AsyncIterator[MappingsStep]:
    made = make_assistant()
    await enter(made)
    await with_job(made)
    yield made.mappings
    await made.close()


def edit(expression: str = EXPRESSION) -> MappingEdit:
    return MappingEdit("title", "expression", expression)


async def saved(step: MappingsStep, target: str) -> dict[str, Any]:
    body = (await step.context.facts.schema.refresh()).body
    rows = body["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    source: dict[str, Any] = next(row for row in rows if row["targetAttributeName"] == target)["source"]
    return source


def names_used(source: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Each function of a stored tree with its parameter names, in order."""
    if source["type"] == "Function" and source["name"]:
        yield source["name"], [each["key"] for each in source["parameters"]]
    for each in source.get("parameters") or ():
        yield from names_used(each["value"])


async def test_the_names_are_those_of_the_tenants_own_functions(mappings: MappingsStep) -> None:
    context = mappings.context
    job = context.facts.provisioning_job
    assert job is not None
    async with context.writing() as graph:
        listed = await schema.functions(graph, context.facts.application_id, job.id)
    known = {each.name or each.id: [one.name for one in each.parameters] for each in listed}
    await mappings.set_mapping(edit())
    await mappings.save_mappings()
    source = await saved(mappings, "title")
    used = dict(names_used(source))
    assert set(used) == {"IIF", "IsPresent", "Coalesce", "Left", "Switch", "InStr"}
    for function, keys in used.items():
        names = known[function]
        assert keys == [names[min(place, len(names) - 1)] for place in range(len(keys))], function
    assert used["Left"] == ["source", "count"]  # a name that no page documents


async def test_what_was_not_edited_goes_back_as_it_came(mappings: MappingsStep) -> None:
    before = await saved(mappings, "active")
    await mappings.set_mapping(edit("[jobTitle]"))
    await mappings.save_mappings()
    assert await saved(mappings, "active") == before


async def test_without_a_tree_names_come_from_the_list_of_functions(
    mappings: MappingsStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = schema.parse_expression

    async def without_tree(*given: Any, **more: Any) -> ParsedExpression:
        return replace(await original(*given, **more), expression=None)

    monkeypatch.setattr(schema, "parse_expression", without_tree)
    await mappings.set_mapping(edit())
    await mappings.save_mappings()
    assert await saved(mappings, "title") == write_source(to_source(parse(EXPRESSION), PARAMETER_NAMES))


async def test_a_function_with_unknown_parameter_names_is_not_saved(
    mappings: MappingsStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = schema.parse_expression

    async def without_tree(*given: Any, **more: Any) -> ParsedExpression:
        return replace(await original(*given, **more), expression=None)

    monkeypatch.setattr(schema, "parse_expression", without_tree)
    version = (await mappings.context.facts.schema.refresh()).version
    await mappings.set_mapping(edit("Len([jobTitle])"))
    with pytest.raises(ProblemError) as caught:
        await mappings.save_mappings()
    assert caught.value.problem.code == "mapping_edit.names_unknown"
    assert (await mappings.context.facts.schema.refresh()).version == version
    assert mappings.view.draft.differences


async def test_what_entra_does_not_read_is_named_and_not_saved(
    mappings: MappingsStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_given: Any, **_more: Any) -> ParsedExpression:
        return ParsedExpression(parsed=False, evaluated=False, error="InvalidExpression: not this one")

    monkeypatch.setattr(schema, "parse_expression", refused)
    version = (await mappings.context.facts.schema.refresh()).version
    await mappings.set_mapping(edit("SomethingElse([jobTitle])"))
    with pytest.raises(ProblemError) as caught:
        await mappings.save_mappings()
    assert caught.value.problem.code == "mapping_edit.refused_by_entra"
    assert "not this one" in caught.value.problem.facts["detail"]
    assert (await mappings.context.facts.schema.refresh()).version == version

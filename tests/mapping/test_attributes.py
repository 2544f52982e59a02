"""The schema model keeps everything, and changes only what was edited."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.corpora import load
from tests.mapping.foreign_json import JSON
from wizard.mapping.attributes import (
    OBJECT_ADD_ONLY,
    AttributeMapping,
    read_mapping,
    read_schema,
    write_mapping,
    write_schema,
)
from wizard.mapping.expression import ParseError, parse, to_text
from wizard.mapping.expression.source import from_source, read_source, to_source, write_source
from wizard.mapping.person import source_person, without_guest_mark

SCHEMA = load("playvox_schema")
EXAMPLES = Path(__file__).parents[1] / "data" / "graph-examples"


def test_a_schema_is_written_as_it_was_read() -> None:
    assert write_schema(read_schema(SCHEMA)) == SCHEMA


def test_graphs_own_examples_survive() -> None:
    found = 0
    for path in sorted(EXAMPLES.glob("synchronization-schema-*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for body in (data.get("request_body"), data.get("response_body")):
            if isinstance(body, dict) and "synchronizationRules" in body:
                assert write_schema(read_schema(body)) == body
                found += 1
    assert found


MAPPING_JSON = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("targetAttributeName", "source", "defaultValue", "flowType", "matchingPriority", "other"), JSON
    ),
)
OBJECT_JSON = st.fixed_dictionaries(
    {},
    optional={
        "attributeMappings": st.lists(MAPPING_JSON, max_size=2) | JSON,
        "scope": JSON,
        "flowTypes": JSON,
        "enabled": JSON,
        "sourceObjectName": st.just("User") | JSON,
    },
)
SCHEMA_JSON = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON,
        "synchronizationRules": st.lists(
            st.fixed_dictionaries({"objectMappings": st.lists(OBJECT_JSON, max_size=2) | JSON}), max_size=2
        )
        | JSON,
        "directories": JSON | st.lists(st.fixed_dictionaries({"name": JSON, "objects": JSON}), max_size=2),
    },
)


@given(SCHEMA_JSON)
def test_foreign_json_is_kept_and_cannot_break_anything(data: dict[str, Any]) -> None:
    schema = read_schema(data)
    schema.mapping_for("User")
    assert write_schema(schema) == data


@given(JSON | MAPPING_JSON)
def test_foreign_sources_are_kept(data: Any) -> None:
    source = read_source(data)
    assert write_source(source) == (data if isinstance(data, dict) else {})


def test_one_change_changes_one_member() -> None:
    schema = read_schema(SCHEMA)
    found = schema.mapping_for("User")
    assert found is not None
    _, mapping = found
    name = mapping.mapping_to("displayName")
    assert name is not None
    changed = mapping.with_mapping(replace(name, flow_type=OBJECT_ADD_ONLY))
    stored = write_schema(schema.with_object_mapping(mapping, changed))
    before = SCHEMA["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    after = stored["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    differing = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(differing) == 1
    assert differing[0][1] == {**differing[0][0], "flowType": "ObjectAddOnly"}
    stored["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"] = before
    assert stored == SCHEMA


def test_adding_and_removing_a_mapping() -> None:
    _, mapping = read_schema(SCHEMA).mapping_for("User") or pytest.fail("no mapping")
    new = AttributeMapping("title", to_source(parse("[jobTitle]")))
    wider = mapping.with_mapping(new)
    assert wider.mapping_to("title") == new
    assert wider.without("title") == mapping
    assert read_mapping(write_mapping(new)) == new
    assert [item.target for item in mapping.matching] == ["userName"]
    assert mapping.allows("Delete")
    assert not replace(mapping, flow_types="Add").allows("Update")


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ({"type": "Attribute", "name": "mail"}, "[mail]"),
        ({"type": "Attribute", "expression": "[mail]"}, "[mail]"),
        ({"type": "Constant", "name": "-", "expression": '"-"'}, '"-"'),
        ({"type": "Constant", "name": "x y"}, '"x y"'),
        ({"type": "Function", "expression": "ToLower( [a] )", "name": "ToLower"}, "ToLower([a])"),
        (
            {
                "type": "Function",
                "name": "Replace",
                "parameters": [
                    {"key": "source", "value": {"type": "Attribute", "name": "a"}},
                    {"key": "Find", "value": {"type": "Constant", "name": "-"}},
                    {"key": "Replacement", "value": {"type": "Constant", "name": "_"}},
                ],
            },
            'Replace([a], "-", , , "_")',
        ),
        (
            {
                "type": "Function",
                "name": "Join",
                "parameters": [
                    {"key": "separator", "value": {"type": "Constant", "name": " "}},
                    {"key": "source", "value": {"type": "Attribute", "name": "a"}},
                    {"key": "source", "value": {"type": "Attribute", "name": "b"}},
                ],
            },
            'Join(" ", [a], [b])',
        ),
    ],
)
def test_sources_become_expressions(stored: dict[str, Any], text: str) -> None:
    assert to_text(from_source(read_source(stored))) == text
    assert write_source(read_source(stored)) == stored


@pytest.mark.parametrize("stored", [{}, {"type": "Function"}, {"type": "Attribute", "expression": "mail["}])
def test_sources_without_an_expression_say_so(stored: dict[str, Any]) -> None:
    with pytest.raises(ParseError):
        from_source(read_source(stored))


def test_a_tree_is_stored_as_graph_documents_it() -> None:
    stored = write_source(to_source(parse('Replace([preferredLanguage], "-", , , "_", ,  )')))
    assert stored == {
        "expression": 'Replace([preferredLanguage], "-", , , "_", , )',
        "name": "Replace",
        "parameters": [
            {
                "key": "source",
                "value": {
                    "expression": "[preferredLanguage]",
                    "name": "preferredLanguage",
                    "parameters": [],
                    "type": "Attribute",
                },
            },
            {
                "key": "Find",
                "value": {"expression": '"-"', "name": "-", "parameters": [], "type": "Constant"},
            },
            {
                "key": "Replacement",
                "value": {"expression": '"_"', "name": "_", "parameters": [], "type": "Constant"},
            },
        ],
        "type": "Function",
    }


USER = {
    "id": "1",
    "userPrincipalName": "ada_fabrikam.com#EXT#@contoso.onmicrosoft.com",
    "accountEnabled": True,
    "businessPhones": ["+1 2"],
    "mobilePhone": "3",
    "officeLocation": "Home",
    "userType": "Guest",
    "onPremisesExtensionAttributes": {"extensionAttribute1": "e", "extensionAttribute2": None},
    "employeeOrgData": {"division": "d", "costCenter": None},
    "manager": {"id": "9"},
}


def test_a_graph_user_as_the_mappings_see_it() -> None:
    person = source_person(USER)
    assert person["objectId"] == "1"
    assert person["userPrincipalName"] == "ada@fabrikam.com"
    assert person["originalUserPrincipalName"] == USER["userPrincipalName"]
    assert (person["telephoneNumber"], person["mobile"], person["physicalDeliveryOfficeName"]) == (
        "+1 2",
        "3",
        "Home",
    )
    assert person["extensionAttribute1"] == "e"
    assert "extensionAttribute2" not in person
    assert person["division"] == "d"
    assert person["manager"] == "9"
    assert "userType" not in person
    assert person["IsSoftDeleted"] is False


@pytest.mark.parametrize(
    ("change", "options"),
    [
        ({"accountEnabled": False}, {}),
        ({}, {"in_scope": False}),
        ({}, {"soft_deleted": True}),
        ({"deletedDateTime": "2026-01-01T00:00:00Z"}, {}),
    ],
)
def test_four_kinds_of_soft_deletion(change: dict[str, Any], options: dict[str, bool]) -> None:
    assert source_person({**USER, **change}, **options)["IsSoftDeleted"] is True


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a@b.c", "a@b.c"), ("a_b_c.org#EXT#@t.com", "a_b@c.org"), ("odd#EXT#@t.com", "odd"), ("#EXT#", "")],
)
def test_guests_lose_their_mark(name: str, expected: str) -> None:
    assert without_guest_mark(name) == expected

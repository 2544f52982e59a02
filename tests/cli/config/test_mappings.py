"""What a file makes of Entra's mappings, and that what is exported changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.mapping.corpora import FOLDER
from wizard.cli.config import Config
from wizard.cli.config.mappings import stated_actions, stated_filter, stated_mappings, wanted_mapping
from wizard.mapping.attributes import ObjectMapping, read_schema, write_mapping
from wizard.mapping.changes import changes
from wizard.mapping.expression.source import Source
from wizard.mapping.scoping import read_filter
from wizard.problem import ProblemError

FILTER = {
    "groups": [
        {
            "name": "Sales",
            "note": "kept",
            "clauses": [
                {
                    "operatorName": "EQUALS",
                    "sourceOperandName": "department",
                    "targetOperand": {"values": ["Sales"]},
                    "note": "kept",
                },
                {
                    "operatorName": "IS_NOT_NULL",
                    "sourceOperandName": "mail",
                    "targetOperand": {"values": []},
                },
            ],
        }
    ],
    "inputFilterGroups": [],
    "categoryFilterGroups": [],
}


@pytest.fixture
def now() -> ObjectMapping:
    schema = read_schema(json.loads((FOLDER / "playvox_schema.json").read_text(encoding="utf-8")))
    found = schema.mapping_for("User")
    assert found is not None
    return replace(found[1], scope=read_filter(FILTER))


def config(**tables: Any) -> Config:
    return Config.model_validate(tables)


def told(before: ObjectMapping, after: ObjectMapping) -> list[tuple[str, str, str, str]]:
    return [(each.aspect, each.target, each.before, each.after) for each in changes(before, after)]


def exported(now: ObjectMapping) -> Config:
    mappings, unsaid = stated_mappings(now)
    assert unsaid == ()
    return config(
        mappings=mappings,
        actions=stated_actions(now),
        people={"scoping_filter": stated_filter(now)},
        provisioning={"mappings_complete": True},
    )


def test_what_is_exported_changes_nothing_at_all(now: ObjectMapping) -> None:
    assert wanted_mapping(now, exported(now)) == now
    assert wanted_mapping(now, config()) is not None
    assert wanted_mapping(now, config()) == now


def test_a_file_that_states_one_thing_changes_one_thing(now: ObjectMapping) -> None:
    target = next(item.target for item in now.mappings if not item.matching_priority)
    old = now.mapping_to(target)
    assert old is not None
    before = replace(old, default="d", flow_type="ObjectAddOnly")
    started = now.with_mapping(before)
    after = wanted_mapping(started, config(mappings={target: 'Join(" ", [a], [b])'}))
    found = after.mapping_to(target)
    assert found is not None
    assert (found.default, found.flow_type) == ("d", "ObjectAddOnly")
    assert [each[0] for each in told(started, after)] == ["source"]
    for entry, aspect in (
        ({"default": ""}, "default"),
        ({"apply": "always"}, "applies"),
        ({"matching": 7}, "matching"),
        ({"missing_references": True}, "references"),
    ):
        after = wanted_mapping(started, config(mappings={target: entry}))
        assert [each[:2] for each in told(started, after)] == [(aspect, target)]


def test_an_attribute_is_named_with_or_without_brackets(now: ObjectMapping) -> None:
    for text in ("jobTitle", "[jobTitle]", " jobTitle "):
        after = wanted_mapping(now, config(mappings={"title": text}))
        found = after.mapping_to("title")
        assert found is not None
        assert write_mapping(replace(found, raw=None))["source"]["type"] == "Attribute"
        assert found.source.name == "jobTitle"
    constant = wanted_mapping(now, config(mappings={"title": '"jobTitle"'})).mapping_to("title")
    assert constant is not None
    assert constant.source.type == "Constant"


def test_removing_is_written(now: ObjectMapping) -> None:
    target = next(item.target for item in now.mappings if not item.matching_priority)
    for entry in ("", {"remove": True}):
        after = wanted_mapping(now, config(mappings={target: entry}))
        assert [each[:2] for each in told(now, after)] == [("mapping", target)]
        assert after.mapping_to(target) is None
    no_source = wanted_mapping(now, config(mappings={target: {"value": "", "default": "x"}}))
    found = no_source.mapping_to(target)
    assert found is not None
    assert (found.source.is_none, found.default) == (True, "x")


def test_a_complete_list_removes_the_rest_and_what_it_leaves_out(now: ObjectMapping) -> None:
    first = now.matching[0].target
    given = config(
        mappings={first: {"value": "mail", "matching": 1}}, provisioning={"mappings_complete": True}
    )
    after = wanted_mapping(replace(now, scope=None), given)
    assert [item.target for item in after.mappings] == [first]
    changed = now.with_mapping(replace(now.matching[0], default="d", flow_type="ObjectAddOnly"))
    found = wanted_mapping(changed, given).mapping_to(first)
    assert found is not None
    assert (found.default, found.flow_type) == (None, "Always")


def test_the_last_matching_attribute_is_not_lost(now: ObjectMapping) -> None:
    entries: dict[str, Any] = {item.target: {"matching": 0} for item in now.matching}
    with pytest.raises(ProblemError) as caught:
        wanted_mapping(now, config(mappings=entries))
    assert caught.value.problem.code == "config_last_matching"


def test_filters_keep_what_entra_keeps_beside_them(now: ObjectMapping) -> None:
    stated = stated_filter(now)
    assert stated == [
        {
            "name": "Sales",
            "clauses": [
                {"attribute": "department", "operator": "EQUALS", "value": "Sales"},
                {"attribute": "mail", "operator": "IS_NOT_NULL"},
            ],
        }
    ]
    stated[0]["clauses"][1]["operator"] = "IS NOT NULL"  # another spelling of the same
    del stated[0]["name"]
    assert wanted_mapping(now, config(people={"scoping_filter": stated})) == now
    stated[0]["clauses"][0]["value"] = "Support"
    after = wanted_mapping(now, config(people={"scoping_filter": stated}))
    assert [each[0] for each in told(now, after)] == ["scope"]
    assert after.scope is not None
    assert after.scope.groups[0].raw == now.scope.groups[0].raw if now.scope else False
    none = wanted_mapping(now, config(people={"scoping_filter": []}))
    assert none.scope is not None
    assert none.scope.groups == ()
    assert wanted_mapping(none, config(people={"scoping_filter": []})) == none


@pytest.mark.parametrize(
    ("flow", "actions", "expected"),
    [
        ("Add,Update,Delete", {"deactivate": False}, "Add,Update"),
        ("Add", {"update": True}, "Add,Update"),
        ("add, update", {"create": True}, "add, update"),
        ("Add,Update,Delete", {"create": False, "update": False, "deactivate": False}, "None"),
        ("None", {"create": True}, "Add"),
        ("Add,Purge", {"update": True}, "Add,Update,Purge"),
    ],
)
def test_actions_are_switched_one_by_one(
    now: ObjectMapping, flow: str, actions: dict[str, bool], expected: str
) -> None:
    after = wanted_mapping(replace(now, flow_types=flow), config(actions=actions))
    assert after.flow_types == expected


def test_what_no_file_can_say_is_named_and_left_alone(now: ObjectMapping) -> None:
    strange = now.with_mapping(
        replace(now.mappings[0], target="strange", source=Source("Function", "Odd", "Odd((", ()))
    )
    strange = strange.with_mapping(replace(now.mappings[0], target="later", flow_type="Newer"))
    mappings, unsaid = stated_mappings(strange)
    assert set(unsaid) == {"strange", "later"}
    assert wanted_mapping(strange, config(mappings=mappings)) == strange

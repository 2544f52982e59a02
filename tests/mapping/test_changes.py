"""Differences between two mappings, as they are explained before saving."""

from __future__ import annotations

from dataclasses import replace

from tests.mapping.test_body import users
from wizard.mapping.attributes import AttributeMapping
from wizard.mapping.changes import (
    BodyChange,
    changes,
)
from wizard.mapping.expression import parse
from wizard.mapping.expression.source import to_source
from wizard.mapping.scoping import (
    Clause,
    Filter,
    FilterGroup,
)


def test_nothing_differs_from_itself() -> None:
    assert changes(users(), users()) == ()


def test_every_kind_of_difference_is_named() -> None:
    old = users()
    name = old.mapping_to("displayName")
    assert name is not None
    edited = replace(
        name, source=to_source(parse("[mail]")), default="x", flow_type="ObjectAddOnly", matching_priority=2
    )
    scope = Filter(
        (FilterGroup("", (Clause("a", "EQUALS", ("x",)), Clause("b", "IS NULL"))), FilterGroup("", ()))
    )
    new = old.with_mapping(edited).without("externalId")
    new = new.with_mapping(AttributeMapping("title", to_source(parse("[jobTitle]"))))
    new = replace(new, scope=scope, flow_types="Add", enabled=False)
    assert changes(old, new) == (
        BodyChange("source", "displayName", "[displayName]", "[mail]"),
        BodyChange("default", "displayName", "", "x"),
        BodyChange("applies", "displayName", "Always FlowWhenChanged", "ObjectAddOnly FlowWhenChanged"),
        BodyChange("matching", "displayName", "0", "2"),
        BodyChange("mapping", "externalId", "[mailNickname]", ""),
        BodyChange("mapping", "title", "", "[jobTitle]"),
        BodyChange("scope", "", "", '(a EQUALS "x" AND b IS NULL) OR ()'),
        BodyChange("flow", "", old.flow_types, "Add"),
        BodyChange("enabled", "", "True", "False"),
    )

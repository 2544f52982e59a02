"""Requests from the field: roles, several values, defaults, and why an account stays as it is.

Each kind was reported by administrators (Microsoft Q&A, issues of azure-docs and entra-docs).
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.mapping.corpora import load
from tests.mapping.test_body import ACCOUNT, ADA, SCHEMA, changed, mapped, users
from wizard.mapping.attributes import MappingSchema, read_schema, write_schema
from wizard.mapping.body import Preview, preview
from wizard.mapping.mapper import Mapper
from wizard.mapping.values import UNREAD
from wizard.messages import explain

AUDITOR = {"id": "2d0a5b5e", "value": "audit", "displayName": "audit"}
COACH = {"id": "9c1f77a0", "value": "coach", "displayName": "coach"}
ROLE = "WindowsAzureActiveDirectoryRole"
TEAMS = "urn:ietf:params:scim:schemas:extension:acme:2.0:User:teams"


def with_attribute(name: str, expression: str) -> MappingSchema:
    """The schema with a custom attribute that has several values, mapped by an expression."""
    data = load("playvox_schema")
    data["directories"][1]["objects"][0]["attributes"].append(
        {"name": name, "type": "String", "multivalued": True}
    )
    data["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"].append(
        {
            "targetAttributeName": name,
            "flowType": "Always",
            "matchingPriority": 0,
            "source": {"type": "Function", "expression": expression},
        }
    )
    return read_schema(data)


def operations(found: Preview) -> list[dict[str, Any]]:
    assert found.body is not None, found.why
    sent: list[dict[str, Any]] = found.body["Operations"]
    return sent


# ---- roles


@pytest.mark.parametrize("member", ["value", "display"])
def test_a_single_role_of_a_new_account_carries_its_type(member: str) -> None:
    schema = mapped(f'roles[primary eq "True"].{member}', "SingleAppRoleAssignment([appRoleAssignments])")
    found = preview({**ADA, "appRoleAssignments": ["Coach"]}, schema)
    assert found.body is not None
    assert found.body["roles"] == [{"primary": True, "type": ROLE, member: "Coach"}]
    assert found.certain


def test_the_type_of_a_single_role_is_always_the_same() -> None:
    schema = mapped('roles[primary eq "True"].type', "SingleAppRoleAssignment([appRoleAssignments])")
    found = preview({**ADA, "appRoleAssignments": ["Coach"]}, schema)
    assert found.body is not None
    assert found.body["roles"] == [{"primary": True, "type": ROLE}]


def test_changing_a_single_role_is_documented_in_two_ways() -> None:
    schema = mapped('roles[primary eq "True"].value', "SingleAppRoleAssignment([appRoleAssignments])")
    person = {**ADA, "appRoleAssignments": ["Coach"]}
    assert not preview(person, schema, ACCOUNT).certain
    has = {**ACCOUNT, "roles": [{"primary": True, "value": "Coach"}]}
    assert (preview(person, schema, has).action, preview(person, schema, has).certain) == ("none", True)


@pytest.mark.parametrize(
    ("function", "name"),
    [("AppRoleAssignmentsComplex", "displayName"), ("AssertiveAppRoleAssignmentsComplex", "display")],
)
def test_roles_of_a_new_account(function: str, name: str) -> None:
    schema = with_attribute("roles", f"{function}([appRoleAssignments])")
    found = preview({**ADA, "appRoleAssignments": [AUDITOR, COACH]}, schema)
    assert found.body is not None
    assert found.body["roles"] == [
        {"primary": False, "type": ROLE, name: "audit", "value": "audit"},
        {"primary": False, "type": ROLE, name: "coach", "value": "coach"},
    ]
    assert found.certain


def test_complex_roles_are_added_as_json_text() -> None:
    schema = with_attribute("roles", "AppRoleAssignmentsComplex([appRoleAssignments])")
    person = {**ADA, "appRoleAssignments": [AUDITOR, COACH]}
    texts = [json.dumps(each, separators=(",", ":")) for each in (AUDITOR, COACH)]
    assert operations(preview(person, schema, ACCOUNT)) == [
        {"op": "Add", "path": "roles", "value": [{"value": texts[0]}, {"value": texts[1]}]}
    ]
    compliant = operations(preview(person, schema, ACCOUNT, compliant=True))
    assert (compliant[0]["op"], compliant[0]["value"][1]["displayName"]) == ("add", "coach")
    # An existing value is not added again, however the server stores it.
    has = {**ACCOUNT, "roles": [{"value": texts[0]}, {"value": "coach", "display": "Coach"}]}
    assert preview(person, schema, has).action == "none"
    # A role that was removed in Entra stays in Playvox.
    less = preview({**ADA, "appRoleAssignments": [COACH]}, schema, has)
    assert less.action == "none"


@pytest.mark.parametrize("present", [[], [{"value": "other"}], [{"value": "coach"}, {"value": "other"}]])
@pytest.mark.parametrize("compliant", [False, True])
def test_assertive_roles_always_replace(present: list[dict[str, str]], compliant: bool) -> None:
    schema = with_attribute("roles", "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])")
    person = {**ADA, "appRoleAssignments": [COACH]}
    found = operations(preview(person, schema, {**ACCOUNT, "roles": present}, compliant=compliant))
    element = {"primary": False, "type": ROLE, "display": "coach", "value": "coach"}
    assert found == [{"op": "replace" if compliant else "Replace", "path": "roles", "value": [element]}]
    has = {**ACCOUNT, "roles": [element]}
    assert preview(person, schema, has, compliant=compliant).action == "none"


def test_roles_that_were_not_read_are_unknown() -> None:
    schema = mapped('roles[primary eq "True"].value', "SingleAppRoleAssignment([appRoleAssignments])")
    found = preview({**ADA, "appRoleAssignments": UNREAD}, schema)
    assert not found.certain


def test_a_gallery_role_without_a_value_is_written_by_its_name() -> None:
    role = {"id": "1", "value": None, "displayName": "User"}
    schema = mapped('roles[primary eq "True"].value', "SingleAppRoleAssignment([appRoleAssignments])")
    found = preview({**ADA, "appRoleAssignments": [role]}, schema)
    assert found.body is not None
    assert found.body["roles"][0]["value"] == "User"
    several = with_attribute("roles", "AppRoleAssignmentsComplex([appRoleAssignments])")
    assert not preview({**ADA, "appRoleAssignments": [role]}, several).certain


# ---- several values


def test_several_values_are_added_and_never_replaced() -> None:
    schema = with_attribute(TEAMS, 'Split([department], ";")')
    person = {**ADA, "department": "north;south"}
    path, urn = TEAMS, TEAMS.rpartition(":")[0]
    account = {**ACCOUNT, urn: {"teams": ["south", "west"]}}
    assert operations(preview(person, schema, account)) == [
        {"op": "Add", "path": path, "value": [{"value": "north"}]}
    ]
    has = {**ACCOUNT, urn: {"teams": [{"value": "North"}, {"value": "south"}]}}
    assert preview(person, schema, has).action == "none"
    assert not preview(person, schema, account, compliant=True).certain


def test_a_single_value_for_an_attribute_of_several() -> None:
    schema = with_attribute(TEAMS, 'Append([department], "")')
    found = operations(preview({**ADA, "department": "north"}, schema, ACCOUNT))
    assert found == [{"op": "Add", "path": TEAMS, "value": [{"value": "north"}]}]


# ---- no source, only a default


def without_source(default: str | None) -> MappingSchema:
    data = load("playvox_schema")
    data["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"].append(
        {"targetAttributeName": "title", "flowType": "Always", "defaultValue": default, "source": None}
    )
    return read_schema(data)


def test_a_mapping_without_a_source_creates_with_its_default() -> None:
    created = preview(ADA, without_source("Agent"))
    assert created.body is not None
    assert created.body["title"] == "Agent"
    assert created.certain
    assert preview(ADA, without_source("Agent"), ACCOUNT).action == "none"
    nothing = preview(ADA, without_source(None))
    assert nothing.body is not None
    assert "title" not in nothing.body


def test_a_mapping_without_a_source_goes_back_as_it_came() -> None:
    schema = without_source("Agent")
    assert schema.raw is not None
    assert write_schema(schema) == schema.raw
    assert Mapper.of(schema).rows[-1].problem is None


# ---- nothing is sent, and the actual reason


@pytest.mark.parametrize(
    ("expression", "person", "why"),
    [
        ('Switch([IsSoftDeleted], , "false", "true", "true", "false")', {}, "null"),
        ('Switch([IsSoftDeleted], "True", "true", "False")', {}, "value"),
        ("[accountEnabled]", {}, "value"),
        ('"True"', {}, "value"),
        ("[jobTitle]", {}, "null"),
        ("IgnoreFlowIfNullOrEmpty([jobTitle])", {}, "ignored"),
        ('CBool("maybe")', {}, "problem"),
    ],
)
def test_an_active_that_never_turns_false_keeps_the_account_active(
    expression: str, person: dict[str, Any], why: str
) -> None:
    found = preview({**ADA, **person}, mapped("active", expression), ACCOUNT, in_scope=False)
    assert (found.action, found.body, found.why.code) == ("skip", None, "preview.stays_active")
    assert found.why.facts["reason"] == why
    assert "stays active" in explain(found.why).what


@pytest.mark.parametrize("flow_type", ["ObjectAddOnly", "AttributeAddOnly"])
def test_an_active_that_is_not_written_again_keeps_the_account_active(flow_type: str) -> None:
    row = users().mapping_to("active")
    assert row is not None
    mapping = users().with_mapping(replace(row, flow_type=flow_type))
    schema = SCHEMA.with_object_mapping(users(), mapping)
    found = preview(ADA, schema, ACCOUNT, in_scope=False)
    assert (found.action, found.why.code) == ("skip", "preview.stays_active")
    assert found.why.facts["reason"] in ("only_at_creation", "has_value")


def test_disabling_counts_where_active_follows_account_enabled() -> None:
    schema = mapped("active", "[accountEnabled]")
    disabled = {**ADA, "accountEnabled": False, "IsSoftDeleted": True}
    found = preview(disabled, schema, ACCOUNT)
    assert found.action == "disable"
    assert operations(found) == [{"op": "Replace", "path": "active", "value": "False"}]


def test_an_account_that_is_inactive_already_is_left_alone() -> None:
    inactive = {**ACCOUNT, "active": False}
    for expression in ("[accountEnabled]", '"True"', "Not([IsSoftDeleted])"):
        found = preview(ADA, mapped("active", expression), inactive, in_scope=False)
        assert (found.action, found.why.code) == ("none", "preview.already_inactive"), expression


def test_what_else_depends_on_leaving_is_sent_along() -> None:
    schema = mapped("title", 'Switch([IsSoftDeleted], "here", "True", "left")')
    found = preview({**ADA, "displayName": "New"}, schema, ACCOUNT, in_scope=False)
    assert found.action == "disable"
    assert [item["path"] for item in operations(found)] == ["active", "title"]


def test_a_value_that_only_playvox_has_stays_and_is_named() -> None:
    found = preview({**ADA, "givenName": None, "surname": None}, SCHEMA, ACCOUNT)
    assert (found.action, found.why.code) == ("none", "preview.kept")
    assert found.why.facts["attributes"] == "name.givenName, name.familyName, name.formatted"
    assert not found.certain  # name.formatted is an empty text, and no page says whether that is sent
    assert {item.target for item in found.trace if item.kept} >= {"name.givenName", "name.familyName"}
    assert preview(ADA, SCHEMA, ACCOUNT).why.code == "preview.unchanged"


def test_a_reference_is_for_a_later_cycle() -> None:
    data = load("playvox_schema")
    data["directories"][1]["objects"][0]["attributes"].append({"name": "manager", "type": "Reference"})
    data["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"].append(
        {
            "targetAttributeName": "manager",
            "source": {"type": "Attribute", "name": "manager", "expression": "[manager]"},
        }
    )
    schema, person = read_schema(data), {**ADA, "manager": "77"}
    created = preview(person, schema)
    assert created.body is not None
    assert "manager" not in created.body
    changed = preview(person, schema, ACCOUNT)
    assert (changed.action, changed.certain) == ("none", False)


def test_all_searches_for_the_account_in_their_order() -> None:
    found = preview(ADA, changed("externalId", matching_priority=2))
    assert found.matches == ('userName eq "ada@contoso.com"', 'externalId eq "ada"')
    assert found.match == found.matches[0]

"""The exact request: create, change in both dialects, disable, nothing - and the source of each value."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.corpora import load
from wizard.mapping.attributes import (
    FLOW_ALWAYS,
    AttributeMapping,
    MappingSchema,
    ObjectMapping,
    read_schema,
)
from wizard.mapping.body import Preview, preview
from wizard.mapping.dialect import CORE, ENTERPRISE, PATCH_OP
from wizard.mapping.expression import (
    EvaluationContext,
    parse,
)
from wizard.mapping.expression.source import to_source
from wizard.mapping.mapper import Mapper
from wizard.mapping.paths import parse_path
from wizard.messages.explanation import known_codes

SCHEMA = read_schema(load("playvox_schema"))
ADA = {
    "userPrincipalName": "ada@contoso.com",
    "displayName": "Ada Lovelace",
    "givenName": "Ada",
    "surname": "Lovelace",
    "mail": "ada@contoso.com",
    "mailNickname": "ada",
    "accountEnabled": True,
    "IsSoftDeleted": False,
}
ACCOUNT = {
    "id": "7",
    "userName": "ada@contoso.com",
    "active": True,
    "displayName": "Ada Lovelace",
    "emails": [{"type": "work", "value": "ada@contoso.com", "primary": True}],
    "name": {"givenName": "Ada", "familyName": "Lovelace", "formatted": "Ada Lovelace"},
    "externalId": "ada",
}


def users(schema: MappingSchema = SCHEMA) -> ObjectMapping:
    found = schema.mapping_for("User")
    assert found is not None
    return found[1]


def changed(target: str, **members: Any) -> MappingSchema:
    mapping = users().mapping_to(target)
    assert mapping is not None
    return SCHEMA.with_object_mapping(users(), users().with_mapping(replace(mapping, **members)))


def mapped(target: str, expression: str, **members: Any) -> MappingSchema:
    row = AttributeMapping(target, to_source(parse(expression)), **members)
    return SCHEMA.with_object_mapping(users(), users().with_mapping(row))


def flow(found: Preview, target: str) -> str:
    return next(item.flow for item in found.trace if item.target == target)


def test_a_new_account() -> None:
    found = preview(ADA, SCHEMA)
    assert (found.action, found.method, found.path) == ("create", "POST", "/Users")
    assert found.match == 'userName eq "ada@contoso.com"'
    assert found.certain
    assert found.body == {
        "schemas": [CORE, ENTERPRISE],
        "userName": "ada@contoso.com",
        "active": True,
        "displayName": "Ada Lovelace",
        "emails": [{"type": "work", "value": "ada@contoso.com", "primary": True}],
        "name": {"givenName": "Ada", "familyName": "Lovelace", "formatted": "Ada Lovelace"},
        "externalId": "ada",
        "meta": {"resourceType": "User"},
        "roles": [],
    }


def test_missing_values_are_not_sent() -> None:
    found = preview({**ADA, "mail": None, "givenName": None}, SCHEMA)
    assert found.body is not None
    assert "emails" not in found.body
    assert found.body["name"] == {"familyName": "Lovelace", "formatted": "Lovelace"}
    assert flow(found, "name.givenName") == "null"
    cleared = preview({**ADA, "mail": None}, SCHEMA, ACCOUNT)
    assert cleared.action == "none"  # a value removed in Entra stays in Playvox


def test_defaults_are_for_creation_only() -> None:
    schema = changed("displayName", default="Nobody")
    nameless = {**ADA, "displayName": None}
    created = preview(nameless, schema)
    assert created.body is not None
    assert created.body["displayName"] == "Nobody"
    assert flow(created, "displayName") == "default"
    assert preview(nameless, schema, {**ACCOUNT, "displayName": None}).action == "none"


def test_a_changed_account_in_both_dialects() -> None:
    person = {**ADA, "displayName": "Ada King", "surname": "King", "mail": "king@contoso.com"}
    plain = preview(person, SCHEMA, ACCOUNT)
    assert (plain.action, plain.method, plain.path) == ("update", "PATCH", "/Users/7")
    assert plain.body == {
        "schemas": [PATCH_OP],
        "Operations": [
            {"op": "Replace", "path": "displayName", "value": "Ada King"},
            {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "king@contoso.com"},
            {"op": "Replace", "path": "name.familyName", "value": "King"},
            {"op": "Replace", "path": "name.formatted", "value": "Ada King"},
        ],
    }
    compliant = preview(person, SCHEMA, ACCOUNT, compliant=True)
    assert compliant.body == {
        "schemas": [PATCH_OP],
        "Operations": [
            {"op": "replace", "path": 'emails[type eq "work"].value', "value": "king@contoso.com"},
            {
                "op": "replace",
                "value": {
                    "displayName": "Ada King",
                    "name.familyName": "King",
                    "name.formatted": "Ada King",
                },
            },
        ],
    }


def test_a_value_that_was_not_there_is_added() -> None:
    account = {**ACCOUNT, "externalId": None, "emails": []}
    plain = preview(ADA, SCHEMA, account).body
    assert plain is not None
    assert [item["op"] for item in plain["Operations"]] == ["Add", "Add"]
    compliant = preview(ADA, SCHEMA, account, compliant=True).body
    assert compliant is not None
    assert compliant["Operations"] == [
        {"op": "add", "path": 'emails[type eq "work"].value', "value": "ada@contoso.com"},
        {"op": "add", "path": "externalId", "value": "ada"},
    ]


@pytest.mark.parametrize(
    ("compliant", "operation"),
    [
        (False, {"op": "Replace", "path": "active", "value": "False"}),
        (True, {"op": "replace", "path": "active", "value": False}),
    ],
)
def test_leaving_scope_disables_and_changes_nothing_else(
    compliant: bool, operation: dict[str, Any]
) -> None:
    person = {**ADA, "displayName": "Changed too"}
    found = preview(person, SCHEMA, ACCOUNT, in_scope=False, compliant=compliant)
    assert found.action == "disable"
    assert found.body is not None
    assert found.body["Operations"] == [operation]
    assert flow(found, "displayName") == "not_sent"


def test_a_disabled_person_in_scope() -> None:
    person = {**ADA, "accountEnabled": False, "IsSoftDeleted": True}
    found = preview(person, SCHEMA, ACCOUNT)
    assert (found.action, found.body and len(found.body["Operations"])) == ("disable", 1)
    assert preview(person, SCHEMA, {**ACCOUNT, "active": False}).action == "none"
    back = preview(ADA, SCHEMA, {**ACCOUNT, "active": "False"})
    assert back.body is not None
    assert back.body["Operations"] == [{"op": "Replace", "path": "active", "value": "True"}]


@pytest.mark.parametrize(
    ("person", "schema", "account", "options", "why"),
    [
        ({**ADA, "IsSoftDeleted": True}, SCHEMA, None, {}, "not_active"),
        (ADA, SCHEMA, None, {"in_scope": False}, "out_of_scope"),
        ({**ADA, "userPrincipalName": None}, SCHEMA, None, {}, "no_matching_value"),
        (
            ADA,
            SCHEMA.with_object_mapping(users(), replace(users(), flow_types="Update")),
            None,
            {},
            "create_off",
        ),
        (
            {**ADA, "surname": "King"},
            SCHEMA.with_object_mapping(users(), replace(users(), flow_types="Add")),
            ACCOUNT,
            {},
            "update_off",
        ),
        (
            ADA,
            SCHEMA.with_object_mapping(users(), users().without("active")),
            ACCOUNT,
            {"in_scope": False},
            "active_not_mapped",
        ),
        (
            ADA,
            mapped("objectFilter", "IIF([mail] = [mail], IgnoreObjectFlow, [mail])"),
            None,
            {},
            "object_ignored",
        ),
    ],
)
def test_nothing_is_sent_and_why(
    person: dict[str, Any],
    schema: MappingSchema,
    account: dict[str, Any] | None,
    options: dict[str, Any],
    why: str,
) -> None:
    found = preview(person, schema, account, **options)
    assert (found.action, found.body, found.why.code) == ("skip", None, f"preview.{why}")
    assert found.why.code in known_codes()


def test_when_a_mapping_applies() -> None:
    person = {**ADA, "displayName": "New"}
    assert flow(
        preview(person, changed("displayName", flow_type="ObjectAddOnly"), ACCOUNT), "displayName"
    ) == ("only_at_creation")
    keep = changed("displayName", flow_type="AttributeAddOnly")
    assert flow(preview(person, keep, ACCOUNT), "displayName") == "has_value"
    assert flow(preview(person, keep, {**ACCOUNT, "displayName": ""}), "displayName") == "sent"
    always = changed("displayName", flow_behavior=FLOW_ALWAYS)
    assert preview(ADA, always, ACCOUNT).action == "update"


def test_letter_case_alone_is_no_change_unless_the_target_says_so() -> None:
    person = {**ADA, "displayName": "ADA LOVELACE"}
    assert preview(person, SCHEMA, ACCOUNT).action == "none"
    data = json.loads(json.dumps(load("playvox_schema")))
    for attribute in data["directories"][1]["objects"][0]["attributes"]:
        attribute["caseExact"] = attribute["name"] == "displayName"
    assert preview(person, read_schema(data), ACCOUNT).action == "update"


def test_other_paths_and_types() -> None:
    urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"
    schema = mapped(urn, '"Sales"')
    body = preview(ADA, schema).body
    assert body is not None
    assert body[ENTERPRISE] == {"department": "Sales"}
    own = mapped("urn:ietf:params:scim:schemas:extension:acme:2.0:User:level", '"1"')
    body = preview(ADA, own).body
    assert body is not None
    assert body["schemas"] == [CORE, ENTERPRISE]  # a custom extension is not announced
    roles = mapped('roles[primary eq "True"].value', '"Admin"')
    body = preview(ADA, roles).body
    assert body is not None
    assert body["roles"] == [{"primary": True, "value": "Admin"}]


def test_a_dropped_value_is_not_sent() -> None:
    found = preview({**ADA, "mail": ""}, mapped("title", "IgnoreFlowIfNullOrEmpty([mail])", default="x"))
    assert found.body is not None
    assert "title" not in found.body
    assert flow(found, "title") == "ignored"


def test_several_values_do_not_fit_one_attribute() -> None:
    found = preview({**ADA, "mail": ["a", "b"]}, SCHEMA)
    assert flow(found, 'emails[type eq "work"].value') == "problem"


def test_uncertainties_and_errors_stay_visible() -> None:
    doubtful = preview({**ADA, "jobTitle": None}, mapped("title", "ToLower([jobTitle])"))
    assert not doubtful.certain
    broken = preview(ADA, mapped("title", 'CDate("x")'))
    trace = next(item for item in broken.trace if item.target == "title")
    assert trace.problem is not None
    assert trace.problem.code == "expression.not_a_date"
    unknown = preview(ADA, mapped("title", "Nonsense([a])"))
    assert flow(unknown, "title") == "problem"


def test_every_value_is_traceable() -> None:
    trace = {item.target: item for item in preview(ADA, SCHEMA, ACCOUNT).trace}
    formatted = trace["name.formatted"]
    assert formatted.expression == 'Join(" ", [givenName], [surname])'
    assert formatted.sources == {"givenName": "Ada", "surname": "Lovelace"}
    assert [step.value for step in formatted.steps] == ["Ada", "Lovelace", "Ada Lovelace"]
    assert (formatted.value, formatted.before) == ("Ada Lovelace", "Ada Lovelace")
    assert len(trace) == 8


def test_matching_follows_precedence_and_escapes() -> None:
    schema = changed("externalId", matching_priority=2)
    assert preview({**ADA, "userPrincipalName": None}, schema).match == 'externalId eq "ada"'
    assert preview({**ADA, "userPrincipalName": 'a"b\\'}, schema).match == 'userName eq "a\\"b\\\\"'


VALUES = st.none() | st.sampled_from(["", "x", "X", "a b"]) | st.text(max_size=5)
PEOPLE = st.fixed_dictionaries(
    dict.fromkeys(("displayName", "givenName", "surname", "mail", "mailNickname"), VALUES)
    | {"userPrincipalName": st.sampled_from(["a@b", "c@d"]), "IsSoftDeleted": st.booleans()}
)


def apply(account: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """The resource after a request, as a server that follows RFC 7644 applies either dialect."""
    result = json.loads(json.dumps(account))
    for operation in body["Operations"]:
        values = {operation["path"]: operation["value"]} if "path" in operation else operation["value"]
        for path, value in values.items():
            parse_path(path).write(
                result, {"True": True, "False": False}.get(value, value) if path == "active" else value
            )
    return dict(result)


@given(PEOPLE, PEOPLE, st.booleans())
def test_after_the_change_nothing_is_left_to_change(
    before: dict[str, Any], after: dict[str, Any], compliant: bool
) -> None:
    mapper = Mapper.of(SCHEMA)
    created = preview({**before, "IsSoftDeleted": False}, mapper)
    assert created.body is not None
    account = {**created.body, "id": "1"}
    change = preview(after, mapper, account, compliant=compliant)
    if change.body is not None:
        account = apply(account, change.body)
    again = preview(after, mapper, account, compliant=compliant)
    assert again.action == "none", (change.body, again.body)


@given(PEOPLE)
def test_the_quick_way_gives_the_same_values(person: dict[str, Any]) -> None:
    mapper, context = Mapper.of(SCHEMA), EvaluationContext()
    slow = {
        item.row.mapping.target: item.outcome.value
        for item in mapper.results(person, context)
        if item.outcome
    }
    assert mapper.values(person, context) == slow


def test_the_quick_way_leaves_out_what_has_no_value() -> None:
    mapper = Mapper.of(mapped("title", "CDate([jobTitle])"))
    values = mapper.values(ADA, EvaluationContext())
    assert "title" not in values
    assert values["userName"] == "ada@contoso.com"


def test_paths() -> None:
    path = parse_path('addresses[type eq "work"].locality')
    account = {"addresses": [{"type": "home"}, {"type": "WORK", "locality": "Bonn"}]}
    assert path.read(account) == "Bonn"
    assert parse_path("NAME.givenname").read({"name": {"givenName": "x"}}) == "x"
    assert parse_path("strange path!").plain
    assert parse_path("urn:").read({}) is None
    body: dict[str, Any] = {}
    parse_path('addresses[type eq "work"].locality').write(body, "Bonn")
    parse_path('addresses[type eq "work"].country').write(body, "DE")
    assert body == {"addresses": [{"type": "work", "locality": "Bonn", "country": "DE"}]}

"""One table of source attributes: reading from Graph, previews and the practice service agree on it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mapping.corpora import load
from wizard.entra.attributes import expansion, selection, values_of
from wizard.mapping.attributes import read_schema
from wizard.mapping.expression import EvaluationContext, compile_expression
from wizard.mapping.mapper import Mapper
from wizard.mapping.person import source_person
from wizard.mapping.scoping import ScopeReason, in_scope, read_filter
from wizard.mapping.source_attributes import (
    MANAGER,
    ROLES,
    SOURCE_ATTRIBUTES,
    graph_properties,
    source_attribute,
)
from wizard.mapping.values import UNREAD, Unread
from wizard.practice.service.person import attributes
from wizard.practice.service.scoping import evaluate_scope

NAMES = [one.name for one in SOURCE_ATTRIBUTES if one.name not in (ROLES, MANAGER)]
SPECIAL: dict[str, Any] = {
    "onPremisesExtensionAttributes": {f"extensionAttribute{n}": f"value {n}" for n in range(1, 16)},
    "employeeOrgData": {"division": "value d", "costCenter": "value c"},
    "businessPhones": ["value p", "second"],
    "imAddresses": ["value i"],
    "userPrincipalName": "ada_fabrikam.com#EXT#@contoso.com",
    "accountEnabled": True,
}
USER = {one.graph: f"value {one.graph}" for one in SOURCE_ATTRIBUTES if one.graph} | SPECIAL


def condition(name: str, operator: str, *values: str) -> dict[str, Any]:
    clause = {
        "sourceOperandName": name,
        "operatorName": operator,
        "targetOperand": {"values": list(values)},
    }
    return {"groups": [{"name": "one", "clauses": [clause]}]}


@pytest.mark.parametrize("name", NAMES)
def test_every_attribute_is_selected_read_and_seen_alike(name: str) -> None:
    attribute = source_attribute(name)
    assert attribute is not None
    assert set(graph_properties([name])) <= set(selection([name]).split(","))
    answer = {part: USER[part] for part in selection([name]).split(",") if part in USER}
    read = source_person(values_of(answer, [name]), needed=[name])[name]
    offline = source_person(USER)[name]
    practice = attributes(USER, (), soft_deleted=False).get(name)
    assert read == offline
    assert practice == offline or name in ("businessPhones", "onPremisesExtensionAttributes")
    assert offline not in (None, UNREAD)


@pytest.mark.parametrize(
    ("name", "graph"),
    [("dirSyncEnabled", "onPremisesSyncEnabled"), ("immutableId", "onPremisesImmutableId")],
)
def test_filters_on_names_the_service_alone_uses(name: str, graph: str) -> None:
    user = {"id": "1", "userPrincipalName": "kai@contoso.com", "accountEnabled": True, graph: True}
    scope = condition(name, "IS TRUE")
    assert in_scope(read_filter(scope), source_person(user)).holds
    assert evaluate_scope(scope, attributes(user, (), soft_deleted=False)).inside


def test_a_directory_extension_has_one_name() -> None:
    name = "extension_0a1b2c_costCode"
    assert name in selection([name])
    assert values_of({name: "7"}, [name])[name] == "7"


def test_manager_is_expanded_and_roles_are_no_property() -> None:
    assert expansion([MANAGER]) == {"$expand": "manager($select=id)"}
    assert expansion(["mail"]) == {}
    assert MANAGER not in selection([MANAGER])
    assert ROLES not in selection([ROLES])
    assert source_person({"manager": {"id": "9"}})["manager"] == "9"


def test_what_was_not_read_is_not_null() -> None:
    person = source_person({"accountEnabled": True, "mail": None}, needed=["mail", "jobTitle", ROLES])
    assert person["mail"] is None
    assert person["jobTitle"] is UNREAD
    assert person[ROLES] is UNREAD
    outcome = compile_expression('Join("-", "a", [jobTitle])').evaluate(person, EvaluationContext())
    assert not outcome.certain
    assert outcome.value == "a"
    assert compile_expression("Coalesce([mail], [jobTitle])").evaluate(person).kind == "uncertain"
    given = {**person, "mail": "a@b.c"}
    assert compile_expression("Coalesce([mail], [jobTitle])").evaluate(given).kind == "string"


@pytest.mark.parametrize("operator", ["EQUALS", "IS NULL", "IS NOT NULL", "NOT EQUALS", "REGEX MATCH"])
def test_a_filter_on_unread_attributes_is_uncertain(operator: str) -> None:
    verdict = in_scope(read_filter(condition("city", operator, "x")), {"city": UNREAD})
    assert verdict.reasons == (ScopeReason.UNREAD,)


@pytest.mark.parametrize("name", ["userType", "samAccountName"])
def test_attributes_that_entra_never_returns_are_unread(name: str) -> None:
    assert isinstance(source_person({name: "Member"}, needed=[name])[name], Unread)


def test_whether_somebody_is_disabled_has_to_be_read() -> None:
    assert source_person({"accountEnabled": False})["IsSoftDeleted"] is True
    assert isinstance(source_person({"displayName": "Ada"})["IsSoftDeleted"], Unread)
    assert source_person({"displayName": "Ada"}, in_scope=False)["IsSoftDeleted"] is True


def test_a_mapper_lists_the_attributes_it_reads() -> None:

    data = load("playvox_schema")
    data["synchronizationRules"][0]["objectMappings"][0]["scope"] = condition("city", "EQUALS", "Bonn")
    assert Mapper.of(read_schema(data)).attributes == (
        "userPrincipalName",
        "IsSoftDeleted",
        "displayName",
        "mail",
        "givenName",
        "surname",
        "mailNickname",
        "city",
    )

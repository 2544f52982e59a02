"""The preview first reads roles, memberships and every matching attribute."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import ANA, MakeAssistant, enter
from wizard.entra import directory
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.store import ObjectKind
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant
from wizard.steps.mappings.editing_view import MappingEdit
from wizard.steps.mappings.step import MappingsStep
from wizard.steps.mappings.view import PreviewView

if TYPE_CHECKING:
    from wizard.practice import Practice

ROLE_VALUE = 'roles[primary eq "True"].value'
ROLE = MappingEdit(ROLE_VALUE, "expression", "SingleAppRoleAssignment([appRoleAssignments])")


@pytest.fixture
async def assistant(practice: Practice, make_assistant: MakeAssistant) -> AsyncIterator[Assistant]:
    """Ana assigned directly, the group Support assigned; a job."""
    made = make_assistant()
    await enter(made)
    await made.application.refresh()
    await made.application.add("Playvox")
    await made.people.refresh()
    found = await made.people.resolve([ANA])
    group = next(each for each in practice.tenant.store.groups() if each["displayName"] == "Support")
    await made.people.assign([*found.values(), group["id"]])
    await made.connection.refresh()
    await made.connection.set_address("acme")
    await made.connection.save()
    await made.mappings.refresh()
    yield made
    await made.close()


@pytest.fixture
def mappings(assistant: Assistant) -> MappingsStep:
    return assistant.mappings


def shown(step: MappingsStep) -> PreviewView:
    found = step.view.preview
    assert found is not None
    return found


def member(practice: Practice) -> str:
    """An enabled person without an account who is in scope only through the group."""
    store = practice.tenant.store
    group = next(each for each in store.groups() if each["displayName"] == "Support")
    for user_id, _kind in store.members(group["id"], "user"):
        user = store.user(user_id) or {}
        if user.get("accountEnabled") and user["userPrincipalName"] != ANA:
            found = PracticeAccounts(store).find(user["userPrincipalName"])
            if found is not None:
                PracticeAccounts(store).remove(found.id)
            return str(user_id)
    raise AssertionError("nobody fits")


async def test_roles_are_read_from_the_assignments(practice: Practice, mappings: MappingsStep) -> None:
    await mappings.set_mapping(ROLE)
    user_id = member(practice)  # in scope through a group: the role is the group's
    await mappings.preview(user_id)
    view = shown(mappings)
    assert view.method == "POST"
    roles = json.loads(view.body)["roles"]
    assert roles == [{"primary": True, "type": "WindowsAzureActiveDirectoryRole", "value": "User"}]
    assert not any("assigned" in each for each in view.warnings)
    row = next(each for each in mappings.view.rows if each.target == ROLE_VALUE)
    assert row.sample == "User"
    assert not any("Uncertain" in each for each in row.warnings)


async def test_what_is_previewed_is_what_provision_on_demand_sends(
    practice: Practice, mappings: MappingsStep
) -> None:
    await mappings.set_mapping(ROLE)
    await mappings.save_mappings()
    user_id = member(practice)
    await mappings.preview(user_id)
    job = next(iter(practice.tenant.store.find(ObjectKind.JOB)))
    schema = practice.tenant.store.get(ObjectKind.SCHEMA, job["id"]) or {}
    rule = schema["synchronizationRules"][0]["id"]
    subject = {"objectId": user_id, "objectTypeName": "User"}
    assert practice.tenant.service is not None
    answer = await practice.tenant.service.provision_on_demand(
        job["id"], [{"ruleId": rule, "subjects": [subject]}]
    )
    sent = {each["displayName"]: each["newValue"] for each in answer["modifiedProperties"]}
    assert sent[ROLE_VALUE] == "User"
    assert json.loads(shown(mappings).body)["roles"][0]["value"] == "User"


async def test_without_an_assignment_there_is_no_role(practice: Practice, mappings: MappingsStep) -> None:
    store = practice.tenant.store
    everybody = {user["id"] for user in store.users() if user.get("accountEnabled")}
    group = next(each for each in store.groups() if each["displayName"] == "Support")
    inside = {user_id for user_id, _kind in store.members(group["id"], "user")}
    nobody = next(
        each for each in everybody - inside if (store.user(each) or {})["userPrincipalName"] != ANA
    )
    await mappings.set_mapping(ROLE)
    await mappings.preview(nobody)
    assert any("not assigned" in each for each in shown(mappings).warnings)


async def test_roles_that_cannot_be_read_are_unknown(
    practice: Practice, mappings: MappingsStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_given: object) -> frozenset[str]:
        raise ProblemError(Problem("graph_refused"))

    monkeypatch.setattr(directory, "groups_of", refused)
    await mappings.set_mapping(ROLE)
    await mappings.preview(member(practice))
    row = next(each for each in mappings.view.rows if each.target == ROLE_VALUE)
    assert any("not read" in each for each in row.warnings)


async def test_every_matching_attribute_is_looked_up_in_order(
    practice: Practice, mappings: MappingsStep
) -> None:
    job = next(iter(practice.tenant.store.find(ObjectKind.JOB)))

    def match_twice(found: dict[str, Any]) -> None:
        for row in found["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]:
            if row["targetAttributeName"] == "externalId":
                row["matchingPriority"] = 2

    practice.tenant.store.update(ObjectKind.SCHEMA, job["id"], match_twice)
    await mappings.discard()
    await mappings.refresh()
    practice.tenant.requests.clear()
    await mappings.preview(member(practice))
    searched = [each.path for each in practice.tenant.requests if "filter=" in each.path]
    assert ["userName" in searched[0], "externalId" in searched[1]] == [True, True]
    view = shown(mappings)
    assert (view.method, view.body) == ("", "")
    assert "cannot be searched by externalId" in view.sentence
    assert any("externalId" in each for each in mappings.view.warnings)


async def test_a_mapping_without_a_source_has_its_default_only(
    practice: Practice, mappings: MappingsStep
) -> None:
    await mappings.set_mapping(MappingEdit("title", "none", "", default="Agent"))
    row = next(each for each in mappings.view.rows if each.target == "title")
    assert (row.kind, row.text, row.default) == ("none", "", "Agent")
    await mappings.save_mappings()
    job = next(iter(practice.tenant.store.find(ObjectKind.JOB)))
    saved = practice.tenant.store.get(ObjectKind.SCHEMA, job["id"]) or {}
    rows = saved["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    assert next(each for each in rows if each["targetAttributeName"] == "title")["source"] is None
    await mappings.preview(member(practice))
    assert json.loads(shown(mappings).body)["title"] == "Agent"
    with pytest.raises(ProblemError) as caught:
        await mappings.set_mapping(MappingEdit("userName", "none", "", matching=1))
    assert caught.value.problem.code == "mapping_edit.matching_without_source"

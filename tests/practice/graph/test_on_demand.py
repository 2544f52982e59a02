"""provisionOnDemand: accepted requests, and refusals that count only against the limit."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from tests.practice.graph.outsider import Json, Outsider


@pytest.fixture(scope="module")
def job(stranger: Outsider) -> str:
    sp, _ = stranger.application("Playvox on demand")
    made = stranger.job(sp)
    secrets = f"/servicePrincipals/{sp}/synchronization/secrets"
    pairs = stranger.credentials(SyncAll="true")
    assert stranger.call("PUT", secrets, {"value": pairs}).status_code == 204
    return made


@pytest.fixture(scope="module")
def rule(stranger: Outsider, job: str) -> str:
    return str(stranger.get(f"{job}/schema")["synchronizationRules"][0]["id"])


def _body(rule: str, *subjects: Json) -> Json:
    return {"parameters": [{"ruleId": rule, "subjects": list(subjects)}]}


def _person(identifier: str) -> Json:
    return {"objectId": identifier, "objectTypeName": "User"}


def test_at_most_five_members_of_a_group(graph: Outsider, job: str, rule: str) -> None:
    """The only two requests of this module that reach the service; the limit is five."""
    groups = graph.get("/groups?$filter=securityEnabled eq true")["value"]
    for group in groups:
        found = graph.get(f"/groups/{group['id']}/members?$top=999")["value"]
        members = [m["id"] for m in found if m["@odata.type"] == "#microsoft.graph.user"]
        if len(members) >= 6:
            break
    links = {"members": [_person(member) for member in members[:6]]}
    subject: dict[str, Any] = {"objectId": group["id"], "objectTypeName": "Group", "links": links}
    status, code, message = graph.error("POST", f"{job}/provisionOnDemand", _body(rule, subject))
    assert (status, code) == (400, "UnknownError")
    assert json.loads(message)["error"]["code"] == "TooManyMembers"
    links["members"].pop()
    assert graph.call("POST", f"{job}/provisionOnDemand", _body(rule, subject)).status_code == 200


def test_requests_that_make_no_sense(graph: Outsider, job: str, rule: str) -> None:
    address = f"{job}/provisionOnDemand"
    person = graph.get("/users?$top=1")["value"][0]["id"]
    assert graph.error("POST", address, _body("nonsense", _person(person)))[0] == 400
    assert graph.error("POST", address, _body(rule, _person(person), _person(person)))[0] == 400
    assert graph.error("POST", address, _body(rule, _person(str(uuid.uuid4()))))[0] == 404
    assert graph.beyond_the_limit("POST", address)["status"] == 429

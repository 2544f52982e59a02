"""Tokens, permissions, directory roles and limits, for an external client."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.practice.graph.outsider import Outsider

GRAPH = "https://graph.microsoft.com/"
DENIED = (403, "Authorization_RequestDenied")
SYNC_READS = ("/templates", "/jobs", "/secrets")


@pytest.fixture
def other(graph: Outsider) -> Iterator[Outsider]:
    """Another account, not signed in yet."""
    somebody = Outsider(graph.line)
    yield somebody
    somebody.close()
    assert not somebody.broken, "\n".join(somebody.broken)


@pytest.fixture(scope="module")
def principal(stranger: Outsider) -> str:
    return stranger.application("Playvox with rights")[0]


@pytest.mark.parametrize("token", ["nonsense", "a.b.c"])
def test_tokens_that_are_none(other: Outsider, token: str) -> None:
    other.token = token
    answer = other.call("GET", "/me")
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert other.http.get(f"{other.line['graph']}/v1.0/me").status_code == 401  # no header at all


def test_error_answers_have_ids_and_a_date(graph: Outsider) -> None:
    mine = "5f0c3c4e-6a1b-4d6e-9f5e-0d9a3a8a8f11"
    answer = graph.call("GET", "/users/nobody", **{"client-request-id": mine})
    inner = answer.json()["error"]["innerError"]
    assert inner["client-request-id"] == mine == answer.headers["client-request-id"]
    assert inner["request-id"]
    assert len(inner["date"]) == len("2026-01-01T00:00:00")
    assert len(answer.headers.get_list("date")) == 1


# permission, what it allows, what stays refused
PERMISSIONS = [
    (
        "User.Read",
        ("/me", "/organization", "/applicationTemplates"),
        ("/users", "/groups", "/applications"),
    ),
    (
        "User.ReadBasic.All",
        ("/users", "/users?$select=displayName"),
        ("/users?$select=department", "/groups"),
    ),
    ("User.Read.All", ("/users?$select=department,accountEnabled", "/users/delta"), ("/groups",)),
    ("Group.ReadBasic.All", ("/groups", "/groups/delta"), ("/users", "/servicePrincipals")),
    ("GroupMember.Read.All", ("/groups",), ("/users",)),
    (
        "Application.Read.All",
        ("/applications", "/servicePrincipals"),
        ("/users", "/auditLogs/provisioning"),
    ),
    ("LicenseAssignment.Read.All", ("/subscribedSkus",), ("/applications",)),
    ("ProvisioningLog.Read.All", ("/auditLogs/provisioning",), ("/users",)),
]


@pytest.mark.parametrize(
    ("permission", "opened", "closed"), PERMISSIONS, ids=[one[0] for one in PERMISSIONS]
)
def test_permissions(
    other: Outsider, permission: str, opened: tuple[str, ...], closed: tuple[str, ...]
) -> None:
    other.sign_in(scope=f"openid {GRAPH}{permission}")
    for path in opened:
        assert other.call("GET", path).status_code == 200, path
    for path in closed:
        assert other.error("GET", path)[:2] == DENIED, path


def test_reading_provisioning_is_not_writing_it(other: Outsider, principal: str) -> None:
    other.sign_in(scope=f"openid {GRAPH}Synchronization.Read.All")
    base = f"/servicePrincipals/{principal}/synchronization"
    for path in SYNC_READS:
        assert other.call("GET", f"{base}{path}").status_code == 200
    template = other.get(f"{base}/templates")["value"][0]["id"]
    schema = f"{base}/templates/{template}/schema"
    assert other.call("GET", schema).status_code == 200
    for path in "filterOperators", "functions":
        assert other.error("GET", f"{schema}/{path}")[:2] == DENIED
    assert other.error("POST", f"{base}/jobs", {"templateId": template})[:2] == DENIED
    assert other.error("PUT", f"{base}/secrets", {"value": []})[:2] == DENIED


def test_assigning_needs_two_permissions(other: Outsider, principal: str) -> None:
    path = f"/servicePrincipals/{principal}/appRoleAssignedTo"
    nobody = str(uuid.uuid4())
    body = {"principalId": nobody, "resourceId": principal, "appRoleId": nobody}
    other.sign_in(scope=f"openid {GRAPH}AppRoleAssignment.ReadWrite.All")
    assert other.error("POST", path, body)[:2] == DENIED
    other.sign_in(scope=f"openid {GRAPH}AppRoleAssignment.ReadWrite.All {GRAPH}Application.Read.All")
    assert other.error("POST", path, body)[0] == 400  # permitted, but there is no such role


# account, may read and write provisioning, may read logs, may add an application
ROLES = [
    ("zoe.laszcz@contoso.example", True, True, True),  # Cloud Application Administrator
    ("Kim.Lee@contoso.example", False, True, False),  # Global Reader cannot see provisioning
    ("ana@contoso.example", False, False, False),  # no role
]


@pytest.mark.parametrize(("account", "provisioning", "logs", "applications"), ROLES)
def test_directory_roles(
    other: Outsider, principal: str, account: str, provisioning: bool, logs: bool, applications: bool
) -> None:
    other.sign_in(account)
    base = f"/servicePrincipals/{principal}/synchronization"
    for path in SYNC_READS:
        answer = other.call("GET", f"{base}{path}")
        assert answer.status_code == (200 if provisioning else 403)
    assert (other.call("GET", "/auditLogs/provisioning").status_code == 200) is logs
    template = other.get("/applicationTemplates?$filter=displayName eq 'Playvox'")["value"][0]["id"]
    made = other.call("POST", f"/applicationTemplates/{template}/instantiate", {"displayName": "By role"})
    assert made.status_code == (201 if applications else 403)
    assert other.call("GET", f"/servicePrincipals/{principal}").status_code == 200

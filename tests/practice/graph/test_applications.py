"""Gallery, applications, service principals, roles and assignments, for an external client."""

from __future__ import annotations

import uuid

import pytest

from tests.practice.graph.outsider import EVENTUAL, Json, Outsider

NON_GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000"
UNSUPPORTED = (400, "Request_UnsupportedQuery")


@pytest.fixture(scope="module")
def made(stranger: Outsider) -> tuple[str, str]:
    """Object ids of a service principal and its application."""
    return stranger.application()


def test_the_gallery_needs_a_token_only_and_filters_by_two_properties(graph: Outsider) -> None:
    (found,) = graph.get("/applicationTemplates?$filter=displayName eq 'Playvox'")["value"]
    assert found["supportedProvisioningTypes"] == ["sync"]
    assert graph.get(f"/applicationTemplates/{found['id']}")["displayName"] == "Playvox"
    assert graph.get("/applicationTemplates?$filter=contains(displayName,'layv')")["value"]
    category = found["categories"][0]
    same = graph.get(f"/applicationTemplates?$filter=categories/any(c:contains(c,'{category}'))")["value"]
    assert all(category in template["categories"] for template in same)
    assert graph.error("GET", "/applicationTemplates?$filter=publisher eq 'x'")[:2] == UNSUPPORTED
    assert graph.error("GET", f"/applicationTemplates/{uuid.uuid4()}")[:2] == (
        404,
        "Request_ResourceNotFound",
    )


def test_the_gallery_can_be_ordered_and_skipped_through(graph: Outsider) -> None:
    everything = graph.get("/applicationTemplates?$orderby=displayName")["value"]
    page = graph.get("/applicationTemplates?$orderby=displayName&$top=2&$skip=1")
    assert page["value"] == everything[1:3]
    assert graph.get(page["@odata.nextLink"])["value"] == everything[3:5]


def test_a_new_application_looks_like_one_of_the_gallery(graph: Outsider, made: tuple[str, str]) -> None:
    sp, app = made
    principal = graph.get(f"/servicePrincipals/{sp}")
    application = graph.get(f"/applications/{app}")
    assert principal["appId"] == application["appId"] != principal["id"]
    assert principal["appRoleAssignmentRequired"] is True
    assert "WindowsAzureActiveDirectoryIntegratedApp" in principal["tags"]
    assert {role["displayName"] for role in principal["appRoles"]} == {"User", "msiam_access"}
    assert {role["value"] for role in principal["appRoles"]} == {None}
    assert {role["origin"] for role in principal["appRoles"]} == {"Application"}
    assert "|ISV9.1|primary|z" in principal["homepage"]
    assert graph.get(f"/servicePrincipals(appId='{principal['appId']}')")["id"] == sp
    assert graph.get(f"/applications(appId='{principal['appId']}')")["id"] == app


def test_readers_do_not_see_an_application_at_once(graph: Outsider) -> None:
    template = graph.get("/applicationTemplates?$filter=displayName eq 'Playvox'")["value"][0]["id"]
    address = f"/applicationTemplates/{template}/instantiate"
    assert graph.error("POST", address, {"displayName": " "})[:2] == (400, "Request_BadRequest")
    answer = graph.call("POST", address, {"displayName": "Fresh"})
    assert answer.status_code == 201
    body = answer.json()
    sp, app = body["servicePrincipal"]["id"], body["application"]["id"]
    assert graph.error("GET", f"/servicePrincipals/{sp}")[:2] == (404, "Request_ResourceNotFound")
    assert graph.error("GET", f"/applications/{app}")[0] == 404
    refused = {
        graph.call("GET", f"/servicePrincipals/{sp}/synchronization/templates").status_code
        for _ in range(2)
    }
    assert refused == {403, 409}
    graph.until("GET", f"/servicePrincipals/{sp}")
    graph.until("GET", f"/servicePrincipals/{sp}/synchronization/templates")
    assert graph.call("DELETE", f"/applications/{app}").status_code == 204
    graph.gone(f"/servicePrincipals/{sp}")


def test_existing_service_principals_are_found_in_the_documented_ways(
    graph: Outsider, made: tuple[str, str]
) -> None:
    template = graph.get(f"/servicePrincipals/{made[0]}")["applicationTemplateId"]
    chosen = "$select=id,appId,displayName"
    by_template = graph.get(f"/servicePrincipals?$filter=applicationTemplateId eq '{template}'&{chosen}")
    assert made[0] in [found["id"] for found in by_template["value"]]
    assert set(by_template["value"][0]) == {"id", "appId", "displayName"}
    by_name = graph.get("/servicePrincipals?$filter=startswith(displayName, 'playv')")["value"]
    assert any(found["preferredSingleSignOnMode"] == "saml" for found in by_name)  # the one for sign-on
    search = '/servicePrincipals?$search="displayName:Playvox"'
    assert graph.error("GET", search)[0] == 400
    assert graph.get(search, **EVENTUAL)["value"]


@pytest.mark.parametrize(
    "query",
    [
        "$filter=displayName ne 'x'&$count=true",
        "$filter=not(startswith(displayName,'x'))&$count=true",
        "$filter=startswith(displayName,'P')&$orderby=displayName&$count=true",
        "$count=true",
    ],
)
def test_advanced_queries_need_the_header_and_the_count(graph: Outsider, query: str) -> None:
    for resource in "servicePrincipals", "applications", "users", "groups":
        assert graph.error("GET", f"/{resource}?{query}")[:2] == UNSUPPORTED
        found = graph.get(f"/{resource}?{query}", **EVENTUAL)
        assert found["@odata.count"] >= len(found["value"])
        if query != "$count=true":
            without = query.replace("&$count=true", "")
            assert graph.error("GET", f"/{resource}?{without}", **EVENTUAL)[:2] == UNSUPPORTED


def test_counts_are_plain_text_and_need_the_header(graph: Outsider) -> None:
    for resource in "servicePrincipals", "applications", "users", "groups":
        assert graph.error("GET", f"/{resource}/$count")[0] == 400
        listed = graph.get(f"/{resource}?$count=true&$top=1", **EVENTUAL)["@odata.count"]
        assert graph.get(f"/{resource}/$count", **EVENTUAL) == str(listed)


def test_roles_are_sent_whole_and_go_only_when_they_are_disabled(
    graph: Outsider, made: tuple[str, str]
) -> None:
    sp, app = made
    address = f"/applications/{app}"
    known = [_without_origin(role) for role in graph.get(address)["appRoles"]]
    new = {
        "id": str(uuid.uuid4()),
        "allowedMemberTypes": ["User"],
        "displayName": "Coach",
        "description": "Coach",
        "isEnabled": True,
        "value": "coach",
    }
    locked = (400, "CannotDeleteOrUpdateEnabledEntitlement")
    assert graph.error("PATCH", address, {"appRoles": [new]})[:2] == locked
    assert graph.error("PATCH", address, {"appRoles": [*known, {**new, "origin": "Application"}]})[0] == 400
    for value in ".coach", "co ach", "c" * 121:
        assert graph.error("PATCH", address, {"appRoles": [*known, {**new, "value": value}]})[0] == 400
    assert graph.call("PATCH", address, {"appRoles": [*known, new]}).status_code == 204
    _until_roles(graph, sp, 3)
    renamed = {**new, "displayName": "Trainer"}
    assert graph.error("PATCH", address, {"appRoles": [*known, renamed]})[:2] == locked
    disabled = {**new, "isEnabled": False}
    assert graph.call("PATCH", address, {"appRoles": [*known, disabled]}).status_code == 204
    assert graph.call("PATCH", address, {"appRoles": known}).status_code == 204
    _until_roles(graph, sp, 2)


def test_assignments(graph: Outsider, made: tuple[str, str]) -> None:
    sp = made[0]
    address = f"/servicePrincipals/{sp}/appRoleAssignedTo"
    role = graph.get(f"/servicePrincipals/{sp}")["appRoles"][0]["id"]
    person = graph.get("/users?$top=1")["value"][0]
    body = {"principalId": person["id"], "resourceId": sp, "appRoleId": role}
    answer = graph.call("POST", address, body)
    assert answer.status_code == 201
    assignment = answer.json()
    assert (assignment["principalType"], assignment["principalDisplayName"]) == (
        "User",
        person["displayName"],
    )
    twice = graph.error("POST", address, body)
    assert twice == (400, "Request_BadRequest", "Permission being assigned already exists on the object")
    assert assignment["id"] not in [one["id"] for one in graph.get(address)["value"]]  # not visible yet
    _until_assigned(graph, address, assignment["id"], there=True)

    assert graph.error("GET", f"{address}?$filter=principalId eq {person['id']}")[:2] == UNSUPPORTED
    name = person["displayName"].replace("'", "''")
    assert graph.get(f"{address}?$filter=principalDisplayName eq '{name}'")["value"]
    assert graph.get(f"{address}?$filter=resourceId eq {sp}")["value"]

    assert graph.error("POST", address, {**body, "appRoleId": DEFAULT_ACCESS})[0] == 400  # has roles
    assert graph.error("POST", address, {**body, "appRoleId": str(uuid.uuid4())})[0] == 400
    assert graph.error("POST", address, {**body, "principalId": "nobody"})[0] == 400
    assert graph.error("POST", address, {**body, "principalId": str(uuid.uuid4())})[0] == 404
    wrong = graph.error("POST", address, {**body, "resourceId": str(uuid.uuid4())})
    assert wrong == (400, "Request_BadRequest", "Not a valid reference update.")

    assert graph.call("DELETE", f"{address}/{assignment['id']}").status_code == 204
    _until_assigned(graph, address, assignment["id"], there=False)
    assert graph.error("DELETE", f"{address}/{assignment['id']}")[0] == 404


def test_groups_must_be_security_groups_and_need_a_license(graph: Outsider, made: tuple[str, str]) -> None:
    sp = made[0]
    address = f"/servicePrincipals/{sp}/appRoleAssignedTo"
    role = graph.get(f"/servicePrincipals/{sp}")["appRoles"][0]["id"]
    groups = graph.get("/groups?$select=id,securityEnabled,groupTypes")["value"]
    secure = next(group["id"] for group in groups if group["securityEnabled"])
    mail_only = next(group["id"] for group in groups if not group["securityEnabled"])
    body = {"resourceId": sp, "appRoleId": role}
    assert graph.error("POST", address, {**body, "principalId": mail_only})[0] == 400
    graph.fault("no-premium")
    assert graph.error("POST", address, {**body, "principalId": secure})[0] == 400
    graph.calm()
    answer = graph.call("POST", address, {**body, "principalId": secure})
    assert (answer.status_code, answer.json()["principalType"]) == (201, "Group")


def test_default_access_is_for_applications_without_roles(graph: Outsider) -> None:
    answer = graph.call("POST", f"/applicationTemplates/{NON_GALLERY}/instantiate", {"displayName": "Own"})
    made = answer.json()
    sp, app = made["servicePrincipal"]["id"], made["application"]["id"]
    graph.until("GET", f"/applications/{app}")
    roles = [{**_without_origin(role), "isEnabled": False} for role in made["application"]["appRoles"]]
    if roles:
        assert graph.call("PATCH", f"/applications/{app}", {"appRoles": roles}).status_code == 204
        assert graph.call("PATCH", f"/applications/{app}", {"appRoles": []}).status_code == 204
        _until_roles(graph, sp, 0)
    body = {
        "principalId": graph.get("/me")["id"],
        "resourceId": sp,
        "appRoleId": DEFAULT_ACCESS,
    }
    assert graph.call("POST", f"/servicePrincipals/{sp}/appRoleAssignedTo", body).status_code == 201


def test_properties_that_nobody_may_write(graph: Outsider, made: tuple[str, str]) -> None:
    sp, app = made
    assert graph.error("PATCH", f"/servicePrincipals/{sp}", {"appId": str(uuid.uuid4())})[0] == 400
    assert graph.error("PATCH", f"/applications/{app}", {"nonsense": 1})[0] == 400
    graph.broken.clear()  # the requests were wrong on purpose
    assert graph.call("PATCH", f"/servicePrincipals/{sp}", {"notes": "by the stranger"}).status_code == 204


def _without_origin(role: Json) -> Json:
    return {name: value for name, value in role.items() if name != "origin"}


def _until_roles(graph: Outsider, sp: str, count: int) -> None:
    for _ in range(200):
        if len(graph.get(f"/servicePrincipals/{sp}")["appRoles"]) == count:
            return
    raise AssertionError(f"the service principal never had {count} roles")


def _until_assigned(graph: Outsider, address: str, identifier: str, *, there: bool) -> None:
    for _ in range(200):
        if (identifier in [one["id"] for one in graph.get(address)["value"]]) is there:
            return
    raise AssertionError("readers never caught up")

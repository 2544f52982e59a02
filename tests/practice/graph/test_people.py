"""People, groups, pages, delta queries and batches, for an external client."""

from __future__ import annotations

import pytest

from tests.practice.graph.outsider import EVENTUAL, Json, Outsider

UNSUPPORTED = (400, "Request_UnsupportedQuery")


def _pages(graph: Outsider, path: str, **headers: str) -> list[list[Json]]:
    pages = []
    while path:
        body = graph.get(path, **headers)
        pages.append(body["value"])
        path = body.get("@odata.nextLink", "")
    return pages


def test_lists_have_opaque_page_links(graph: Outsider) -> None:
    pages = _pages(graph, "/users")
    assert [len(page) for page in pages] == [100, 100, len(pages[2])]
    everybody = [user["id"] for page in pages for user in page]
    assert len(set(everybody)) == len(everybody) > 200
    link = graph.get("/users?$top=5")["@odata.nextLink"]
    assert "$skiptoken=" in link
    assert "$top=5" in link
    other = link[:-3] + ("AAA" if not link.endswith("AAA") else "BBB")
    assert graph.error("GET", other)[0] == 400
    assert len(_pages(graph, "/users?$top=999")) == 1


@pytest.mark.parametrize(
    "query", ["$top=1000", "$top=0", "$top=x", "$skip=1", "$top=1&$top=2", "$nonsense=1"]
)
def test_what_a_list_does_not_take(graph: Outsider, query: str) -> None:
    for resource in "users", "groups":
        assert graph.error("GET", f"/{resource}?{query}")[0] == 400


def test_the_header_is_not_part_of_the_next_link(graph: Outsider) -> None:
    first = graph.get("/users?$count=true&$top=50", **EVENTUAL)
    assert first["@odata.count"] > 50
    assert graph.error("GET", first["@odata.nextLink"])[:2] == UNSUPPORTED
    second = graph.get(first["@odata.nextLink"], **EVENTUAL)
    assert "@odata.count" not in second


def test_people_show_a_few_properties_unless_others_are_asked_for(graph: Outsider) -> None:
    user = graph.get("/users?$top=1")["value"][0]
    assert set(user) == {
        "businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone",
        "officeLocation", "preferredLanguage", "surname", "userPrincipalName",
    }  # fmt: skip
    more = graph.get(f"/users/{user['id']}?$select=accountEnabled,department,userType")
    assert set(more) == {"@odata.context", "accountEnabled", "department", "userType"}
    assert graph.get(f"/users/{user['userPrincipalName'].replace('#', '%23')}")["id"] == user["id"]
    assert graph.error("GET", "/users?$select=shoeSize")[0] == 400


def test_a_realistic_directory(graph: Outsider) -> None:
    chosen = "$select=userPrincipalName,mail,accountEnabled,userType,displayName&$top=999"
    everybody = graph.get(f"/users?{chosen}")["value"]
    guests = [user for user in everybody if user["userType"] == "Guest"]
    assert guests
    assert all("#EXT#" in user["userPrincipalName"] for user in guests)
    assert any(not user["accountEnabled"] for user in everybody)
    assert any(user["mail"] is None for user in everybody)
    members = [user for user in everybody if user["userType"] == "Member" and user["mail"]]
    assert any(user["mail"] != user["userPrincipalName"] for user in members)
    assert any(
        user["mail"] != user["userPrincipalName"]
        and user["mail"].lower() == user["userPrincipalName"].lower()
        for user in members
    )
    assert any("'" in user["displayName"] for user in everybody)
    assert any(not user["displayName"].isascii() for user in everybody)
    groups = graph.get("/groups")["value"]
    kinds = {kind for group in groups for kind in group["groupTypes"]}
    assert kinds >= {"Unified", "DynamicMembership"}


def test_searching_and_sorting_need_the_header(graph: Outsider) -> None:
    name = graph.get("/users?$top=1&$select=givenName&$filter=givenName eq 'Ana'")["value"][0]["givenName"]
    query = f'/users?$search="displayName:{name}"&$orderby=displayName&$count=true'
    assert graph.error("GET", query)[0] == 400
    found = graph.get(query, **EVENTUAL)["value"]
    assert found
    assert all(name.lower() in user["displayName"].lower() for user in found)
    ordered = graph.get("/users?$orderby=displayName&$top=5")["value"]
    assert [u["displayName"] for u in ordered] == sorted((u["displayName"] for u in ordered), key=str.lower)


def test_quotes_are_doubled_in_filters(graph: Outsider) -> None:
    everybody = graph.get("/users?$top=999")["value"]
    name = next(user["displayName"] for user in everybody if "'" in user["displayName"])
    doubled = name.replace("'", "''")
    found = graph.get(f"/users?$filter=displayName eq '{doubled}'")["value"]
    assert name in [user["displayName"] for user in found]
    assert graph.error("GET", f"/users?$filter=displayName eq '{name}'")[0] == 400


def test_nested_members(graph: Outsider) -> None:
    groups = graph.get("/groups?$top=999")["value"]
    nested = None
    for group in groups:
        members = graph.get(f"/groups/{group['id']}/members?$top=999")["value"]
        if any(member["@odata.type"] == "#microsoft.graph.group" for member in members):
            nested = group["id"]
            break
    assert nested is not None, "no group holds a group"
    direct = graph.get(f"/groups/{nested}/members?$top=999")["value"]
    everyone = [m for page in _pages(graph, f"/groups/{nested}/transitiveMembers") for m in page]
    assert len(everyone) > len(direct)
    assert len({member["id"] for member in everyone}) == len(everyone)
    cast = f"/groups/{nested}/transitiveMembers/microsoft.graph.user"
    assert graph.error("GET", f"{cast}?$count=true")[:2] == UNSUPPORTED
    assert graph.error("GET", cast, **EVENTUAL)[:2] == UNSUPPORTED
    people = graph.get(f"{cast}?$count=true&$top=999", **EVENTUAL)
    assert graph.get(f"{cast}/$count", **EVENTUAL) == str(people["@odata.count"])
    odd = f"/groups/{nested}/members/microsoft.graph.printer?$count=true"
    assert graph.error("GET", odd, **EVENTUAL)[:2] == UNSUPPORTED


def test_delta_lists_everybody_once_and_then_only_changes(graph: Outsider) -> None:
    for resource in "users", "groups":
        for query in "$top=5", "$expand=members", "$orderby=displayName":
            assert graph.error("GET", f"/{resource}/delta?{query}")[0] == 400
    body = graph.get("/users/delta?$select=displayName")
    found = body["value"]
    while "@odata.nextLink" in body:
        assert "@odata.deltaLink" not in body
        body = graph.get(body["@odata.nextLink"])
        found += body["value"]
    count = int(graph.get("/users/$count", **EVENTUAL))
    assert len({user["id"] for user in found}) == count
    assert set(found[0]) == {"id", "displayName"}
    after = graph.get(body["@odata.deltaLink"])
    assert after["value"] == []
    assert "@odata.deltaLink" in after
    latest = graph.get("/users/delta?$deltatoken=latest")
    assert latest["value"] == []
    assert graph.get(latest["@odata.deltaLink"])["value"] == []


def test_delta_of_groups_includes_members(graph: Outsider) -> None:
    body = graph.get("/groups/delta")
    groups = body["value"]
    while "@odata.nextLink" in body:
        body = graph.get(body["@odata.nextLink"])
        groups += body["value"]
    told = {member["id"] for group in groups for member in group.get("members@delta", [])}
    assert told
    first = groups[0]["id"]
    members = graph.get(f"/groups/{first}/members?$top=999")["value"]
    delta = [m["id"] for group in groups if group["id"] == first for m in group.get("members@delta", [])]
    assert sorted(delta) == sorted(member["id"] for member in members)


def test_delta_watches_only_named_people(graph: Outsider) -> None:
    one, two = (user["id"] for user in graph.get("/users?$top=2")["value"])
    body = graph.get(f"/users/delta?$filter=id eq '{one}' or id eq '{two}'")
    assert {user["id"] for user in body["value"]} == {one, two}
    assert graph.get(body["@odata.deltaLink"])["value"] == []
    assert graph.error("GET", "/users/delta?$filter=displayName eq 'x'")[:2] == UNSUPPORTED


def test_batches(graph: Outsider) -> None:
    requests = [
        {"id": "me", "method": "GET", "url": "/me?$select=id"},
        {"id": "nobody", "method": "GET", "url": "/users/nobody"},
        {"id": "late", "method": "GET", "url": "/organization", "dependsOn": ["nobody"]},
        {"id": "fine", "method": "GET", "url": "/organization", "dependsOn": ["me"]},
        {"id": "many", "method": "GET", "url": "/users?$count=true&$top=1", "headers": EVENTUAL},
    ]
    answer = graph.call("POST", "/$batch", {"requests": requests})
    assert answer.status_code == 200
    found = {one["id"]: one for one in answer.json()["responses"]}
    statuses = {name: one["status"] for name, one in found.items()}
    assert statuses == {"me": 200, "nobody": 404, "late": 424, "fine": 200, "many": 200}
    assert found["many"]["body"]["@odata.count"] > 200
    assert found["nobody"]["body"]["error"]["code"] == "Request_ResourceNotFound"

    same = [{"id": "1", "method": "GET", "url": "/me"}] * 2
    many = [{"id": str(n), "method": "GET", "url": "/me"} for n in range(21)]
    bare = [{"id": "1", "method": "POST", "url": "/me", "body": {"a": 1}}]
    for wrong in same, many, bare, []:
        assert graph.error("POST", "/$batch", {"requests": wrong})[0] == 400
    many.pop()
    assert len(graph.call("POST", "/$batch", {"requests": many}).json()["responses"]) == 20


def test_members_of_a_batch_are_throttled_one_by_one(graph: Outsider) -> None:
    graph.fault("graph-throttled")
    many = [{"id": str(n), "method": "GET", "url": "/me"} for n in range(6)]
    answer = graph.call("POST", "/$batch", {"requests": many})
    assert answer.status_code == 200
    responses = answer.json()["responses"]
    assert sorted(one["status"] for one in responses) == [200] * 3 + [429] * 3
    assert {one["headers"]["Retry-After"] for one in responses if one["status"] == 429} == {"1"}


def test_signed_in_account_and_tenant(graph: Outsider) -> None:
    assert graph.get("/me")["userPrincipalName"] == graph.line["account"]
    (tenant,) = graph.get("/organization")["value"]
    assert tenant["id"] == graph.line["tenant_id"]
    assert any(domain["isInitial"] for domain in tenant["verifiedDomains"])
    plans = {
        plan["servicePlanName"]
        for sku in graph.get("/subscribedSkus")["value"]
        for plan in sku["servicePlans"]
    }
    assert "AAD_PREMIUM" in plans
    roles = graph.get("/me/transitiveMemberOf/microsoft.graph.directoryRole")["value"]
    assert [role["displayName"] for role in roles] == ["Application Administrator"]
    assert graph.get("/me/memberOf")["value"]


def test_direct_memberships_of_a_user(graph: Outsider) -> None:
    group = next(each for each in graph.get("/groups")["value"] if each["displayName"] == "Support")
    members = f"/groups/{group['id']}/members/microsoft.graph.user?$count=true&$select=id"
    user = graph.get(members, **EVENTUAL)["value"][0]["id"]
    plain = graph.get(f"/users/{user}/memberOf")["value"]
    assert {each["@odata.type"] for each in plain} == {"#microsoft.graph.group"}
    cast = f"/users/{user}/memberOf/microsoft.graph.group?$select=id"
    assert graph.error("GET", cast)[:2] == UNSUPPORTED
    found = graph.get(f"{cast}&$count=true", **EVENTUAL)["value"]
    assert group["id"] in {each["id"] for each in found}
    assert graph.error("GET", "/users/nobody/memberOf")[0] == 404

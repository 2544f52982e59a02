"""The practice Playvox over real TLS, as SCIM clients use it."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.practice.workshop import KEY, SCIM
from wizard.practice.tenant import Tenant

PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
BODY = {
    "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    ],
    "externalId": "new.person",
    "userName": "New.Person@contoso.example",
    "active": True,
    "displayName": "New Person",
    "emails": [{"primary": True, "type": "work", "value": "new.person@contoso.example"}],
    "meta": {"resourceType": "User"},
    "name": {"formatted": "New Person", "familyName": "Person", "givenName": "New"},
    "roles": [],
}


async def create(client: httpx.AsyncClient, **changes: object) -> dict[str, object]:
    answer = await client.post(f"{SCIM}/Users", json={**BODY, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def patch(client: httpx.AsyncClient, account: str, *operations: object) -> httpx.Response:
    return await client.patch(
        f"{SCIM}/Users/{account}", json={"schemas": [PATCH], "Operations": operations}
    )


async def test_an_unknown_person_gives_an_empty_list(client: httpx.AsyncClient) -> None:
    for blank in "+", "%20":
        answer = await client.get(f"{SCIM}/Users?filter=userName{blank}eq{blank}%22nobody%22")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/scim+json")
        assert answer.json() == {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": 0,
            "startIndex": 1,
            "itemsPerPage": 0,
            "Resources": [],
        }


async def test_a_new_account_is_found_whatever_the_case(client: httpx.AsyncClient) -> None:
    made = await create(client)
    assert made["meta"]["location"] == f"{SCIM}/Users/{made['id']}"
    answer = await client.get(f"{SCIM}/Users?filter=USERNAME+EQ+%22new.PERSON%40contoso.example%22")
    assert answer.json()["Resources"] == [made]
    assert made["userName"] == "New.Person@contoso.example"
    assert "roles" not in made
    assert (await client.get(made["meta"]["location"])).json() == made


async def test_a_name_is_given_once(client: httpx.AsyncClient) -> None:
    await create(client)
    answer = await client.post(f"{SCIM}/Users", json={**BODY, "userName": "NEW.person@contoso.example"})
    assert answer.status_code == 409
    assert answer.json()["scimType"] == "uniqueness"
    assert answer.json()["status"] == "409"


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "path": "active", "value": False},
        {"op": "Replace", "value": {"active": "false"}},
        {"op": "add", "path": "Active", "value": False},
    ],
)
async def test_every_dialect_disables(client: httpx.AsyncClient, operation: dict[str, object]) -> None:
    made = await create(client)
    answer = await patch(client, made["id"], operation)
    assert answer.status_code == 200
    assert answer.json()["active"] is False
    found = await client.get(f"{SCIM}/Users?filter=userName+eq+%22new.person%40contoso.example%22")
    assert found.json()["Resources"][0]["active"] is False


async def test_dotted_names_and_value_paths(client: httpx.AsyncClient) -> None:
    made = await create(client)
    answer = await patch(
        client,
        made["id"],
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "np@contoso.example"},
        {"op": "replace", "value": {"displayName": "N. P.", "name.givenName": "N."}},
        {"op": "Add", "path": "nickName", "value": "not an attribute of Playvox"},
        {"op": "Remove", "path": "externalId"},
    )
    changed = answer.json()
    assert changed["emails"] == [{"value": "np@contoso.example", "type": "work", "primary": True}]
    assert changed["displayName"] == "N. P."
    assert changed["name"] == {"formatted": "New Person", "familyName": "Person", "givenName": "N."}
    assert "externalId" not in changed
    assert "nickName" not in changed


async def test_a_patch_cannot_take_another_name(client: httpx.AsyncClient) -> None:
    await create(client)
    other = await create(client, userName="other@contoso.example")
    answer = await patch(
        client, other["id"], {"op": "replace", "path": "userName", "value": BODY["userName"]}
    )
    assert answer.status_code == 409


async def test_put_forgets_what_is_left_out(client: httpx.AsyncClient) -> None:
    made = await create(client)
    body = {"schemas": BODY["schemas"][:1], "userName": "new.person@contoso.example"}
    answer = await client.put(f"{SCIM}/Users/{made['id']}", json=body)
    assert answer.status_code == 200
    assert "emails" not in answer.json()
    assert answer.json()["id"] == made["id"]


async def test_deleted_means_gone(client: httpx.AsyncClient) -> None:
    made = await create(client)
    address = f"{SCIM}/Users/{made['id']}"
    assert (await client.delete(address)).status_code == 204
    for answer in (
        await client.get(address),
        await client.delete(address),
        await patch(client, made["id"], {}),
    ):
        assert answer.status_code == 404
        assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ('externalId eq "x"', "invalidFilter"),
        ('userName co "x"', "invalidFilter"),
        ('userName eq "x" or userName eq "y"', "invalidFilter"),
        ("userName eq x", "invalidFilter"),
        ("userName eq 7", "invalidFilter"),
    ],
)
async def test_other_filters_are_refused(client: httpx.AsyncClient, question: str, kind: str) -> None:
    answer = await client.get(f"{SCIM}/Users", params={"filter": question})
    assert answer.status_code == 400
    assert answer.json()["scimType"] == kind


async def test_pages_are_bounded_and_complete(client: httpx.AsyncClient) -> None:
    for number in range(120):
        await create(client, userName=f"page{number}@contoso.example")
    first = (await client.get(f"{SCIM}/Users?count=5000")).json()
    assert first["itemsPerPage"] == 100
    rest = (await client.get(f"{SCIM}/Users?startIndex=101")).json()
    names = [user["userName"] for user in first["Resources"] + rest["Resources"]]
    assert len(names) == len(set(names)) == first["totalResults"]
    none = (await client.get(f"{SCIM}/Users?count=0")).json()
    assert none["Resources"] == []
    assert none["totalResults"] == first["totalResults"]


async def test_the_key_is_needed_everywhere(tenant: Tenant) -> None:
    async with tenant.network.client() as client:
        for key in "", "Bearer wrong", f"Basic {KEY}", "Bearer", "Bearer ключ".encode():
            answer = await client.get(f"{SCIM}/Users", headers={"Authorization": key})
            assert answer.status_code == 401
            assert answer.json()["status"] == "401"
            assert KEY not in answer.text


async def test_there_are_no_groups(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{SCIM}/Groups?filter=displayName+eq+%22x%22")
    assert answer.status_code == 404
    assert answer.json()["status"] == "404"


async def test_other_hosts_and_paths_are_web_pages(client: httpx.AsyncClient) -> None:
    for address in "https://globex.playvox.com/scim/v1/Users", "https://acme.playvox.com/Users":
        answer = await client.get(address)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")


async def test_discovery_lists_the_tutorials_attributes(client: httpx.AsyncClient) -> None:
    config = (await client.get(f"{SCIM}/ServiceProviderConfig")).json()
    assert config["patch"]["supported"] is True
    assert config["filter"] == {"supported": True, "maxResults": 100}
    types = (await client.get(f"{SCIM}/ResourceTypes")).json()["Resources"]
    assert [found["endpoint"] for found in types] == ["/Users"]
    schema = (await client.get(f"{SCIM}/Schemas")).json()["Resources"][0]
    names = {attribute["name"] for attribute in schema["attributes"]}
    assert {"userName", "active", "displayName", "emails", "name"} <= names
    assert (await client.get(schema["meta"]["location"])).json() == schema
    assert (await client.get(f"{SCIM}/Schemas/urn:other")).status_code == 404


async def test_bodies_are_checked(client: httpx.AsyncClient) -> None:
    address = f"{SCIM}/Users"
    answers = [
        await client.post(address, content=b"{", headers={"Content-Type": "application/scim+json"}),
        await client.post(address, json=[BODY]),
        await client.post(address, json={**BODY, "userName": " "}),
        await client.post(address, json={**BODY, "active": "perhaps"}),
        await client.post(address, json={**BODY, "emails": BODY["emails"] * 2}),
    ]
    assert [answer.status_code for answer in answers] == [400] * 5
    assert (
        await client.post(address, content=b"x", headers={"Content-Type": "text/plain"})
    ).status_code == 415
    big = await client.post(address, json={**BODY, "displayName": "x" * 2_000_000})
    assert big.status_code == 413


async def test_simultaneous_creations_of_one_name_give_one_account(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.post(f"{SCIM}/Users", json=BODY) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9

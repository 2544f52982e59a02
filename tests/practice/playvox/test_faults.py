"""Every fault of the practice Playvox does what its description says."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.practice.workshop import KEY, SCIM
from wizard.practice.faults import REGISTRY
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.tenant import Tenant

NOBODY = f"{SCIM}/Users?filter=userName+eq+%22nobody%22"
KIM = f"{SCIM}/Users?filter=userName+eq+%22kim.lee%40contoso.example%22"
SCIM_TYPE = {"Accept": "application/scim+json"}
NEW = {"userName": "new@contoso.example", "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]}

# fault, status of a search without result, part of the media type, part of the text
ANSWERS = [
    ("playvox-key-rejected", 401, "scim+json", "Invalid credentials"),
    ("playvox-echoes-key", 401, "scim+json", KEY),
    ("playvox-no-permission", 403, "scim+json", "may not"),
    ("playvox-firewall-403", 403, "html", "firewall"),
    ("playvox-firewall-406", 406, "html", "firewall"),
    ("playvox-maintenance", 503, "html", "Maintenance"),
    ("playvox-not-found", 404, "scim+json", ""),
    ("playvox-404-for-none", 404, "scim+json", ""),
    ("playvox-invalid-filter", 400, "scim+json", "invalidFilter"),
    ("playvox-plus-not-decoded", 400, "scim+json", "invalidFilter"),
    ("playvox-quotes-refused", 400, "scim+json", "incomplete_filter"),
    ("playvox-login-page", 200, "html", "Sign in"),
    ("playvox-redirect-login", 302, "", ""),
    ("playvox-redirect-http", 301, "", ""),
    ("playvox-redirect-host", 302, "", ""),
    ("playvox-plain-array", 200, "scim+json", "[]"),
    ("playvox-users-member", 200, "scim+json", '"users"'),
    ("playvox-total-as-text", 200, "scim+json", '"0"'),
    ("playvox-broken-json", 200, "scim+json", ",,}"),
    ("playvox-no-content", 204, "", ""),
    ("playvox-405", 405, "scim+json", ""),
    ("playvox-501", 501, "scim+json", ""),
    ("playvox-415", 415, "scim+json", ""),
    ("playvox-406", 406, "scim+json", ""),
    ("playvox-throttled", 429, "scim+json", ""),
    ("playvox-500", 500, "scim+json", ""),
    ("playvox-502", 502, "html", ""),
    ("playvox-503", 503, "scim+json", "Service unavailable"),
    ("playvox-504", 504, "html", ""),
    ("playvox-plain-json", 200, "application/json", "ListResponse"),
    ("playvox-empty-body", 200, "scim+json", ""),
]


@pytest.mark.parametrize(("fault", "status", "media_type", "text"), ANSWERS)
async def test_answers(
    tenant: Tenant, client: httpx.AsyncClient, fault: str, status: int, media_type: str, text: str
) -> None:
    tenant.faults.switch(fault, on=True, times=1)
    answer = await client.get(NOBODY, headers=SCIM_TYPE)
    assert answer.status_code == status
    assert media_type in answer.headers.get("content-type", "")
    assert text in answer.text
    assert (await client.get(NOBODY, headers=SCIM_TYPE)).status_code == 200  # it happened only once


async def test_where_redirects_lead(tenant: Tenant, client: httpx.AsyncClient) -> None:
    wanted = {
        "playvox-redirect-login": "/login",
        "playvox-redirect-http": "http://acme.playvox.com/scim/v1/Users",
        "playvox-redirect-host": "https://sso.playvox.example/scim/v1/Users",
    }
    for fault, place in wanted.items():
        tenant.faults.switch(fault, on=True, times=1)
        assert (await client.get(f"{SCIM}/Users")).headers["location"] == place


async def test_percent_twenty_survives_what_plus_does_not(
    tenant: Tenant, client: httpx.AsyncClient
) -> None:
    tenant.faults.switch("playvox-plus-not-decoded", on=True)
    assert (await client.get(NOBODY.replace("+", "%20"))).status_code == 200


async def test_an_ignored_filter_finds_everybody(tenant: Tenant, client: httpx.AsyncClient) -> None:
    tenant.faults.switch("playvox-filter-ignored", on=True)
    found = (await client.get(NOBODY)).json()
    assert found["totalResults"] == PracticeAccounts(tenant.store).count() > 1


async def test_404_for_no_match_keeps_search_results(tenant: Tenant, client: httpx.AsyncClient) -> None:
    tenant.faults.switch("playvox-404-for-none", on=True)
    assert (await client.get(KIM)).json()["totalResults"] == 1
    assert (await client.get(f"{SCIM}/Users")).status_code == 200


async def test_only_requests_without_a_name_are_blocked(tenant: Tenant, client: httpx.AsyncClient) -> None:
    tenant.faults.switch("playvox-blocks-no-agent", on=True)
    assert (await client.get(NOBODY)).status_code == 200
    del client.headers["User-Agent"]
    assert (await client.get(NOBODY)).status_code == 403
    tenant.faults.switch("playvox-blocks-no-agent", on=False)
    tenant.faults.switch("playvox-blocks-microsoft", on=True)
    assert (await client.get(NOBODY)).status_code == 200
    assert (await client.get(NOBODY, headers={"ADSCIMVersion": "5.0"})).status_code == 403


async def test_a_practice_key_expires_after_a_while_every_time(
    tenant: Tenant, client: httpx.AsyncClient
) -> None:
    for _ in range(2):
        tenant.faults.switch("playvox-key-expires", on=True)
        statuses = [(await client.get(NOBODY)).status_code for _ in range(7)]
        assert statuses == [200] * 5 + [401] * 2
        tenant.faults.clear()
        assert (await client.get(NOBODY)).status_code == 200


@pytest.mark.parametrize("status", [404, 403, 501])
async def test_groups(tenant: Tenant, client: httpx.AsyncClient, status: int) -> None:
    tenant.faults.switch(f"playvox-no-groups-{status}", on=True)
    assert (await client.get(f"{SCIM}/Groups")).status_code == status
    assert (await client.get(NOBODY)).status_code == 200


async def test_members_of_lists(tenant: Tenant, client: httpx.AsyncClient) -> None:
    tenant.faults.switch("playvox-no-resources", on=True)
    assert "Resources" not in (await client.get(KIM)).json()
    tenant.faults.clear()
    tenant.faults.switch("playvox-no-schemas", on=True)
    assert "schemas" not in (await client.get(KIM)).json()


async def test_writing(tenant: Tenant, client: httpx.AsyncClient) -> None:
    for fault, status in {"playvox-create-refused": 400, "playvox-create-conflict": 409}.items():
        tenant.faults.switch(fault, on=True, times=1)
        assert (await client.post(f"{SCIM}/Users", json=NEW)).status_code == status
    made = (await client.post(f"{SCIM}/Users", json=NEW)).json()
    place = made["meta"]["location"]
    disable = {"Operations": [{"op": "Replace", "path": "active", "value": "False"}]}
    tenant.faults.switch("playvox-no-patch", on=True, times=1)
    assert (await client.patch(place, json=disable)).status_code == 501
    for body in disable, {"Operations": [{"op": "replace", "value": {"active": False}}]}:
        tenant.faults.switch("playvox-disable-ignored", on=True, times=1)
        answer = await client.patch(place, json=body)
        assert (answer.status_code, answer.json()["active"]) == (200, True)
    assert (await client.patch(place, json=disable)).json()["active"] is False


async def test_a_flag_behind_the_address(tenant: Tenant, client: httpx.AsyncClient) -> None:
    tenant.faults.switch("playvox-flag-misread", on=True)
    assert (await client.get(NOBODY)).status_code == 200
    assert (await client.get(f"{NOBODY}&aadOptscim062020")).status_code == 404


async def test_lost_and_cut_answers(tenant: Tenant, client: httpx.AsyncClient) -> None:
    tenant.faults.switch("playvox-lost-answer", on=True)
    assert (await client.get(NOBODY)).status_code == 200
    with pytest.raises(httpx.TransportError):
        await client.post(f"{SCIM}/Users", json=NEW)
    assert PracticeAccounts(tenant.store).find("new@contoso.example") is not None
    tenant.faults.clear()
    tenant.faults.switch("playvox-cut-answer", on=True)
    with pytest.raises(httpx.TransportError):
        await client.get(KIM)


async def test_slow_answers_come_late_and_a_client_may_go_away(
    tenant: Tenant, client: httpx.AsyncClient
) -> None:
    for fault in "playvox-slow", "playvox-trickle":
        tenant.faults.switch(fault, on=True)
        with pytest.raises(httpx.ReadTimeout):
            await client.get(NOBODY, timeout=0.3)
        tenant.faults.clear()
    assert (await client.get(NOBODY)).status_code == 200


async def test_a_huge_answer_keeps_coming(tenant: Tenant, client: httpx.AsyncClient) -> None:
    tenant.faults.switch("playvox-huge-answer", on=True)
    received = 0
    async with asyncio.timeout(60), client.stream("GET", NOBODY) as answer:
        async for piece in answer.aiter_bytes():
            received += len(piece)
            if received > 5_000_000:
                break
    assert received > 5_000_000


def test_every_fault_of_playvox_is_tried_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    missing = [
        fault.name
        for fault in REGISTRY.values()
        if fault.group == "playvox" and fault.name not in source and "no-groups" not in fault.name
    ]
    assert missing == []

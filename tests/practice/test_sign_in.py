"""The practice authority with the real MSAL and with plain requests."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from typing import Any

import httpx
import msal
import pytest
import requests

from tests.practice.desk import SCOPES, Desk

GRAPH_SCOPES = [
    "https://graph.microsoft.com/User.Read",
    "https://graph.microsoft.com/Synchronization.ReadWrite.All",
]


def _application(practice: Any) -> msal.PublicClientApplication:
    session = requests.Session()
    session.verify = str(practice.line.ca_file)
    session.trust_env = False
    return msal.PublicClientApplication(
        practice.line.client_id,
        authority=practice.line.authority,
        instance_discovery=False,
        http_client=session,
        client_capabilities=["CP1"],
    )


def _browser(practice: Any) -> Any:
    """Choose the first account on the sign-in page, whatever form the answer has."""

    def open_page(address: str, **_: Any) -> bool:
        def walk() -> None:
            with httpx.Client(verify=practice.network.ssl_context(), trust_env=False) as browser:
                answer = browser.get(
                    address, headers={"X-Practice-Account": "auto", "Accept": "application/json"}
                )
                body = answer.json()
                browser.post(body["redirect_uri"], data=body["fields"])

        threading.Thread(target=walk, daemon=True).start()
        return True

    return open_page


async def test_msal_signs_in_interactively_and_then_silently(
    practice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", _browser(practice))
    app = await asyncio.to_thread(_application, practice)
    result = await asyncio.to_thread(app.acquire_token_interactive, GRAPH_SCOPES, timeout=30)
    assert result.get("error_description") is None
    assert result["id_token_claims"]["preferred_username"] == practice.line.account
    claims = json.loads(base64.urlsafe_b64decode(result["access_token"].split(".")[1] + "=="))
    assert claims["scp"] == "Synchronization.ReadWrite.All User.Read"

    (account,) = app.get_accounts()
    again = await asyncio.to_thread(app.acquire_token_silent, GRAPH_SCOPES, account)
    assert again["token_source"] == "cache"
    forced = await asyncio.to_thread(app.acquire_token_silent, GRAPH_SCOPES, account, force_refresh=True)
    assert forced["token_source"] == "identity_provider"
    assert forced["access_token"] != result["access_token"]


async def test_msal_signs_in_with_a_device_code(practice: Any) -> None:
    app = await asyncio.to_thread(_application, practice)
    flow = await asyncio.to_thread(app.initiate_device_flow, GRAPH_SCOPES)
    assert flow["user_code"] in flow["message"]
    waiting = asyncio.create_task(asyncio.to_thread(app.acquire_token_by_device_flow, flow))
    async with practice.network.client() as client:
        page = await client.get(flow["verification_uri"])
        assert "Enter code" in page.text
        wrong = await client.post(flow["verification_uri"], data={"user_code": "NOTACODE1"})
        assert wrong.status_code == 400
        right = await client.post(
            flow["verification_uri"],
            data={"user_code": flow["user_code"], "account": practice.line.account},
        )
        assert right.status_code == 200
    result = await waiting
    assert result["id_token_claims"]["preferred_username"] == practice.line.account


@pytest.mark.parametrize(
    ("fault", "error", "number"),
    [
        ("consent-needed", "invalid_grant", 65001),
        ("admin-consent-needed", "access_denied", 90094),
        ("mfa-needed", "interaction_required", 50076),
        ("account-disabled", "invalid_grant", 50057),
        ("sign-in-cancelled", "access_denied", 65004),
        ("wrong-password", "invalid_grant", 50126),
    ],
)
async def test_a_refused_sign_in_gives_msal_the_reason(
    practice: Any, monkeypatch: pytest.MonkeyPatch, fault: str, error: str, number: int
) -> None:
    monkeypatch.setattr("webbrowser.open", _browser(practice))
    practice.tenant.faults.switch(fault, on=True, times=1)
    app = await asyncio.to_thread(_application, practice)
    result = await asyncio.to_thread(app.acquire_token_interactive, GRAPH_SCOPES, timeout=30)
    assert result["error"] == error
    assert f"AADSTS{number}:" in result["error_description"]


async def test_a_blocked_device_code_flow_says_so(practice: Any) -> None:
    practice.tenant.faults.switch("device-code-blocked", on=True)
    app = await asyncio.to_thread(_application, practice)
    flow = await asyncio.to_thread(app.initiate_device_flow, GRAPH_SCOPES)
    async with practice.network.client() as client:
        await client.post(flow["verification_uri"], data={"user_code": flow["user_code"]})
    result = await asyncio.to_thread(app.acquire_token_by_device_flow, flow)
    assert "AADSTS530036" in result["error_description"]


async def test_an_ended_session_needs_a_person_again(
    practice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", _browser(practice))
    app = await asyncio.to_thread(_application, practice)
    await asyncio.to_thread(app.acquire_token_interactive, GRAPH_SCOPES, timeout=30)
    practice.tenant.faults.switch("refresh-expired", on=True)
    (account,) = app.get_accounts()
    result = await asyncio.to_thread(
        app.acquire_token_silent_with_error, GRAPH_SCOPES, account, force_refresh=True
    )
    assert result["error"] == "invalid_grant"
    assert "AADSTS70043" in result["error_description"]


async def test_a_claims_challenge_is_met_by_signing_in_with_the_claims(desk: Desk) -> None:
    desk.practice.tenant.faults.switch("claims-challenge", on=True)
    refused = await desk.call("GET", "/me")
    assert refused.status_code == 401
    header = refused.headers["www-authenticate"]
    assert 'error="insufficient_claims"' in header
    claims = base64.b64decode(header.split('claims="')[1].rstrip('"')).decode()
    await desk.sign_in(claims=claims)
    assert (await desk.get("/me"))["userPrincipalName"] == desk.line.account


async def test_codes_work_once_and_only_with_their_verifier(desk: Desk) -> None:
    challenge = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"  # SHA-256 of "test"
    back = {"redirect_uri": "http://localhost:1", "grant_type": "authorization_code"}
    proof = {"code_challenge": challenge, "code_challenge_method": "S256"}

    code = (await desk.authorize(**proof)).params["code"]
    wrong = await desk.redeem(code=code, code_verifier="guess", **back)
    assert wrong.json()["error_codes"] == [501481]

    code = (await desk.authorize(**proof)).params["code"]
    assert (await desk.redeem(code=code, code_verifier="test", **back)).status_code == 200
    assert (await desk.redeem(code=code, code_verifier="test", **back)).json()["error_codes"] == [70008]


async def test_a_cut_token_answer_is_not_json(desk: Desk) -> None:
    code = (await desk.authorize()).params["code"]
    fault = "token-cut"
    await desk.client.put(f"{desk.line.control}/faults/{fault}", json={})
    back = {"redirect_uri": "http://localhost:1", "grant_type": "authorization_code"}
    answer = await desk.redeem(code=code, **back)
    assert answer.status_code == 200
    assert answer.text.startswith("{")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
        answer.json()


async def test_strangers_and_foreign_addresses_are_refused_without_a_redirect(desk: Desk) -> None:
    address = f"{desk.line.authority}/oauth2/v2.0/authorize"
    query = {"response_type": "code", "scope": SCOPES, "redirect_uri": "http://localhost:1"}
    stranger = await desk.client.get(address, params={**query, "client_id": "somebody"})
    assert stranger.status_code == 400
    assert "AADSTS700016" in stranger.text
    foreign = {**query, "client_id": desk.line.client_id, "redirect_uri": "https://evil.example/"}
    answer = await desk.client.get(address, params=foreign)
    assert answer.status_code == 400
    assert "AADSTS50011" in answer.text


async def test_the_page_lists_accounts_with_their_roles_and_escapes_what_it_is_given(desk: Desk) -> None:
    query = {
        "client_id": desk.line.client_id,
        "response_type": "code",
        "redirect_uri": "http://localhost:1",
        "scope": SCOPES,
        "state": '"><script>alert(1)</script>',
    }
    page = await desk.client.get(f"{desk.line.authority}/oauth2/v2.0/authorize", params=query)
    assert desk.line.account in page.text
    assert "Application Administrator" in page.text
    assert "<script>alert" not in page.text


async def test_tokens_expire_by_the_practice_clock(desk: Desk) -> None:
    assert (await desk.call("GET", "/me")).status_code == 200
    await desk.client.post(f"{desk.line.control}/clock", json={"advance": 2 * 3600})
    assert await desk.code("GET", "/me") == (401, "InvalidAuthenticationToken")


async def test_an_unknown_permission_cannot_be_asked_for(desk: Desk) -> None:
    answer = await desk.authorize(scope="openid https://graph.microsoft.com/Everything.Do.All")
    assert "AADSTS650053" in answer.params["error_description"]

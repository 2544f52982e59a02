"""The sign-in authority over plain HTTP: discovery, tokens, device codes, refresh, refusals."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from tests.practice.graph.outsider import ALL, Json, Outsider

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def discovery(graph: Outsider) -> Json:
    found: Json = graph.http.get(f"{graph.line['authority']}/v2.0/.well-known/openid-configuration").json()
    return found


def _token(graph: Outsider, discovery: Json, **values: str) -> tuple[int, Json]:
    data = {"client_id": graph.line["client_id"], **values}
    answer = graph.http.post(discovery["token_endpoint"], data=data)
    return answer.status_code, answer.json()


def _begin(graph: Outsider, discovery: Json) -> Json:
    data = {"client_id": graph.line["client_id"], "scope": ALL}
    flow: Json = graph.http.post(discovery["device_authorization_endpoint"], data=data).json()
    assert {"user_code", "device_code", "verification_uri", "expires_in", "interval", "message"} <= set(
        flow
    )
    return flow


def _answer(graph: Outsider, flow: Json, **form: str) -> int:
    return graph.http.post(
        flow["verification_uri"], data={"user_code": flow["user_code"], **form}
    ).status_code


def _number(body: Json) -> int:
    (number,) = body["error_codes"]
    assert body["error_description"].startswith(f"AADSTS{number}: ")
    assert {"trace_id", "correlation_id", "timestamp"} <= set(body)
    return int(number)


def test_discovery_lists_all_endpoints(graph: Outsider, discovery: Json) -> None:
    assert discovery["issuer"] == f"{graph.line['authority']}/v2.0"
    for name in "authorization_endpoint", "token_endpoint", "device_authorization_endpoint", "jwks_uri":
        assert discovery[name].startswith(graph.line["authority"])
    unknown = graph.line["authority"].rsplit("/", 1)[0] + "/elsewhere/v2.0/.well-known/openid-configuration"
    assert graph.http.get(unknown).status_code == 400
    for alias in "common", "organizations":
        address = (
            graph.line["authority"].rsplit("/", 1)[0] + f"/{alias}/v2.0/.well-known/openid-configuration"
        )
        assert graph.http.get(address).json() == discovery


def test_tokens_are_signed_with_the_published_key(graph: Outsider, discovery: Json) -> None:
    tokens = graph.sign_in()
    (key,) = jwt.PyJWKSet.from_dict(graph.http.get(discovery["jwks_uri"]).json()).keys
    claims = jwt.decode(
        tokens["id_token"], key, algorithms=["RS256"], audience=graph.line["client_id"],
        issuer=discovery["issuer"],
    )  # fmt: skip
    assert claims["preferred_username"] == graph.line["account"]
    assert claims["tid"] == graph.line["tenant_id"]
    access: dict[str, Any] = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert "Synchronization.ReadWrite.All" in access["scp"].split()
    assert tokens["token_type"] == "Bearer"


def test_a_device_code_waits_for_a_person(graph: Outsider, discovery: Json) -> None:
    flow = _begin(graph, discovery)
    poll = {"grant_type": DEVICE, "device_code": flow["device_code"]}
    status, body = _token(graph, discovery, **poll)
    assert (status, body["error"], _number(body)) == (400, "authorization_pending", 70016)
    assert _answer(graph, {**flow, "user_code": "NOTACODE1"}, account=graph.line["account"]) == 400
    assert _answer(graph, flow, account=graph.line["account"]) == 200
    status, body = _token(graph, discovery, **poll)
    assert (status, body["token_type"]) == (200, "Bearer")
    assert _token(graph, discovery, **poll)[1]["error"] == "bad_verification_code"  # works once


def test_a_device_code_can_be_declined_and_blocked(graph: Outsider, discovery: Json) -> None:
    flow = _begin(graph, discovery)
    assert _answer(graph, flow, account="") == 200
    poll = {"grant_type": DEVICE, "device_code": flow["device_code"]}
    assert _token(graph, discovery, **poll)[1]["error"] == "authorization_declined"
    graph.fault("device-code-blocked")
    flow = _begin(graph, discovery)
    assert _answer(graph, flow, account=graph.line["account"]) == 200
    poll = {"grant_type": DEVICE, "device_code": flow["device_code"]}
    status, body = _token(graph, discovery, **poll)
    assert (status, _number(body)) == (400, 530036)


@pytest.mark.parametrize(
    ("fault", "error", "number"),
    [
        ("refresh-expired", "invalid_grant", 70043),
        ("mfa-needed", "interaction_required", 50076),
        ("account-disabled", "invalid_grant", 50057),
        ("consent-needed", "invalid_grant", 65001),
    ],
)
def test_refreshing(graph: Outsider, discovery: Json, fault: str, error: str, number: int) -> None:
    first = graph.sign_in()
    values = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], "scope": ALL}
    graph.fault(fault, times=1)
    status, body = _token(graph, discovery, **values)
    assert (status, body["error"], _number(body)) == (400, error, number)
    if number == 50076:
        assert "capolids" in body["claims"]
    if number == 65001:
        assert body["suberror"] == "consent_required"
    status, again = _token(graph, discovery, **values)
    assert status == 200
    assert again["access_token"] != first["access_token"]
    narrow = {**values, "scope": "openid https://graph.microsoft.com/User.Read"}
    less = _token(graph, discovery, **narrow)[1]
    claims = jwt.decode(less["access_token"], options={"verify_signature": False})
    assert claims["scp"] == "User.Read"


def test_requests_that_are_refused(graph: Outsider, discovery: Json) -> None:
    assert _number(_token(graph, discovery, grant_type="password")[1]) == 70003
    stranger = _token(graph, discovery, client_id="nobody", grant_type="refresh_token")
    assert (stranger[0], _number(stranger[1])) == (400, 700016)
    used = _token(
        graph, discovery, grant_type="authorization_code", code="used", redirect_uri="http://localhost"
    )
    assert _number(used[1]) == 70008
    query = {
        "client_id": graph.line["client_id"], "response_type": "code", "redirect_uri": "http://localhost",
        "scope": ALL, "prompt": "none", "state": "mine",
    }  # fmt: skip
    silent = graph.http.get(discovery["authorization_endpoint"], params=query)
    assert silent.status_code == 302
    assert "interaction_required" in silent.headers["location"]
    assert "state=mine" in silent.headers["location"]


def test_disabled_people_cannot_sign_in(graph: Outsider, discovery: Json) -> None:
    disabled = graph.get("/users?$filter=accountEnabled eq false&$top=1")["value"][0]["userPrincipalName"]
    flow = _begin(graph, discovery)
    assert _answer(graph, flow, account=disabled) == 400
    assert _answer(graph, flow, account="stranger@elsewhere.example") == 400

"""The program's four network clients, each connecting to one loopback server."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

from pydantic import SecretStr

from tests.connection.lab.fault import KEY
from tests.connection.lab.server import Seen, answer, healthy
from wizard.connection import Target, run
from wizard.entra.account import AccessToken
from wizard.entra.cloud import Cloud
from wizard.entra.consistency import WaitPolicy
from wizard.entra.graph import Graph
from wizard.entra.retry import RetryPolicy
from wizard.entra.sign_in import SignIn
from wizard.network.clients import Network
from wizard.network.key_hosts import KeyForHost
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.scim import Playvox
from wizard.problem import Problem, ProblemError

TENANT = "7b6b4e6f-0b5c-4d3f-9d1c-3a6c0c7b2a11"
Client = Callable[[Network, str], Awaitable[Problem | None]]
"""Connects to "https://host:port"; returns the problem, or None when it got its answer."""


def everything(base: Callable[[], str]) -> Callable[[Seen], bytes]:
    """A server that is sign-in authority, Graph and Playvox at once."""

    def respond(seen: Seen) -> bytes:
        if "/scim/" in seen.path:
            return healthy(seen)
        if seen.path == "/v1.0/me":
            return _json({"id": "1"})
        if "openid-configuration" in seen.path:
            own = f"{base()}/{TENANT}"
            return _json(
                {
                    "issuer": f"{own}/v2.0",
                    "authorization_endpoint": f"{own}/authorize",
                    "token_endpoint": f"{own}/token",
                    "device_authorization_endpoint": f"{own}/devicecode",
                }
            )
        if seen.path.endswith("/devicecode"):
            return _json(
                {
                    "user_code": "ABC",
                    "device_code": "a-device-code",
                    "verification_uri": "https://x.example",
                    "expires_in": 60,
                    "interval": 0,
                    "message": "",
                }
            )
        if seen.path.endswith("/token"):
            claims = {"oid": "1", "tid": TENANT, "exp": int(time.time()) + 600, "sub": "s", "aud": "client"}
            return _json(
                {
                    "access_token": "an-access-token",
                    "id_token": _unsigned(claims),
                    "expires_in": 600,
                    "token_type": "Bearer",
                    "scope": "User.Read",
                }
            )
        return answer(b"{}", "404 Not Found", "application/json")

    return respond


def _json(content: object) -> bytes:
    return answer(json.dumps(content).encode(), content_type="application/json")


def _unsigned(claims: object) -> str:
    import base64

    def part(content: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none'})}.{part(claims)}."


async def sign_in(network: Network, base: str) -> Problem | None:
    """MSAL's device code flow: discovery, code and token."""
    cloud = Cloud("practice", base, base, base, tenant=TENANT)
    try:
        await SignIn(cloud, "client", network, None).device_code(["User.Read"], lambda code: None)
    except ProblemError as error:
        return error.problem
    return None


async def graph(network: Network, base: str) -> Problem | None:
    """One GET request."""

    async def token(*, claims: str | None = None, fresh: bool = False) -> AccessToken:
        return AccessToken(SecretStr("an-access-token"))

    policy = RetryPolicy(attempts=2, first=0.01)
    cloud = Cloud.practice(base, f"{base}/{TENANT}")
    waits = WaitPolicy(lambda _waiting: None)
    try:
        async with Graph(network, cloud, token, policy=policy, waits=waits) as client:
            await client.get("/me")
    except ProblemError as error:
        return error.problem
    return None


async def playvox(network: Network, base: str) -> Problem | None:
    """One search."""
    url = parse_tenant_url(f"{base}/scim/v1", allow_loopback=True)
    assert isinstance(url, TenantUrl)
    try:
        async with Playvox(network, url, KeyForHost(SecretStr(KEY), url.host)) as client:
            await client.find_account("userName", "nobody@contoso.example")
    except ProblemError as error:
        return error.problem
    return None


async def connection_test(network: Network, base: str) -> Problem | None:
    """The complete connection test."""
    report = await run(Target(f"{base}/scim/v1", SecretStr(KEY), step_seconds=3.0), network)
    await asyncio.sleep(0)
    if report.cause is None:
        return None
    assert report.deciding is not None
    facts = {name: str(value) for name, value in report.deciding.evidence.items()}
    return Problem(report.cause, facts)


CLIENTS: dict[str, Client] = {
    "sign-in": sign_in,
    "Graph": graph,
    "Playvox": playvox,
    "connection test": connection_test,
}

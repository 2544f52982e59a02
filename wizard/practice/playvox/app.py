"""The practice Playvox as an ASGI application: host, key, endpoints and faults, in that order."""

from __future__ import annotations

import hmac
from datetime import UTC

from pydantic import SecretStr
from scim2_models import SCIMException
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wizard.practice.playvox import faulty_answers, faulty_lists, faulty_wire
from wizard.practice.playvox.accounts import (
    PracticeAccounts,
    UserNameTakenError,
)
from wizard.practice.playvox.answer import error, page
from wizard.practice.playvox.seed import seed_accounts
from wizard.practice.playvox.service import (
    BASE_PATH,
    MAX_BODY,
    MediaTypeError,
    ScimService,
    taken,
)
from wizard.practice.tenant import PLAYVOX_TENANT, Tenant
from wizard.practice.tenant import RecordedRequest as Answered

_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def create_app(tenant: Tenant) -> ASGIApp:
    """Playvox for `tenant`: SCIM under /scim/v1 for acme.playvox.com and loopback names.

    Other hosts get the page of a tenant that does not exist, other paths that of a missing page. The first
    time, Playvox is filled with accounts, so the directory must exist already.
    """
    seed_accounts(tenant)
    return PlayvoxApp(tenant)


class PlayvoxApp:
    """Reads a whole request, applies the faults that are on, and answers."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._faults = tenant.faults
        self._expiry = faulty_answers.KeyExpiry(tenant.faults)
        self._endpoints = _endpoints(ScimService(PracticeAccounts(tenant.store), self._now))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._endpoints(scope, receive, send)
            return
        # Mounted or not, the path is always the full one.
        scope = {**scope, "root_path": "", "app_root_path": ""}
        scope["query_string"] = faulty_lists.misread_query(scope["query_string"], self._faults)
        request = Request(scope)
        content = await _read(receive)
        response = await self._respond(request, content)
        self._record(request, response)
        if await faulty_wire.wait_if_slow(receive, self._faults):
            await faulty_wire.send_answer(request, response, self._faults, scope, receive, send)

    async def _respond(self, request: Request, content: bytes | None) -> Response:
        host = request.headers.get("host", "").rsplit(":", 1)[0].lower()
        if host not in _LOOPBACK and host != f"{PLAYVOX_TENANT}.playvox.com":
            return page("No such tenant", "There is no Playvox tenant at this address.", 404)
        if request.url.path != BASE_PATH and not request.url.path.startswith(BASE_PATH + "/"):
            return page("Page not found", "There is nothing at this address.", 404)
        answer = faulty_answers.substitute(faulty_answers.FRONT, request, self._faults)
        if answer is not None:
            return answer
        if not self._accepts(request.headers.get("authorization", "")):
            return error(401, "Invalid credentials", headers={"WWW-Authenticate": "Bearer"})
        answer = faulty_answers.substitute(faulty_answers.BEHIND_KEY, request, self._faults)
        if answer is not None:
            return answer
        if content is None:
            return error(413, "The body is too large")
        content = faulty_lists.misread_body(request, content, self._faults)
        response = await _collect(self._endpoints, request.scope, content)
        return faulty_lists.miswrite(request, response, self._faults)

    def _accepts(self, authorization: str) -> bool:
        scheme, _, key = authorization.partition(" ")
        identity = self._tenant.identity
        known: tuple[SecretStr, ...] = (identity.key, identity.next_key)
        # Every key is compared, so that the time taken tells nothing.
        same = [
            hmac.compare_digest(key.strip().encode(), each.get_secret_value().encode()) for each in known
        ]
        return scheme.lower() == "bearer" and any(same) and not self._expiry.refuses()

    def _now(self) -> str:
        return (
            self._tenant.clock.now()
            .astimezone(UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z")
        )

    def _record(self, request: Request, response: Response) -> None:
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self._tenant.requests.append(Answered("playvox", request.method, path, response.status_code))


def _endpoints(service: ScimService) -> Starlette:
    return Starlette(
        routes=[Mount(BASE_PATH, routes=service.routes())],
        exception_handlers={
            SCIMException: _on_scim,
            HTTPException: _on_http,
            UserNameTakenError: lambda request, problem: taken(problem),
            MediaTypeError: lambda request, problem: error(415, "Send application/scim+json"),
        },
    )


def _on_scim(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, SCIMException)
    return error(problem.status, problem.detail, problem.scim_type or None)


def _on_http(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    return error(problem.status_code, problem.detail, headers=problem.headers)


async def _read(receive: Receive) -> bytes | None:
    """The body; None when it is larger than `MAX_BODY`."""
    content = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(content)
        if len(content) <= MAX_BODY:
            content += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(content) if len(content) <= MAX_BODY else None


async def _collect(app: ASGIApp, scope: Scope, content: bytes) -> Response:
    """What `app` answers, as one response."""
    start: Message = {}
    pieces: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            pieces.append(message.get("body", b""))

    await app(dict(scope), receive, send)
    response = Response(b"".join(pieces), start["status"])
    response.raw_headers = list(start["headers"])
    return response

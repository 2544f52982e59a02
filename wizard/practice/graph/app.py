"""Graph as an ASGI application: bounds, token, throttling, rights, endpoint, faults."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from wizard.practice.authority.tokens import Tokens
from wizard.practice.graph import faulty, throttle
from wizard.practice.graph.batch import run_batch
from wizard.practice.graph.call import (
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import (
    GraphRefusalError,
    bad_request,
)
from wizard.practice.graph.paging import Pager
from wizard.practice.graph.routes import BETA_ROUTES, ROUTES
from wizard.practice.graph.routing import (
    Endpoint,
    Router,
)
from wizard.practice.graph.token import caller_of
from wizard.practice.net.limits import TooLargeError, read_body
from wizard.practice.tenant import Tenant

_log = logging.getLogger(__name__)
_OPTIONS = frozenset(
    [
        "$select",
        "$filter",
        "$orderby",
        "$top",
        "$expand",
        "$count",
        "$search",
        "$skiptoken",
        "$deltatoken",
        "$skip",
    ]
)


def create_app(tenant: Tenant, tokens: Tokens) -> ASGIApp:
    """Graph for one tenant, to be mounted at /v1.0."""
    return GraphApp(tenant, tokens, ROUTES)


def create_beta(tenant: Tenant, tokens: Tokens) -> ASGIApp:
    """The little of Graph's beta version that v1.0 lacks, to be mounted at /beta."""
    return GraphApp(tenant, tokens, BETA_ROUTES)


class GraphApp:
    """Answers requests below one version's address."""

    def __init__(self, tenant: Tenant, tokens: Tokens, routes: Iterable[Endpoint]) -> None:
        self._tenant = tenant
        self._tokens = tokens
        self._router = Router(routes)
        self._pager = Pager()
        self._throttle = throttle.Throttle(tenant.faults)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method: str = scope["method"]
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        query = scope["query_string"].decode("latin-1")
        base = f"https://{headers.get('host', 'localhost')}{scope.get('root_path', '')}"
        try:
            content = await read_body(receive)
            await faulty.before(self._tenant.faults)
            if path.rstrip("/").lower() == "/$batch" and method == "POST":
                answer = await run_batch(self, headers, _parse(content, headers), base)
            else:
                answer = await self.answer(method, path, query, headers, _parse(content, headers), base)
        except TooLargeError:
            answer = self.refuse(
                GraphRefusalError(413, "RequestEntityTooLarge", "Request is too large."), headers
            )
        except GraphRefusalError as refusal:
            answer = self.refuse(refusal, headers)
        await faulty.deliver(self._tenant.faults, method, _response(answer, headers), scope, receive, send)

    async def answer(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: Any, base: str
    ) -> RouteAnswer:
        """The answer to one request, errors included; `path` starts after /v1.0, `query` is encoded."""
        try:
            caller = caller_of(self._tenant, self._tokens, headers.get("authorization"))
            self._throttle.check(method, path)
            route, params = self._router.find(method, path)
            route.rights.check(self._tenant, caller, params)
            call = RouteCall(
                self._tenant,
                caller,
                method,
                path,
                params,
                _options(query),
                headers,
                body,
                base,
                self._pager,
            )
            outcome = route.handler(call)
            answer = await outcome if inspect.isawaitable(outcome) else outcome
            return faulty.disguise(self._tenant.faults, answer)
        except GraphRefusalError as refusal:
            return self.refuse(refusal, headers)
        except asyncio.CancelledError:
            raise
        except Exception:
            _log.exception("the practice Graph failed at %s %s", method, path)
            raise

    def refuse(self, refusal: GraphRefusalError, headers: Mapping[str, str]) -> RouteAnswer:
        """The error envelope as an answer."""
        request_id = headers.get("client-request-id") or str(uuid.uuid4())
        return RouteAnswer(refusal.status, refusal.body(self._tenant, request_id[:100]), refusal.headers)


def _options(query: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, max_num_fields=50):
        name = name.lower() if name.startswith("$") else name
        if name in options:
            raise bad_request(
                f"Query option '{name}' was specified more than once, but it must be specified once."
            )
        if name.startswith("$") and name not in _OPTIONS:
            raise bad_request(f"The query parameter '{name[:40]}' is not supported.")
        options[name] = value
    return options


def _parse(content: bytes, headers: Mapping[str, str]) -> Any:
    if not content:
        return None
    if "json" not in headers.get("content-type", ""):
        raise bad_request("Write requests are only supported on content type 'application/json'.")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as failure:
        raise bad_request(
            "Unable to read JSON request payload. Please ensure it is well formed."
        ) from failure


def _response(answer: RouteAnswer, headers: Mapping[str, str]) -> Response:
    fixed = {
        "request-id": str(uuid.uuid4()),
        "Strict-Transport-Security": "max-age=31536000",
        **answer.headers,
    }
    if "client-request-id" in headers:
        fixed["client-request-id"] = headers["client-request-id"][:100]
    if answer.body is None:
        return Response(b"", answer.status, fixed)
    if isinstance(answer.body, str):
        media = "text/html" if answer.body.startswith("<") else "text/plain"
        return Response(answer.body, answer.status, fixed, media_type=media)
    content = json.dumps(answer.body, ensure_ascii=False).encode()
    media = (
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
    )
    return Response(content, answer.status, {**fixed, "Content-Type": media})

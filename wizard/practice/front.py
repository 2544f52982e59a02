"""Everything that answers on the first port: Graph, the sign-in authority, and the control address."""

from __future__ import annotations

from email.utils import format_datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wizard.practice import authority, control
from wizard.practice.authority import Tokens, Workload
from wizard.practice.graph import create_app as create_graph
from wizard.practice.graph import create_beta
from wizard.practice.net.limits import Limited
from wizard.practice.tenant import (
    RecordedRequest,
    Tenant,
)


def create_app(tenant: Tenant) -> ASGIApp:
    """One application for one port."""
    tokens = Tokens(tenant)
    workload = Workload()
    signs_in = authority.create_app(tenant, tokens, workload)
    return _Front(
        {
            "/v1.0": _Recorded(create_graph(tenant, tokens), tenant, "graph"),
            "/beta": _Recorded(create_beta(tenant, tokens), tenant, "graph"),
            f"/control/{tenant.identity.control}": Limited(control.create_app(tenant, workload)),
            "": _Recorded(Limited(signs_in), tenant, "authority"),
        }
    )


class _Front:
    """Routes a request to the first application whose prefix fits.

    Not Starlette's own routing: its layers wrap `send`, and the faults that break connections need the
    server's.
    """

    def __init__(self, apps: dict[str, ASGIApp]) -> None:
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path = scope["path"]
        for prefix, app in self._apps.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                await app({**scope, "root_path": prefix}, receive, send)
                return


class _Recorded:
    """Remembers answered requests; of the authority only the path, because its queries hold codes."""

    def __init__(self, app: ASGIApp, tenant: Tenant, server: str) -> None:
        self._app = app
        self._tenant = tenant
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                # By the practice clock, so that a client can tell what "now" is here.
                date = format_datetime(self._tenant.clock.now(), usegmt=True).encode()
                message["headers"] = [*message.get("headers", ()), (b"date", date)]
            await send(message)

        watch.__wrapped__ = send  # type: ignore[attr-defined]
        path = scope["path"]
        if self._server == "graph" and scope["query_string"]:
            path += "?" + scope["query_string"].decode("latin-1")[:2000]
        try:
            await self._app(scope, receive, watch)
        finally:
            self._tenant.requests.append(RecordedRequest(self._server, scope["method"], path, status))

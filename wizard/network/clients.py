"""How this program reaches other machines: whom it trusts, and where practice names lead."""

from __future__ import annotations

import fnmatch
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import truststore

from wizard.network.handshakes import close_when_canceled

USER_AGENT = "playvox-provisioning"


@dataclass(frozen=True)
class Network:
    """Trust and routes shared by every client of the program.

    TLS is verified with the operating system's trust store. `extra_ca` adds one trust anchor (practice
    tenant, laboratories). `allow_loopback` permits loopback addresses and, there only, plain http.
    `routes` sends host-name patterns to a loopback port, so that a rehearsal can use the very address
    of the real set-up; it is empty outside practice.
    """

    extra_ca: Path | None = None
    allow_loopback: bool = False
    routes: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def is_practice(self) -> bool:
        """Whether names lead to the practice tenant instead of the internet."""
        return bool(self.routes)

    def ssl_context(self) -> ssl.SSLContext:
        """A fresh verifying client context; reads the trust store, so call it off the GUI thread."""
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self.extra_ca is not None:
            context.load_verify_locations(cafile=str(self.extra_ca))
        return context

    def route(self, host: str) -> tuple[str, int] | None:
        """Where a routed name leads (address, port), or None when it is an ordinary name."""
        for pattern, target in self.routes.items():
            if fnmatch.fnmatchcase(host.lower(), pattern):
                return target
        return None

    def client(self, **options: Any) -> httpx.AsyncClient:
        """A client that never follows redirects by itself; `options` are those of `httpx.AsyncClient`.

        `verify` takes a context made by `ssl_context` and narrowed down afterwards.
        """
        headers = {"User-Agent": USER_AGENT, **(options.pop("headers", None) or {})}
        options.setdefault("timeout", httpx.Timeout(30.0, connect=10.0))
        options["follow_redirects"] = False
        context = options.pop("verify", None) or self.ssl_context()
        if self.routes:
            # httpx leaves the environment's proxies aside when a transport is given: right for loopback.
            options["transport"] = _RoutedTransport(self, context)
        else:
            options["verify"] = context
        hooks = options.pop("event_hooks", None) or {}
        hooks = {**hooks, "request": [*hooks.get("request", ()), close_when_canceled]}
        return httpx.AsyncClient(headers=headers, event_hooks=hooks, **options)


class _RoutedTransport(httpx.AsyncBaseTransport):
    """Connects routed names to their loopback port; TLS still proves the name that was asked for."""

    def __init__(self, network: Network, context: ssl.SSLContext) -> None:
        self._network = network
        self._inner = httpx.AsyncHTTPTransport(verify=context)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        target = self._network.route(host)
        if target is not None:
            request.headers.setdefault("Host", host)
            request.extensions = {**request.extensions, "sni_hostname": host}
            request.url = request.url.copy_with(host=target[0], port=target[1])
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()

"""HTTP clients of this program: trust, proxies and practice routes."""

from __future__ import annotations

import fnmatch
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

USER_AGENT = "playvox-provisioning"
_LIMITS = {"max_connections": 100, "max_keepalive_connections": 20}  # httpx's own


@dataclass(frozen=True)
class Network:
    """Trust, routes and proxies, shared by all clients of the program.

    TLS is verified with the operating system's trust store. `extra_ca` adds one trust anchor (practice
    tenant, laboratories). `allow_loopback` permits loopback addresses and, there only, plain http.
    `routes` sends host-name patterns to a loopback port, so that practice can use the same address
    as the real setup; it is empty outside practice, and practice uses no proxy.

    httpx is loaded with the first client: what only names a network needs none.
    """

    extra_ca: Path | None = None
    allow_loopback: bool = False
    routes: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def is_practice(self) -> bool:
        """Whether host names lead to the practice tenant instead of the internet."""
        return bool(self.routes)

    def ssl_context(self) -> ssl.SSLContext:
        """A fresh verifying client context; reads the trust store, so call it off the GUI thread."""
        from wizard.network.trust import system_trust

        context = system_trust()
        if self.extra_ca is not None:
            context.load_verify_locations(cafile=str(self.extra_ca))
        return context

    def route(self, host: str) -> tuple[str, int] | None:
        """The address and port of a routed name, or None for other names."""
        for pattern, target in self.routes.items():
            if fnmatch.fnmatchcase(host.lower(), pattern):
                return target
        return None

    def client(self, **options: Any) -> httpx.AsyncClient:
        """A client that never follows redirects by itself; `options` are those of `httpx.AsyncClient`.

        `verify` takes a context made by `ssl_context` and narrowed down afterwards. Requests raise
        `wizard.network.proxy_failure.ProxyFailed`, an `httpx.HTTPError`, when the proxy is at fault.
        """
        import httpcore
        import httpx

        from wizard.network.backends import RoutingBackend
        from wizard.network.handshakes import close_when_canceled

        context, limits = _complete_options(self, options)
        hooks = options.pop("event_hooks", None) or {}
        options["event_hooks"] = {**hooks, "request": [*hooks.get("request", ()), close_when_canceled]}
        ways = {}
        for scheme in ("https", "http"):  # plain http stays on this computer and needs no proxy
            ways[scheme] = httpx.AsyncHTTPTransport(verify=context, trust_env=False)
            # httpx has no public setting for how connections are opened; httpcore below it has one.
            ways[scheme]._pool = httpcore.AsyncConnectionPool(
                ssl_context=context,
                network_backend=RoutingBackend(self, proxied=scheme == "https"),
                **limits,
            )
        return httpx.AsyncClient(transport=ways["https"], mounts={"http://": ways["http"]}, **options)

    def blocking_client(self, **options: Any) -> httpx.Client:
        """The same for blocking code."""
        import httpcore
        import httpx

        from wizard.network.backends import BlockingRoutingBackend

        context, limits = _complete_options(self, options)
        ways = {}
        for scheme in ("https", "http"):
            ways[scheme] = httpx.HTTPTransport(verify=context, trust_env=False)
            ways[scheme]._pool = httpcore.ConnectionPool(
                ssl_context=context,
                network_backend=BlockingRoutingBackend(self, proxied=scheme == "https"),
                **limits,
            )
        return httpx.Client(transport=ways["https"], mounts={"http://": ways["http"]}, **options)


def _complete_options(network: Network, options: dict[str, Any]) -> tuple[ssl.SSLContext, dict[str, Any]]:
    """Complete a client's options; the context and limits its transport gets."""
    import httpx

    options["headers"] = {"User-Agent": USER_AGENT, **(options.pop("headers", None) or {})}
    options.setdefault("timeout", httpx.Timeout(30.0, connect=10.0))
    options["follow_redirects"] = False
    # `proxies` reads the environment for all clients; httpx would crash on values it cannot parse.
    options["trust_env"] = False
    limits: httpx.Limits = options.pop("limits", None) or httpx.Limits(**_LIMITS)
    context = options.pop("verify", None) or network.ssl_context()
    return context, {
        "max_connections": limits.max_connections,
        "max_keepalive_connections": limits.max_keepalive_connections,
        "keepalive_expiry": limits.keepalive_expiry,
    }

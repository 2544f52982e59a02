"""The route to Playvox: proxy, name, TCP, TLS. Found once; further connections use the same route."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, Literal

from wizard.connection import dns, tcp
from wizard.connection.outcome import CheckFailed
from wizard.connection.streams import Stream, TcpStream, TlsSession
from wizard.connection.tls import (
    Handshake,
    any_time_context,
    attempt_handshake,
    entra_context,
    older_context,
    usual_context,
)
from wizard.connection.tunnel import open_tunnel
from wizard.network import proxies
from wizard.network.clients import Network
from wizard.network.proxies import Proxy, ProxySettings
from wizard.network.proxy_failure import ProxyFailed
from wizard.playvox.address import TenantUrl
from wizard.threads import in_daemon_thread

Kind = Literal["usual", "entra", "older", "any_time"]
_CONTEXTS = {
    "usual": usual_context,
    "entra": entra_context,
    "older": older_context,
    "any_time": any_time_context,
}


class Route:
    """Finds the route for one run and opens further connections over it."""

    def __init__(self, network: Network, url: TenantUrl, seconds: float) -> None:
        self.spare_count = 1
        """Connections that are opened together with the first one."""
        self._network = network
        self._url = url
        self._seconds = seconds
        self._route = network.route(url.host)
        self._port = self._route[1] if self._route else url.effective_port
        self._addresses: list[str] = [self._route[0]] if self._route else []
        self._address = ""
        self._prepared: dict[Kind, asyncio.Task[TlsSession]] = {}
        self._open: list[Stream] = []
        self._spares: list[asyncio.Task[TcpStream]] = []
        self._contexts: dict[Kind, ssl.SSLContext] = {}
        self._making: dict[Kind, asyncio.Lock] = {}
        self.settings = ProxySettings()

    @property
    def routed(self) -> str:
        """The address of the practice tenant for this name, or ""."""
        return f"{self._route[0]}:{self._route[1]}" if self._route else ""

    @property
    def proxy(self) -> Proxy | None:
        """The proxy in use, or None."""
        return self.settings.proxy

    def prepare_tls(self) -> None:
        """Start to read the trust store for both handshakes, so that it is ready with the connection.

        One after the other: in parallel OpenSSL takes longer for both than for each.
        """
        if self._url.scheme != "https":
            return
        usual = asyncio.ensure_future(self._session("usual"))
        self._prepared["usual"] = usual
        self._prepared["entra"] = asyncio.ensure_future(self._session("entra", after=usual))

    async def find_proxy(self) -> Stream | None:
        """Read the proxy settings. Returns a tunnel through the proxy, or None without a proxy."""
        practising = self._network.is_practice and self._url.is_loopback
        if self._route or practising or self._url.scheme != "https":
            return None
        url = self._url
        try:
            self.settings = await in_daemon_thread(proxies.settings_for, url.host, url.effective_port)
        except ProxyFailed as failed:
            raise CheckFailed(failed.code, failed.facts) from None
        return await self._tunnel() if self.proxy is not None else None

    async def resolve(self) -> list[str]:
        """The addresses of the name; raises `CheckFailed`."""
        if not self._addresses:
            self._addresses = await dns.resolve(self._url.host, self._port, self._seconds)
        return self._addresses

    async def connect(self) -> tcp.Reached:
        """Try every address; raises `CheckFailed`.

        With TLS more connections are needed immediately, so the spare ones are opened at the same
        time, which saves a round trip.
        """
        if self._url.scheme == "https":
            self._spares = [
                asyncio.ensure_future(TcpStream.connect(self._addresses[0], self._port))
                for _ in range(self.spare_count)
            ]
        reached = await tcp.reach(self._addresses, self._port, self._seconds)
        self._address = reached.address
        if reached.address != self._addresses[0]:
            self._drop_spares()
        self._open.append(reached.stream)
        return reached

    async def open_raw(self) -> Stream:
        """Open another connection over the same route, without TLS; raises `CheckFailed` or `OSError`."""
        if self.proxy is not None:
            return await self._tunnel()
        spare = self._spares.pop(0) if self._spares else None
        async with asyncio.timeout(self._seconds):
            stream = await (spare or TcpStream.connect(self._address, self._port))
        self._open.append(stream)
        return stream

    async def secure(self, stream: Stream, kind: Kind = "usual") -> Handshake:
        """Negotiate TLS over a connection; a server that does not answer counts as a failed handshake."""
        ready = self._prepared.pop(kind, None)  # a session is for one connection only
        prepared = await (ready if ready is not None else self._session(kind))
        async with asyncio.timeout(self._seconds):
            return await attempt_handshake(stream, prepared)

    async def open(self) -> Stream:
        """Open another connection for requests; raises `CheckFailed`, `OSError` or `TimeoutError`."""
        stream = await self.open_raw()
        if self._url.scheme != "https":
            return stream
        handshake = await self.secure(stream)
        if handshake.stream is None:
            raise CheckFailed("http_closed", {"reason": "handshake failed on a later connection"})
        return handshake.stream

    def close(self) -> None:
        """Drop every connection immediately."""
        self._drop_spares()
        for task in self._prepared.values():
            task.cancel()
            task.add_done_callback(_retrieve_exception)
        self._prepared.clear()
        for stream in self._open:
            stream.abort()
        self._open.clear()

    async def _tunnel(self) -> Stream:
        chosen = self.proxy
        if chosen is None:
            raise RuntimeError("no proxy to tunnel through")
        facts: dict[str, Any] = {
            "proxy": chosen.shown,
            "host": self._url.host,
            "source": chosen.source,
        }
        try:
            async with asyncio.timeout(self._seconds):
                addresses = await dns.resolve(chosen.host, chosen.port, self._seconds)
                reached = await tcp.reach(addresses, chosen.port, self._seconds)
                stream: Stream = reached.stream
                self._open.append(stream)
                if chosen.kind == "https":
                    stream = await self._secured_proxy(stream, chosen.host)
                await open_tunnel(stream, chosen, self._url.host, self._url.effective_port)
        except TimeoutError:
            raise CheckFailed("proxy_unreachable", {**facts, "why": "timeout"}) from None
        except CheckFailed as failed:
            if failed.cause.startswith("proxy_"):
                raise CheckFailed(failed.cause, {**facts, **failed.evidence}) from None
            raise CheckFailed(
                "proxy_unreachable", {**facts, "why": "connect", "reason": failed.cause}
            ) from None
        return stream

    def _drop_spares(self) -> None:
        for spare in self._spares:
            spare.cancel()
            spare.add_done_callback(_abort_when_open)
        self._spares = []

    async def _session(self, kind: Kind, after: asyncio.Task[TlsSession] | None = None) -> TlsSession:
        if after is not None:
            await asyncio.wait([after])
        # Reading the trust store takes long: once for each kind.
        async with self._making.setdefault(kind, asyncio.Lock()):
            if kind not in self._contexts:
                make = _CONTEXTS[kind]
                self._contexts[kind] = await in_daemon_thread(lambda: make(self._network))
        return TlsSession.prepare(self._contexts[kind], self._url.host)

    async def _secured_proxy(self, stream: Stream, host: str) -> Stream:
        prepared = await in_daemon_thread(lambda: TlsSession.prepare(usual_context(self._network), host))
        handshake = await attempt_handshake(stream, prepared)
        if handshake.stream is None:
            raise CheckFailed("proxy_unreachable", {"why": "tls"})
        return handshake.stream


def _retrieve_exception(task: asyncio.Task[TlsSession]) -> None:
    """Retrieve the exception of a session that is not used, so that asyncio does not report it."""
    if not task.cancelled():
        task.exception()


def _abort_when_open(task: asyncio.Task[TcpStream]) -> None:
    """Drop a spare connection that is not used, whether it is open or failed."""
    if not task.cancelled() and task.exception() is None:
        task.result().abort()

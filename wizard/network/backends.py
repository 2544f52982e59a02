"""Opens a client's connections: by a practice route, through a proxy, or directly.

The proxy is decided for every new connection, so changed settings apply.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Protocol

import httpcore

from wizard.network.names import addresses, addresses_blocking, first_open
from wizard.network.proxies import Proxy, proxy_for
from wizard.network.proxy_failure import ProxyFailed
from wizard.network.streams import BlockingStream, CheckedStream, at_most
from wizard.network.tunnel import Conversation, conversation
from wizard.threads import in_daemon_thread

_CHUNK = 65536
_UNREACHABLE = (httpcore.ConnectError, httpcore.NetworkError, OSError)
_TOO_LATE = (httpcore.TimeoutException, TimeoutError)


class Routes(Protocol):
    """What a backend needs from the network: see `wizard.network.clients.Network`."""

    @property
    def is_practice(self) -> bool: ...

    def route(self, host: str) -> tuple[str, int] | None: ...

    def ssl_context(self) -> ssl.SSLContext: ...


class RoutingBackend(httpcore.AsyncNetworkBackend):
    """Opens connections on an event loop; `proxied` False ignores proxies."""

    def __init__(self, routes: Routes, *, proxied: bool = True) -> None:
        self._routes = routes
        self._proxied = proxied and not routes.is_practice
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A stream to the host, by route, proxy or directly; raises `ProxyFailed`."""

        async def open_at(place: str, number: int) -> httpcore.AsyncNetworkStream:
            async def connect(address: str) -> httpcore.AsyncNetworkStream:
                return await self._inner.connect_tcp(
                    address, number, timeout, local_address, socket_options
                )

            return CheckedStream(await first_open(await addresses(place, number, timeout), connect))

        routed = self._routes.route(host)
        if routed is not None or not self._proxied:
            return await open_at(*(routed or (host, port)))
        try:
            async with asyncio.timeout(timeout):
                proxy = await in_daemon_thread(proxy_for, host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout("the proxy settings could not be read in time") from None
        if proxy is None:
            return await open_at(host, port)
        stream: httpcore.AsyncNetworkStream | None = None
        phase = "connect"
        try:
            async with asyncio.timeout(timeout):
                stream = await open_at(proxy.host, proxy.port)
                if proxy.kind == "https":
                    phase = "tls"
                    context = await in_daemon_thread(self._routes.ssl_context)
                    stream = await stream.start_tls(context, proxy.host, timeout)
                phase = "answer"
                talk = conversation(proxy, host, port)
                await _talk(talk, stream)
        except BaseException as error:
            if stream is not None:
                await stream.aclose()
            failed = _failure(error, proxy, host, phase)
            if failed is None:
                raise
            raise failed from error
        return stream

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


async def _talk(talk: Conversation, stream: httpcore.AsyncNetworkStream) -> None:
    try:
        send = next(talk)
        while True:
            if send:
                await stream.write(send)
            send = talk.send(await stream.read(_CHUNK) if send is not None else b"")
    except StopIteration:
        return


class BlockingRoutingBackend(httpcore.NetworkBackend):
    """Opens connections for clients that block their thread; `proxied` False ignores proxies."""

    def __init__(self, routes: Routes, *, proxied: bool = True) -> None:
        self._routes = routes
        self._proxied = proxied and not routes.is_practice
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the host, by route, proxy or directly; raises `ProxyFailed`."""

        def open_at(place: str, number: int) -> httpcore.NetworkStream:
            *others, last = addresses_blocking(place, number, at_most(timeout))
            for address in others:
                with suppress(*_UNREACHABLE, *_TOO_LATE):
                    return BlockingStream(
                        self._inner.connect_tcp(
                            address, number, at_most(timeout), local_address, socket_options
                        )
                    )
            return BlockingStream(
                self._inner.connect_tcp(last, number, at_most(timeout), local_address, socket_options)
            )

        routed = self._routes.route(host)
        if routed is not None or not self._proxied:
            return open_at(*(routed or (host, port)))
        proxy = proxy_for(host, port)
        if proxy is None:
            return open_at(host, port)
        deadline = time.monotonic() + (timeout if timeout is not None else 60.0)
        stream: httpcore.NetworkStream | None = None
        phase = "connect"
        try:
            stream = open_at(proxy.host, proxy.port)
            if proxy.kind == "https":
                phase = "tls"
                stream = stream.start_tls(self._routes.ssl_context(), proxy.host, _left(deadline))
            phase = "answer"
            _talk_blocking(conversation(proxy, host, port), stream, deadline)
        except BaseException as error:
            if stream is not None:
                stream.close()
            failed = _failure(error, proxy, host, phase)
            if failed is None:
                raise
            raise failed from error
        return stream

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def _talk_blocking(talk: Conversation, stream: httpcore.NetworkStream, deadline: float) -> None:
    try:
        send = next(talk)
        while True:
            if send:
                stream.write(send, _left(deadline))
            send = talk.send(stream.read(_CHUNK, _left(deadline)) if send is not None else b"")
    except StopIteration:
        return


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _failure(error: BaseException, proxy: Proxy, host: str, phase: str) -> ProxyFailed | None:
    """The proxy's failure that an error means, or None when it means something else."""
    if isinstance(error, _TOO_LATE):
        why = "timeout"
    elif isinstance(error, _UNREACHABLE):
        why = phase
    else:
        return None  # a `ProxyFailed` explains itself; other errors are not about the network
    facts = {"proxy": proxy.shown, "host": host, "source": proxy.source}
    reason = str(error) or type(error).__name__
    return ProxyFailed("proxy_unreachable", {**facts, "why": why, "reason": reason})

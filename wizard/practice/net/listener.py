"""A uvicorn server on loopback that chooses what each connection gets before TLS begins."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

BACKLOG = 256
_HANDSHAKE_SECONDS = 15.0
_GRACE_SECONDS = 0.3  # for answers under way when the server closes
_GOODBYE_SECONDS = 0.4  # how long TLS waits for the other side's close_notify
_SILENCE_SECONDS = 180.0  # how long a connection that gets no answer is kept

_log = logging.getLogger(__name__)

# Decides about one connection: the TLS context to answer with, or how to break it.
Choice = ssl.SSLContext | str
CLOSE = "close"  # at once, without sending anything
SILENCE = "silence"  # never send anything
CUT = "cut"  # after the client's first bytes


class Listener(uvicorn.Server):
    """Serves `app` over https on 127.0.0.1, and on ::1 where there is one.

    `choose` is called for every connection; `date_header` is for applications that write no Date header
    of their own. Works in any running event loop and leaves signals alone.
    """

    def __init__(
        self, app: ASGIApp, port: int, choose: Callable[[], Choice], *, date_header: bool = True
    ) -> None:
        self._closing = False
        config = uvicorn.Config(
            self._until_closed(app),
            log_config=None,
            access_log=False,
            lifespan="off",
            http="h11",
            ws="none",
            server_header=False,
            date_header=date_header,
            proxy_headers=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=1,
            limit_concurrency=500,
            h11_max_incomplete_event_size=64 * 1024,
        )
        super().__init__(config)
        self._choose = choose
        self._sockets = _bind(port)
        self._accepting: list[asyncio.Task[None]] = []
        self._connecting: set[asyncio.Task[None]] = set()
        self.port: int = self._sockets[0].getsockname()[1]

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program that hosts the server."""
        yield

    async def run_until_cancelled(self) -> None:
        """Serve; when canceled, close every connection and return within a second."""
        serving = asyncio.create_task(self.serve(sockets=[]))
        self._accepting = [asyncio.create_task(self._accept(sock)) for sock in self._sockets]
        try:
            await asyncio.wait({serving, *self._accepting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*self._accepting, *self._connecting):
                task.cancel()
            for sock in self._sockets:
                sock.close()
            self.should_exit = True
            await asyncio.shield(self._close_connections())
            await asyncio.shield(serving)

    async def _close_connections(self) -> None:
        """Give responses in progress a moment to end; then abort the rest, without logging errors."""
        state = self.server_state
        for connection in list(state.connections):
            connection.shutdown()
        if state.tasks:
            await asyncio.wait(state.tasks, timeout=_GRACE_SECONDS)
        self._closing = True
        for task in list(state.tasks):
            task.cancel()
        end = asyncio.get_running_loop().time() + _GOODBYE_SECONDS + _GRACE_SECONDS
        while state.connections and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110 - a set
            await asyncio.sleep(0.02)
        await asyncio.sleep(0)

    def _until_closed(self, app: ASGIApp) -> ASGIApp:
        """`app`, but a request that is canceled when the server closes breaks its connection."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                await app(scope, receive, send)
            except asyncio.CancelledError:
                if not self._closing:
                    raise
                await hang_up(send)

        return answer

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connected, _ = await loop.sock_accept(listening)
            except OSError:  # closed before it was accepted, or too many files are open
                await asyncio.sleep(0.05)
                continue
            task = asyncio.create_task(self._connect(connected))
            self._connecting.add(task)
            task.add_done_callback(self._connecting.discard)

    async def _connect(self, connected: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        choice = self._choose()
        try:
            if isinstance(choice, ssl.SSLContext):
                # asyncio does this for sockets it made itself; without it each answer waits 40 ms.
                connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                await loop.connect_accepted_socket(
                    self._protocol,
                    connected,
                    ssl=choice,
                    ssl_handshake_timeout=_HANDSHAKE_SECONDS,
                    # A client that never sends close_notify would keep its connection for half a minute.
                    ssl_shutdown_timeout=_GOODBYE_SECONDS,
                )
                return
            connected.setblocking(False)
            if choice == SILENCE:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_SILENCE_SECONDS):
                        while await loop.sock_recv(connected, 4096):
                            pass
            elif choice == CUT:
                await loop.sock_recv(connected, 64)
        except (OSError, ssl.SSLError) as failure:  # the client reports a failed handshake
            _log.debug("connection ended before a request: %s", type(failure).__name__)
        finally:
            if not isinstance(choice, ssl.SSLContext):
                connected.close()

    def _protocol(self) -> asyncio.Protocol:
        protocol: asyncio.Protocol = self.config.http_protocol_class(
            config=self.config,
            server_state=self.server_state,
            app_state={},
            _loop=asyncio.get_running_loop(),
        )  # type: ignore[call-arg]
        return protocol


async def hang_up(send: Send) -> None:
    """Abort the connection of a response, as a network failure does; afterwards no response is expected.

    ASGI has no such message; uvicorn's `send` is a method of the object that holds the transport.
    """
    while hasattr(send, "__wrapped__"):
        send = send.__wrapped__
    cycle = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is None:
        raise TypeError("not the send callable of a uvicorn server")
    transport.abort()
    for _ in range(10):  # the server notices the loss in one of the loop's next iterations
        if getattr(cycle, "disconnected", True):
            break
        await asyncio.sleep(0)


def _bind(port: int) -> list[socket.socket]:
    first = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sockets = [first]
    try:
        _listen(first, ("127.0.0.1", port))
    except OSError:
        first.close()
        raise
    if socket.has_ipv6:  # "localhost" may mean ::1 first
        second = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
        try:
            second.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            _listen(second, ("::1", first.getsockname()[1]))
        except OSError:  # no IPv6 here, or the port is taken there
            second.close()
        else:
            sockets.append(second)
    return sockets


def _listen(sock: socket.socket, address: tuple[str, int]) -> None:
    sock.bind(address)
    sock.listen(BACKLOG)
    sock.setblocking(False)

"""A loopback server whose every byte the test controls."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

EMPTY_LIST = (
    b'{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,'
    b'"Resources":[],"startIndex":1,"itemsPerPage":20}'
)


@dataclass(frozen=True)
class Seen:
    """One request as received."""

    method: str
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


Answering = Callable[[Seen], bytes]
Raw = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Running:
    """A running server; `requests` collects what it receives."""

    port: int
    requests: list[Seen] = field(default_factory=list)
    connections: int = 0


def answer(
    body: bytes = EMPTY_LIST,
    status: str = "200 OK",
    content_type: str = "application/scim+json",
    headers: str = "",
    length: int | None = None,
) -> bytes:
    """A plain HTTP/1.1 answer; `headers` are complete lines ending in CRLF."""
    size = len(body) if length is None else length
    label = f"Content-Type: {content_type}\r\n" if content_type else ""
    head = f"HTTP/1.1 {status}\r\n{label}{headers}Content-Length: {size}\r\n\r\n"
    return head.encode("latin-1") + body


async def read_request(reader: asyncio.StreamReader) -> Seen | None:
    """Read the next request on a connection; None when the client has closed."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        return None
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _version = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Seen(method, target, headers)


@contextlib.asynccontextmanager
async def serving(
    answering: Answering | None = None, tls: ssl.SSLContext | None = None, raw: Raw | None = None
) -> AsyncIterator[Running]:
    """Serve on a free loopback port: `answering` returns the bytes for each request, or `raw` handles the
    connection.
    """
    running = Running(0)
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.connections += 1
        try:
            if raw is not None:
                await raw(reader, writer)
                return
            while (seen := await read_request(reader)) is not None:
                running.requests.append(seen)
                assert answering is not None
                writer.write(answering(seen))
                await writer.drain()
        except (ConnectionError, ssl.SSLError, asyncio.CancelledError):
            return
        finally:
            writer.transport.abort()

    def start(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(connected(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(start, "127.0.0.1", 0, ssl=tls, limit=1 << 20)
    running.port = server.sockets[0].getsockname()[1]
    try:
        yield running
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def healthy(seen: Seen) -> bytes:
    """A server without faults, groups included."""
    assert seen.method == "GET"
    if seen.path.endswith("/ServiceProviderConfig"):
        return answer(b'{"patch":{"supported":true},"filter":{"supported":true}}')
    return answer()

"""A server between the program and a practice tenant that spoils the answer to one reading alone.

A reading is a GET with its ids and quoted values left out, whether it comes alone or in a batch, so that
it is the same one in every run.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from tests.connection.lab.server import answer, read_request

_VALUE = re.compile(
    r"'(?:[^']|'')*'|\"[^\"]*\"|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[\w-]+\.[0-9a-f]{32}\.[0-9a-f-]{36}"
    r"|\d{4}-\d\d-\d\dT[\d:.]+Z|(?<=token=)[^&]+|(?<=/users/)[^/?&]*@[^/?&]*"
)
_HEADERS = ("authorization", "accept", "content-type", "consistencylevel", "user-agent")
_BACK = ("content-type", "retry-after", "date", "request-id", "www-authenticate", "location")
SILENCE = "silence"
CUT = "cut"
RESET = "reset"


def _error(code: str, text: str = "Provoked by a test.") -> bytes:
    return json.dumps({"error": {"code": code, "message": text, "innerError": {}}}).encode()


@dataclass(frozen=True)
class Spoiled:
    """An answer in place of the right one; `instead` is what the connection does instead of answering."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    instead: str = ""


FAULTS: dict[str, Spoiled] = {
    "404": Spoiled(404, _error("Request_ResourceNotFound")),
    "403": Spoiled(403, _error("Authorization_RequestDenied")),
    "429": Spoiled(429, _error("TooManyRequests")),
    "500": Spoiled(500, _error("InternalServerError")),
    "503": Spoiled(503, b"<html><h1>Service Unavailable</h1></html>", "text/html"),
    "timeout": Spoiled(instead=SILENCE),
    "reset": Spoiled(instead=RESET),
    "empty body": Spoiled(200, b""),
    "another content type": Spoiled(200, b"<html><body>Please sign in.</body></html>", "text/html"),
    "plain text": Spoiled(200, b"Please sign in.", "text/plain"),
    "cut JSON": Spoiled(instead=CUT),
    "an error with 200": Spoiled(200, _error("generalException")),
    "an empty object": Spoiled(200, b"{}"),
    "null": Spoiled(200, b"null"),
    "a list": Spoiled(200, b"[]"),
    "another value": Spoiled(200, b'{"value": null}'),
}


def reading(method: str, target: str) -> str:
    """The name of a request: without ids, quoted values and times."""
    place = urlsplit(target)
    text = place.path + (f"?{place.query}" if place.query else "")
    return f"{method} {_VALUE.sub('{}', unquote(text.replace('+', ' ')).removeprefix('/v1.0'))}"


@dataclass
class Between:
    """What passed through, and what to spoil."""

    upstream: str
    trust: ssl.SSLContext
    port: int = 0
    seen: list[str] = field(default_factory=list)
    spoil: dict[str, Spoiled] = field(default_factory=dict)
    hit: int = 0
    rewrite: Callable[[bytes], bytes] | None = None
    """What is made of each right answer."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the program."""
        with suppress(asyncio.CancelledError):  # the end of the test
            await self._serve(reader, writer)
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with httpx.AsyncClient(verify=self.trust, timeout=100) as client:
            with suppress(ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
                while (request := await read_request(reader)) is not None:
                    body = await reader.readexactly(int(request.headers.get("content-length", "0")))
                    name = reading(request.method, request.target)
                    self.seen.append(name)
                    if name in self.spoil:
                        self.hit += 1
                        if not await _spoiled(self.spoil[name], writer):
                            break
                        continue
                    headers = {each: request.headers[each] for each in _HEADERS if each in request.headers}
                    headers["host"] = request.headers["host"]
                    found = await client.request(
                        request.method, self.upstream + request.target, headers=headers, content=body
                    )
                    content = found.content
                    if request.target.endswith("/$batch"):
                        content = self._batch(body, content)
                    if self.rewrite is not None:
                        content = self.rewrite(content)
                    writer.write(_passed_on(found, content))
                    await writer.drain()

    def _batch(self, asked: bytes, content: bytes) -> bytes:
        """The answer to a batch with the part spoiled that is the reading."""
        names = {
            str(each["id"]): reading(each["method"], each["url"]) for each in json.loads(asked)["requests"]
        }
        self.seen += names.values()
        answers: dict[str, Any] = json.loads(content)
        if not any(name in self.spoil for name in names.values()):
            return content
        rows = []
        for row in answers.get("responses", []):
            spoiled = self.spoil.get(names[row["id"]])
            if spoiled is None:
                rows.append(row)
                continue
            self.hit += 1
            if spoiled.instead:  # such a part is left out
                continue
            try:
                body = json.loads(spoiled.body) if spoiled.body else None
            except ValueError:
                body = spoiled.body.decode()
            headers = {"Content-Type": spoiled.kind}
            rows.append({"id": row["id"], "status": spoiled.status, "headers": headers, "body": body})
        return json.dumps({**answers, "responses": rows}).encode()


def _passed_on(found: httpx.Response, content: bytes) -> bytes:
    kept = {name: found.headers[name] for name in _BACK if name in found.headers}
    kind = kept.pop("content-type", "")
    lines = "".join(f"{name}: {value}\r\n" for name, value in kept.items())
    if found.status_code == httpx.codes.NO_CONTENT:
        return f"HTTP/1.1 204 No Content\r\n{lines}\r\n".encode()
    return answer(content, f"{found.status_code} {found.reason_phrase}", kind, lines)


async def _spoiled(spoiled: Spoiled, writer: asyncio.StreamWriter) -> bool:
    """Answer so; whether the connection goes on."""
    if spoiled.instead == SILENCE:
        await asyncio.sleep(600)
    if spoiled.instead == CUT:
        writer.write(answer(b'{"value": [{"id": "a', length=400))
        await writer.drain()
    if spoiled.instead:
        return False
    writer.write(answer(spoiled.body, f"{spoiled.status} Spoiled", spoiled.kind))
    await writer.drain()
    return True


@contextmanager
def between(upstream: str, trust: ssl.SSLContext, tls: ssl.SSLContext) -> Iterator[Between]:
    """Serve between the program and `upstream` (an address without a path), in a thread of its own."""
    made = Between(upstream, trust)
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    servers: list[asyncio.Server] = []

    async def serve() -> None:
        server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=tls, limit=1 << 20)
        servers.append(server)
        made.port = server.sockets[0].getsockname()[1]
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        servers[0].close()
        loop.run_until_complete(_ended(loop))
        loop.close()

    thread = threading.Thread(target=run, name="between", daemon=True)
    thread.start()
    try:
        assert ready.wait(30)
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)


async def _ended(loop: asyncio.AbstractEventLoop) -> None:
    others = asyncio.all_tasks(loop) - {asyncio.current_task()}
    await asyncio.gather(*others, return_exceptions=True)

"""A scripted Graph: real HTTPS on loopback, every answer (or its absence) chosen by the test."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import trustme
from pydantic import SecretStr

from wizard.entra.account import AccessToken
from wizard.entra.cloud import Cloud
from wizard.entra.consistency import Clock, Waiting, WaitPolicy
from wizard.entra.graph import Graph
from wizard.network.clients import Network

TENANT = "7b6b4e6f-0b5c-4d3f-9d1c-3a6c0c7b2a11"


@dataclass
class Request:
    """One request as received."""

    method: str
    path: str  # without version and query
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Reply:
    """The answer to send; `cut` closes the connection in the middle of the body, `drop` before
    it starts.
    """

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    drop: bool = False
    slow: float = 0.0  # seconds between its two halves


Script = Callable[[Request], Reply]


class WireGraph:
    """The server; `script` answers each request, `requests` keeps them."""

    def __init__(self, folder: Path, script: Script) -> None:
        authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self._context)
        self.script = script
        self.requests: list[Request] = []
        self.slept: list[float] = []
        self.waited: list[Waiting] = []
        self.tokens = ["first-access-token"]
        self.scopes: frozenset[str] = frozenset()
        self.asked: list[tuple[str | None, bool]] = []

    async def __aenter__(self) -> Self:
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._met, "localhost", 0, ssl=self._context)
        self.port = self._server.sockets[0].getsockname()[1]
        self.base = f"https://localhost:{self.port}"
        self.graph = Graph(
            Network(extra_ca=self.ca_file, allow_loopback=True),
            Cloud.practice(self.base, f"{self.base}/{TENANT}"),
            self.token,
            waits=WaitPolicy(self.waited.append, Clock(sleep=self._sleep)),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.graph.aclose()
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def token(self, *, claims: str | None = None, fresh: bool = False) -> AccessToken:
        self.asked.append((claims, fresh))
        if fresh and len(self.tokens) > 1:
            self.tokens.pop(0)
        return AccessToken(SecretStr(self.tokens[0]), self.scopes)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await _read(reader)
                self.requests.append(request)
                reply = self.script(request)
                if reply.drop:
                    break
                await _write(writer, reply)
                if reply.cut:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, target, _version = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    return Request(
        method,
        parts.path.removeprefix("/v1.0"),
        {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()},
        headers,
        json.loads(content) if content else None,
    )


async def _write(writer: asyncio.StreamWriter, reply: Reply) -> None:
    raw = reply.body if isinstance(reply.body, bytes) else None
    content = raw or (b"" if reply.body is None else json.dumps(reply.body).encode())
    kind = "text/plain" if raw else "application/json"
    headers = {"content-type": kind, "content-length": str(len(content)), **reply.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {reply.status} X\r\n{lines}\r\n".encode())
    if reply.slow:
        writer.write(content[: len(content) // 2])
        await asyncio.sleep(reply.slow)
        content = content[len(content) // 2 :]
    writer.write(content[: len(content) // 2] if reply.cut else content)
    await writer.drain()


def error(status: int, code: str, message: str = "", **headers: str) -> Reply:
    """A Graph error answer."""
    body = {"error": {"code": code, "message": message, "innerError": {"request-id": "r-1"}}}
    return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


def in_turn(*replies: Reply) -> Script:
    """Answers in order; the last one repeats."""
    left = list(replies)
    return lambda request: left.pop(0) if len(left) > 1 else left[0]

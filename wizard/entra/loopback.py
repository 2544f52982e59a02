"""Receives the browser's redirect on this computer's loopback address (RFC 8252).

MSAL has its own receiver; this one listens to loopback only, notices the response at once, accepts any
way of opening the browser and can be canceled.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import socket
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

from wizard.messages import _

_MAX_HEAD = 16 * 1024
_MAX_BODY = 64 * 1024
_PATIENCE = 10.0  # seconds for one browser request
_FAREWELL = 0.5


class AuthorizationReceiver:
    """An HTTP server for exactly one authorization answer in form_post mode.

    Requests with another `state` are refused and ignored: any program on this computer may connect.
    """

    def __init__(self) -> None:
        self._servers: list[asyncio.Server] = []
        self._answer: asyncio.Future[dict[str, str]] | None = None
        self._visits: set[asyncio.Task[None]] = set()
        self._state = ""
        self._port = 0

    async def __aenter__(self) -> Self:
        self._answer = asyncio.get_running_loop().create_future()
        sockets = _loopback_sockets()
        self._port = sockets[0].getsockname()[1]
        for one in sockets:
            self._servers.append(await asyncio.start_server(self._met, sock=one, limit=_MAX_HEAD))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        if self._visits and self._answer is not None and self._answer.done():
            # Let the page that tells the person to return be sent.
            await asyncio.wait(self._visits, timeout=_FAREWELL)
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        if self._answer is not None and not self._answer.done():
            self._answer.cancel()

    @property
    def redirect_uri(self) -> str:
        """Where the authority redirects the browser; Entra accepts any port for http://localhost."""
        return f"http://localhost:{self._port}"

    async def answer(self, state: str) -> dict[str, str]:
        """The first answer that carries `state`: `code` or `error` with their other parameters."""
        assert self._answer is not None
        self._state = state
        return await self._answer

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = asyncio.ensure_future(self._serve(reader, writer))
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status, body = "400 Bad Request", _("This address only receives the answer of a sign-in.")
        try:
            async with asyncio.timeout(_PATIENCE):
                form = await _form(reader)
            if form and self._take(form):
                status = "200 OK"
                body = (
                    _("The sign-in page answered. Close this tab; the assistant tells whether it worked.")
                    if "code" in form
                    else _("The sign-in did not succeed. Close this tab; the assistant tells why.")
                )
            await _reply(writer, status, body)
        except (TimeoutError, ValueError, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError, TimeoutError):
                await writer.wait_closed()

    def _take(self, form: dict[str, str]) -> bool:
        if not self._state or form.get("state") != self._state or not ({"code", "error"} & form.keys()):
            return False
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(form)
        return True


def _loopback_sockets() -> list[socket.socket]:
    first = socket.create_server(("127.0.0.1", 0))
    sockets = [first]
    if socket.has_ipv6:
        # A browser may try ::1 first for "localhost"; without that port it falls back to IPv4.
        with contextlib.suppress(OSError):
            port = first.getsockname()[1]
            sockets.append(socket.create_server(("::1", port), family=socket.AF_INET6))
    return sockets


async def _form(reader: asyncio.StreamReader) -> dict[str, str]:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.LimitOverrunError:
        return {}
    request, *headers = head.split("\r\n")
    if not request.startswith("POST "):
        return {}
    length = 0
    for line in headers:
        name, _colon, value = line.partition(":")
        if name.strip().lower() == "content-length" and value.strip().isdigit():
            length = int(value)
    if not 0 < length <= _MAX_BODY:
        return {}
    body = (await reader.readexactly(length)).decode("utf-8", "replace")
    return {name: values[0] for name, values in parse_qs(body, max_num_fields=50).items()}


async def _reply(writer: asyncio.StreamWriter, status: str, text: str) -> None:
    page = (
        "<!doctype html><meta charset=utf-8><title>Playvox Provisioning Setup</title>"
        "<body style='font:16px system-ui;margin:4em auto;max-width:32em'>"
        f"<p>{html.escape(text)}</p>"
    ).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + page)
    await writer.drain()

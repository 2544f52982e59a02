"""A tenant stops without errors, whatever its clients are doing at that moment."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import warnings
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def sockets() -> Iterator[list[socket.socket]]:
    """Connections that are closed after the test, not before."""
    opened: list[socket.socket] = []
    yield opened
    for each in opened:
        each.close()


def _connect(practice: Any) -> tuple[socket.socket, str]:
    port = int(practice.line.graph.rsplit(":", 1)[1])
    return socket.create_connection(("127.0.0.1", port), timeout=10), "localhost"


def _speak(practice: Any, request: bytes) -> ssl.SSLSocket:
    """A client that sends a request and then neither reads nor closes."""
    plain, host = _connect(practice)
    context = ssl.create_default_context(cafile=str(practice.line.ca_file))
    secure = context.wrap_socket(plain, server_hostname=host)
    secure.sendall(request)
    return secure


async def test_open_connections_do_not_disturb_the_end(
    start_practice: Any, sockets: list[socket.socket]
) -> None:
    get = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
    async with start_practice(people=10, faults=("authority-slow",)) as practice:
        discovery = f"/{practice.line.tenant_id}/v2.0/.well-known/openid-configuration".encode()
        sockets.append(await asyncio.to_thread(_speak, practice, get % b"/v1.0/me"))  # answered, kept open
        sockets.append(await asyncio.to_thread(_speak, practice, get % discovery))  # waits for its answer
        sockets.append(await asyncio.to_thread(_speak, practice, b"GET / HT"))  # in the middle of a request
        sockets.append((await asyncio.to_thread(_connect, practice))[0])  # before the handshake
        await asyncio.sleep(0.1)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        gc.collect()

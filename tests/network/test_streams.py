"""A client's connections: bounded as a whole where they block, and with one kind of error on a loop."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
import trustme

from wizard.network.clients import Network
from wizard.network.streams import within

Talk = Callable[[socket.socket], None]


@contextmanager
def served(talk: Talk) -> Iterator[int]:
    """A server on this computer that says what `talk` sends; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                connection, _address = listener.accept()
                with connection:
                    connection.recv(4096)
                    talk(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def _slowly(*parts: bytes) -> Talk:
    """Says each part, then byte after byte without an end."""

    def talk(connection: socket.socket) -> None:
        for part in parts:
            connection.sendall(part)
        for _each in range(400):
            connection.sendall(b"a")
            time.sleep(0.02)

    return talk


DRIPS = {
    "status": _slowly(b"HTTP/1.1 200 "),
    "headers": _slowly(b"HTTP/1.1 200 OK\r\nX-A: "),
    "body": _slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"),
    "chunks": _slowly(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r"),
}


@pytest.mark.parametrize("name", DRIPS)
def test_what_comes_byte_by_byte_ends_as_a_whole(name: str) -> None:
    with (
        served(DRIPS[name]) as port,
        Network(allow_loopback=True).blocking_client() as client,
        within(0.3),
        pytest.raises(httpx.TimeoutException),
    ):
        client.get(f"http://127.0.0.1:{port}/")


def test_a_silent_handshake_ends_as_well() -> None:
    with (
        served(lambda connection: time.sleep(8)) as port,
        Network(allow_loopback=True).blocking_client() as client,
        within(0.3),
        pytest.raises(httpx.TimeoutException),
    ):
        client.get(f"https://127.0.0.1:{port}/")


def test_limits_are_nested_and_end_with_their_block() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
    with within(0.0), suppress(httpx.TimeoutException), within(60.0):
        pass
    with (
        served(lambda connection: connection.sendall(answer)) as port,
        Network(allow_loopback=True).blocking_client() as client,
    ):
        assert client.get(f"http://127.0.0.1:{port}/").text == "ok"


async def test_garbage_inside_tls_is_an_error_of_the_client(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        below: socket.socket = writer.transport.get_extra_info("socket")
        os.write(below.fileno(), b"\x17\x03\x03\x00\x20" + b"x" * 32)  # a record that nobody encrypted
        writer.close()

    server = await asyncio.start_server(talk, "localhost", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    async with server, Network(extra_ca=tmp_path / "ca.pem", allow_loopback=True).client() as client:
        with pytest.raises(httpx.ReadError):
            await client.get(f"https://localhost:{port}/")

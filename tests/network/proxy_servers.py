"""Two real proxies on loopback: HTTP (CONNECT, RFC 9110) and SOCKS5 (RFC 1928, RFC 1929)."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ipaddress
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from tests.connection.lab.server import Raw, read_request, serving


@dataclass
class Tunnels:
    """A running proxy: its address, and the targets it was asked for ("host:port")."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)


async def copy_both_ways(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, first: bytes
) -> None:
    """Forward to the loopback port, whatever name was requested; `first` is sent back before
    anything else.
    """
    there, out = await asyncio.open_connection("127.0.0.1", port)

    async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            target.write(data)
            await target.drain()

    writer.write(first)
    try:
        await asyncio.gather(copy(reader, out), copy(there, writer))
    finally:
        out.transport.abort()


def http_proxy(seen: Tunnels, login: str = "") -> Raw:
    """Accepts CONNECT only; with `login` ("name:password") only for clients that sign in."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.read(1)
        if not first.isalpha():
            return  # not HTTP: close, as real proxies do
        reader._buffer[:0] = first  # type: ignore[attr-defined]
        request = await read_request(reader)
        if request is None:
            return
        given = request.headers.get("proxy-authorization", "").removeprefix("Basic ")
        seen.logins.append(base64.b64decode(given).decode())
        if login and seen.logins[-1] != login:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        if request.method != "CONNECT":
            writer.write(b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        seen.asked.append(request.target)
        port = int(request.target.rpartition(":")[2])
        await copy_both_ways(reader, writer, port, b"HTTP/1.1 200 Connection established\r\n\r\n")

    return handle


def socks_proxy(seen: Tunnels, login: str = "") -> Raw:
    """SOCKS5 with names resolved by the proxy; with `login` only for clients that sign in."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        version, count = await reader.readexactly(2)
        if version != 5:
            return  # close, as real proxies do
        methods = await reader.readexactly(count)
        wanted = 2 if login else 0
        if wanted not in methods:
            writer.write(b"\x05\xff")
            await writer.drain()
            return
        writer.write(bytes((5, wanted)))
        if login:
            await reader.readexactly(1)
            name = await reader.readexactly((await reader.readexactly(1))[0])
            password = await reader.readexactly((await reader.readexactly(1))[0])
            seen.logins.append(f"{name.decode()}:{password.decode()}")
            good = seen.logins[-1] == login
            writer.write(b"\x01\x00" if good else b"\x01\x01")
            if not good:
                await writer.drain()
                return
        _version, command, _reserved, kind = await reader.readexactly(4)
        if command != 1:
            return
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = str(ipaddress.ip_address(await reader.readexactly(4 if kind == 1 else 16)))
        (port,) = struct.unpack(">H", await reader.readexactly(2))
        seen.asked.append(f"{host}:{port}")
        await copy_both_ways(reader, writer, port, b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")

    async def tolerant(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            await handle(reader, writer)

    return tolerant


@contextlib.asynccontextmanager
async def running(kind: str, login: str = "") -> AsyncIterator[Tunnels]:
    """Run a proxy of this kind ("http" or "socks") while the context is open."""
    seen = Tunnels()
    make = http_proxy if kind == "http" else socks_proxy
    async with serving(raw=make(seen, login)) as server:
        seen.port = server.port
        yield seen

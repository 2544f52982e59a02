"""Servers below HTTP: slow ones, ones that cut answers, ones with another protocol."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import warnings

from tests.connection.lab.server import EMPTY_LIST, Raw, answer, read_request

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\n"


def then_close(data: bytes) -> Raw:
    """Send these bytes after each request and close."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await read_request(reader) is None:
            return
        writer.write(data)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    return handle


def to_any_start(data: bytes) -> Raw:
    """Send these bytes as soon as the client sends anything, and close."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        writer.write(data)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    return handle


def cut_at(count: int) -> Raw:
    """Cut a healthy answer after `count` bytes."""
    return then_close(answer()[:count])


def dripping(prefix: bytes, data: bytes, pause: float = 0.05) -> Raw:
    """Send `prefix`, then `data` byte by byte, endlessly."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await read_request(reader) is None:
            return
        writer.write(prefix)
        while True:
            for byte in data:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(pause)

    return handle


def endless(prefix: bytes, block: bytes) -> Raw:
    """Send `prefix`, then `block` again and again as fast as it is read."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await read_request(reader) is None:
            return
        writer.write(prefix)
        while True:
            writer.write(block)
            # `drain` alone never lets the loop notice that the client has closed.
            await asyncio.sleep(0)
            await writer.drain()

    return handle


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read the request and never answer."""
    await reader.read(65536)
    await asyncio.sleep(3600)


async def hanging_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Close at once."""


async def plain_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer like a plain web server that receives nonsense."""
    await reader.read(4096)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    await writer.drain()


async def speaking_ssh(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak SSH instead of HTTP."""
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
    await writer.drain()
    await reader.read(4096)


def bomb() -> bytes:
    """64 MiB of spaces, compressed to a few kilobytes."""
    packed = gzip.compress(b" " * (64 << 20), 9)
    return HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode() + packed


def double_bomb() -> bytes:
    """64 MiB of spaces, compressed twice."""
    packed = gzip.compress(gzip.compress(b" " * (64 << 20), 9), 9)
    head = f"Content-Encoding: gzip, gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    return HEAD + head.encode() + packed


def cut_gzip() -> bytes:
    """A compressed answer without its end, with a correct length."""
    packed = gzip.compress(EMPTY_LIST)[:-20]
    return HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode() + packed


def chunked(*chunks: bytes) -> bytes:
    """An answer with exactly these chunks, well-formed or not."""
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(chunks)


def chunk(data: bytes) -> bytes:
    """One well-formed chunk."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def tunnelling(port_of: dict[str, int]) -> Raw:
    """A working proxy that forwards every name to the port in `port_of["server"]`."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen = await read_request(reader)
        if seen is None or seen.method != "CONNECT":
            return
        there, out = await asyncio.open_connection("127.0.0.1", port_of["server"])
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

        async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while data := await source.read(65536):
                target.write(data)
                await target.drain()

        try:
            await asyncio.gather(copy(reader, out), copy(there, writer))
        finally:
            out.transport.abort()

    return handle


def tunnelling_badly(cut_after: int = 1 << 30, garble_from: int = 1 << 30) -> Raw:
    """A proxy that forwards to the requested port, and damages the answers.

    It closes after `cut_after` bytes, and inverts every bit from byte `garble_from` on.
    """

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen = await read_request(reader)
        if seen is None or seen.method != "CONNECT":
            return
        there, out = await asyncio.open_connection("127.0.0.1", int(seen.target.rpartition(":")[2]))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

        async def forth() -> None:
            while data := await reader.read(65536):
                out.write(data)
                await out.drain()

        async def back() -> None:
            place = 0
            while place < cut_after and (data := await there.read(65536)):
                spoilt = bytes(
                    byte ^ 0xFF if place + index >= garble_from else byte for index, byte in enumerate(data)
                )
                writer.write(spoilt[: cut_after - place])
                await writer.drain()
                place += len(data)

        sending = asyncio.create_task(forth())
        try:
            await back()
        finally:
            sending.cancel()
            out.transport.abort()

    return handle


def after_connect(then: Raw) -> Raw:
    """A proxy that accepts the request and then acts as the server itself."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await read_request(reader) is not None:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await writer.drain()
            await then(reader, writer)

    return handle


def only_versions(
    context: ssl.SSLContext, lowest: ssl.TLSVersion, highest: ssl.TLSVersion
) -> ssl.SSLContext:
    """The context limited to some versions; old ones need OpenSSL's lowest security level."""
    if highest < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # outdated versions are intended here
        context.minimum_version = lowest
        context.maximum_version = highest
    return context


def only_suites(context: ssl.SSLContext, suites: str) -> ssl.SSLContext:
    """The context limited to TLS 1.2 and these suites."""
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(suites)
    return context

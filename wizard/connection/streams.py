"""Byte streams that can be laid over one another: TCP, and TLS over anything.

TLS is done by hand over memory buffers so that the handshake's own bytes can be read: up to TLS 1.2 the
server's certificates and alerts travel in the clear, and they are the evidence when verification fails.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass, field
from typing import Protocol

CHUNK = 65536
_TRANSCRIPT = 256 * 1024  # bytes of a handshake kept; longer ones are hostile


class Stream(Protocol):
    """Reading, writing and dropping a connection."""

    async def read(self) -> bytes:
        """Some bytes, or none at the end."""

    async def write(self, data: bytes) -> None:
        """Send all of it."""

    def abort(self) -> None:
        """Drop the connection at once."""

    @property
    def has_ended(self) -> bool:
        """Whether the other side is known to have hung up, with nothing left to read."""


class TcpStream:
    """A TCP connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def connect(cls, address: str, port: int) -> TcpStream:
        """Connect to a numeric address; raises `OSError`."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        reader, writer = await asyncio.open_connection(address, port, family=family, limit=4 * CHUNK)
        raw = writer.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(reader, writer)

    async def read(self) -> bytes:
        """Some bytes, or none at the end; raises `OSError` when the peer resets."""
        return await self._reader.read(CHUNK)

    async def write(self, data: bytes) -> None:
        """Send all of it."""
        self._writer.write(data)
        await self._writer.drain()

    def abort(self) -> None:
        """Drop the connection at once, without the goodbye a slow peer could make us wait for."""
        self._writer.transport.abort()

    @property
    def has_ended(self) -> bool:
        """Whether the end of the stream has arrived."""
        return self._reader.at_eof()


class HandshakeFailed(Exception):  # noqa: N818 - a finding, not a defect
    """TLS could not be agreed: the error (None at the end of the stream) and the server's bytes so far."""

    def __init__(self, error: ssl.SSLError | ssl.CertificateError | OSError | None, seen: bytes) -> None:
        super().__init__(str(error))
        self.error = error
        self.seen = seen


@dataclass(slots=True)
class TlsSession:
    """One side of a TLS session that has not begun, for one connection."""

    tls: ssl.SSLObject
    incoming: ssl.MemoryBIO = field(repr=False)
    outgoing: ssl.MemoryBIO = field(repr=False)

    @classmethod
    def prepare(cls, context: ssl.SSLContext, host: str) -> TlsSession:
        """A session that will verify `host`. Reads the trust store, so call it in a thread."""
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        return cls(context.wrap_bio(incoming, outgoing, server_hostname=host), incoming, outgoing)


class TlsStream:
    """TLS over another stream. Always verified: the session decides, and nothing here relaxes it."""

    def __init__(self, inner: Stream, prepared: TlsSession) -> None:
        self._inner = inner
        self._incoming = prepared.incoming
        self._outgoing = prepared.outgoing
        self._ended = False
        self.session = prepared.tls
        self.seen = bytearray()

    async def handshake(self) -> None:
        """Agree on TLS and verify the server; raises `HandshakeFailed`."""
        while True:
            try:
                self.session.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._fill()
                continue
            except (ssl.SSLError, ssl.CertificateError) as error:
                await self._flush()
                raise HandshakeFailed(error, bytes(self.seen)) from None
            try:
                await self._flush()
            except OSError as error:
                raise HandshakeFailed(error, bytes(self.seen)) from None
            return

    async def _fill(self) -> None:
        try:
            data = await self._inner.read()
        except OSError as error:
            raise HandshakeFailed(error, bytes(self.seen)) from None
        if not data or len(self.seen) > _TRANSCRIPT:
            raise HandshakeFailed(None, bytes(self.seen))
        self.seen += data
        self._incoming.write(data)

    async def _flush(self) -> None:
        data = self._outgoing.read()
        if data:
            await self._inner.write(data)

    async def read(self) -> bytes:
        """Some bytes, or none at the end. A connection cut without TLS's goodbye counts as an end too."""
        while True:
            try:
                return self.session.read(CHUNK)
            except ssl.SSLWantReadError:
                if self._ended:
                    return b""
                await self._flush()
                data = await self._inner.read()
                if data:
                    self._incoming.write(data)
                else:
                    self._ended = True
                    self._incoming.write_eof()
            except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
                return b""

    async def write(self, data: bytes) -> None:
        """Send all of it."""
        self.session.write(data)
        await self._flush()

    def abort(self) -> None:
        """Drop the connection at once."""
        self._inner.abort()

    @property
    def has_ended(self) -> bool:
        """Whether the stream below has ended."""
        return self._inner.has_ended

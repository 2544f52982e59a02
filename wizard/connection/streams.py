"""Byte streams that can be layered: TCP, and TLS over any stream.

TLS runs over memory buffers so that the bytes of the handshake can be read: up to TLS 1.2 the server's
certificates and alerts are not encrypted, and they are the evidence when verification fails.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass, field
from typing import Protocol

from wizard.connection.tls_alerts import alert_in, plain_reason

CHUNK = 65536
_TRANSCRIPT = 256 * 1024  # bytes of a handshake that are kept; longer handshakes are hostile


class Stream(Protocol):
    """A connection that can be read, written and dropped."""

    async def read(self) -> bytes:
        """Some bytes, or none at the end."""

    async def write(self, data: bytes) -> None:
        """Send all of it."""

    def abort(self) -> None:
        """Drop the connection at once."""

    @property
    def has_ended(self) -> bool:
        """Whether the peer has closed the connection and nothing is left to read."""


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
        """Drop the connection immediately, without waiting for the peer to close it."""
        self._writer.transport.abort()

    @property
    def has_ended(self) -> bool:
        """Whether the end of the stream has arrived."""
        return self._reader.at_eof()


class TlsAlert(OSError):  # noqa: N818 - named as TLS names it
    """The server ended TLS after the handshake; `alert` is its reason, "" when it gave none."""

    def __init__(self, error: ssl.SSLError) -> None:
        super().__init__(plain_reason(error))
        self.alert = alert_in(error)


class HandshakeFailed(Exception):  # noqa: N818 - a result of a check, not a defect
    """The TLS handshake failed: the error (None at the end of the stream) and the server's bytes so far."""

    def __init__(self, error: ssl.SSLError | ssl.CertificateError | OSError | None, seen: bytes) -> None:
        super().__init__(str(error))
        self.error = error
        self.seen = seen


@dataclass(slots=True)
class TlsSession:
    """The client side of a TLS session that has not started, for one connection."""

    tls: ssl.SSLObject
    incoming: ssl.MemoryBIO = field(repr=False)
    outgoing: ssl.MemoryBIO = field(repr=False)

    @classmethod
    def prepare(cls, context: ssl.SSLContext, host: str) -> TlsSession:
        """Make a session that verifies `host`. Reads the trust store, so call it in a thread."""
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        return cls(context.wrap_bio(incoming, outgoing, server_hostname=host), incoming, outgoing)


class TlsStream:
    """TLS over another stream. Always verified: the session decides, and nothing here weakens it."""

    def __init__(self, inner: Stream, prepared: TlsSession) -> None:
        self._inner = inner
        self._incoming = prepared.incoming
        self._outgoing = prepared.outgoing
        self._ended = False
        self.session = prepared.tls
        self.seen = bytearray()

    async def handshake(self) -> None:
        """Negotiate TLS and verify the server; raises `HandshakeFailed`."""
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
        """Some bytes, or none at the end.

        A connection that is closed without a TLS close_notify also counts as the end.
        """
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
            except ssl.SSLError as error:
                raise TlsAlert(error) from None

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

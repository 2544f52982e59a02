"""A place for newer versions on loopback, with real TLS, and a program that was built for it."""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wizard.network.clients import Network
from wizard.updates import channel
from wizard.updates.metadata import Metadata, sign

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)


def metadata(version: str = "9.0.0", day: int = 1, valid: timedelta = timedelta(days=30)) -> Metadata:
    """What a release publishes in December 2026."""
    return Metadata(
        version=version, date=date(2026, 12, day), notes="https://example.com/notes", expires=NOW + valid
    )


@dataclass
class Place:
    """The server: what it answers, and how often it was asked."""

    network: Network
    address: str = ""
    content: bytes = b""
    head: str = "200 OK"
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    pause: float = 0.0
    """Seconds between two bytes; 0: the content comes at once."""
    asked: list[bytes] = field(default_factory=list)

    def publish(self, published: Metadata, key: Ed25519PrivateKey = KEY) -> None:
        self.content = sign(published, key)


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    """The program of this test looks there; at first, nothing is published."""
    authority = trustme.CA()
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    made = Place(Network(extra_ca=file, allow_loopback=True))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.asked.append(await reader.readuntil(b"\r\n\r\n"))
        head = f"HTTP/1.1 {made.head}\r\nContent-Length: {len(made.content)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode())
        for byte in made.content if made.pause else b"":
            if reader.at_eof():  # nobody waits any more
                break
            writer.write(bytes([byte]))
            await asyncio.sleep(made.pause)
        writer.write(b"" if made.pause else made.content)
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()
        made.answered.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        made.address = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/updates.json"
        build_for(tmp_path / "channel.json", made.address, KEY, monkeypatch)
        yield made
        if made.asked:
            async with asyncio.timeout(10):
                await made.answered.wait()


def build_for(file: Path, address: str, key: Ed25519PrivateKey, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the program look at this address."""
    raw = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    file.write_text(json.dumps({"address": address, "keys": [raw]}))
    monkeypatch.setattr(channel, "FILE", file)

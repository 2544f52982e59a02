"""The trust store is read once for a client, off the event loop, and decides who is trusted."""

from __future__ import annotations

import asyncio
import ssl
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from wizard.network import trust
from wizard.network.clients import Network

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="truststore asks the system")


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def port(authority: trustme.CA) -> AsyncIterator[int]:
    """A server with a certificate of the authority that answers every request with 204."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


def store(folder: Path, authority: trustme.CA) -> Path:
    file = folder / "store.pem"
    authority.cert_pem.write_to_path(file)
    return file


async def test_many_connections_of_a_client_read_the_store_once_and_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, port: int
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(store(tmp_path, authority)))
    read: list[str] = []
    places = trust._places

    def watched() -> Any:
        read.append(threading.current_thread().name)
        return places()

    monkeypatch.setattr(trust, "_places", watched)
    async with Network(allow_loopback=True).client() as client:
        answers = await asyncio.gather(*(client.get(f"https://127.0.0.1:{port}/") for _ in range(6)))
    assert [each.status_code for each in answers] == [204] * 6
    assert len(read) == 1
    assert read[0] != threading.current_thread().name


async def test_who_is_not_in_the_store_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(store(tmp_path, trustme.CA())))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nothing"))
    async with Network(allow_loopback=True).client() as client:
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            await client.get(f"https://127.0.0.1:{port}/")


async def test_a_client_made_later_trusts_what_was_added_to_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, port: int
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(store(tmp_path, trustme.CA())))
    async with Network(allow_loopback=True).client() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"https://127.0.0.1:{port}/")
    store(tmp_path, authority)
    async with Network(allow_loopback=True).client() as client:
        assert (await client.get(f"https://127.0.0.1:{port}/")).status_code == 204


def test_an_openssl_that_was_built_for_elsewhere_finds_the_system_s_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    file = store(tmp_path, authority)
    monkeypatch.setattr(trust, "_OTHER_FILES", (str(tmp_path / "absent.pem"), str(file)))
    assert trust._places() == (str(file), None)


def test_a_context_verifies_names_and_certificates() -> None:
    context = Network().ssl_context()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED

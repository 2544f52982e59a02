"""A request canceled during the TLS handshake leaves no connection behind."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest

from wizard.network.clients import Network


@pytest.fixture
def _without_collector() -> Iterator[None]:
    """The collector would sooner or later close a forgotten connection."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_without_collector")
async def test_a_cancel_reaches_the_server_at_once() -> None:
    greeted, gone = asyncio.Event(), asyncio.Event()

    async def says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)  # the client's first message
        greeted.set()
        while await reader.read(4096):
            pass
        gone.set()
        writer.close()

    server = await asyncio.start_server(says_nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Network(allow_loopback=True).client() as client:
        request = asyncio.create_task(client.get(f"https://127.0.0.1:{port}/"))
        await greeted.wait()
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        async with asyncio.timeout(10):
            await gone.wait()

"""A resolver that never answers holds up neither a request nor the end of the program."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from typing import Any

import httpcore
import pytest

from wizard.network.backends import BlockingRoutingBackend, RoutingBackend
from wizard.network.clients import Network
from wizard.network.names import addresses, addresses_blocking, first_open

PROGRAM = """
import asyncio, socket, time
socket.getaddrinfo = lambda *_, **__: time.sleep(600)
import httpx
from wizard.network.clients import Network

async def asynchronous():
    async with Network().client() as client:
        await client.get("https://graph.microsoft.com/", timeout=httpx.Timeout(60, connect=0.5))

def blocking():
    with Network().blocking_client() as client:
        client.get("https://login.microsoftonline.com/", timeout=httpx.Timeout(60, connect=0.5))

for attempt in (lambda: asyncio.run(asynchronous()), blocking):
    try:
        attempt()
    except httpx.ConnectTimeout as error:
        print(error)
"""


def test_a_program_with_a_silent_resolver_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.stdout.splitlines() == [
        "the name graph.microsoft.com was not resolved in time",
        "the name login.microsoftonline.com was not resolved in time",
    ], done.stderr


def listening(family: socket.AddressFamily = socket.AF_INET) -> socket.socket:
    made = socket.socket(family)
    made.bind(("127.0.0.1", 0))
    made.listen()
    return made


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of every name, to be filled by the test."""
    found: list[str] = []

    def answer(_host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return found


async def test_both_families_are_tried_in_turn(resolved: list[str]) -> None:
    resolved += ["::1", "::2", "127.0.0.1", "127.0.0.2", "::1"]
    assert await addresses("two.example", 443, 5) == ("::1", "127.0.0.1", "::2", "127.0.0.2")
    assert addresses_blocking("127.0.0.9", 443, 5) == ("127.0.0.9",)


async def test_an_address_that_is_dead_does_not_hide_the_other(resolved: list[str]) -> None:
    with listening() as server:
        port = server.getsockname()[1]
        resolved += ["127.0.0.2", "127.0.0.1"]  # nothing listens at the first
        stream = await RoutingBackend(Network(), proxied=False).connect_tcp("two.example", port, 5)
        await stream.aclose()
        BlockingRoutingBackend(Network(), proxied=False).connect_tcp("two.example", port, 5).close()


async def test_an_address_that_is_silent_does_not_hide_the_other() -> None:
    class Stream(httpcore.AsyncNetworkStream):
        async def aclose(self) -> None:
            pass

    silent = asyncio.Event()

    async def connect(place: str) -> httpcore.AsyncNetworkStream:
        if place == "silent":
            await silent.wait()
        return Stream()

    assert isinstance(await first_open(("silent", "good"), connect), Stream)


async def test_the_first_error_is_told_when_none_answers() -> None:
    async def connect(place: str) -> httpcore.AsyncNetworkStream:
        raise httpcore.ConnectError(place)

    with pytest.raises(httpcore.ConnectError, match="one"):
        await first_open(("one", "two"), connect)


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example", "nobody.invalid"])
async def test_a_name_that_is_none_is_a_failed_connection(host: str) -> None:
    with pytest.raises(httpcore.ConnectError):
        await addresses(host, 443, 5)
    with pytest.raises(httpcore.ConnectError):
        addresses_blocking(host, 443, 5)

"""A sign-in says what it waits for: the service while that does not answer, the person only then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.connection.lab.authority import Authority
from tests.connection.lab.server import serving
from tests.entra.practice_sign_in import Browser, sign_in_to
from wizard.entra import sign_in as module
from wizard.entra.cloud import Cloud
from wizard.entra.scopes import READ_SCOPES
from wizard.entra.sign_in import SignIn, SignInWait
from wizard.network.clients import Network

if TYPE_CHECKING:
    from wizard.practice import Practice


@asynccontextmanager
async def silent_service(lab: Authority) -> AsyncIterator[SignIn]:
    """A sign-in at a service that accepts connections and never says anything."""

    async def silence(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        while await reader.read(4096):
            pass

    async with serving(raw=silence, tls=lab.context(names=("localhost",))) as running:
        base = f"https://localhost:{running.port}"
        network = Network(extra_ca=lab.root_file, allow_loopback=True)
        yield SignIn(Cloud.practice(base, f"{base}/tenant"), "client", network, None)


@pytest.mark.parametrize("how", ["browser", "code", "silent"])
async def test_a_service_that_never_answers_is_named_and_nobody_is_sent_to_a_browser(
    lab: Authority, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(module, "_SLOW", 0.05)
    async with silent_service(lab) as signing:
        told: list[SignInWait] = []
        first = asyncio.Event()

        def waiting(what: SignInWait) -> None:
            told.append(what)
            first.set()

        signing.waiting = waiting
        calls = {
            "browser": lambda: signing.interactive(READ_SCOPES),
            "code": lambda: signing.device_code(READ_SCOPES, lambda _code: None),
            "silent": lambda: signing.silent(READ_SCOPES),
        }
        work = asyncio.ensure_future(calls[how]())
        async with asyncio.timeout(60):
            await first.wait()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        assert set(told) == {"service"}


async def test_the_person_is_waited_for_once_the_page_is_known(practice: Practice) -> None:
    signing = sign_in_to(practice)
    told: list[SignInWait] = []
    signing.waiting = told.append
    browser = Browser(practice)

    def open_browser(address: str) -> None:
        assert told[-1] == "browser"
        browser(address)

    await signing.interactive(READ_SCOPES, open_browser=open_browser, patience=20)
    assert [each for each in told if each != "service"] == ["browser"]

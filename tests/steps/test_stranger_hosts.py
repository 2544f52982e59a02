"""A key goes to no look-alike host, whatever is asked of the assistant, also where Entra has saved it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest
from pydantic import SecretStr

from tests.connection.lab.authority import Authority
from tests.connection.lab.server import Running, healthy, serving
from tests.steps.another_administrator import settings_of
from tests.steps.conftest import ANA
from wizard.entra import secrets
from wizard.entra.secrets import SecretSet
from wizard.problem import ProblemError
from wizard.steps import Assistant

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)
SECOND_KEY = SecretStr("dXNlcjRmMmE6cGxheXZveC1zZWNvbmQtMWEyYjNjNGQ1ZTZm")
# As typed or saved, and the name that a connection would be opened to.
STRANGERS = {
    "https://acme.playvox.com.evil.example/scim/v1": "acme.playvox.com.evil.example",
    "https://ACME.PLAYVOX.COM.EVIL.EXAMPLE./scim/v1": "acme.playvox.com.evil.example",
    "https://acme-playvox.com/scim/v1": "acme-playvox.com",
    "https://acme.plаyvox.com/scim/v1": "acme.xn--plyvox-4nf.com",  # a Cyrillic а
    "https://8.8.4.4/scim/v1": "8.8.4.4",
    "https://[::127.0.0.1]/scim/v1": "::7f00:1",
    "https://[64:ff9b::7f00:1]/scim/v1": "64:ff9b::7f00:1",
}
REFUSED = (
    "https://acme.playvox.com@evil.example/scim/v1",
    "https://acme.playvox.com%40evil.example/scim/v1",
    "https://playvox.com./scim/v1",
    "https://acme.playvox.com:443@evil.example/",
    "https://134744072/scim/v1",
    "https://0x8.8.4.4/scim/v1",
)


@asynccontextmanager
async def trap(
    assistant: Assistant, lab: Authority, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Running]:
    """Answers at every host that is not the practice tenant's, with certificates this program trusts."""
    names = tuple(dict.fromkeys(STRANGERS.values()))
    network = assistant.context.session.network
    both = lab.folder / "both.pem"
    practice_ca = network.extra_ca
    assert practice_ca is not None
    both.write_bytes(practice_ca.read_bytes() + lab.root_file.read_bytes())
    async with serving(healthy, lab.context(names=names)) as running:
        routes = {**network.routes, "*": ("127.0.0.1", running.port)}
        trapped = replace(network, extra_ca=both, routes=routes)
        monkeypatch.setattr(assistant.context.session, "network", trapped)
        yield running


async def save_elsewhere(assistant: Assistant, address: str, host: str) -> None:
    """Another administrator saves the address in the admin center."""
    context = assistant.context
    saved = await settings_of(assistant)
    assert context.key_store.key is not None
    wanted = SecretSet.based_on(saved, tenant_url=address, key=context.key_store.key)
    async with context.writing() as graph:
        await secrets.save(graph, context.facts.application_id, wanted, confirmed=(host,))


async def test_nothing_with_a_key_arrives(
    running: Assistant, lab: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    await running.monitor.pause()
    connection = running.connection
    async with trap(running, lab, monkeypatch) as server:

        def keys() -> list[str]:
            return [seen.target for seen in server.requests if "authorization" in seen.headers]

        for address, host in STRANGERS.items():
            before = len(server.requests)
            await connection.set_address(address)
            assert connection.view.unconfirmed_host == host, address
            await connection.test(from_microsoft=False)
            assert len(server.requests) > before, "the test without the key arrives"
            assert not keys(), address
        for address in REFUSED:
            await connection.set_address(address)
            assert connection.view.address_problem is not None, address
        address, host = next(iter(STRANGERS.items()))
        await running.context.store.remember(tenant_url="")
        await save_elsewhere(running, address, host)
        await connection.refresh()
        await every_use_of_the_key(running)
        assert not keys()
        await connection.set_address(address)
        await connection.confirm_host()  # and with consent the same server gets it
        await connection.test(from_microsoft=False)
        assert keys()


async def every_use_of_the_key(running: Assistant) -> None:
    """Everything that would send the key to Playvox, or save it beside the address."""
    await running.rotate.paste(SECOND_KEY)
    uses: tuple[Callable[[], Awaitable[object]], ...] = (
        running.connection.test,
        running.connection.find_path,
        running.connection.plan_save,
        running.connection.save,
        running.overview.refresh,
        running.turn_on.refresh,
        running.turn_on.compute,
        running.recover.refresh,
        running.recover.recover,
        running.rotate.plan_rotate,
        running.rotate.rotate,
        lambda: running.why.ask(ANA),
        running.monitor.refresh,
    )
    for use in uses:
        with suppress(ProblemError):
            await use()

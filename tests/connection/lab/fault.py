"""One row of the laboratory: what is broken, how, and the cause the test must report."""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from tests.connection.lab.authority import Authority
from tests.connection.lab.server import Answering, Raw, Running, healthy, serving
from wizard.connection import (
    ConnectionReport,
    MicrosoftAnswer,
    Target,
    run,
)
from wizard.connection.runner import Microsoft
from wizard.network.clients import Network

KEY = "dXNlcjRmMmE6cGxheXZveC1jYW5hcnktOWQ4ZTdmNmE1YjRj"  # user4f2a:playvox-canary-9d8e7f6a5b4c


@dataclass(frozen=True)
class Fault:
    """`check` and `cause` are the expected result; `check` None means everything is healthy.

    `tls` builds the server's context (None: no TLS on that port). `url` and `key` replace the typed values;
    {port} stands for the server's port. `environment` sets proxies; {proxy} is `proxy`'s port.
    """

    name: str
    check: str | None
    cause: str | None
    about: str
    answering: Answering = healthy
    raw: Raw | None = None
    tls: Callable[[Authority], ssl.SSLContext | None] = lambda lab: lab.context()
    trust: Callable[[Authority], Path] = lambda lab: lab.root_file
    url: str = "https://localhost:{port}/scim/v1"
    key: str | None = KEY
    seconds: float = 5.0
    group_mapping: bool = False
    routes: Mapping[str, str] = field(default_factory=dict)
    loopback: bool = True
    proxy: Raw | None = None
    proxy_address: str = ""
    microsoft: MicrosoftAnswer | Exception | None = None
    warning: bool = False

    @contextlib.asynccontextmanager
    async def standing(self, lab: Authority) -> AsyncIterator[tuple[Running, Target, Network]]:
        """Start the faulty server; returns the input for the test."""
        async with contextlib.AsyncExitStack() as stack:
            running = await stack.enter_async_context(serving(self.answering, self.tls(lab), self.raw))
            if self.proxy is not None or self.proxy_address:
                proxy = await stack.enter_async_context(serving(raw=self.proxy or _closing))
                address = (self.proxy_address or "http://127.0.0.1:{proxy}").format(proxy=proxy.port)
                stack.enter_context(environment("https_proxy", address))
            routes = {name: (address, running.port) for name, address in self.routes.items()}
            network = Network(extra_ca=self.trust(lab), allow_loopback=self.loopback, routes=routes)
            key = SecretStr(self.key) if self.key is not None else None
            yield (
                running,
                Target(
                    self.url.format(port=running.port),
                    key,
                    group_mapping=self.group_mapping,
                    step_seconds=self.seconds,
                ),
                network,
            )

    def asking(self) -> Microsoft | None:
        """The query of Microsoft's service for this fault."""
        if self.microsoft is None:
            return None

        async def ask() -> MicrosoftAnswer:
            await asyncio.sleep(0)
            if isinstance(self.microsoft, Exception):
                raise self.microsoft
            assert self.microsoft is not None
            return self.microsoft

        return ask

    async def tested(self, lab: Authority) -> tuple[ConnectionReport, Running]:
        """Run the connection test against this fault."""
        async with self.standing(lab) as (running, target, network):
            return await run(target, network, None, self.asking()), running


async def _closing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    return


@contextlib.contextmanager
def environment(name: str, value: str) -> Iterator[None]:
    """Set an environment variable for the duration of the context."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before

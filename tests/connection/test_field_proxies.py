"""What the test makes of a proxy's refusal, from the proxy's first line, headers and page."""

from __future__ import annotations

import asyncio
import re

import pytest
from pydantic import SecretStr

from tests.connection.lab.fault import KEY, environment
from tests.connection.lab.server import serving
from tests.connection.variants.proxies import PROXIES, Refusal
from wizard.connection import Target, run
from wizard.network.clients import Network


@pytest.mark.parametrize("refusal", PROXIES, ids=lambda each: each.name)
async def test_refusal(refusal: Refusal) -> None:
    page = refusal.page.encode()
    head = f"HTTP/1.1 {refusal.line}\r\n{refusal.headers}Content-Length: {len(page)}\r\n\r\n".encode()

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head if refusal.late else head + page)
        await writer.drain()
        if refusal.late:
            await asyncio.sleep(0.02)
            writer.write(page)
        await reader.read()

    async with serving(raw=proxy) as running:
        with environment("https_proxy", f"http://127.0.0.1:{running.port}"):
            target = Target("https://localhost:1/scim/v1", SecretStr(KEY), step_seconds=5.0)
            report = await run(target, Network(allow_loopback=True))
    said = report.explanation
    words = "\n".join((said.what, said.why, *said.do))
    assert (report.deciding.id if report.deciding else "", report.cause) == ("proxy", refusal.cause), words
    assert re.search(refusal.say, words, re.IGNORECASE), words
    assert not re.search(refusal.unsay, words, re.IGNORECASE), words

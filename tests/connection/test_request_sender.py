"""Requests sent over several connections at once."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import SecretStr

from tests.connection.lab.fault import KEY
from tests.connection.lab.server import serving
from wizard.connection import Target, run
from wizard.connection.request_sender import RequestSender
from wizard.connection.requests import ProbeRequest
from wizard.connection.route import Route
from wizard.network.clients import Network
from wizard.playvox.address import parse_tenant_url
from wizard.problem import Problem, ProblemError


async def test_a_second_connection_that_fails_raises_its_own_error() -> None:
    """Not an exception group, which nobody above catches."""
    url = parse_tenant_url("https://acme.playvox.com/scim/v1")
    assert not isinstance(url, Problem)

    async def refused() -> bool:
        raise ProblemError(Problem("proxy_unusable"))

    sender = RequestSender(Route(Network(), url, 1.0), url, None, 1.0)
    with pytest.raises(ProblemError) as raised:
        await sender.send_all([], [asyncio.create_task(refused())])
    assert raised.value.problem.code == "proxy_unusable"


async def test_nothing_to_send_is_no_failure() -> None:
    url = parse_tenant_url("https://acme.playvox.com/scim/v1")
    assert not isinstance(url, Problem)
    sender = RequestSender(Route(Network(), url, 1.0), url, None, 1.0)
    requests: list[ProbeRequest] = []
    assert await sender.send_all(requests) == {}


@pytest.mark.parametrize(
    ("sent", "cause", "reason"),
    [
        (b"", "http_closed", "connection ended"),
        (b"HTTP/1.1 200 O", "http_closed", "connection ended"),
        (b"\x16\x03\x01hello\r\n\r\n", "http_malformed", "illegal status line"),
    ],
)
async def test_reasons_are_in_the_words_of_http(sent: bytes, cause: str, reason: str) -> None:
    async def hostile(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(sent)
        await writer.drain()

    async with serving(raw=hostile) as running:
        target = Target(f"http://localhost:{running.port}/scim/v1", SecretStr(KEY))
        report = await run(target, Network(allow_loopback=True))
    assert report.cause == cause
    assert report.deciding is not None
    assert reason in str(report.deciding.evidence["reason"])
    assert "state=" not in report.explanation.why

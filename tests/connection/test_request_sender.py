"""Requests sent over several connections at once."""

from __future__ import annotations

import asyncio

import pytest

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

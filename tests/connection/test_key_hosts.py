"""The connection test sends the key to Playvox, or to a host that a person confirmed, and nowhere else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY, Fault
from wizard.connection import CheckStatus, ConnectionReport, Verdict, find_path, run
from wizard.connection.report_text import as_text

STRANGERS = (
    "acme.playvox.com.evil.example",
    "8.8.4.4",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "acme.xn--plyvox-3ve.com",
)


def fault(host: str) -> Fault:
    name = host.strip("[]")
    name = {"::127.0.0.1": "::7f00:1"}.get(name, name)
    return Fault(
        host, None, None, "", url=f"https://{host}/scim/v1", loopback=False,
        routes={name: "127.0.0.1"}, tls=lambda lab: lab.context(names=(name,)),
    )  # fmt: skip


async def result_of(
    lab: Authority, host: str, *, confirmed: bool
) -> tuple[ConnectionReport, list[dict[str, str]]]:
    async with fault(host).standing(lab) as (running, target, network):
        name = next(iter(network.routes))
        target = replace(target, confirmed_hosts=frozenset({name} if confirmed else {"other.example"}))
        report = await run(target, network)
        return report, [seen.headers for seen in running.requests]


@pytest.mark.parametrize("host", STRANGERS)
async def test_nothing_with_the_key_is_sent_before_consent(lab: Authority, host: str) -> None:
    report, requests = await result_of(lab, host, confirmed=False)
    assert (report.verdict, report.cause, report.exit) == (Verdict.WARNINGS, "host_unusual", 1)
    assert len(requests) == 1
    assert all("authorization" not in headers for headers in requests)
    assert report.check("http").status is CheckStatus.PASSED
    assert report.check("auth").status is CheckStatus.NOT_RUN
    text = as_text(report)
    assert "not sent" in report.explanation.what
    assert "confirm it" in text
    assert "curl" not in text  # it would invite to send the key by hand
    assert KEY not in text + json.dumps(report.to_json())


@pytest.mark.parametrize("host", STRANGERS)
async def test_a_confirmed_host_is_tested_whole_and_still_named(lab: Authority, host: str) -> None:
    report, requests = await result_of(lab, host, confirmed=True)
    assert (report.cause, report.exit) == ("host_unusual", 1)
    assert "was sent" in report.explanation.what
    assert {headers["authorization"] for headers in requests} == {f"Bearer {KEY}"}
    assert report.check("scim").status is CheckStatus.PASSED


async def test_the_search_for_a_path_asks_a_stranger_nothing(lab: Authority) -> None:
    async with fault(STRANGERS[0]).standing(lab) as (running, target, network):
        found = await find_path(target, network)
        assert found.problem is not None
        assert found.problem.code == "host_unconfirmed"
        assert running.connections == 0

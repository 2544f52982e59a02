"""The connection test takes hardly longer than its requests, over fast and slow connections."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.bench.slow_line import slow_line
from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY
from tests.connection.lab.server import healthy, serving
from wizard.connection import (
    ConnectionReport,
    Target,
    Verdict,
    dns,
    run,
)
from wizard.connection.requests import (
    ProbeRequest,
    Requests,
)
from wizard.connection.streams import TcpStream
from wizard.network.clients import Network
from wizard.playvox.address import TenantUrl, parse_tenant_url

ROUND_TRIP = 0.15
MOST_ROUND_TRIPS = 6.5  # name, connection, TLS, two rounds of requests; the rest is this machine's
MOST_TIMES = 2.0
ROUNDS = 9


@pytest.mark.bench
async def test_far_away_it_takes_at_most_six_round_trips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = Authority(tmp_path)
    resolve, connect = dns.resolve, TcpStream.connect

    async def resolve_far_away(host: str, port: int, seconds: float) -> list[str]:
        await asyncio.sleep(ROUND_TRIP)  # the name server is equally far away
        return await resolve(host, port, seconds)

    async def connect_far_away(address: str, port: int) -> TcpStream:
        await asyncio.sleep(ROUND_TRIP)  # loopback itself connects at once
        return await connect(address, port)

    monkeypatch.setattr(dns, "resolve", resolve_far_away)
    monkeypatch.setattr(TcpStream, "connect", connect_far_away)
    taken = []
    async with serving(healthy, lab.context()) as server, slow_line(server.port, ROUND_TRIP) as port:
        for _ in range(3):
            begin = time.perf_counter()
            await whole_test(lab, port)
            taken.append((time.perf_counter() - begin) / ROUND_TRIP)
    trips = statistics.median(taken)
    print(
        f"connection test with {ROUND_TRIP * 1000:g} ms a round trip: {trips:.2f} round trips of wall time"
    )
    assert trips <= MOST_ROUND_TRIPS


@pytest.mark.bench
async def test_near_by_it_takes_at_most_twice_as_long_as_its_requests(tmp_path: Path) -> None:
    lab = Authority(tmp_path)
    plain, ours = [], []
    async with serving(healthy, lab.context()) as server:
        url = parse_tenant_url(f"https://localhost:{server.port}/scim/v1", allow_loopback=True)
        assert isinstance(url, TenantUrl)
        for _ in range(ROUNDS):  # alternating, so that other work of the machine affects both
            begin = time.perf_counter()
            await plainly(lab, url)
            plain.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            report = await whole_test(lab, server.port)
            ours.append(time.perf_counter() - begin)
        assert len(requests()) == report.requests
    floor, time_taken = statistics.median(plain), statistics.median(ours)
    times = time_taken / floor
    plainly_took = f"its requests by httpx {floor * 1000:.1f} ms"
    print(f"connection test on loopback: {time_taken * 1000:.1f} ms, {plainly_took}, × {times:.2f}")
    assert times <= MOST_TIMES


def network(lab: Authority) -> Network:
    return Network(extra_ca=lab.root_file, allow_loopback=True)


async def whole_test(lab: Authority, port: int) -> ConnectionReport:
    """The complete local test against a healthy server, groups included."""
    target = Target(f"https://localhost:{port}/scim/v1", SecretStr(KEY), group_mapping=True)
    report = await run(target, network(lab))
    assert report.verdict is Verdict.WORKS
    return report


def requests() -> list[ProbeRequest]:
    """The requests that the test sends to a healthy server."""
    wanted = Requests.fresh("userName")
    return [wanted.probe, wanted.anonymous, wanted.percent, wanted.groups, *wanted.discovery]


async def plainly(lab: Authority, url: TenantUrl) -> None:
    """Send the same requests one after another, as a script would."""
    async with network(lab).client() as client:
        for request in requests():
            headers = {"Authorization": f"Bearer {KEY}", "Accept": "application/scim+json"}
            address = f"https://{url.authority}{request.target(url).decode()}"
            answer = await client.get(address, headers=headers)
            assert answer.status_code == 200

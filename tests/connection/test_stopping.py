"""A connection test can be canceled at any moment and leaves nothing open; each step has a time limit."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.connection.lab import raw
from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import Fault
from tests.connection.lab.faults import ALL
from tests.connection.lab.handshake import first_flight
from tests.connection.lab.server import answer, serving
from wizard.connection import (
    CheckStatus,
    ConnectionTest,
    MicrosoftAnswer,
    Verdict,
)
from wizard.connection.catalog import ConnectionExit

PROMPTLY = 10.0  # seconds, on a busy machine; without the cancel it would run for 30
BY_NAME = {fault.name: fault for fault in ALL}
STUCK = {
    "in the proxy": replace(BY_NAME["proxy says nothing"], seconds=30),
    "in the handshake": replace(BY_NAME["silent during the handshake"], seconds=30),
    "before the head": replace(BY_NAME["no answer"], seconds=30),
    "in the head": replace(BY_NAME["slow head"], seconds=30),
    "in the body": replace(BY_NAME["slow body"], seconds=30),
    "in an endless head": replace(BY_NAME["interim answers without end"], seconds=30),
}


async def _never() -> MicrosoftAnswer:
    await asyncio.sleep(3600)
    raise AssertionError


@pytest.mark.parametrize("where", STUCK)
async def test_stops_at_once(where: str, lab: Authority) -> None:
    async with STUCK[where].standing(lab) as (_running, target, network):
        test = ConnectionTest(target, network, None, _never)
        task = asyncio.create_task(test.run())
        await asyncio.sleep(0.3)
        if task.done():  # some answers are rejected before they can be canceled
            assert task.result().cause
            return
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(PROMPTLY):
                await task
        report = test.report(cancelled=True)
    assert (report.verdict, report.cause, report.exit) == (
        Verdict.CANCELLED,
        "cancelled",
        ConnectionExit.CANCELLED,
    )
    assert all(each.status is not CheckStatus.RUNNING for each in report.checks)
    assert _left() == []


@pytest.mark.parametrize("moment", [0.0, 0.005, 0.02, 0.04, 0.06, 0.08, 0.1])
async def test_stops_at_any_moment(moment: float, lab: Authority) -> None:
    async with BY_NAME["healthy"].standing(lab) as (_running, target, network):
        task = asyncio.create_task(ConnectionTest(target, network).run())
        await asyncio.sleep(moment)
        task.cancel()
        finished, _ = await asyncio.wait([task], timeout=PROMPTLY)
        assert finished
        assert task.cancelled() or task.result().verdict


async def test_a_full_backlog_is_a_timeout(lab: Authority) -> None:
    """A listening socket with a full queue drops connections silently, as firewalls do."""
    import socket

    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)
        port = busy.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        try:
            for each in waiting:
                each.setblocking(False)
                each.connect_ex(("127.0.0.1", port))
            fault = Fault(
                "full", "tcp", "tcp_timeout", "", url=f"https://localhost:{port}/scim/v1", seconds=0.5
            )
            report, _ = await fault.tested(lab)
        finally:
            for each in waiting:
                each.close()
    assert report.cause == "tcp_timeout"


async def test_every_cut_is_named(lab: Authority) -> None:
    """An answer cut after each of its bytes: never a crash, always the same cause."""
    whole = answer()
    causes = set()
    for count in range(len(whole)):
        fault = Fault(
            "cut",
            None,
            None,
            "",
            tls=lambda _lab: None,
            url="http://localhost:{port}/scim/v1",
            raw=raw.cut_at(count),
        )
        report, _ = await fault.tested(lab)
        causes.add(report.cause)
    assert causes == {"http_closed"}


async def test_every_cut_of_the_handshake_is_named(lab: Authority) -> None:
    """A TLS 1.2 handshake cut after every fortieth byte and around its first ones."""
    whole = first_flight(lab.context(rsa_key=True))
    causes = set()
    for count in {*range(7), *range(7, len(whole), 40), len(whole) - 1}:
        fault = Fault("cut", None, None, "", tls=lambda _lab: None, raw=raw.to_any_start(whole[:count]))
        report, _ = await fault.tested(lab)
        causes.add((report.deciding.id if report.deciding else "", report.cause))
    assert causes == {("tls", "http_closed")}


async def test_every_cut_of_a_proxy_s_answer_is_named(lab: Authority) -> None:
    whole = b"HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n"
    causes = set()
    for count in range(len(whole)):
        report, _ = await Fault("cut", None, None, "", proxy=raw.then_close(whole[:count])).tested(lab)
        causes.add((report.deciding.id if report.deciding else "", report.cause))
    assert causes == {("proxy", "proxy_unreachable")}


async def test_a_connection_the_server_closed_meanwhile_is_opened_again(lab: Authority) -> None:
    """Keep-alive that ends between two requests is not a fault."""

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await raw.then_close(answer())(reader, writer)

    fault = Fault(
        "closing", None, None, "", tls=lambda _lab: None, url="http://localhost:{port}/scim/v1", raw=once
    )
    report, running = await fault.tested(lab)
    assert report.verdict is Verdict.WORKS
    assert report.requests <= 12
    assert running.connections >= 7, report.requests


async def test_through_a_working_proxy(lab: Authority) -> None:
    """A name that only the proxy can resolve; TLS is verified end to end."""
    ports: dict[str, int] = {}
    fault = Fault(
        "tunnel",
        None,
        None,
        "",
        url="https://acme.playvox.test/scim/v1",
        tls=lambda lab: lab.context(names=("acme.playvox.test",)),
        proxy=raw.tunnelling(ports),
    )
    async with serving(fault.answering, fault.tls(lab)) as server:
        ports["server"] = server.port
        report, _ = await fault.tested(lab)
    found = {each.id: each.cause for each in report.checks if each.cause}
    assert found == {"address": "address_path_unusual"} or found == {}
    assert report.check("tcp").evidence["through"].startswith("127.0.0.1:")
    assert "resolved_by" in report.check("dns").evidence


def _left() -> list[asyncio.Task[object]]:
    """Tasks of the test that are still there; the server below it may still be accepting a connection."""
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    return [task for task in others if "_accept_connection2" not in repr(task.get_coro())]

"""A handshake that is lost once says nothing about TLS; only one that is refused each time does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import Fault
from tests.connection.lab.server import Raw, healthy, serving
from wizard.connection import ConnectionReport, Verdict

# The extension "supported versions" with TLS 1.3 and 1.2, which only the usual handshake sends.
_OFFERS_1_3 = b"\x00\x2b\x00\x05\x04\x03\x04\x03\x03"
Fate = Callable[[bool, int], str]
"""What happens to a handshake (whether it offers TLS 1.3, how many of its sort came before)."""


def _between(port: int, fate: Fate) -> Raw:
    """Passes on to that port what is not closed or kept waiting."""
    counts = {True: 0, False: 0}

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = await reader.read(1 << 16)
        sort = _OFFERS_1_3 in hello
        fated = fate(sort, counts[sort])
        counts[sort] += 1
        if fated == "closed" or not hello:
            return
        if fated == "silent":
            await reader.read()
            return
        inward, outward = await asyncio.open_connection("127.0.0.1", port)
        outward.write(hello)

        async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while data := await source.read(1 << 16):
                target.write(data)
                await target.drain()

        back = asyncio.create_task(copy(inward, writer))
        try:
            await copy(reader, outward)
        finally:
            back.cancel()
            outward.transport.abort()

    return handle


async def _tested(lab: Authority, fate: Fate) -> ConnectionReport:
    async with serving(healthy, lab.context()) as behind:
        front = _between(behind.port, fate)
        fault = Fault("lost", None, None, "", tls=lambda lab: None, raw=front, seconds=1.5)
        report, _running = await fault.tested(lab)
    return report


def _lost(*numbers: int, then: str = "") -> Fate:
    """Microsoft's and older handshakes with these numbers are closed; all later ones end as `then`."""

    def fate(offers_1_3: bool, number: int) -> str:
        if offers_1_3:
            return ""
        return "closed" if number in numbers else then

    return fate


@pytest.mark.parametrize(
    "fate", [_lost(0), _lost(0, 1), _lost(0, then="silent"), _lost(0, 1, then="silent")]
)
async def test_what_was_closed_once_or_never_answered_is_no_verdict_about_tls(
    fate: Fate, lab: Authority
) -> None:
    report = await _tested(lab, fate)
    assert report.cause not in ("tls_version_unsupported", "tls_cipher_unsupported")
    tls = next(each for each in report.checks if each.id == "tls")
    assert (report.verdict, tls.cause) == (Verdict.WORKS, None)


async def test_a_later_handshake_that_succeeds_is_the_evidence(lab: Authority) -> None:
    report = await _tested(lab, _lost(0))
    tls = next(each for each in report.checks if each.id == "tls")
    assert tls.evidence["microsoft"].startswith("TLSv1.2 ECDHE-ECDSA-")


async def test_what_is_closed_every_time_while_tls_1_3_works_is_the_version(lab: Authority) -> None:
    report = await _tested(lab, _lost(then="closed"))
    assert report.cause == "tls_version_unsupported"


async def test_a_server_that_stops_answering_is_not_blamed_for_its_version(lab: Authority) -> None:
    """Everything but the first handshake is closed: nothing shows that the version matters."""
    report = await _tested(lab, lambda offers_1_3, number: "" if offers_1_3 and number < 6 else "closed")
    assert report.cause == "tls_version_unsupported", "TLS 1.3 still worked"
    again = await _tested(lab, lambda offers_1_3, number: "" if offers_1_3 and not number else "closed")
    assert again.cause not in ("tls_version_unsupported", "tls_cipher_unsupported")


async def test_a_first_handshake_that_was_lost_is_not_blamed_on_the_suite(lab: Authority) -> None:
    """An older handshake succeeds afterwards, and so would the usual one."""
    report = await _tested(lab, lambda offers_1_3, number: "closed" if offers_1_3 and not number else "")
    assert report.cause == "http_closed"

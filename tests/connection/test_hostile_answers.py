"""20,000 hostile answers cause no crash, no hang, no memory growth, and are never reported as a defect.

Each test prints how many it served and the causes reported; a failure names the seed to repeat it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import ssl
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from pydantic import SecretStr

from tests.connection.fuzz import inventing
from tests.connection.fuzz.corpus import ANSWERS
from tests.connection.fuzz.driving import HERE, Driver, proven
from tests.connection.fuzz.memory import MemoryStream, resident_bytes
from tests.connection.fuzz.mutator import changed, mutated
from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY
from tests.connection.lab.handshake import first_flight
from tests.connection.lab.server import read_request, serving
from tests.connection.test_pasted import SHAPES
from wizard.connection import (
    CAUSES,
    MicrosoftAnswer,
    Target,
    read_pasted,
    run,
)
from wizard.connection.certificates import read_certificate, read_chain, why_untrusted
from wizard.connection.difference import judge_entra
from wizard.connection.outcome import CheckFailed
from wizard.connection.tls_records import read_handshake
from wizard.connection.tunnel import open_tunnel
from wizard.entra.errors import parse_error
from wizard.network.clients import Network
from wizard.network.proxies import Proxy

SEED = 20_250
PASTED = 500  # in addition to the 20,000
MUTATED, INVENTED, OVER_SOCKETS, HANDSHAKES, PROXIES = 15_000, 1_000, 1_500, 2_000, 500
MOST_GROWTH = 50 << 20  # bytes
STEP_SECONDS = 0.3
pytestmark = pytest.mark.slow


def test_the_shares_are_twenty_thousand() -> None:
    assert MUTATED + INVENTED + OVER_SOCKETS + HANDSHAKES + PROXIES >= 20_000


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    with Driver(monkeypatch) as driver:
        yield driver


def test_answers_changed_byte_by_byte(driver: Driver) -> None:
    dice = random.Random(SEED)
    highest = before = 0
    while driver.served < MUTATED:
        seed = dice.getrandbits(64)
        own = random.Random(seed)
        try:
            driver.run(lambda own=own: mutated(own, ANSWERS), own)  # type: ignore[misc]
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r}") from error
        if driver.served >= 500:  # until then caches of all kinds are filled
            if not before:
                gc.collect()
                before = resident_bytes() or 1
            highest = max(highest, resident_bytes() or 1)
    grown = highest - before
    print(f"{driver.served} answers, {grown / 2**20:.1f} MiB more at most, {driver.causes}")
    assert grown < MOST_GROWTH
    # The mutator reaches every layer, not only the first that rejects an answer.
    wanted = {
        "http_malformed",
        "http_closed",
        "not_json",
        "not_list_response",
        "filter_ignored",
        "key_rejected",
    }
    assert wanted <= set(driver.causes)


def test_invented_answers(driver: Driver) -> None:
    @settings(max_examples=INVENTED, database=None, derandomize=True)
    @given(inventing.answers())
    def each(data: bytes) -> None:
        driver.run(lambda: data, random.Random(len(data)))

    each()
    print(f"{driver.served} answers, {driver.causes}")
    assert driver.served >= INVENTED
    assert len(driver.causes) > 8


async def test_answers_over_real_connections() -> None:
    """Answers over loopback sockets: in pieces, with pauses, closed early or held open."""
    dice = random.Random(SEED)
    served = 0

    async def hostile(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal served
        while await read_request(reader) is not None:
            served += 1
            data = mutated(dice, ANSWERS)
            cut = dice.randint(0, len(data)) if dice.random() < 0.3 else len(data)
            writer.write(data[:cut])
            await writer.drain()
            await asyncio.sleep(0)
            writer.write(data[cut:])
            await writer.drain()
            kind = dice.random()
            if kind < 0.9:
                return  # closes; `serving` resets the connection
            if kind < 0.93:
                await asyncio.sleep(3600)  # holds the connection open: the test's own limit must end it

    async with serving(raw=hostile) as server:
        target = Target(
            f"http://localhost:{server.port}/scim/v1", SecretStr(KEY), step_seconds=STEP_SECONDS
        )

        async def many() -> None:
            while served < OVER_SOCKETS:
                report = await asyncio.wait_for(run(target, HERE), 60)
                proven(report)
                # Requests follow one another: none may take longer than its own limit.
                limit = (report.requests + 1) * STEP_SECONDS * 1000
                assert all(check.elapsed_ms < limit + 10_000 for check in report.checks)

        await asyncio.gather(*(many() for _ in range(8)))
    assert served >= OVER_SOCKETS


def test_changed_handshakes(lab: Authority) -> None:
    """Certificates and alerts in clear text, as TLS 1.2 sends them, with changed bytes."""
    recorded = [first_flight(lab.context(rsa_key=True)), first_flight(lab.context(issuer_url=True))]
    chained = lab.context(issuer=lab.issuer("Laboratory Signing", "Laboratory", lab.root))
    recorded += [first_flight(chained), bytes.fromhex("15030300020228"), bytes.fromhex("150303000102")]
    assert read_chain(read_handshake(recorded[0]).certificates)
    dice = random.Random(SEED)
    moment = datetime.now(UTC)
    refused = ssl.SSLCertVerificationError(1, "certificate verify failed")
    for number in range(HANDSHAKES):
        data = changed(dice, dice.choice(recorded))
        chain = read_chain(read_handshake(data).certificates)
        assert why_untrusted(chain, refused, frozenset(), moment).startswith("tls_"), number


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        (b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x53", None),  # version 84
        (b"\x06\x03U\x1d\x13", b"\x06\x03U\x1d\x11", ()),  # two lists of names
    ],
)
def test_a_malformed_certificate(
    before: bytes, after: bytes, names: tuple[str, ...] | None, lab: Authority
) -> None:
    (der,) = read_handshake(first_flight(lab.context())).certificates
    assert before in der
    read = read_certificate(der.replace(before, after))
    assert (None if read is None else read.names) == names


async def test_changed_handshakes_over_real_connections(lab: Authority) -> None:
    recorded = first_flight(lab.context(rsa_key=True))
    dice = random.Random(SEED)

    async def hostile(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        writer.write(changed(dice, recorded))
        await writer.drain()

    network = Network(extra_ca=lab.root_file, allow_loopback=True)
    async with serving(raw=hostile) as server:
        target = Target(
            f"https://localhost:{server.port}/scim/v1", SecretStr(KEY), step_seconds=STEP_SECONDS
        )
        for _ in range(40):
            report = await asyncio.wait_for(run(target, network), 60)
            proven(report)
            assert report.check("tls").cause is not None


async def test_changed_answers_of_proxies() -> None:
    dice = random.Random(SEED)
    fine = 0
    answers = (
        b"HTTP/1.1 200 Connection established\r\n\r\n",
        b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n\r\n",
        b"HTTP/1.0 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops",
    )
    for _ in range(PROXIES):
        stream = MemoryStream(lambda _request: changed(dice, dice.choice(answers)), 65536)
        with suppress(CheckFailed):
            async with asyncio.timeout(20):
                await open_tunnel(stream, Proxy("127.0.0.1", 8080), "acme.playvox.com", 443)
            fine += 1
    assert 0 < fine < PROXIES


def test_changed_errors_of_microsoft_s() -> None:
    """Texts of the portal and answers of Graph, nested, cut and changed, never cause a crash."""
    dice = random.Random(SEED)
    moved = 0
    for _ in range(PASTED):
        text = changed(dice, dice.choice(SHAPES)[0].encode()).decode("utf-8", "replace")
        found = read_pasted(text)
        assert found.cause is None or (found.cause in CAUSES and found.cause != "unexpected"), text
        moved += found.cause is None
        body = {
            "error": {"code": "x", "message": text, "innerError": {"message": json.dumps({"error": text})}}
        }
        said = parse_error(body)
        assert isinstance(said.message, str)
        answer = MicrosoftAnswer(
            ok=False, code=said.code, inner_status=dice.choice((None, 401, 900)), message=text
        )
        judged = judge_entra(answer, works_here=dice.random() < 0.5)
        assert judged.cause in CAUSES
        assert judged.cause != "unexpected"
    assert moved < PASTED, "nothing was understood any more"

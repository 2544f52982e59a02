"""A Graph that sends what none should: over a real socket with TLS, byte by byte as the test says."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.entra.wire import Reply, WireGraph, in_turn
from wizard.entra import transport
from wizard.entra.graph import Graph, GraphError, Part
from wizard.messages import explain
from wizard.messages.explanation import known_codes
from wizard.problem import ProblemError

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class RawGraph(WireGraph):
    """Answers every request with what `serve` writes."""

    serve: Serve
    heads: list[bytes]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head)
                low = head.lower()
                if b"content-length:" in low:
                    await reader.readexactly(int(low.partition(b"content-length:")[2].split()[0]))
                await self.serve(reader, writer)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def raw(tmp_path: Path) -> AsyncIterator[RawGraph]:
    made = RawGraph(tmp_path, in_turn(Reply()))
    made.heads = []
    async with made as running:
        yield running


def answer(body: bytes, *lines: str, status: str = "200 OK", length: int | None = None) -> bytes:
    head = [f"HTTP/1.1 {status}", *lines]
    if length != -1:
        head.append(f"Content-Length: {len(body) if length is None else length}")
    return ("\r\n".join(head) + "\r\n\r\n").encode("utf-8", "surrogateescape") + body


def sends(content: bytes, *, close: bool = False) -> Serve:
    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()
        if close:
            raise ConnectionError

    return serve


GOOD = json.dumps({"value": [{"id": "1"}]}).encode()
JSON = "Content-Type: application/json"


async def never_ending(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1\r\n \r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def head_by_byte(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X")
        await writer.drain()
        await asyncio.sleep(0.01)


async def continues(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.001)


async def garbage_in_tls(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    sock = writer.transport.get_extra_info("socket")
    os.write(sock.fileno(), b"\x17\x03\x03\x00\x20" + b"x" * 32)


SERVES: dict[str, Serve] = {
    "empty": sends(answer(b"", JSON)),
    "204": sends(answer(b"", status="204 No Content", length=-1)),
    "205": sends(answer(b"", status="205 Reset Content")),
    "206 partial": sends(answer(b'{"value": [', JSON, status="206 Partial Content")),
    "304": sends(answer(b"", status="304 Not Modified", length=-1)),
    "301": sends(answer(b"", "Location: https://evil.example/", status="301 Moved")),
    "307 self": sends(answer(b"", "Location: /v1.0/me", status="307 Temporary Redirect")),
    "html 200": sends(answer(b"<html>Sign in</html>", "Content-Type: text/html")),
    "html 500": sends(answer(b"<html>\x1b[2JSorry</html>", "Content-Type: text/html", status="500 X")),
    "text 200": sends(answer(b"hello", "Content-Type: text/plain")),
    "latin-1": sends(answer('{"value": [{"id": "\u00e9"}]}'.encode("latin-1"), JSON)),
    "utf-16": sends(answer('{"value": [{"id": "1"}]}'.encode("utf-16"), JSON)),
    "utf-32 surrogates": sends(answer(b'"\\ud800"', JSON)),
    "deep": sends(answer(b"[" * 100_000 + b"]" * 100_000, JSON)),
    "deep objects": sends(answer(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, JSON)),
    "deep error": sends(answer(b'{"error":' * 900 + b"1" + b"}" * 900, JSON, status="400 Bad")),
    "deep list in error": sends(
        answer(
            b'{"error":{"code":"x","message":"y","d":' + b"[" * 900 + b"]" * 900 + b"}}",
            JSON,
            status="400 Bad",
        )
    ),
    "nan": sends(answer(b'{"value": NaN}', JSON)),
    "infinity": sends(answer(b'{"value": [{"id": Infinity}]}', JSON)),
    "long number": sends(answer(b'{"value": ' + b"9" * 5000 + b"}", JSON)),
    "value an object": sends(answer(b'{"value": {}}', JSON)),
    "value null": sends(answer(b'{"value": null}', JSON)),
    "value a text": sends(answer(b'{"value": "x"}', JSON)),
    "gzip not gzip": sends(answer(GOOD, JSON, "Content-Encoding: gzip")),
    "gzip cut": sends(answer(gzip.compress(GOOD)[:-20], JSON, "Content-Encoding: gzip")),
    "brotli": sends(answer(b"\x0b\x02\x80brotli\x03", JSON, "Content-Encoding: br")),
    "zstd": sends(answer(b"\x28\xb5\x2f\xfd", JSON, "Content-Encoding: zstd")),
    "short length": sends(answer(GOOD, JSON, length=5), close=True),
    "long length": sends(answer(GOOD, JSON, length=500), close=True),
    "length no number": sends(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}"),
    "length twice": sends(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    "length negative": sends(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"),
    "chunk no number": sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
    "http 0.9": sends(b"{}", close=True),
    "http 2": sends(b"HTTP/2 200\r\n\r\n{}", close=True),
    "no status": sends(b"HTTP/1.1 \r\n\r\n", close=True),
    "status 999": sends(answer(b"{}", JSON, status="999 X")),
    "status 99": sends(answer(b"{}", JSON, status="099 X"), close=True),
    "102 then nothing": sends(b"HTTP/1.1 102 Processing\r\n\r\n", close=True),
    "101": sends(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nxxxx", close=True
    ),
    "header bytes": sends(answer(GOOD[:5], "X-A: \udcff\udcfe", JSON)),
    "many headers": sends(answer(b"{}", *[f"X-{n}: {'y' * 1000}" for n in range(2000)]), close=True),
    "charset unknown": sends(answer(b"\xff", "Content-Type: text/plain; charset=nonsense")),
    "garbage in tls": garbage_in_tls,
    "close": sends(b"", close=True),
}


LISTS = {"infinity", "utf-16"}
"""Answers with a list; what is in its rows is for their reader to judge."""
DONE = LISTS | {"empty", "204", "205", "nan", "value an object", "value null", "value a text"}
"""Answers by which a change was made: its body does not matter, or is an object."""
READABLE = DONE - {"empty", "204", "205"}
"""Answers that are an object; what is in it is for the reader of each kind to judge."""
REFUSED = {"304", "301", "307 self", "html 500", "deep error", "deep list in error", "status 999"}
"""Answers by which nothing was changed for certain, but a failure of the service's own."""


async def _problem(work: Awaitable[Any]) -> ProblemError | None:
    try:
        async with asyncio.timeout(60):
            await work
    except ProblemError as error:
        return error
    return None


@pytest.mark.parametrize("name", SERVES)
async def test_an_odd_answer_is_a_problem_with_words(raw: RawGraph, name: str) -> None:
    raw.serve = SERVES[name]
    graph = raw.graph
    found = {
        "get": await _problem(graph.get("/me")),
        "list": await _problem(_rows(graph)),
        "count": await _problem(graph.count("/users")),
        "post": await _problem(graph.post("/things", {"a": 1})),
        "put": await _problem(graph.put("/things/1", {"a": 1})),
    }
    for error in filter(None, found.values()):
        words = explain(error.problem)
        assert error.problem.code in known_codes()
        assert not {"\x1b", "\x00"} & set(words.what + words.why)
        json.dumps(dict(error.problem.facts)).encode()
    assert (found["get"] is None) is (name in READABLE)
    assert (found["list"] is None) is (name in LISTS)
    assert found["count"] is not None
    for each in ("post", "put"):
        error = found[each]
        assert (error is None) is (name in DONE)
        lost = isinstance(error, GraphError) and error.maybe_done
        assert lost is (name not in DONE | REFUSED or name == "html 500")
    assert len(raw.heads) <= 5 * 6, "tried a few times, not for ever"
    read, changed, deleted = (
        *(await graph.batch([Part("GET", "/a")])),
        *(await graph.batch([Part("POST", "/b", {}), Part("DELETE", "/c")])),
    )
    assert read.error is not None
    assert changed.error is not None
    assert deleted.error is not None
    assert changed.error.maybe_done is (name not in REFUSED or name == "html 500")


async def _rows(graph: Graph) -> list[Any]:
    return [row async for row in graph.items("/users")]


@pytest.mark.parametrize("serve", [never_ending, head_by_byte, continues], ids=lambda each: each.__name__)
async def test_an_answer_that_does_not_end_is_bounded(
    raw: RawGraph, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_WHOLE", 0.005)  # of its patience: 0.3 seconds
    raw.serve = serve
    for work in (raw.graph.get("/me"), raw.graph.post("/things", {"a": 1})):
        error = await _problem(work)
        assert error is not None
        assert error.problem.code in ("graph_timeout", "graph_lost_answer", "graph_unreachable")


@pytest.mark.parametrize("coding", ["gzip, gzip", "gzip,deflate,gzip", "identity, gzip, gzip"])
async def test_what_is_compressed_twice_is_not_unpacked(raw: RawGraph, coding: str) -> None:
    body = gzip.compress(gzip.compress(b" " * 1_000_000))
    raw.serve = sends(answer(body, JSON, f"Content-Encoding: {coding}"))
    error = await _problem(raw.graph.get("/me"))
    assert error is not None
    assert "compressed more than once" in error.problem.facts["error"]


async def test_ten_megabytes_of_an_error_are_cut(raw: RawGraph) -> None:
    raw.serve = sends(answer(b"<html>" + b"x" * 10_000_000, "Content-Type: text/html", status="400 Bad"))
    error = await _problem(raw.graph.get("/me"))
    assert error is not None
    assert error.problem.code == "graph_refused"
    assert len(error.problem.raw) < 10_000

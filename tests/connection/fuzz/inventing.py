"""Invents answers from the grammar of HTTP and SCIM; each part may be wrong."""

from __future__ import annotations

import gzip
import json

from hypothesis import strategies as st

_STATUS = st.one_of(
    st.sampled_from(
        ("200 OK", "400 Bad Request", "401 No", "403 No", "404 No", "429 Slow", "500 Oh", "503 Oh")
    ),
    st.integers(-1, 1200).map(str),
    st.text(max_size=12),
)
_TYPE = st.sampled_from(
    (
        "application/scim+json",
        "application/json",
        "text/html",
        "text/plain; charset=utf-16",
        "",
        ";;=",
        "a/b/c",
    )
)
_NAMES = st.sampled_from(
    ("Location", "Retry-After", "Server", "WWW-Authenticate", "Content-Encoding", "Transfer-Encoding",
     "Content-Length", "Connection", "CF-RAY", "Upgrade", "Content-Type", "X-Empty")
)  # fmt: skip
_VALUES = st.one_of(
    st.sampled_from(
        (
            "gzip",
            "deflate",
            "br",
            "chunked",
            "close",
            "0",
            "-1",
            "1048577",
            "https://[::1",
            "//x:99999/",
            "/a b",
        )
    ),
    st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=60),
)
_HEADERS = st.lists(st.tuples(_NAMES, _VALUES), max_size=4)
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=30)
)
_JSON = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=8,
)
_MEMBERS = (
    "schemas", "totalResults", "Resources", "startIndex", "itemsPerPage",
    "detail", "scimType", "status", "patch", "filter",
)  # fmt: skip
_URN = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
_LIKE_SCIM = st.dictionaries(
    st.sampled_from(_MEMBERS), st.one_of(_JSON, st.just([_URN]), st.just(0), st.just([])), max_size=8
)


def _dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


_BODY = st.one_of(
    _LIKE_SCIM.map(_dumped),
    _JSON.map(_dumped),
    st.binary(max_size=200),
    st.integers(1, 200_000).map(lambda count: b"[" * count),
    st.binary(max_size=60).map(lambda title: b"<html><title>" + title + b"</title>"),
    st.integers(0, 3 << 20).map(lambda count: gzip.compress(b" " * count, mtime=0)),
)


_END_OF_CHUNKS = st.sampled_from((b"\r\n0\r\n\r\n", b"\r\n", b""))


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """Bytes of one answer; about half are valid HTTP."""
    body = draw(_BODY)
    headers = draw(_HEADERS)
    kind = draw(_TYPE)
    if kind:
        headers.insert(0, ("Content-Type", kind))
    framing = draw(st.sampled_from(("length", "length", "length", "chunks", "close", "wrong")))
    if framing == "length":
        headers.append(("Content-Length", str(len(body))))
    elif framing == "wrong":
        headers.append(("Content-Length", str(draw(st.integers(-5, 2 << 20)))))
    elif framing == "chunks":
        headers.append(("Transfer-Encoding", "chunked"))
        size = draw(st.one_of(st.just(len(body)), st.integers(0, 1 << 40)))
        body = f"{size:x}\r\n".encode() + body + draw(_END_OF_CHUNKS)
    version = draw(st.sampled_from(("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2", "ICY")))
    lines = [f"{version} {draw(_STATUS)}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("utf-8", "surrogatepass") + b"\r\n\r\n" + body

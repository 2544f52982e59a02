"""Decompress an answer's body without holding more than a limit, whatever the server compressed."""

from __future__ import annotations

import zlib

LARGEST_BODY = 1 << 20  # bytes, compressed and decompressed
_MOST_CODINGS = 3


class BodyError(Exception):
    """The body cannot be used: `cause` is `body_too_large` or `http_malformed`."""

    def __init__(self, cause: str, reason: str) -> None:
        super().__init__(reason)
        self.cause = cause
        self.reason = reason


def unpacked(body: bytes, codings: str) -> bytes:
    """The body with its content codings (Content-Encoding header) removed; raises `BodyError`."""
    names = [each.strip() for each in codings.lower().split(",")]
    names = [each for each in names if each not in ("", "identity")]
    if len(names) > _MOST_CODINGS:
        raise BodyError("http_malformed", "packed too often")
    for name in reversed(names):
        if name not in ("gzip", "x-gzip", "deflate"):
            raise BodyError("http_malformed", "unknown content coding")
        body = _inflated(body, name)
    return body


def _inflated(body: bytes, name: str) -> bytes:
    if not body:
        return body
    # "deflate" means zlib (RFC 9110 section 8.4.1), but some servers send raw deflate.
    for window in (47,) if name != "deflate" else (15, -15):
        inflater = zlib.decompressobj(window)
        try:
            plain = inflater.decompress(body, LARGEST_BODY + 1)
        except zlib.error:
            continue
        if len(plain) > LARGEST_BODY:
            raise BodyError("body_too_large", "over 1 MiB unpacked")
        if not inflater.eof:
            raise BodyError("http_malformed", "packed body cut off")
        return plain
    raise BodyError("http_malformed", "broken packing")

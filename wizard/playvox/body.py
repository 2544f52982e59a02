"""Unpacking an answer's body without ever holding more than allowed, whatever the server packed."""

from __future__ import annotations

import zlib

LARGEST_BODY = 1 << 20  # bytes, before and after unpacking
_MOST_CODINGS = 3


class BodyError(Exception):
    """The body cannot be used: `cause` is `body_too_large` or `http_malformed`."""

    def __init__(self, cause: str, reason: str) -> None:
        super().__init__(reason)
        self.cause = cause
        self.reason = reason


def unpacked(body: bytes, codings: str) -> bytes:
    """The body without its content codings (the Content-Encoding header); raises `BodyError`."""
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
    # "deflate" is zlib by the book (RFC 9110 section 8.4.1) and raw in the wild.
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

"""Compressed answers (Content-Encoding, RFC 9110 section 8.4)."""

from __future__ import annotations

import httpx


def refuse_packed_twice(answer: httpx.Response) -> None:
    """Raise `httpx.DecodingError` for a body that is compressed more than once, before it is read.

    httpx unpacks a piece of it as a whole: once, 64 KB become 64 MB at most; twice, they would fill the
    memory. No service that this program asks compresses twice.
    """
    names = [each.strip() for each in answer.headers.get("content-encoding", "").split(",")]
    if len([each for each in names if each and each.lower() != "identity"]) > 1:
        raise httpx.DecodingError("the answer is compressed more than once", request=answer.request)

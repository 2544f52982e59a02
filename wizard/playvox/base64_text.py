"""Base64 as keys are written: standard or URL-safe, with or without padding."""

from __future__ import annotations

import base64
import binascii
import re

_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}|[A-Za-z0-9_-]+={0,2}")


def decoded(text: str) -> str | None:
    """The decoded text; "" when the bytes are not printable text; None when the input is not Base64."""
    if len(text) < 8 or _BASE64.fullmatch(text) is None:
        return None
    body = text.rstrip("=").translate(str.maketrans("-_", "+/"))
    if len(body) % 4 == 1 or (text.endswith("=") and len(text) % 4):
        return None
    try:
        decoded = base64.b64decode(body + "=" * (-len(body) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return decoded if decoded.isprintable() else ""

"""Encodings in which servers, libraries and people may return a secret.

Texts are compared by their letters and digits alone (`letters`), in one case: line breaks, spaces, quotes
and padding then make no difference, and each shape here covers many spellings.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

_NEITHER = re.compile(r"[\W_]+")
_ESCAPES: tuple[Callable[[int], str], ...] = (
    lambda code: f"%{code:02x}",  # URL; "=2B" (quoted-printable) has the same letters
    lambda code: f"%25{code:02x}",  # URL, twice
    lambda code: f"&#{code};",  # HTML
    lambda code: f"&#x{code:x};",  # HTML; "\x2b" has the same letters
    lambda code: f"\\u{code:04x}",  # JSON
)


def letters(text: str) -> str:
    """Return the letters and digits of a text, folded to one case."""
    return _NEITHER.sub("", text.casefold())


def key_halves(value: str) -> tuple[str, str] | None:
    """Return user id and API key of a Playvox key (Base64 of "id:key"), or None when the text
    is not one.
    """
    body = value.strip().rstrip("=").translate(str.maketrans("-_", "+/"))
    if len(body) < 8 or len(body) % 4 == 1:
        return None
    try:
        decoded = base64.b64decode(body + "=" * (-len(body) % 4), validate=True).decode()
    except ValueError:
        return None
    user, colon, key = decoded.partition(":")
    return (user, key) if colon and decoded.isprintable() else None


def decoded_text(value: str) -> str:
    """Decode Base64, with "�" for undecodable bytes; empty when the text is not Base64."""
    body = value.strip().rstrip("=").translate(str.maketrans("-_", "+/"))
    if len(body) < 8 or len(body) % 4 == 1:
        return ""
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True).decode("utf-8", "replace")
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Shapes:
    """A text in every encoding to search for, as `letters`.

    `coarse` are those with few different characters, such as hexadecimal digits: unrelated texts resemble
    them easily.
    """

    fine: frozenset[str] = frozenset()
    coarse: frozenset[str] = frozenset()

    def __or__(self, other: Shapes) -> Shapes:
        return Shapes(self.fine | other.fine, self.coarse | other.coarse)

    def all(self) -> frozenset[str]:
        """All shapes, coarse ones included."""
        return self.fine | self.coarse


def shapes(text: str) -> Shapes:
    """Return every shape of a text of a key's length."""
    import html  # not at the top: its table of entities delays every start

    raw = text.encode("utf-8", "surrogatepass")
    fine = {text, text[::-1], unquote(text), quote(raw, safe=""), html.escape(text), json.dumps(text)}
    fine |= {_base64(raw, skipped) for skipped in range(3)}
    coarse = {raw.hex(), text.encode("utf-16-le", "surrogatepass").hex()}
    for escape in _ESCAPES:
        fine.add("".join(each if each.isalnum() else escape(ord(each)) for each in text))
        coarse.add("".join(escape(ord(each)) for each in text))
    return Shapes(_all_letters(fine), _all_letters(coarse))


def token_shapes(text: str) -> Shapes:
    """Return every shape of a token. Tokens are long, so a short part of one reveals nothing."""
    raw = text.encode("utf-8", "surrogatepass")
    found = {text, quote(raw, safe=""), raw.hex(), *(_base64(raw, skipped) for skipped in range(3))}
    return Shapes(coarse=_all_letters(found))


def _all_letters(texts: set[str]) -> frozenset[str]:
    return frozenset(filter(None, map(letters, texts)))


def _base64(raw: bytes, skipped: int) -> str:
    """Encode a text in Base64 as if `skipped` bytes preceded it, without the characters that depend on
    them.
    """
    encoded = base64.b64encode(b" " * skipped + raw).decode().rstrip("=")
    return encoded[(0, 2, 3)[skipped] :]

"""Text from outside made safe to show: no control characters, no key in any coat, short.

A server that echoes the key may cut it, decode it, or put other letters between; so texts are compared
with the key by their letters and digits alone, and every run of some characters in common is hidden.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, unquote

from pydantic import SecretStr

from wizard.redact import HIDDEN, redact

_RUN = 5  # characters in common that are enough to hide
SHORT = 300


class Guard:
    """Cleans texts for one run; knows the key's letters, not for anybody to read."""

    def __init__(self, *secrets: SecretStr | None) -> None:
        self._grams: set[str] = set()
        for secret in secrets:
            if secret is not None:
                for coat in _coats(secret.get_secret_value()):
                    letters = "".join(letter for letter in coat.casefold() if letter.isalnum())
                    self._grams |= {letters[i : i + _RUN] for i in range(len(letters) - _RUN + 1)}

    def __repr__(self) -> str:
        return "Guard()"

    def text(self, value: str, limit: int = SHORT) -> str:
        """The text as evidence: one line, at most `limit` characters."""
        cut = value[: limit * 8]
        hidden = self._hide(redact(plain(cut)))
        return hidden if len(hidden) <= limit else hidden[: limit - 1] + "…"

    def _hide(self, text: str) -> str:
        if not self._grams:
            return text
        places = list(_letters(text))
        letters = "".join(letter for _, letter in places)
        marked = bytearray(len(text))
        for index in range(len(letters) - _RUN + 1):
            if letters[index : index + _RUN] in self._grams:
                start, end = places[index][0], places[index + _RUN - 1][0]
                marked[start : end + 1] = b"\x01" * (end + 1 - start)
        if not any(marked):
            return text
        parts: list[str] = []
        for index, letter in enumerate(text):
            if not marked[index]:
                parts.append(letter)
            elif not parts or parts[-1] != HIDDEN:
                parts.append(HIDDEN)
        return "".join(parts)


def plain(text: str) -> str:
    """The text on one line without control, direction and other invisible characters."""
    kept = (
        " " if letter in "\r\n\t\v\f\x85\u2028\u2029" else letter
        for letter in text
        if letter in "\r\n\t\v\f\x85\u2028\u2029" or unicodedata.category(letter)[0] != "C"
    )
    return " ".join("".join(kept).split(" ")).strip()


def _letters(text: str) -> Iterator[tuple[int, str]]:
    for index, letter in enumerate(text):
        for folded in letter.casefold():
            if folded.isalnum():
                yield index, folded


def _coats(value: str) -> set[str]:
    raw = value.encode()
    coats = {
        value,
        value[::-1],
        quote(value, safe=""),
        unquote(value),
        raw.hex(),
        base64.b64encode(raw).decode(),
        base64.b64encode(b" " + raw).decode()[2:],
        base64.b64encode(b"  " + raw).decode()[3:],
    }
    try:
        decoded = base64.b64decode(
            value + "=" * (-len(value) % 4), altchars=b"-_" if {"-", "_"} & set(value) else None
        )
    except ValueError:
        return coats
    text = decoded.decode("utf-8", "replace")
    return coats | {text, text[::-1], quote(text, safe=""), decoded.hex()}

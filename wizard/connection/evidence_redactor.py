"""Make text from servers safe to show: no control characters, no key in any encoding, limited length.

A server that echoes the key may cut it, decode it, or insert other characters. So texts are compared with
the key by their letters and digits only, and every common run of a minimum length is hidden.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

from pydantic import SecretStr

from wizard.security.redactor import (
    HIDDEN,
    redact,
)

_LONGEST = 40_000  # characters of a secret that are compared

_RUN = 8  # common characters that are always hidden
_GRAM = 4  # shorter pieces are counted: many of them mean a key in small parts
_SHARE = 0.4  # of an encoding's pieces within one text: from this share on the whole text is hidden
SHORT = 300


class EvidenceRedactor:
    """Redacts texts for one run; holds the key's characters without exposing them.

    `harmless` are texts such as the server's name: what they have in common with the key reveals nothing,
    and hiding it would remove evidence.
    """

    def __init__(self, *secrets: SecretStr | None, harmless: Iterable[str] = ()) -> None:
        self._runs: set[str] = set()
        self._encodings: list[set[str]] = []
        for secret in secrets:
            if secret is not None:
                self._add(secret.get_secret_value())
        for text in harmless:
            letters = _only_letters(text)
            self._runs -= _pieces(letters, _RUN)
            for encoding in self._encodings:
                encoding -= _pieces(letters, _GRAM)

    def __repr__(self) -> str:
        return "EvidenceRedactor()"

    def _add(self, secret: str) -> None:
        if len(secret) > _LONGEST:
            return  # no key but a document, which is refused before anything is sent
        for encoding in _encodings(secret):
            letters = _only_letters(encoding)
            self._runs |= _pieces(letters, _RUN)
            if len(letters) >= 3 * _GRAM:
                self._encodings.append(_pieces(letters, _GRAM))

    def text(self, value: str, limit: int = SHORT) -> str:
        """The text as evidence: one line, at most `limit` characters."""
        cut = value[: limit * 8]
        hidden = self._hide(redact(plain(cut)))
        return hidden if len(hidden) <= limit else hidden[: limit - 1] + "…"

    def _hide(self, text: str) -> str:
        if not self._runs:
            return text
        places = list(_letters(text))
        letters = "".join(letter for _, letter in places)
        marked = bytearray(len(text))
        for index in range(len(letters) - _RUN + 1):
            if letters[index : index + _RUN] in self._runs:
                start, end = places[index][0], places[index + _RUN - 1][0]
                marked[start : end + 1] = b"\x01" * (end + 1 - start)
        parts: list[str] = []
        for index, letter in enumerate(text):
            if not marked[index]:
                parts.append(letter)
            elif not parts or parts[-1] != HIDDEN:
                parts.append(HIDDEN)
        shown = "".join(parts)
        grams = _pieces(_only_letters(shown), _GRAM)
        scattered = any(len(encoding & grams) >= _SHARE * len(encoding) for encoding in self._encodings)
        return HIDDEN if scattered else shown


def _only_letters(text: str) -> str:
    return "".join(letter for _, letter in _letters(text))


def _pieces(letters: str, length: int) -> set[str]:
    return {letters[i : i + length] for i in range(len(letters) - length + 1)}


def plain(text: str) -> str:
    """The text on one line, without control, direction and other invisible characters."""
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


def _encodings(value: str) -> set[str]:
    raw = value.encode()
    encodings = {
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
        return encodings
    text = decoded.decode("utf-8", "replace")
    return encodings | {text, text[::-1], quote(text, safe=""), decoded.hex()}

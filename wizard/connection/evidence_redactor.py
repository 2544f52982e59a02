"""Text from outside made safe to show as evidence: no control characters, no secrets, one line, short."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pydantic import SecretStr

from wizard.security.redactor import EVERYWHERE, Redactor

SHORT = 300
_BREAKS = "\r\n\t\v\f\x85\u2028\u2029"


class EvidenceRedactor:
    """Cleans texts for one run: hides its secrets and those the whole program knows.

    `harmless` are texts like the server's own name, see `Redactor.spare`.
    """

    def __init__(self, *secrets: SecretStr | None, harmless: Iterable[str] = ()) -> None:
        self._redactor = Redactor(*secrets, public=harmless, beside=EVERYWHERE)

    def __repr__(self) -> str:
        return f"EvidenceRedactor({self._redactor!r})"

    def text(self, value: str, limit: int = SHORT) -> str:
        """The text as evidence: one line, at most `limit` characters."""
        hidden = self._redactor.hide(_plain(value[: limit * 8]))
        return hidden if len(hidden) <= limit else hidden[: limit - 1] + "…"


def _plain(text: str) -> str:
    """The text on one line without control, direction and other invisible characters."""
    kept = (
        " " if letter in _BREAKS else letter
        for letter in text
        if letter in _BREAKS or unicodedata.category(letter)[0] != "C"
    )
    return " ".join("".join(kept).split(" ")).strip()

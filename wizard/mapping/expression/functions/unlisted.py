"""Likely readings of functions that Entra accepts although no page about app provisioning lists them.

Meanings: Entra docs, "Microsoft Entra Connect Sync: Functions Reference", another product with functions of
the same names. A value from here is always shown as uncertain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wizard.mapping.dotnet import letters
from wizard.mapping.values import as_text

Likely = Callable[[Sequence[Any]], Any]


def _text(arguments: Sequence[Any], index: int = 0) -> str:
    return as_text(arguments[index]) or "" if len(arguments) > index else ""


def _length(arguments: Sequence[Any]) -> int:
    """In UTF-16 code units, as .NET counts."""
    return len(_text(arguments).encode("utf-16-le", "surrogatepass")) // 2


def _right(arguments: Sequence[Any]) -> str | None:
    count = _text(arguments, 1).strip()
    if not (count.isascii() and count.isdigit()):
        return None
    return _text(arguments)[-int(count) :] if int(count) else ""


LIKELY_READINGS: dict[str, Likely] = {
    "len": _length,
    "right": _right,
    "lcase": lambda arguments: letters.lower(_text(arguments)),
    "ucase": lambda arguments: letters.upper(_text(arguments)),
    "ltrim": lambda arguments: _text(arguments).lstrip(letters.WHITE_SPACE),
    "rtrim": lambda arguments: _text(arguments).rstrip(letters.WHITE_SPACE),
}

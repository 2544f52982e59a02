"""Characters that copying and pasting adds to a text, and removing them."""

from __future__ import annotations

import unicodedata

QUOTES = "\"'`´‘’‚“”„«»‹›"
_SPACES = frozenset("\t\n\v\f\r \x1c\x1d\x1e\x1f\x85")


def is_space(letter: str) -> bool:
    """Whether a character is white space in any script, line breaks included."""
    return letter in _SPACES or unicodedata.category(letter) in ("Zs", "Zl", "Zp")


def is_invisible(letter: str) -> bool:
    """Whether a character is invisible: control, zero-width, direction mark, soft hyphen, lone surrogate.

    Unicode general categories Cc, Cf, Co, Cs and unassigned; white space is not included.
    """
    return not is_space(letter) and unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn")


def without_invisible(text: str) -> str:
    """The text without invisible characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter for letter in text if not is_invisible(letter))


def without_quotes(text: str) -> str:
    """The text without quotation marks around it."""
    return text.strip(QUOTES)

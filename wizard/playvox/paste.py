"""What copying and pasting adds to a text, and taking it off again."""

from __future__ import annotations

import unicodedata

QUOTES = "\"'`´‘’‚“”„«»‹›"
_BLANKS = frozenset("\t\n\v\f\r \x1c\x1d\x1e\x1f\x85")


def is_blank(letter: str) -> bool:
    """Whether a character is white space of any script, line breaks included."""
    return letter in _BLANKS or unicodedata.category(letter) in ("Zs", "Zl", "Zp")


def is_invisible(letter: str) -> bool:
    """Whether a character shows nothing: control, zero-width, direction marks, soft hyphen, lone surrogate.

    Unicode general categories Cc, Cf, Co, Cs and unassigned; white space is not among them.
    """
    return not is_blank(letter) and unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn")


def without_invisible(text: str) -> str:
    """The text without characters that show nothing."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter for letter in text if not is_invisible(letter))


def without_quotes(text: str) -> str:
    """The text without quotation marks around it."""
    return text.strip(QUOTES)

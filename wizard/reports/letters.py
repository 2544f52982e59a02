"""Reads a text letter by letter, whatever way each letter is written, for the search of names.

Case, accents, ligatures, widths, invisible characters and kinds of apostrophe and hyphen make no
difference, and neither do percent-encoding, JSON's and HTML's escapes.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_PERCENT, _JSON = (
    re.compile("%(?:25)*[0-9a-f]{2}", re.IGNORECASE),
    re.compile(r"\\+u[0-9a-f]{4}", re.IGNORECASE),
)
_ESCAPED = re.compile(
    rf"(?P<percent>(?:{_PERCENT.pattern})+)|(?P<json>(?:{_JSON.pattern})+)"
    r"|(?P<html>&(?:amp;)*(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);)",
    re.IGNORECASE,
)
# Letters that Unicode does not take apart, as people write them on another keyboard.
_PLAIN = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n"}
    | dict.fromkeys("‘’‛ʻʼ`´′＇", "'")
    | dict.fromkeys("‐‑‒–—−", "-")
)


class Letters:
    """A text as searched: `folded`, and for each of its letters the place in the text."""

    def __init__(self, text: str) -> None:
        folded: list[str] = []
        self._places: list[tuple[int, int]] = []
        unseen: int | None = None  # where invisible letters begin: they belong to the letter after them
        for letter, begin, end in _letters(text):
            plain = fold(letter)
            if plain:
                folded.append(plain)
                self._places += [(begin if unseen is None else unseen, end)] * len(plain)
                unseen = None
            elif folded and not folded[-1].isspace() and unicodedata.category(letter)[0] == "M":
                # An accent of the one before; of no letter it belongs to the one after it.
                self._places[-1] = (self._places[-1][0], end)
            elif unseen is None:
                unseen = begin
        self.folded = "".join(folded)

    def place(self, begin: int, end: int) -> tuple[int, int]:
        """The part of the text that these letters of `folded` come from."""
        return self._places[begin][0], self._places[end - 1][1]


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text without regard to how its letters are written."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    if any(map(str.isspace, apart)) and not text.isspace():  # "´" is a space with an accent for Unicode
        return text.casefold().translate(_PLAIN)
    kept = "".join(letter for letter in apart if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
    return kept.translate(_PLAIN)


def _letters(text: str) -> Iterator[tuple[str, int, int]]:
    """Each letter, with where it begins and ends in the text."""
    done = 0
    for match in _ESCAPED.finditer(text):
        yield from ((text[place], place, place + 1) for place in range(done, match.start()))
        yield from _unescaped(match)
        done = match.end()
    yield from ((text[place], place, place + 1) for place in range(done, len(text)))


def _unescaped(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The letters of a run of escapes; its own letters when it is none."""
    written = match.group()
    if match.lastgroup == "html":
        yield html.unescape(written.replace("amp;", "")), match.start(), match.end()
        return
    is_percent = match.lastgroup == "percent"
    escapes = list((_PERCENT if is_percent else _JSON).finditer(written))
    coding, width = ("utf-8", 1) if is_percent else ("utf-16-be", 2)
    units = b"".join(bytes.fromhex(each.group()[-2 * width :]) for each in escapes)
    try:
        letters = units.decode(coding)
    except UnicodeDecodeError:
        yield from (
            (letter, match.start() + at, match.start() + at + 1) for at, letter in enumerate(written)
        )
        return
    unit = 0
    for letter in letters:
        begin, unit = unit, unit + len(letter.encode(coding)) // width
        yield letter, match.start() + escapes[begin].start(), match.start() + escapes[unit - 1].end()

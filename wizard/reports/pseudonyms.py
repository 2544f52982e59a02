"""Replaces names and email addresses by pseudonyms that are stable within one bundle."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

_MAIL = re.compile(r"[\w.!#$&'*+/=?^`{|}~-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_ACCENTS = "\u0300-\u036f"
_SHORTEST_PART = 3  # letters; shorter parts of names identify no one


class Pseudonyms:
    """Pseudonyms of people, such as "person-1".

    `know` registers one person's names and addresses; others come from texts.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        self._pattern: re.Pattern[str] | None = None
        self._count = 0

    def know(self, *names: str) -> None:
        """Register the names and email addresses of one person; empty ones are ignored."""
        keys = [_key(name) for name in names if name.strip()]
        if not keys:
            return
        number = next((self._numbers[key] for key in keys if key in self._numbers), None)
        if number is None:
            self._count += 1
            number = self._count
        for key in keys:
            self._numbers.setdefault(key, number)
            for part in _parts(key):
                self._parts.setdefault(part, number)
        self._pattern = None

    def of(self, name: str) -> str:
        """The pseudonym of this person, known or new; "" for no name."""
        if not name.strip():
            return ""
        self.know(name)
        return f"person-{self._numbers[_key(name)]}"

    def hidden(self, text: str) -> str:
        """The text with every email address, and every known name or part of one, replaced."""
        text = _MAIL.sub(lambda match: self.of(match.group()), unicodedata.normalize("NFC", text))
        if not self._numbers:
            return text
        if self._pattern is None:
            words = sorted({*self._numbers, *self._parts}, key=len, reverse=True)
            spelt = "|".join(r"\s+".join(map(re.escape, each.split())) for each in words)
            self._pattern = re.compile(rf"(?<!\w)(?:{spelt})(?![\w{_ACCENTS}])")
        folded = [_folded(letter) for letter in text]
        # The letter of the text that each letter of the folded text comes from: "ß" and "İ" fold into two.
        origin = [place for place, letters in enumerate(folded) for _letter in letters]
        parts, done = [], 0
        for match in self._pattern.finditer("".join(folded)):
            begin, end = origin[match.start()], origin[match.end() - 1] + 1
            if begin >= done:
                parts += [text[done:begin], self._replacement(match.group())]
                done = end
        return "".join([*parts, text[done:]])

    def _replacement(self, folded: str) -> str:
        key = " ".join(folded.split())
        return f"person-{self._numbers.get(key) or self._parts[key]}"


def _key(name: str) -> str:
    text = unicodedata.normalize("NFC", unquote(name) if "%40" in name else name)
    return "".join(map(_folded, " ".join(text.split())))


def _folded(letter: str) -> str:
    """The letter without regard to case, its accents apart."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", letter).casefold())


def _parts(key: str) -> list[str]:
    """Given name, family name, the part of an address before the @, and its parts."""
    local = key.partition("@")[0]
    parts = {local, *re.split(r"[\s._+-]+", local)}
    return [part for part in parts if len(part) >= _SHORTEST_PART and not part.isdecimal()]

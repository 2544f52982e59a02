"""Replaces names and email addresses by pseudonyms that are stable within one bundle."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable

from wizard.reports.letters import Letters

_MAIL = re.compile(r"[\w.!#$&'*+/=?^`{|}~-]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{8,}={0,2}(?![A-Za-z0-9+/_=-])")
_URL_SAFE = str.maketrans("-_", "+/")
# Scripts that write words without a space between them: Chinese, Japanese, Korean, Thai and the like.
_UNSEPARATED = (
    r"(?:[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ud7ff\uf900-\ufaff]"
    r"|[\U00020000-\U0003ffff])"
)
_MOST_WORDS = 6
_SHORTEST_BASE64 = 8  # letters
_MOST_PIECES = 17  # of a Base64 text, with the "-", "_", "/" and "+" between them
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
        keys = [key for key in map(_key, names) if key]
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
        key = _key(name)
        if not key:
            return ""
        self.know(name)
        return f"person-{self._numbers[key]}"

    def hidden(self, text: str) -> str:
        """The text with every email address, and every known name or part of one, replaced.

        Also where they are encoded: in addresses, JSON, HTML and Base64.
        """
        text = _BASE64.sub(self._without_names, unicodedata.normalize("NFC", text))
        text = self._replaced(text, _MAIL, lambda found: self.of(_unquoted(found)))
        if not self._numbers:
            return text
        if self._pattern is None:
            words = sorted({*self._numbers, *self._parts}, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(_pattern_of, words)))
        return self._replaced(text, self._pattern, self._replacement)

    def _replaced(self, text: str, pattern: re.Pattern[str], replacement: Callable[[str], str]) -> str:
        letters = Letters(text)
        parts, done = [], 0
        for match in pattern.finditer(letters.folded):
            begin, end = letters.place(*match.span())
            if begin >= done:
                parts += [text[done:begin], replacement(match.group())]
                done = end
        return "".join([*parts, text[done:]])

    def _without_names(self, found: re.Match[str]) -> str:
        """What a Base64 text says, without names; the text itself when it names nobody.

        "-" and "_" are letters of one alphabet of Base64, "/" and "+" of the other; they also join words in
        names of files and in addresses.
        """
        pieces = re.split("([-_/+])", found.group())
        parts, begin = [], 0
        while begin < len(pieces):
            ends = range(min(len(pieces), begin + _MOST_PIECES), begin, -1)
            tried = ((end, self._decoded("".join(pieces[begin:end]))) for end in ends)
            end, shown = next(((end, shown) for end, shown in tried if shown), (begin + 1, pieces[begin]))
            parts.append(shown)
            begin = end
        return "".join(parts)

    def _decoded(self, written: str) -> str:
        """What this text says in Base64, without names; empty when it is none or names nobody."""
        if len(written) < _SHORTEST_BASE64:
            return ""
        try:
            plain = written.rstrip("=").translate(_URL_SAFE)
            said = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode()
        except ValueError:
            return ""
        shown = self.hidden(said) if said.isprintable() else said
        return shown if shown != unicodedata.normalize("NFC", said) else ""

    def _replacement(self, found: str) -> str:
        keys = (_key(found), _key(found.replace("+", " ")))
        known = {**self._parts, **self._numbers}
        return f"person-{next(known[key] for key in keys if key in known)}"


def _key(name: str) -> str:
    text = Letters(name).folded.replace("''", "'")
    return " ".join(text.split())


def _unquoted(mail: str) -> str:
    """An address as it was found, without the quotation marks of a filter around it."""
    return mail.lstrip("'")


def _pattern_of(key: str) -> str:
    """Finds a name between other words, or anywhere where words are not separated."""
    spelt = r"(?:[\s+]+)".join(
        re.escape(word).replace("'", "'{1,2}").replace(r"\-", "[-\\s]") for word in key.split()
    )
    before = "" if re.match(_UNSEPARATED, key[0]) else rf"(?:(?<![^\W_])|(?<={_UNSEPARATED}))"
    after = "" if re.match(_UNSEPARATED, key[-1]) else rf"(?:(?![^\W_])|(?={_UNSEPARATED}))"
    return f"{before}{spelt}{after}"


def _parts(key: str) -> list[str]:
    """Given and family name, alone and in one word; the part of an address before the @, and its parts."""
    local = key.partition("@")[0]
    words = [word for word in re.split(r"[\s._+-]+", local) if word]
    together = ["".join(words), "".join(reversed(words))] if 1 < len(words) < _MOST_WORDS else []
    parts = {local.strip(), "".join(local.split()), *words, *together}
    return [part for part in parts if len(part) >= _SHORTEST_PART and not part.isdecimal()]

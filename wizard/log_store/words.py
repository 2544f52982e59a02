"""The words of a text by which entries are found: letters and digits, case and form ignored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 64  # characters of a word
_MOST = 400  # words of one entry
# A private letter begins what is no word of a text, so that nobody finds it by typing.
PERSON, KIND = "\ue000p", "\ue000k"


def words_of(text: str) -> list[str]:
    """The words of a text in their order."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [word[:_LONGEST] for word in _WORD.findall(plain)]


def different_words(texts: Iterable[str]) -> str:
    """The words of all texts, each once."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(words_of(text)))
        if len(found) > _MOST:
            break
    return " ".join(found)

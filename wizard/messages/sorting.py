"""The order of names, as people look for them: accents and case do not separate a name from its neighbors."""

from __future__ import annotations

import unicodedata

from wizard.messages.language import current_language

_WITHOUT_PARTS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters with a stroke or of two, which Unicode does not take apart."""
_OWN_LETTERS = {"es": {"n\N{COMBINING TILDE}": "n\ue000"}}
"""Letters that a language sorts behind the one they are written with: Spanish has ñ after n."""


def name_key(text: str) -> str:
    """What a name is sorted by in the language in use; names with equal keys keep the order of their texts."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded)
    for letter, stands_for in _OWN_LETTERS.get(current_language(), {}).items():
        apart = apart.replace(letter, stands_for)
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    return plain.translate(_WITHOUT_PARTS)

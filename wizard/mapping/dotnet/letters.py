"""Letter case as in .NET's invariant culture and TextInfo.ToTitleCase, and the diacritics table."""

from __future__ import annotations

import unicodedata

# General categories that separate words for ToTitleCase (.NET docs, TextInfo.ToTitleCase).
_SEPARATES = frozenset(
    ("Zs", "Zl", "Zp", "Cc", "Cf", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So")
)

# White space in .NET (Char.IsWhiteSpace); Python also counts four ASCII separators.
WHITE_SPACE = "".join(
    each for each in map(chr, range(0x3001)) if each.isspace() and not "\x1c" <= each <= "\x1f"
)
_TURKIC_LOWER = str.maketrans({"I": "ı", "İ": "i"})
_TURKIC_UPPER = str.maketrans({"i": "İ", "ı": "I"})


def is_turkic(culture: str) -> bool:
    """Whether the culture maps i to İ."""
    return culture.lower().split("-")[0] in ("tr", "az")


def lower(text: str, culture: str = "") -> str:
    """Lower case, character by character: in .NET the length does not change."""
    if culture and is_turkic(culture):
        text = text.translate(_TURKIC_LOWER)
    if text.isascii():
        return text.lower()
    return "".join(_single(character, character.lower()) for character in text)


def upper(text: str, culture: str = "") -> str:
    """Upper case, character by character."""
    if culture and is_turkic(culture):
        text = text.translate(_TURKIC_UPPER)
    if text.isascii():
        return text.upper()
    return "".join(_single(character, character.upper()) for character in text)


def _single(character: str, changed: str) -> str:
    return changed if len(changed) == 1 else character


def separates_words(character: str) -> bool:
    """Whether ToTitleCase starts a new word after this character."""
    return unicodedata.category(character) in _SEPARATES


def title(text: str, separators: str | None, *, apostrophe_separates: bool, digit_starts: bool) -> str:
    """Every word's first letter upper, the rest lower. `separators` None: .NET's rule.

    The flags choose between readings on which Microsoft's pages disagree: whether an apostrophe separates
    words, and whether a letter after a digit begins a word.
    """
    result: list[str] = []
    inside = False
    for character in lower(text):
        if separators is not None:
            separates = character in separators
        else:
            separates = separates_words(character) and (apostrophe_separates or character not in "'’")
        if separates:
            inside = False
            result.append(character)
        elif inside:
            result.append(character)
        else:
            result.append(upper(character))
            inside = not digit_starts or character.isalpha() or separators is not None
    return "".join(result)


# Letters of the published table that are not a base letter plus marks.
_WHOLE = {"æ": "ae", "Æ": "AE", "ø": "oe", "Ø": "OE", "ß": "ss", "ł": "l", "Ł": "L", "ı": "i"}
# The table has these two with a macron only.
_UNDER_MACRON = {"œ": "oe", "Œ": "OE"}
_TABLE = (
    "ä à â ã å á ą ă ā ā́ ā̀ ā̂ ā̃ ǟ ā̈ ǡ a̱ å̄ ǣ ç č ć c̄ c̱ ď d̄ ḏ ë è é ê ę ě ė ē ḗ ḕ ē̂ ē̃ ê̄ e̱ ë̄ e̊̄ ğ ḡ g̱ "
    "ï î ì í ī ī́ ī̀ ī̂ ī̃ i̱ ľ l̄ ḹ ḻ ñ ń ň n̄ ṉ ö ò ő õ ô ó ō ṓ ṑ ō̂ ō̃ ȫ ō̈ ǭ ȭ ȱ o̱ ø̄ œ̄ ř r̄ ṟ ṝ š ś ș ş s̄ s̱ "
    "ť ț t̄ ṯ ü ù û ú ů ű ū ū́ ū̀ ū̂ ū̃ u̇̄ ǖ ṻ ṳ̄ u̱ ÿ ý ȳ ȳ́ ȳ̀ ȳ̃ y̱ ź ž ż z̄ ẕ"
)
_LISTED = {unicodedata.normalize("NFD", item) for item in _TABLE.split()}
_LISTED |= {unicodedata.normalize("NFD", item.upper()) for item in _TABLE.split()} | {
    unicodedata.normalize("NFD", "İ")
}


def without_diacritics(text: str) -> tuple[str, bool]:
    """The text with the published table applied, and whether a letter is missing from the table.

    A letter outside the table loses its marks; whether Entra does the same is not published.
    """
    if text.isascii():
        return text, False
    result: list[str] = []
    unlisted = False
    for cluster in _clusters(unicodedata.normalize("NFD", text)):
        base = cluster[0]
        if len(cluster) == 1:
            plain = _WHOLE.get(base)
            unlisted |= plain is None and _has_marks_elsewhere(base)
            result.append(base if plain is None else plain)
        elif cluster in _LISTED:
            result.append(_WHOLE.get(base) or _UNDER_MACRON.get(base) or base)
        else:
            unlisted = True
            result.append(_WHOLE.get(base, base))
    return "".join(result), unlisted


def _clusters(decomposed: str) -> list[str]:
    clusters: list[str] = []
    for character in decomposed:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _has_marks_elsewhere(character: str) -> bool:
    # Đ, ħ, œ … do not decompose, but some systems replace them, as transliterations of Greek and Cyrillic
    # do.
    if character.isascii() or not unicodedata.category(character).startswith("L"):
        return False
    return unicodedata.name(character, "").startswith(("LATIN", "GREEK", "CYRILLIC"))

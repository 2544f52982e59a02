"""What is wrong with one translation, as `msgfmt --check` and a reader would find it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from babel.messages.catalog import Message

from build.translation_terms import SAME, TERMS

_FIELD = re.compile(r"\{[^}]*\}")
_MARKS = "“”&\n\x04"
_ENDS = (".", "?", "!", ":", " …", ",")
_NAMES = re.compile(r"\{[^}]*\}|playvox-provisioning|Playvox Provisioning Setup")
"""Parts of a text that no translator changes: fields, and the program's own name."""
_ABBREVIATION = re.compile(r"\b[Ii]d\.$")  # Spanish, as Microsoft writes it; no end of a sentence
_WORD = re.compile(r"[^\W\d_]{3,}")
_FOREIGN = {
    "es": r"tú|tus?|te|ti|contigo|puedes|tienes|quieres|debes|vos|vosotros|ustedes",
    "pt_BR": r"tu|teus?|tuas?|contigo|podes|tens|ficheiros?|ecrã|utilizador(?:es)?|palavra-passe|por favor",
}
"""Spanish addresses one person, as usted, and Portuguese is that of Brazil: words that do not fit."""


def faults(message: Message, language: str) -> Iterator[str]:
    """Complaints about the translation of a message; `language` is its catalog's, such as "pt_BR"."""
    texts = texts_of(message)
    words = message.string or ""
    translated = (words,) if isinstance(words, str) else tuple(words)
    if message.fuzzy:
        yield f"not certain (fuzzy): {texts[0]!r}"
    if len(translated) != len(texts) or not all(translated):
        yield f"not translated: {texts[0]!r}"
        return
    for text, told in zip(texts, translated, strict=True):
        yield from _form(text, told)
        yield from _words(text, told, language)


def texts_of(message: Message) -> tuple[str, ...]:
    """The text of a message, or both of its plurals."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _form(text: str, told: str) -> Iterator[str]:
    if sorted(_FIELD.findall(text)) != sorted(_FIELD.findall(told)):
        yield f"other fields than {text!r}: {told!r}"
    if any(text.count(mark) != told.count(mark) for mark in _MARKS):
        yield f"other quotation marks, letters for Alt or lines than {text!r}: {told!r}"
    if _edges(text) != _edges(told):
        yield f"other spaces at the ends than {text!r}: {told!r}"
    if "  " in told and "  " not in text:
        yield f"two spaces in a row: {told!r}"
    if _end(text) != ("" if _ABBREVIATION.search(told) and not text.endswith(".") else _end(told)):
        yield f"ends otherwise than {text!r}: {told!r}"


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _end(text: str) -> str:
    return next((end for end in _ENDS if text.rstrip().endswith(end)), "")


def _words(text: str, told: str, language: str) -> Iterator[str]:
    if text == told and text not in SAME and _WORD.search(_FIELD.sub("", text)):
        yield f"still English: {text!r}"
    asked = re.search(r"[\w}”]\?", told) is not None
    if language == "es" and asked and "¿" not in told:
        yield f"a Spanish question begins with ¿: {told!r}"
    if found := re.search(rf"\b(?:{_FOREIGN.get(language, '(?!)')})\b", told, re.IGNORECASE):
        yield f"“{found.group()}” does not fit the rest of the catalog: {told!r}"
    yield from _terms(text, told, TERMS.get(language, {}))


def _terms(text: str, told: str, terms: Mapping[str, str]) -> Iterator[str]:
    """Microsoft's nouns: where English has the term, the translation has the term of its language."""
    text, told = _NAMES.sub("", text), _NAMES.sub("", told)
    for english, own in terms.items():
        if re.search(rf"\b{english}\b", text, re.IGNORECASE) and not re.search(own, told, re.IGNORECASE):
            yield f"“{english}” is /{own}/ in this language: {text!r}: {told!r}"

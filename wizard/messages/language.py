"""The language of the program, and translating a text into it."""

from __future__ import annotations

import gettext as _gettext
import re
from collections.abc import Mapping

from wizard.paths import RESOURCES

PSEUDO = "x-pseudo"  # every text bracketed and 40 % longer: shows what is cut off or untranslated
PSEUDO_RTL = "x-pseudo-rtl"  # the same, written from right to left: shows what is on the wrong side
_PSEUDO_LANGUAGES = (PSEUDO, PSEUDO_RTL)
LANGUAGES = {"en": "English", "es": "Español", "pt-BR": "Português (Brasil)"}
"""Every language with a complete catalog, by its BCP 47 tag, with its own name."""
_WITH_POINTS = frozenset({"es", "pt-BR"})  # languages that write 12.500 for twelve thousand five hundred
_PLAIN_BELOW = {"es": 10_000}  # Spanish separates thousands from five digits on: 1234, 12.345
_PERCENT = {"es": "{number}\N{NO-BREAK SPACE}%"}  # with a space, in the others without
_FIELD = re.compile(r"(\{[^}]*\}|<[^>]*>)")
_CONTEXT_ENDS = "\x04"  # as in gettext's catalogs
_RTL_MARK, _RTL_BEGINS, _RTL_ENDS = "\u200f", "\u202e", "\u202c"
_ISOLATE, _ISOLATE_ENDS = "\u2068", "\u2069"  # between them, a text has a direction of its own


class _Pseudo(_gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _lengthen(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


class _PseudoRtl(_Pseudo):
    """Letters as those of a language that is written from right to left; what fills the fields is not."""

    def gettext(self, message: str) -> str:
        parts = _FIELD.split(_lengthen(message))
        words = (
            isolated(each) if odd % 2 else f"{_RTL_BEGINS}{each}{_RTL_ENDS}"
            for odd, each in enumerate(parts)
        )
        return _RTL_MARK + "".join(words)


def _lengthen(message: str) -> str:
    letters = len(_FIELD.sub("", message))
    return f"[{message}{'~' * max(1, round(letters * 0.4) - 2)}]"


_language = "en"
_translation: _gettext.NullTranslations = _gettext.NullTranslations()


def matching(tag: str) -> str:
    """The language of `LANGUAGES` for a tag such as "es-MX", "pt_PT.UTF-8" or "C"; otherwise English."""
    return _offered(tag) or "en"


def is_offered(tag: str) -> bool:
    """Whether a tag that somebody asked for has a language here; none was asked for when it is empty."""
    return not tag or bool(_offered(tag))


def _offered(tag: str) -> str:
    if tag in _PSEUDO_LANGUAGES:
        return tag
    wanted = tag.split(".")[0].split("@")[0].replace("_", "-").casefold()
    exact = [each for each in LANGUAGES if each.casefold() == wanted]
    alike = [each for each in LANGUAGES if each.split("-")[0].casefold() == wanted.split("-")[0]]
    return next(iter(exact or alike), "")


def use_language(language: str) -> None:
    """Switch to the language that matches `language`, a BCP 47 tag or the pseudo-language."""
    global _language, _translation
    _language = matching(language)
    if _language in _PSEUDO_LANGUAGES:
        _translation = _Pseudo() if _language == PSEUDO else _PseudoRtl()
        return
    folder = RESOURCES / "translations"
    _translation = _gettext.translation("wizard", str(folder), [_language.replace("-", "_")], fallback=True)


def number(value: int) -> str:
    """A whole number with the language's sign between thousands, for example "12,500"."""
    if abs(value) < _PLAIN_BELOW.get(_language, 0):
        return str(value)
    return f"{value:,}".replace(",", "." if _language in _WITH_POINTS else ",")


def percent(value: int) -> str:
    """A percentage as the language writes it: "85%", in Spanish "85 %"."""
    return _PERCENT.get(_language, "{number}%").format(number=number(value))


def current_language() -> str:
    """The language in use."""
    return _language


def is_pseudo() -> bool:
    """Whether the language in use is one that only shows what the texts of the program are."""
    return _language in _PSEUDO_LANGUAGES


def is_right_to_left() -> bool:
    """Whether the language in use is written from right to left."""
    return _language == PSEUDO_RTL


def isolated(text: str) -> str:
    """The text in its own direction within one of the other direction: an address stays readable."""
    return f"{_ISOLATE}{text}{_ISOLATE_ENDS}"


def _(message: str) -> str:
    """The translation of a literal text; the argument is a literal, so that it can be collected."""
    return _translation.gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The right plural of a literal text for `n`; fill it with `.format(n=n)`."""
    return _translation.ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """The translation of a literal text that means several things in English; `context` says which one."""
    return _translation.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - gettext's usual name for this mark
    """Mark a literal text for translation and return it unchanged.

    For tables, constants and arguments that are made before the language is known. `translate` or
    `text_for` looks the text up when it is shown.
    """
    return message


def NC_(context: str, message: str) -> str:  # noqa: N802 - gettext's usual name for this mark
    """Mark a literal text with a context, as `pgettext` has, for `translate` or `text_for`."""
    return f"{context}{_CONTEXT_ENDS}{message}"


def translate(message: str) -> str:
    """The translation of a text marked with `N_` or `NC_`.

    A text that is one field has none and stays as it is.
    """
    context, found, text = message.partition(_CONTEXT_ENDS)
    if found:
        return _translation.pgettext(context, text)
    return message if not message or _FIELD.fullmatch(message) else _translation.gettext(message)


def text_for(texts: Mapping[str, str], code: str, otherwise: str | None = None) -> str:
    """The translation of a code's text in a table marked with `N_`.

    A code without a text gets `otherwise` (marked as well), or is shown as it is: hiding it would help
    nobody.
    """
    if code in texts:
        return translate(texts[code])
    return code if otherwise is None else translate(otherwise)

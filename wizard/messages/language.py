"""Which language the program speaks, and looking a text up in it."""

from __future__ import annotations

import gettext as _gettext
import re

from wizard.paths import RESOURCES

PSEUDO = "x-pseudo"  # every text bracketed and 40 % longer: shows what is cut off or untranslated
_FIELD = re.compile(r"(\{[^}]*\}|<[^>]*>)")


class _Pseudo(_gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return _lengthen(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _lengthen(msgid1 if n == 1 else msgid2)


def _lengthen(message: str) -> str:
    if not message:
        return message
    letters = len(_FIELD.sub("", message))
    return f"[{message}{'~' * max(1, round(letters * 0.4) - 2)}]"


_language = "en"
_translation: _gettext.NullTranslations = _gettext.NullTranslations()


def use_language(language: str) -> None:
    """Speak `language` (a BCP 47 tag or the pseudo-language) from now on; English where a text lacks."""
    global _language, _translation
    _language = language
    if language == PSEUDO:
        _translation = _Pseudo()
        return
    candidates = [language.replace("-", "_"), language.split("-")[0]]
    _translation = _gettext.translation(
        "wizard", str(RESOURCES / "translations"), candidates, fallback=True
    )


def current_language() -> str:
    """The language in use."""
    return _language


def _(message: str) -> str:
    return _translation.gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The right plural of a text for `n`; fill it with `.format(n=n)`."""
    return _translation.ngettext(one, many, n)

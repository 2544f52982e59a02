"""The language of the command line: what was asked for, else that of the system."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from wizard.environment import variable
from wizard.messages import use_language

_FLAG = "--language"


def choose_language(arguments: Sequence[str], *, as_json: bool) -> None:
    """Use a language before the arguments are parsed: help and wrong use are said in it as well.

    JSON is for programs, so it is the same everywhere: its sentences are English.
    """
    use_language("en" if as_json else _asked(arguments) or _of_system())


def _asked(arguments: Sequence[str]) -> str:
    asked = os.environ.get(variable(_FLAG), "")
    for place, text in enumerate(arguments):
        if text.startswith(f"{_FLAG}="):
            asked = text.partition("=")[2]
        elif text == _FLAG and place + 1 < len(arguments):
            asked = arguments[place + 1]
    return asked


def _of_system() -> str:
    if sys.platform == "win32":
        import ctypes
        import locale  # the identifiers of Windows' languages

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "en")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):  # the first that is set decides, as in gettext
        if os.environ.get(name):
            return os.environ[name]
    return "en"

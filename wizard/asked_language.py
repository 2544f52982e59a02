"""The language that was asked for on the command line, else that of the system."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from wizard.environment import variable
from wizard.messages import use_language
from wizard.messages.language import is_offered

FLAG = "--language"


def choose_language(arguments: Sequence[str], *, as_json: bool = False) -> None:
    """Use a language before the arguments are parsed: help and wrong use are said in it as well.

    JSON is for programs, so it is the same everywhere: its sentences are English.
    """
    use_language("en" if as_json else _asked(arguments) or _of_system())


def unknown_language(arguments: Sequence[str]) -> str:
    """The language that was asked for and does not exist here; empty when there is none."""
    asked = _asked(arguments)
    return "" if is_offered(asked) else asked


def _asked(arguments: Sequence[str]) -> str:
    asked = os.environ.get(variable(FLAG), "")
    for place, text in enumerate(arguments):
        if text == "--":
            break
        if text.startswith(f"{FLAG}="):
            asked = text.partition("=")[2]
        elif text == FLAG and place + 1 < len(arguments):
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

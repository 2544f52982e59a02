"""All words for people, in their language, without Qt: the window and the command line share them.

A literal text is marked with `_` (or `ngettext` for plurals) where it is shown, so the language can change
while the program runs. Tables are data marked with `N_` and translated on use. Problem codes (also the
connection test's causes) have their words in this package's tables, which `explain` imports on first use:
importing this package alone is cheap.
"""

from __future__ import annotations

from wizard.messages.explanation import Explanation, explain
from wizard.messages.language import (
    N_,
    _,
    current_language,
    ngettext,
    number,
    text_for,
    translate,
    use_language,
)

__all__ = [
    "N_",
    "Explanation",
    "_",
    "current_language",
    "explain",
    "ngettext",
    "number",
    "text_for",
    "translate",
    "use_language",
]

"""All words for people, in their language, without Qt: the window and the command line share them.

A literal text is marked with `_` (or `ngettext` for plurals) where it is shown, so the language can change
while the program runs. Tables are data marked with `N_` and translated on use. Problem codes (also the
connection test's causes) have their words in this package's tables, which `explain` imports on first use:
importing this package alone is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.messages.language import (
    N_,
    NC_,
    _,
    current_language,
    ngettext,
    number,
    percent,
    pgettext,
    text_for,
    translate,
    use_language,
)

if TYPE_CHECKING:
    from wizard.messages.explanation import Explanation
    from wizard.problem import Problem

__all__ = [
    "NC_",
    "N_",
    "_",
    "current_language",
    "explain",
    "ngettext",
    "number",
    "percent",
    "pgettext",
    "text_for",
    "translate",
    "use_language",
]


def explain(problem: Problem) -> Explanation:
    """What happened, why, and what to do: the words of a problem in the present language."""
    from wizard.messages import explanation  # not before a window is shown

    return explanation.explain(problem)

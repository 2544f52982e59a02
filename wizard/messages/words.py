"""Explanations as data: what a table of words holds for each problem code.

Every text is marked with `N_` and may hold `{names}` of the problem's facts. `explain` translates and fills
it. A fact that is missing has the value "" in the tables below and is shown as a dash in a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FactWords:
    """Texts that replace the value of one fact.

    A value without a text gets `otherwise`; when that is empty the value is shown as it is. A value that
    lists several codes, separated by ", ", is replaced code by code.
    """

    texts: Mapping[str, str]
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words for one problem code: `what` happened, `why`, and what to `do`, most likely remedy first.

    `facts` replaces codes among the facts by texts before the sentences are filled. `variants` holds other
    words for one value of one fact, keyed by `(fact, value)`; the first that fits is taken.
    """

    what: str
    why: str = ""
    do: tuple[str, ...] = ()
    facts: Mapping[str, FactWords] = field(default_factory=dict)
    variants: Mapping[tuple[str, str], Words] = field(default_factory=dict)

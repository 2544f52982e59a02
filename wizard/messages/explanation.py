"""From a problem's code to what happened, why, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wizard.messages.language import _
from wizard.problem import Problem


@dataclass(frozen=True, slots=True)
class Explanation:
    """`what` happened in one sentence, `why`, and what to `do`, most likely remedy first."""

    what: str
    why: str = ""
    do: tuple[str, ...] = ()


Words = Callable[[Mapping[str, str]], Explanation]
_tables: dict[str, Words] = {}


class _Facts(dict[str, str]):
    """Facts for `str.format_map`: a missing one shows as a dash, never as an exception."""

    def __missing__(self, key: str) -> str:
        return "–"


def register(words: Mapping[str, Words]) -> None:
    """Add the words of one room; a code may have words once only."""
    twice = _tables.keys() & words.keys()
    if twice:
        raise ValueError(f"words given twice: {sorted(twice)}")
    _tables.update(words)


def known_codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_tables)


def explain(problem: Problem) -> Explanation:
    """The words for a problem; an unknown code is named, because hiding it would help nobody."""
    words = _tables.get(problem.code)
    if words is None:
        return Explanation(
            _("Something unexpected happened ({code}).").format(code=problem.code),
            _("The program met an answer it has no words for."),
            (_("Copy the details and report them."),),
        )
    return words(_Facts(problem.facts))

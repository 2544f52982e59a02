"""A short way to write a table of explanations whose texts are looked up late."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wizard.messages.explanation import (
    Explanation,
    Words,
)

Late = Callable[[], str]


def phrase(what: Late, why: Late | None = None, *do: Late) -> Words:
    """Words made of late texts; `{names}` in them are filled with the problem's facts."""

    def words(facts: Mapping[str, str]) -> Explanation:
        return Explanation(
            what().format_map(facts),
            why().format_map(facts) if why else "",
            tuple(one().format_map(facts) for one in do),
        )

    return words

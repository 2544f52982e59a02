"""A part of a view, computed once for each state of its underlying facts."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

from wizard.messages import current_language

P = ParamSpec("P")
T = TypeVar("T")
_COMPARED = (str, int, float, type(None), enum.Enum)


class Derived(Generic[P, T]):
    """Calls `make` with facts, and again only when one of them or the language changed.

    Facts are immutable: a plain value counts as replaced when it is unequal, anything else when it is
    another object.
    """

    def __init__(self, make: Callable[P, T]) -> None:
        self._make = make
        self._facts: tuple[object, ...] | None = None
        self._value: T

    def __call__(self, *facts: P.args, **named: P.kwargs) -> T:
        """The value derived from these facts."""
        now = (current_language(), *facts, *named.values())
        if self._facts is None or not _same(self._facts, now):
            self._value = self._make(*facts, **named)
            self._facts = now
        return self._value


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(before) == len(now) and all(
        one is other or (isinstance(one, _COMPARED) and type(one) is type(other) and one == other)
        for one, other in zip(before, now, strict=True)
    )

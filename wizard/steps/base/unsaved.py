"""What is drafted and not saved, as it is kept outside the step, and the result of bringing it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BroughtBack(Generic[T]):
    """The result of bringing back what was kept."""

    kept: T
    """What was to come back: the very object, so that two attempts differ."""
    restored: tuple[str, ...] = ()
    """In sentences, what is there again; empty when nothing is."""
    lost: tuple[str, ...] = ()
    """In sentences, what could not come back, and why."""


class UnusableDraftError(ValueError):
    """What was kept cannot be read: it was damaged, or written by another program."""

"""A plan of people as pages and dialogs show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PersonPlanRow:
    """One person of the plan. `action` is the plan's code, `effect` its word."""

    id: str
    name: str
    detail: str
    action: str
    effect: str
    why: str


class PlanRows(Protocol):
    """The rows of a plan in windows; any thread may ask. `sort` is a column: name, action, reason or
    user_name."""

    def count(self, text: str) -> int:
        """How many rows have this text in a name or sign-in name."""
        ...

    def window(
        self, offset: int, limit: int, text: str, sort: str, descending: bool
    ) -> list[PersonPlanRow]:
        """Some of them."""
        ...


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan in numbers and names; numbers count people."""

    create: int
    link: int
    update: int
    deactivate: int
    skip: int
    unknown: int
    rows: PlanRows
    sentences: tuple[str, ...]
    """The effect in plain words, most important first."""

"""The view of "Saved plans"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wizard.problem import Problem
from wizard.steps.base.plan_view import PlanView


@dataclass(frozen=True, slots=True)
class SavedPlanRow:
    """One saved plan. `when` None: its file cannot be read, and only its deletion is possible."""

    id: str
    when: datetime | None
    account: str
    """Who computed it."""
    application: str
    scope: str
    """The scope in words."""
    counts: Mapping[str, int]
    """People by action."""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """Result of one row. `verdict` is the code, `verdict_name` its word; `lines` are titles and sentences:
    what was planned and why, the log, Playvox, and the result of a current plan.
    """

    id: str
    name: str
    detail: str
    verdict: str
    verdict_name: str
    planned: str
    happened: str
    lines: tuple[tuple[str, str], ...]
    link: str
    """The person's page in the Entra admin center; empty for an account without a person."""


class OutcomeRows(Protocol):
    """The rows of a comparison in windows; callable from any thread. `sort` is a column: verdict, name,
    happened or user_name."""

    def count(self, text: str) -> int:
        """Number of rows with this text in a name or sign-in name."""
        ...

    def window(self, offset: int, limit: int, text: str, sort: str, descending: bool) -> list[OutcomeRow]:
        """Return some of the rows."""
        ...

    def row(self, identifier: str) -> OutcomeRow | None:
        """The row with this id."""
        ...


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A plan compared with what happened."""

    plan_id: str
    counts: Mapping[str, int]
    """Rows by verdict."""
    sentence: str
    """The share that went as planned."""
    notes: tuple[str, ...]
    """What could not be compared, and whether a cycle has ended."""
    rows: OutcomeRows


@dataclass(frozen=True, slots=True)
class OpenedPlan:
    """The plan on screen."""

    id: str
    title: str
    plan: PlanView


@dataclass(frozen=True, slots=True)
class PlansView:
    """Everything that was saved for this setup, newest first."""

    rows: tuple[SavedPlanRow, ...]
    signed_in: bool
    opened: OpenedPlan | None
    comparison: ComparisonView | None
    busy: str
    problem: Problem | None

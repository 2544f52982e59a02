"""What "Overview" shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from wizard.problem import Problem
from wizard.steps.base.quarantine import QuarantineView


class Health(enum.StrEnum):
    """Whether provisioning works, as `status --json` tells it."""

    OK = "ok"
    ATTENTION = "attention"
    """It works, but something is missing, off or unknown."""
    BROKEN = "broken"
    """Changes in Entra do not reach Playvox."""


class CardState(enum.StrEnum):
    """The state of one card."""

    UNREAD = "unread"
    """Not read yet, or it cannot be read: nothing is known."""
    GOOD = "good"
    ATTENTION = "attention"
    BROKEN = "broken"
    NONE = "none"
    """Certainly not there, and not wrong: for example no quarantine."""


@dataclass(frozen=True, slots=True)
class OverviewCard:
    """One part of the setup: its state, since when, the evidence, and where to do something about it."""

    id: str
    title: str
    state: CardState
    sentence: str
    detail: str = ""
    since: datetime | None = None
    read: datetime | None = None
    """When its facts were read; None: never."""
    page: str = ""
    """Id of the page its button leads to."""
    permitted: bool = True
    """False: unread because the application that signed in may not read it."""

    @property
    def unread(self) -> bool:
        """Whether nothing is known."""
        return self.state is CardState.UNREAD

    @property
    def needs_attention(self) -> bool:
        """Whether it asks for a decision; what was not read asks for none."""
        return self.state in (CardState.ATTENTION, CardState.BROKEN)


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people are in scope and have no account in Playvox.

    `missing` None: unknown. `exact` False: at least so many.
    """

    in_scope: int | None = None
    missing: int | None = None
    exact: bool = False
    counted: datetime | None = None
    problem: Problem | None = None
    """Why accounts in Playvox could not be compared."""
    estimate: int | None = None
    """People by the sizes of groups, where they were not counted yet, or are too many to count unasked."""


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: its label, its length in the chart's unit, and the number in words."""

    label: str
    value: float
    text: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart. `summary` says in one sentence what it shows; without bars, why there are none."""

    id: str
    title: str
    summary: str
    bars: tuple[ChartBar, ...] = ()


@dataclass(frozen=True, slots=True)
class OverviewView:
    """Whether provisioning works, in one sentence and seven cards."""

    existing: bool
    """Whether there is a provisioning job, so that this page comes first."""
    known: bool
    """Whether the job was read."""
    health: Health
    sentence: str
    people_sentence: str
    """How many people are missing; empty while there is no job."""
    cards: tuple[OverviewCard, ...]
    quarantine: QuarantineView | None
    people: PeopleCount
    read: datetime | None
    """When the job was read; None: never."""
    stale: bool
    """Whether the newest reading failed, so that older facts are shown."""
    busy: str
    problem: Problem | None
    problem_sentence: str = ""
    """Why the newest reading of the job failed; empty when it did not."""
    logged: int = 0
    """How many of the newest results of the log alerts are decided by."""
    failed: int = 0
    """How many of them are failures."""
    key_saved_at: datetime | None = None
    """When the key in Entra was saved from this computer; None: it was not, so its age is unknown."""
    charts: tuple[Chart, ...] = ()
    silent_since: datetime | None = None
    """When the last cycle ended, where more than three intervals have passed since."""

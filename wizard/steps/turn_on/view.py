"""What "Turn on" shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wizard.problem import Problem
from wizard.steps.base.finding import Finding
from wizard.steps.base.person_row import PersonRow


class ScopeChoice(enum.StrEnum):
    """Whom provisioning looks at."""

    ASSIGNED = "assigned"
    ALL = "all"


class ActionKind(enum.StrEnum):
    """What provisioning would do to one person."""

    CREATE = "create"
    LINK = "link"
    """An account exists and already agrees: it is only matched."""
    UPDATE = "update"
    DISABLE = "disable"
    SKIP = "skip"
    UNKNOWN = "unknown"
    """Could not be worked out; the reason says why."""


@dataclass(frozen=True, slots=True)
class PersonPlanRow:
    """One person of the plan."""

    id: str
    name: str
    detail: str
    fate: ActionKind
    why: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan in numbers and names."""

    create: int
    link: int
    update: int
    disable: int
    skip: int
    unknown: int
    rows: tuple[PersonPlanRow, ...]
    sentences: tuple[str, ...]
    """The effect in plain words, most important first."""
    complete: bool
    """False when the directory was too large to look at everybody."""


@dataclass(frozen=True, slots=True)
class OnDemandStep:
    """One step of an on-demand provisioning, as Microsoft's service reports it."""

    title: str
    status: str
    """"success", "failure", "skipped", "warning" or what the service said."""
    description: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OnDemandView:
    """One person provisioned on demand."""

    person: PersonRow
    succeeded: bool
    sentence: str
    steps: tuple[OnDemandStep, ...]
    changes: tuple[tuple[str, str], ...]
    """Attributes and their new values."""


@dataclass(frozen=True, slots=True)
class TurnOnView:
    """Scope, the plan, the checklist, the trial, and whether it is on."""

    scope: ScopeChoice
    saved_scope: ScopeChoice | None
    plan: PlanView | None
    checklist: tuple[Finding, ...]
    people: tuple[PersonRow, ...]
    """Assigned people for the trial."""
    trial: OnDemandView | None
    job_state: str
    """"on", "off", "quarantine" or empty when there is no job."""
    busy: str
    problem: Problem | None
    keep_active: bool = False
    """Whether accounts are to stay active when people fall out of scope."""
    keep_saved: bool = False
    """The same as Entra has it."""
    restart_owed: bool = False
    """A scope was saved that takes effect only with a restart, and the restart was not done."""

"""What "Turn on" shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wizard.problem import Problem
from wizard.steps.base.change_preview import ScopeNeed
from wizard.steps.base.finding import Finding
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.plan_view import PlanView
from wizard.steps.base.quality_view import QualityView


class ScopeChoice(enum.StrEnum):
    """The scope of provisioning."""

    ASSIGNED = "assigned"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class OnDemandStepView:
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
    steps: tuple[OnDemandStepView, ...]
    changes: tuple[tuple[str, str], ...]
    """Attributes and their new values."""
    status: str = ""
    """"success", "skipped", "failure", "warning", or empty when the answer could not be read."""
    action: str = ""
    """What the service says it did, in lower case, such as "create"."""
    account: str = ""
    """SCIM id of the account; empty without one."""
    error_code: str = ""


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
    key_saved: bool = False
    """Entra has a key, so that the saved connection can be tested."""
    test_permissions: tuple[ScopeNeed, ...] = ()
    """Permissions that a test from Microsoft's side asks for in the browser, not given yet."""
    keep_active: bool = False
    """Whether accounts stay active when people leave the scope."""
    keep_saved: bool = False
    keep_known: bool = True
    """Whether what Entra has saved about that was read."""
    """The same as Entra has it."""
    plan_saved: bool = False
    """Whether the plan is among the saved plans."""
    restart_pending: bool = False
    """A scope was saved that takes effect only with a restart, and the restart was not done."""
    people_read: bool = True
    """Whether the people for the trial were read."""
    quality: QualityView | None = None
    """The data quality of everyone in the plan; None: not checked yet."""

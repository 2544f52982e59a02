"""Previews: what an action will change, shown before it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from wizard.messages.change_warnings import ChangeWarning
from wizard.problem import Problem

if TYPE_CHECKING:
    from wizard.plan.request import PlanRequest

Sign = Literal["+", "~", "-"]
PlainValue = str | int | bool | None
"""A value in no language; None: none, or unknown."""


AccessChange: TypeAlias = "Callable[[PlanRequest], PlanRequest]"
"""From what a plan is computed for now to what it is computed for after a commit."""


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One thing that will be different afterwards: `+` added, `~` changed, `-` removed."""

    sign: Sign
    what: str
    """The changed object, in the administrator's terms."""
    detail: str = ""
    """From what to what, or where; empty when `what` says it all."""
    code: str = ""
    """The kind of change for programs, such as "deletion_threshold"; public, like problem codes."""
    before: PlainValue = None
    after: PlainValue = None
    subject: str = ""
    """Id or name of the one that is changed, where the code alone does not tell."""


@dataclass(frozen=True, slots=True)
class ScopeNeed:
    """One Graph permission and the one thing in this program that needs it."""

    scope: str
    why: str


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """All that one commit will do. No changes means that everything is already as requested."""

    changes: tuple[PlannedChange, ...] = ()
    warnings: tuple[ChangeWarning, ...] = ()
    consents: tuple[ScopeNeed, ...] = ()
    """Permissions that will be asked for in the browser before the first change is made."""
    access: tuple[AccessChange, ...] = ()
    """How the commit changes what provisioning does to people; empty when it changes nobody's access."""

    keeps_plan: bool = False
    """Whether the plan of people that is shown with the commit is saved when it is made."""

    direct: bool = False
    """Whether the button alone makes it: it affects nobody, replaces nothing, and its page says it all."""
    stops: bool = False
    """Whether it stops something, or deletes what no change names."""

    @property
    def destructive(self) -> bool:
        """Whether it removes, deletes or stops something, whatever it does to people."""
        return self.stops or any(change.sign == "-" for change in self.changes)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.changes

    def __add__(self, other: ChangePreview) -> ChangePreview:
        consents = dict.fromkeys((*self.consents, *other.consents))
        return ChangePreview(
            self.changes + other.changes,
            self.warnings + other.warnings,
            tuple(consents),
            self.access + other.access,
            self.keeps_plan or other.keeps_plan,
            self.direct and other.direct,
            self.stops or other.stops,
        )


@dataclass(frozen=True, slots=True)
class RowResult:
    """The result of one row of a batch; `problem` is None on success."""

    id: str
    name: str
    problem: Problem | None = None

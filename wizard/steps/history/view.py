"""The view of "What was changed"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wizard.problem import Problem
from wizard.steps.base.change_preview import PlannedChange


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing this program changed."""

    id: int
    """Its number in the journal."""
    when: datetime
    account: str
    """Who was signed in."""
    kind: str
    """The journal's word, such as "settings.save"."""
    title: str
    changes: tuple[PlannedChange, ...]
    """From what to what."""
    state: str
    """"done", "refused", "begun" (result unknown) or "undone"."""
    state_text: str
    why_not: str
    """Why it cannot be undone; empty when it may be tried."""
    tenant_time: datetime | None = None
    """When it ended by the clock of the practice tenant, whose other times are of that clock as well."""

    @property
    def shown_time(self) -> datetime:
        """The time that agrees with the others of this tenant."""
        return self.tenant_time or self.when

    @property
    def sentence(self) -> str:
        """All changes in one line."""
        return "; ".join(
            f"{each.what}: {each.detail}" if each.detail else each.what for each in self.changes
        )


@dataclass(frozen=True, slots=True)
class HistoryView:
    """Everything this program changed in this setup, newest first."""

    rows: tuple[HistoryRow, ...]
    signed_in: bool
    busy: str
    problem: Problem | None
    ahead: bool = False
    """Whether the practice tenant's clock is ahead of this computer's."""

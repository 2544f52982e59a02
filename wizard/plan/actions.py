"""What would become of each person, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

PlannedAction = Literal["create", "link", "update", "disable", "skip", "unknown"]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One person. `reason` is a code with words (`wizard.messages.labels.plan_reason`) for the `facts`."""

    id: str
    name: str
    user_name: str
    fate: PlannedAction
    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """Everybody looked at.

    `in_scope` counts people the assignments (or everybody) reach. `untouched` counts Playvox accounts that
    belong to nobody in scope and that this job never linked; None when Playvox could not be listed.
    `complete` is False when there are more people than were looked at.
    """

    rows: tuple[PlanRow, ...]
    in_scope: int
    untouched: int | None = None
    complete: bool = True

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(row.fate for row in self.rows)

    @property
    def create(self) -> int:
        """Accounts that would be created."""
        return self._counts["create"]

    @property
    def link(self) -> int:
        """Accounts that agree already."""
        return self._counts["link"]

    @property
    def update(self) -> int:
        """Accounts that would be changed."""
        return self._counts["update"]

    @property
    def disable(self) -> int:
        """Accounts that would be deactivated."""
        return self._counts["disable"]

    @property
    def skip(self) -> int:
        """People nothing would happen to."""
        return self._counts["skip"]

    @property
    def unknown(self) -> int:
        """People whose fate could not be worked out."""
        return self._counts["unknown"]

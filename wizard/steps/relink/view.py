"""What relinking one person shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wizard.problem import Problem
from wizard.steps.base.person_row import PersonRow
from wizard.steps.base.stages import StageRow


@dataclass(frozen=True, slots=True)
class RelinkView:
    """The parts of the change. `account_before` and `account` are ids in Playvox, empty without one."""

    person: PersonRow | None
    account_before: str
    account: str
    stages: tuple[StageRow, ...]
    unfinished: PersonRow | None
    """Whose relinking was interrupted; provisioning may be paused."""
    began: datetime | None
    """When the interrupted relinking began; None without one."""
    began_by: str
    finished: bool
    """Whether relinking this person came to its end in this run of the program."""
    busy: str
    problem: Problem | None

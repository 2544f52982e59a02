"""What "Provision now" shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wizard.messages.change_warnings import ChangeWarning
from wizard.problem import Problem
from wizard.steps.base.person_row import PersonRow


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What provisioning would do to one person; `certain` False: part of it is not known for sure."""

    person: PersonRow
    action: str
    certain: bool
    sentence: str
    warnings: tuple[ChangeWarning, ...]


class ProvisionedPerson(Protocol):
    """What this step needs of the result for one person."""

    @property
    def succeeded(self) -> bool: ...

    @property
    def status(self) -> str: ...

    @property
    def action(self) -> str: ...

    @property
    def sentence(self) -> str: ...


@dataclass(frozen=True, slots=True)
class OnDemandRow:
    """What Microsoft's service did with one person."""

    person: PersonRow
    succeeded: bool
    status: str
    """"success", "skipped", "failure", "warning", or empty when the answer could not be read."""
    action: str
    sentence: str
    earlier: bool = False
    """Done before an interruption: the journal tells its status only."""
    answer: ProvisionedPerson | None = None
    """The whole answer; None when it came before an interruption."""


@dataclass(frozen=True, slots=True)
class UnfinishedRun:
    """A list whose provisioning was interrupted."""

    began: datetime
    account: str
    total: int
    left: int


@dataclass(frozen=True, slots=True)
class OnDemandListView:
    """The list, what is planned for it, and what was done."""

    people: tuple[PersonRow, ...]
    """Who is provisioned, in this order."""
    not_found: tuple[str, ...]
    """Names that are nobody's in this tenant."""
    planned: tuple[PlannedRow, ...]
    results: tuple[OnDemandRow, ...]
    unfinished: UnfinishedRun | None
    busy: str
    problem: Problem | None

    @property
    def left(self) -> tuple[PersonRow, ...]:
        """People of the list without a result."""
        done = {row.person.id for row in self.results}
        return tuple(each for each in self.people if each.id not in done)

"""Who is selected for an assignment: the selection outlives the search that found somebody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wizard.entra.assignments import Assignment
from wizard.entra.directory import Group, Person
from wizard.messages import _
from wizard.steps.people.view import PrincipalKind, PrincipalRow, TakenList

SMALL = 5
"""Maximum number of people for a small start."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Selected people and groups by id, in the order they were selected, and the last list taken."""

    chosen: Mapping[str, Person | Group]
    taken: TakenList | None = None

    def plus(self, more: Sequence[Person | Group]) -> Selection:
        """With these as well."""
        return Selection({**self.chosen, **{each.id: each for each in more}}, self.taken)

    def minus(self, ids: Collection[str]) -> Selection:
        """Without these."""
        return Selection({key: each for key, each in self.chosen.items() if key not in ids}, self.taken)

    def with_list(self, found: Mapping[str, Person], missing: Sequence[str]) -> Selection:
        """With the people of a list, and a report of the names that are nobody's."""
        people = {each.id: each for each in found.values()}
        return Selection({**self.chosen, **people}, TakenList(len(people), tuple(missing)))


def start_small(chosen: Sequence[PrincipalRow], assigned: Sequence[Assignment] | None) -> str:
    """Advice before the first assignment when it is a large one; empty otherwise."""
    groups = any(row.kind is PrincipalKind.GROUP for row in chosen)
    if assigned is None or assigned or not (groups or len(chosen) > SMALL):
        return ""
    return _(
        "Nobody is assigned yet. Assign one or two people first, check their accounts in Playvox, and then "
        "assign the others."
    )

"""Step 4, Who."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.steps.effect import Effect
from wizard.steps.step import Step
from wizard.steps.views.people import PeopleView


class PeopleStep(Step[PeopleView]):
    """Who is assigned to the application, with which role."""

    async def search(self, text: str) -> None:
        """Find people and groups by the beginning of a name or address; a later search replaces it."""
        raise NotImplementedError

    async def choose_role(self, role_id: str) -> None:
        """The role that new assignments get."""
        raise NotImplementedError

    async def count(self) -> None:
        """Count who is effectively reached, group by group; fills `headcount` and `effective`."""
        raise NotImplementedError

    async def plan_assign(self, principal_ids: Sequence[str]) -> Effect:
        """What assigning these people and groups would do; those already assigned are left out."""
        raise NotImplementedError

    async def assign(self, principal_ids: Sequence[str]) -> None:
        """Assign them with the chosen role; `view.results` tells each row's outcome."""
        raise NotImplementedError

    async def plan_unassign(self, assignment_ids: Sequence[str]) -> Effect:
        """What removing these assignments would do, deactivations in Playvox included."""
        raise NotImplementedError

    async def unassign(self, assignment_ids: Sequence[str]) -> None:
        """Remove these assignments; `view.results` tells each row's outcome."""
        raise NotImplementedError

    async def plan_add_role(self, name: str) -> Effect:
        """What adding a role to the application would change."""
        raise NotImplementedError

    async def add_role(self, name: str) -> None:
        """Add a role to the application and choose it for new assignments."""
        raise NotImplementedError

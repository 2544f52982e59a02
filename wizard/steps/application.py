"""Step 3, Application."""

from __future__ import annotations

from wizard.steps.effect import Effect
from wizard.steps.step import Step
from wizard.steps.views.application import ApplicationView


class ApplicationStep(Step[ApplicationView]):
    """The enterprise application that provisioning runs on."""

    async def find(self) -> None:
        """Look for every Playvox application of the tenant."""
        raise NotImplementedError

    async def choose(self, application_id: str) -> None:
        """Use this one of `view.candidates`."""
        raise NotImplementedError

    async def plan_add(self, name: str) -> Effect:
        """What adding Playvox from the gallery under this name would make. Reads the tenant first."""
        raise NotImplementedError

    async def add(self, name: str) -> None:
        """Add Playvox from the gallery once, wait until Entra knows it everywhere, and choose it.

        Progress shows in `view.adding`. When an earlier adding was interrupted its result is looked for
        before anything is sent again.
        """
        raise NotImplementedError

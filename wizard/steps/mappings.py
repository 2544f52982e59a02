"""Step 6, Mappings."""

from __future__ import annotations

from wizard.steps.step import Step
from wizard.steps.views.mappings import MappingsView


class MappingsStep(Step[MappingsView]):
    """The attribute mappings, and what they make of one person."""

    async def search(self, text: str) -> None:
        """Find people to preview; with empty text, those assigned."""
        raise NotImplementedError

    async def preview(self, person_id: str) -> None:
        """Work out what provisioning would send for this person, next to the account as it is now."""
        raise NotImplementedError

"""What provisioning would do to one person, as the step with the mappings tells other steps."""

from __future__ import annotations

from typing import Protocol

from wizard.messages.change_warnings import ChangeWarning


class ForeseenPerson(Protocol):
    """What this step needs of the preview of one person."""

    @property
    def action(self) -> str: ...

    @property
    def certain(self) -> bool: ...

    @property
    def sentence(self) -> str: ...

    @property
    def warnings(self) -> tuple[ChangeWarning, ...]: ...


class PreviewedMappings(Protocol):
    """The step that previews what the mappings make of one person."""

    async def previewed(self, person_id: str) -> ForeseenPerson:
        """What provisioning would do to this person."""

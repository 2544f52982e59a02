"""Step 2, Playvox key."""

from __future__ import annotations

from wizard.steps.effect import Effect
from wizard.steps.step import Step
from wizard.steps.views.key import KeyView


class KeyStep(Step[KeyView]):
    """The Base64 key: pasted, tidied, kept in the keyring, shown only as a fingerprint."""

    async def paste(self, text: str) -> None:
        """Take a pasted key, tidy it up and show its fingerprint; nothing is saved yet.

        What is wrong with it appears in `view.field_problem`; an earlier key stays in use then.
        """
        raise NotImplementedError

    async def use_practice_key(self) -> None:
        """Take the practice tenant's key, as if it had been pasted."""
        raise NotImplementedError

    def plan_save(self) -> Effect:
        """Where the pasted key would be kept, and whether it replaces another."""
        raise NotImplementedError

    async def save(self) -> None:
        """Keep the pasted key in the keyring, or for this session where there is none."""
        raise NotImplementedError

    def plan_forget(self) -> Effect:
        """What forgetting the key removes (Entra keeps its own copy)."""
        raise NotImplementedError

    async def forget(self) -> None:
        """Remove the key from the keyring and from memory."""
        raise NotImplementedError

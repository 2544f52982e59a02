"""Step 7, Turn on."""

from __future__ import annotations

from wizard.steps.effect import Effect
from wizard.steps.step import Step
from wizard.steps.views.turn_on import Scope, TurnOnView


class TurnOnStep(Step[TurnOnView]):
    """Scope, effect in plain words, one person first, then start."""

    async def set_scope(self, scope: Scope) -> None:
        """Whom provisioning looks at; nothing is saved before `start` or `save_scope`."""
        raise NotImplementedError

    async def compute(self) -> None:
        """Work out who would be created, linked, updated, deactivated or skipped, and why."""
        raise NotImplementedError

    async def plan_provision_one(self, person_id: str) -> Effect:
        """What provisioning this one person now would do."""
        raise NotImplementedError

    async def provision_one(self, person_id: str) -> None:
        """Have Microsoft's service provision this person now; `view.trial` shows each step of its answer."""
        raise NotImplementedError

    async def plan_save_scope(self) -> Effect:
        """What saving the chosen scope would change."""
        raise NotImplementedError

    async def save_scope(self) -> None:
        """Save the chosen scope, restarting the job where Entra needs that to notice it."""
        raise NotImplementedError

    async def plan_start(self) -> Effect:
        """What starting would do: to the job, and to people."""
        raise NotImplementedError

    async def start(self) -> None:
        """Save the scope if it differs and start provisioning; does nothing when it runs already."""
        raise NotImplementedError

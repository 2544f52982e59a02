"""Step 5, Connection."""

from __future__ import annotations

from wizard.steps.effect import Effect
from wizard.steps.step import Step
from wizard.steps.views.connection import ConnectionView


class ConnectionStep(Step[ConnectionView]):
    """Tenant URL and key, tested from here and from Microsoft, then saved into Entra."""

    async def set_address(self, text: str) -> None:
        """Take a subdomain, host or Tenant URL; problems appear in `view.address_problem`."""
        raise NotImplementedError

    async def set_notification(self, email: str) -> None:
        """Who is told when provisioning gets into trouble; empty for nobody."""
        raise NotImplementedError

    async def set_threshold(self, number: int | None) -> None:
        """How many deactivations in one cycle stop it; None switches the guard off."""
        raise NotImplementedError

    async def test(self) -> None:
        """Test from here and from Microsoft's side; `view.checks` fills one by one. Never writes."""
        raise NotImplementedError

    async def plan_save(self) -> Effect:
        """What saving would change, compared with what Entra has now."""
        raise NotImplementedError

    async def save(self) -> None:
        """Make the provisioning job if there is none, save the whole set of settings, read it back."""
        raise NotImplementedError

"""Step 8, Monitor."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.steps.effect import Effect
from wizard.steps.step import Step
from wizard.steps.views.monitor import MonitorView


class MonitorStep(Step[MonitorView]):
    """The running job: state, progress, results, quarantine."""

    async def watch(self, every: float = 10.0) -> None:
        """Refresh until cancelled, `every` seconds; leaves room for other intents of this step."""
        raise NotImplementedError

    async def plan_pause(self) -> Effect:
        """What pausing stops, and what still finishes."""
        raise NotImplementedError

    async def pause(self) -> None:
        """Pause provisioning."""
        raise NotImplementedError

    async def plan_start(self) -> Effect:
        """What starting again does."""
        raise NotImplementedError

    async def start(self) -> None:
        """Start a paused or quarantined job again; does nothing when it runs already."""
        raise NotImplementedError

    async def plan_restart(self, choices: Sequence[str] = ()) -> Effect:
        """What a restart clears, by `view.restart_choices`; none means what the portal's button does."""
        raise NotImplementedError

    async def restart(self, choices: Sequence[str] = ()) -> None:
        """Restart the job and clear the chosen parts of its memory."""
        raise NotImplementedError

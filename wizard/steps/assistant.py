"""The guided steps in the tutorial's order, and who wants to hear of changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wizard.steps.application import ApplicationStep
from wizard.steps.before import BeforeStep
from wizard.steps.connection import ConnectionStep
from wizard.steps.context import Context, Services
from wizard.steps.key import KeyStep
from wizard.steps.mappings import MappingsStep
from wizard.steps.monitor import MonitorStep
from wizard.steps.people import PeopleStep
from wizard.steps.step import Step
from wizard.steps.turn_on import TurnOnStep
from wizard.steps.views.before import Identity

Listener = Callable[[str], None]


class Assistant:
    """One set-up: its steps in order, its subscribers, its ending."""

    def __init__(self, services: Services) -> None:
        self.context = Context(services)
        self.before = BeforeStep(self.context)
        self.key = KeyStep(self.context)
        self.application = ApplicationStep(self.context)
        self.people = PeopleStep(self.context)
        self.connection = ConnectionStep(self.context)
        self.mappings = MappingsStep(self.context)
        self.turn_on = TurnOnStep(self.context)
        self.monitor = MonitorStep(self.context)
        self.steps: tuple[Step[Any], ...] = (
            self.before,
            self.key,
            self.application,
            self.people,
            self.connection,
            self.mappings,
            self.turn_on,
            self.monitor,
        )

    @property
    def identity(self) -> Identity | None:
        """Who is signed in where; None before sign-in."""
        raise NotImplementedError

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(step_id)` on the event loop after each change; returns how to stop it."""
        raise NotImplementedError

    def step(self, step_id: str) -> Step[Any]:
        """The step with this id."""
        raise NotImplementedError

    async def open(self) -> None:
        """Reopen what was left: load the profile, sign in silently if possible, refresh every step."""
        raise NotImplementedError

    async def refresh(self) -> None:
        """Read the truth for every step, side by side where they do not need each other."""
        raise NotImplementedError

    def relabel(self) -> None:
        """Say everything again, after the language changed."""
        raise NotImplementedError

    async def close(self) -> None:
        """Cancel what runs, wait for clean-up, close connections."""
        raise NotImplementedError

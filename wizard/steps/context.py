"""What the steps of one set-up share: services, sign-in, and what earlier steps found out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from wizard.steps.practice_line import PracticeLine

LaunchPractice = Callable[[], Awaitable[PracticeLine]]


@dataclass(frozen=True)
class Services:
    """What the window or the command line hands to the assistant."""

    data_folder: Path
    """Where profiles, journal and backups lie; never holds a secret."""
    launch_practice: LaunchPractice
    """Starts (or finds) the practice tenant and says how to reach it; may raise `ProblemError`."""


class Context:
    """The one thing all steps of an assistant share. Belongs to the event loop."""

    def __init__(self, services: Services) -> None:
        self.services = services

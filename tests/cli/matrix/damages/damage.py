"""What a damage is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.cli.matrix.attempt import Attempt
from tests.cli.matrix.commands import Command

Change = Callable[[Attempt], object]
Fits = Callable[[Command], bool]


@dataclass(frozen=True)
class Damage:
    """Something that is wrong in the world of a run."""

    name: str
    change: Change
    fits: Fits = lambda _command: True
    """Whether it is tried with a subcommand."""

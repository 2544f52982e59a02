"""What may be wrong in the world of a run."""

from __future__ import annotations

from tests.cli.matrix.damages import (
    arguments,
    desktop,
    environment,
    interrupts,
    own_files,
    people,
    permissions,
    practice,
    strangers,
    streams,
)
from tests.cli.matrix.damages.damage import Damage

__all__ = ["DAMAGES", "Damage"]

DAMAGES = [
    *environment.DAMAGES,
    *streams.DAMAGES,
    *interrupts.DAMAGES,
    *own_files.DAMAGES,
    *practice.DAMAGES,
    *arguments.DAMAGES,
    *people.DAMAGES,
    *strangers.DAMAGES,
    *desktop.DAMAGES,
    *permissions.DAMAGES,
]

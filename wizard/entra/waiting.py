"""Waiting until a new object is known everywhere in Entra."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """Progress of a wait: `what` is a code ("application", "service_principal", "job" …)."""

    what: str
    attempt: int
    seconds: float


Progress = Callable[[Waiting], None]

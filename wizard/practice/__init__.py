"""The practice tenant: sign-in authority, Graph and Playvox on loopback."""

from __future__ import annotations

from wizard.practice.harness import (
    ConnectionLine,
    Practice,
    start,
)
from wizard.practice.options import PracticeOptions
from wizard.practice.store import StateFolderError

__all__ = ["ConnectionLine", "Practice", "PracticeOptions", "StateFolderError", "start"]

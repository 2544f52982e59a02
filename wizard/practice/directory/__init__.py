"""The people and groups of the practice tenant, generated from a seed."""

from __future__ import annotations

from wizard.practice.directory.seed import DOMAIN, INITIAL_DOMAIN, fill

__all__ = ["DOMAIN", "INITIAL_DOMAIN", "fill"]

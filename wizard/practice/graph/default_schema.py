"""Playvox's default synchronization schema, as its provisioning template defines it."""

from __future__ import annotations

from typing import Any

from wizard.mapping import usual_schema
from wizard.practice.graph.function_names import PARAMETER_NAMES


def build(identifier: str, version: str = "v1.0") -> dict[str, Any]:
    """A complete `synchronizationSchema` named `identifier` (a job's or a template's)."""
    return usual_schema.build(identifier, version, PARAMETER_NAMES)

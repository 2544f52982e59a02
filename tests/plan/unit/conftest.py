"""A table-based tenant for each test."""

from __future__ import annotations

import pytest

from tests.plan.unit.tenant import Tenant


@pytest.fixture
def tenant() -> Tenant:
    """An empty tenant."""
    return Tenant()

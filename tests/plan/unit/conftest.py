"""A tenant of tables for each test."""

from __future__ import annotations

import pytest

from tests.plan.unit.tenant import Tenant


@pytest.fixture
def tenant() -> Tenant:
    """Nobody and nothing yet."""
    return Tenant()

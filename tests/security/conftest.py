"""Fixtures of the security tests."""

from __future__ import annotations

import uuid

import pytest


@pytest.fixture
def fresh() -> str:
    """A namespace of the keyring that no other test uses."""
    return f"test {uuid.uuid4()}"

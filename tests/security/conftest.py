"""Fixtures of the security tests."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from wizard.security import vault


@pytest.fixture(autouse=True)
def _keyring_tried() -> Iterator[None]:
    yield
    vault._silent_since.clear()


@pytest.fixture
def fresh() -> str:
    """A namespace of the keyring that no other test uses."""
    return f"test {uuid.uuid4()}"

"""A signed-in Graph client for a running practice tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.practice.desk import Desk

if TYPE_CHECKING:
    from wizard.practice import Practice


@pytest.fixture
async def desk(practice: Practice) -> AsyncIterator[Desk]:
    """Signed in as the administrator."""
    async with practice.network.client() as client:
        desk = Desk(practice, client)
        await desk.sign_in()
        yield desk

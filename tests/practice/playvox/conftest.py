"""A practice Playvox over real TLS and a client with its key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.practice.workshop import KEY, playvox_tenant
from wizard.practice.tenant import Tenant


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Tenant]:
    async with playvox_tenant(tmp_path) as tenant:
        yield tenant


@pytest.fixture
async def client(tenant: Tenant) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with tenant.network.client(headers=headers, timeout=10) as client:
        yield client

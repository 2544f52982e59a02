"""A practice Playvox over real TLS and a provisioning service that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.practice.workshop import playvox_tenant
from wizard.practice.service import ProvisioningService
from wizard.practice.tenant import Tenant


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Tenant]:
    async with playvox_tenant(tmp_path) as tenant:
        yield tenant


@pytest.fixture
def service(tenant: Tenant) -> ProvisioningService:
    return ProvisioningService(tenant)

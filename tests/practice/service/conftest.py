"""A practice Playvox over real TLS and a provisioning service that uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.practice.workshop import playvox_tenant
from wizard.practice.service import ProvisioningService
from wizard.practice.service.wire import Reply, Wire
from wizard.practice.tenant import Tenant

Sent = list[tuple[str, str, dict[str, Any]]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Writes of the service, recorded on their way out: method, path, body."""
    found: Sent = []
    original = Wire.send

    async def send(wire: Wire, method: str, path: str, **rest: Any) -> Reply:
        if rest.get("body") is not None:
            found.append((method, path, rest["body"]))
        return await original(wire, method, path, **rest)

    monkeypatch.setattr(Wire, "send", send)
    return found


@pytest.fixture
async def tenant(tmp_path: Path) -> AsyncIterator[Tenant]:
    async with playvox_tenant(tmp_path) as tenant:
        yield tenant


@pytest.fixture
def service(tenant: Tenant) -> ProvisioningService:
    return ProvisioningService(tenant)

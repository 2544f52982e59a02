"""A practice tenant put together from its parts, for tests of single servers."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from starlette.types import ASGIApp

from wizard.network import Network
from wizard.practice.clock import Clock
from wizard.practice.directory import DOMAIN, fill
from wizard.practice.faults import Faults
from wizard.practice.net.certificates import Certificates
from wizard.practice.net.listener import Listener
from wizard.practice.options import PracticeOptions
from wizard.practice.playvox import create_app
from wizard.practice.store import Store
from wizard.practice.tenant import PLAYVOX_HOSTS, Identity, Tenant

KEY = base64.b64encode(b"5f1c0ffee:practice-key-0123456789").decode()
SCIM = "https://acme.playvox.com/scim/v1"


def build_tenant(people: int = 30, *, network: Network | None = None, speed: float = 1.0) -> Tenant:
    """A filled tenant without servers."""
    options = PracticeOptions(people=people, clock_speed=speed, replication_lag=0)
    store = Store()
    fill(store, options.seed, options.people)
    identity = Identity(
        tenant_id="aaaaaaaa-0000-4000-8000-000000000001",
        client_id="aaaaaaaa-0000-4000-8000-000000000002",
        account=f"admin@{DOMAIN}",
        account_id="aaaaaaaa-0000-4000-8000-000000000003",
        domain=DOMAIN,
        display_name="Contoso",
        key=SecretStr(KEY),
        template_id="aaaaaaaa-0000-4000-8000-000000000004",
        control="none",
    )
    return Tenant(options, store, Clock(speed), Faults(), identity, network or Network())


@asynccontextmanager
async def serving(app: ASGIApp, certificates: Certificates) -> AsyncIterator[int]:
    """Serve `app` over https on loopback; gives the port."""
    context = certificates.context()
    listener = Listener(app, 0, lambda: context)
    task = asyncio.create_task(listener.run_until_cancelled())
    try:
        yield listener.port
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def playvox_tenant(folder: Path, people: int = 30, **options: Any) -> AsyncIterator[Tenant]:
    """A tenant whose Playvox answers; `tenant.network` leads *.playvox.com to it."""
    certificates = Certificates()
    ca_file = folder / "practice-ca.pem"
    certificates.write_root(ca_file)
    tenant = build_tenant(people, **options)
    async with serving(create_app(tenant), certificates) as port:
        tenant.network = Network(ca_file, allow_loopback=True, routes={PLAYVOX_HOSTS: ("127.0.0.1", port)})
        try:
            yield tenant
        finally:
            tenant.store.close()

"""A practice tenant made from its parts, for tests of single servers."""

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

from wizard.network.clients import Network
from wizard.practice import gallery
from wizard.practice.clock import PracticeClock
from wizard.practice.directory import DOMAIN, fill
from wizard.practice.faults import Faults
from wizard.practice.graph import default_schema
from wizard.practice.graph.jobs import fresh
from wizard.practice.net.certificates import Certificates
from wizard.practice.net.listener import Listener
from wizard.practice.options import PracticeOptions
from wizard.practice.playvox import create_app
from wizard.practice.service.jobs import principal_of
from wizard.practice.store import (
    ObjectKind,
    Store,
)
from wizard.practice.tenant import (
    PLAYVOX_HOSTS,
    Tenant,
    TenantIdentity,
)

KEY = base64.b64encode(b"5f1c0ffee:practice-key-0123456789").decode()
SCIM = "https://acme.playvox.com/scim/v1"


def build_tenant(people: int = 30, *, network: Network | None = None, speed: float = 1.0) -> Tenant:
    """A tenant with data, without servers."""
    options = PracticeOptions(people=people, clock_speed=speed, replication_lag=0)
    store = Store()
    fill(store, options.seed, options.people)
    identity = TenantIdentity(
        tenant_id="aaaaaaaa-0000-4000-8000-000000000001",
        client_id="aaaaaaaa-0000-4000-8000-000000000002",
        account=f"admin@{DOMAIN}",
        account_id="aaaaaaaa-0000-4000-8000-000000000003",
        domain=DOMAIN,
        display_name="Contoso",
        key=SecretStr(KEY),
        next_key=SecretStr("bmV4dC1wcmFjdGljZTprZXk="),
        template_id="aaaaaaaa-0000-4000-8000-000000000004",
        control="none",
    )
    tenant = Tenant(options, store, PracticeClock(speed), Faults(), identity, network or Network())
    gallery.seed(tenant)
    return tenant


@asynccontextmanager
async def serving(app: ASGIApp, certificates: Certificates) -> AsyncIterator[int]:
    """Serve `app` over HTTPS on loopback; yields the port."""
    context = certificates.context()
    listener = Listener(app, 0, lambda: context)
    task = asyncio.create_task(listener.run_until_cancelled())
    try:
        yield listener.port
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        for _ in range(50):  # connections close in the loop's next iterations
            await asyncio.sleep(0.01)
            if not listener.server_state.connections:
                break


@asynccontextmanager
async def playvox_tenant(folder: Path, people: int = 30, **options: Any) -> AsyncIterator[Tenant]:
    """A tenant with a running Playvox; `tenant.network` routes *.playvox.com to it."""
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


def add_job(tenant: Tenant, *assigned: str, token: str = KEY, url: str = SCIM, **secrets: str) -> str:
    """Add a Playvox application with a job that is turned on; `assigned` are users or groups by name."""
    made = gallery.add(tenant, gallery.templates(tenant)[0], "Playvox")["servicePrincipal"]
    job_id = f"Playvox.{'0' * 32}.{made['appId']}"
    job = fresh(job_id, "Playvox")
    job["schedule"]["state"] = "Active"
    tenant.store.put(ObjectKind.JOB, job_id, job, parent=made["id"])
    tenant.store.put(ObjectKind.SCHEMA, job_id, default_schema.build(job_id), parent=made["id"])
    saved = {"BaseAddress": url, "SecretToken": token, "SyncAll": "false", **secrets}
    tenant.store.put(ObjectKind.SECRETS, made["id"], saved)
    for name in assigned:
        assign(tenant, job_id, name)
    return job_id


def principal(tenant: Tenant, job_id: str) -> str:
    """The service principal of a job."""
    return principal_of(tenant.store, job_id)


def assign(tenant: Tenant, job_id: str, name: str) -> str:
    """Assign a user (by sign-in name) or a group (by display name); returns the principal's id."""
    user = tenant.store.user(name)
    found = user or next(group for group in tenant.store.groups() if group["displayName"] == name)
    owner = principal(tenant, job_id)
    roles = (tenant.store.get(ObjectKind.SERVICE_PRINCIPAL, owner) or {})["appRoles"]
    assignment = {
        "id": f"{owner}:{found['id']}",
        "principalId": found["id"],
        "principalType": "User" if user else "Group",
        "principalDisplayName": found["displayName"],
        "resourceId": owner,
        "appRoleId": roles[0]["id"],
    }
    tenant.store.put(ObjectKind.ASSIGNMENT, assignment["id"], assignment, parent=owner, key=found["id"])
    return str(found["id"])


def unassign(tenant: Tenant, job_id: str, name: str) -> None:
    """Remove an assignment."""
    for assignment in tenant.store.find(ObjectKind.ASSIGNMENT, parent=principal(tenant, job_id)):
        user = tenant.store.user(name)
        if assignment["principalDisplayName"] == name or (user and assignment["principalId"] == user["id"]):
            tenant.store.delete(ObjectKind.ASSIGNMENT, assignment["id"])


def status(tenant: Tenant, job_id: str) -> dict[str, Any]:
    """The job's status in Graph's format."""
    return (tenant.store.get(ObjectKind.JOB, job_id) or {})["status"]

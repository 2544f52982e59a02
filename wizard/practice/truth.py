"""The practice tenant's actual state, read from its servers' own storage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wizard.practice.graph.secrets import MASK, masked
from wizard.practice.store import (
    Json,
    ObjectKind,
)
from wizard.practice.tenant import CREATED_IN_PRACTICE, Tenant

MOST_USERS = 5000  # of Playvox's users and of the scope; more would be too much for a reader


def describe(tenant: Tenant) -> dict[str, Any]:
    """Applications, jobs, assignments, people in scope and Playvox's users."""
    store = tenant.store
    jobs = [(store.parent_of(ObjectKind.JOB, job["id"]) or "", job) for job in store.find(ObjectKind.JOB)]
    created = {app["appId"] for app in store.find(ObjectKind.APPLICATION) if CREATED_IN_PRACTICE in app}
    ours = [sp["id"] for sp in store.find(ObjectKind.SERVICE_PRINCIPAL) if sp["appId"] in created]
    principals = list(dict.fromkeys([*ours, *(principal for principal, _ in jobs)]))
    return {
        "applications": [
            {
                "id": app["id"],
                "appId": app["appId"],
                "displayName": app["displayName"],
                "created_by_wizard": app["appId"] in created,
            }
            for app in store.find(ObjectKind.APPLICATION)
        ],
        "jobs": [
            {
                "id": job["id"],
                "state": job["schedule"]["state"],
                "code": job["status"]["code"],
                "servicePrincipalId": principal,
            }
            for principal, job in jobs
        ],
        "assigned": [row for principal in principals for row in _assigned(tenant, principal)],
        "in_scope": sorted(_in_scope(tenant, [job["id"] for _, job in jobs])),
        "playvox_users": store.page(ObjectKind.PLAYVOX_USER, 0, MOST_USERS),
        "secret_masked": _secret_masked(tenant, principals),
        "seeded_applications": tenant.seeded_applications,
    }


async def run_cycles(tenant: Tenant) -> list[str]:
    """Run one cycle of every job that is switched on, now; the ids of those jobs."""
    jobs = [job["id"] for job in tenant.store.find(ObjectKind.JOB) if job["schedule"]["state"] == "Active"]
    if tenant.service is not None:
        for job_id in jobs:
            await tenant.service.run_cycle(job_id)
    return jobs


def _assigned(tenant: Tenant, principal: str) -> Iterator[Json]:
    roles = {
        role["id"]: role["displayName"]
        for role in (tenant.store.get(ObjectKind.SERVICE_PRINCIPAL, principal) or {}).get("appRoles", [])
    }
    for assignment in tenant.store.find(ObjectKind.ASSIGNMENT, parent=principal):
        yield {
            "principalId": assignment["principalId"],
            "principalType": assignment["principalType"],
            "displayName": assignment["principalDisplayName"],
            "role": roles.get(assignment["appRoleId"], "Default Access"),
        }


def _in_scope(tenant: Tenant, jobs: list[str]) -> set[str]:
    names: set[str] = set()
    for job_id in jobs:
        if tenant.service is not None:
            names.update(tenant.service.in_scope(job_id))
    return names


def _secret_masked(tenant: Tenant, principals: list[str]) -> bool:
    """Whether a key is saved and Graph hides it."""
    saved = [tenant.secrets(principal) for principal in principals]
    shown = {pair["value"] for secrets in saved for pair in masked(secrets) if pair["key"] == "SecretToken"}
    return shown == {MASK}

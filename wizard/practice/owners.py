"""Owners of applications in the practice tenant.

An owner manages the application and its provisioning without a directory role (Entra docs: "Assign owners
of enterprise applications"; Graph docs: "appRoleAssignment: RBAC for writes").
"""

from __future__ import annotations

from wizard.practice.tenant import Tenant

FAULT = "owner-only"


def owners(tenant: Tenant) -> list[str]:
    """Ids of the people who own the tenant's applications: nobody, or the administrator."""
    return [tenant.identity.account_id] if tenant.faults.is_on(FAULT) else []

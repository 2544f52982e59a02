"""Directory roles in the practice tenant: who has which, with faults applied.

Template ids are the same in every tenant. Source: Microsoft Entra docs, "Microsoft Entra built-in roles".
"""

from __future__ import annotations

from wizard.practice import owners
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

APPLICATION_ADMINISTRATOR = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
CLOUD_APPLICATION_ADMINISTRATOR = "158c047a-c907-4556-b7ef-446551a6b5f7"
GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
HYBRID_IDENTITY_ADMINISTRATOR = "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2"
PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814"
REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf"
SECURITY_READER = "5d6b6bb7-de71-4623-b4af-96380a352509"
USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"

NAMES = {
    APPLICATION_ADMINISTRATOR: "Application Administrator",
    CLOUD_APPLICATION_ADMINISTRATOR: "Cloud Application Administrator",
    GLOBAL_ADMINISTRATOR: "Global Administrator",
    GLOBAL_READER: "Global Reader",
    HYBRID_IDENTITY_ADMINISTRATOR: "Hybrid Identity Administrator",
    PRIVILEGED_ROLE_ADMINISTRATOR: "Privileged Role Administrator",
    REPORTS_READER: "Reports Reader",
    SECURITY_READER: "Security Reader",
    USER_ADMINISTRATOR: "User Administrator",
}
# Who may configure provisioning. Source: Graph docs, "synchronization APIs: RBAC".
PROVISIONING = frozenset(
    {
        APPLICATION_ADMINISTRATOR,
        CLOUD_APPLICATION_ADMINISTRATOR,
        GLOBAL_ADMINISTRATOR,
        HYBRID_IDENTITY_ADMINISTRATOR,
    }
)
# Who may change applications. Source: Graph docs, "application: update".
APPLICATIONS = frozenset({APPLICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR})
# Who may assign people. Source: Graph docs, "appRoleAssignment: RBAC for writes".
ASSIGNMENTS = PROVISIONING | {USER_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR}
# Who may read provisioning logs. Source: Graph docs, "List provisioningObjectSummary".
LOGS = frozenset(
    {
        REPORTS_READER, SECURITY_READER, GLOBAL_READER, APPLICATION_ADMINISTRATOR,
        CLOUD_APPLICATION_ADMINISTRATOR,
        GLOBAL_ADMINISTRATOR,
    }
)  # fmt: skip

# Seeded holders by user principal name, without the domain.
SEEDED = {
    "admin": (APPLICATION_ADMINISTRATOR,),
    "zoe.laszcz": (CLOUD_APPLICATION_ADMINISTRATOR,),
    "Kim.Lee": (GLOBAL_READER,),
    "cher": (GLOBAL_ADMINISTRATOR,),
    "ana": (),
    "dan.dimissed": (APPLICATION_ADMINISTRATOR,),
}
_HOLDERS = "role holders"


def seed(tenant: Tenant) -> None:
    """Give the seeded people their roles."""
    holders: dict[str, list[str]] = {}
    for local, templates in SEEDED.items():
        user = tenant.store.user(f"{local}@{tenant.identity.domain}")
        if user is not None:
            holders[user["id"]] = list(templates)
    tenant.store.put(ObjectKind.TENANT, _HOLDERS, holders)


def listed_accounts(tenant: Tenant) -> list[str]:
    """User principal names the sign-in page offers, the administrator first."""
    return [f"{local}@{tenant.identity.domain}" for local in SEEDED]


def active(tenant: Tenant, user_id: str) -> frozenset[str]:
    """Template ids of the directory roles this user has at the moment."""
    holders = tenant.store.get(ObjectKind.TENANT, _HOLDERS) or {}
    if user_id == tenant.identity.account_id:
        if any(tenant.faults.is_on(each) for each in ("missing-role", "pim-role", owners.FAULT)):
            return frozenset()
        if tenant.faults.is_on("global-reader"):
            return frozenset({GLOBAL_READER})
    return frozenset(holders.get(user_id, ()))


def eligible(tenant: Tenant, user_id: str) -> frozenset[str]:
    """Roles the user could activate in Privileged Identity Management but has not."""
    if user_id == tenant.identity.account_id and tenant.faults.is_on("pim-role"):
        return frozenset((tenant.store.get(ObjectKind.TENANT, _HOLDERS) or {}).get(user_id, ()))
    return frozenset()


def names_of(tenant: Tenant, user_id: str) -> list[str]:
    """Names of the active roles."""
    return sorted(NAMES[template] for template in active(tenant, user_id))

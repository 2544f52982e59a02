"""The permissions this program requests, and the one feature each is for.

Least-privileged delegated permissions per Graph's permissions reference. Read permissions are
requested first, write permissions when a commit needs them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PermissionScope:
    """One delegated permission. `reason` is a code with words (`wizard.messages.entra.scope_reason`)."""

    name: str
    reason: str


READ: tuple[PermissionScope, ...] = (
    PermissionScope("User.Read", "who_you_are"),
    PermissionScope("Organization.Read.All", "tenant_name"),
    PermissionScope("RoleManagement.Read.Directory", "your_roles"),
    PermissionScope("LicenseAssignment.Read.All", "licences"),
    PermissionScope("Application.Read.All", "find_application"),
    PermissionScope("Synchronization.Read.All", "read_provisioning"),
    PermissionScope("User.Read.All", "read_people"),
    PermissionScope("GroupMember.Read.All", "read_groups"),
    PermissionScope("ProvisioningLog.Read.All", "read_logs"),
)

WRITE: tuple[PermissionScope, ...] = (
    PermissionScope("Application.ReadWrite.All", "add_application"),
    PermissionScope("AppRoleAssignment.ReadWrite.All", "assign_people"),
    PermissionScope("Synchronization.ReadWrite.All", "set_up_provisioning"),
)

OWNED_BY = "Application.ReadWrite.OwnedBy"
APP: tuple[PermissionScope, ...] = (
    PermissionScope(OWNED_BY, "app_owned"),
    PermissionScope("User.Read.All", "app_people"),
    PermissionScope("GroupMember.Read.All", "app_groups"),
    PermissionScope("ProvisioningLog.Read.All", "app_logs"),
    PermissionScope("AppRoleAssignment.ReadWrite.All", "app_assign"),
)
"""Application permissions for a sign-in without a person. The first one is required, and enough for the
provisioning of the applications it owns; each other one is for the feature its reason names.
"""
_BY_OWNER = (
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Synchronization.Read.All",
    "Synchronization.ReadWrite.All",
)

TEST: tuple[PermissionScope, ...] = (
    PermissionScope("Synchronization.ReadWrite.All", "test_from_microsoft"),
)
"""What Graph requires for `validateCredentials`, which changes nothing; nothing less is accepted."""

READ_SCOPES: tuple[str, ...] = tuple(scope.name for scope in READ)
# Requested together with the read permissions: one token covers both, and consent pages list new ones only.
WRITE_SCOPES: tuple[str, ...] = READ_SCOPES + tuple(scope.name for scope in WRITE)

GRAPH_COMMAND_LINE = "14d82eec-204b-4c2f-b7e8-296a70dab67e"
"""Client id of Microsoft's own public "Microsoft Graph Command Line Tools" application."""


def missing(granted: frozenset[str], wanted: tuple[PermissionScope, ...]) -> tuple[PermissionScope, ...]:
    """The wanted scopes that are not granted; a ReadWrite scope covers its Read sibling.

    `OWNED_BY` covers those of the applications that the signed-in application owns.
    """
    have = {name.rsplit("/", 1)[-1].casefold() for name in granted}
    if OWNED_BY.casefold() in have:
        have |= {name.casefold() for name in _BY_OWNER}
    have |= {name.replace(".readwrite.", ".read.") for name in have}
    return tuple(scope for scope in wanted if scope.name.casefold() not in have)


# The permission a refused request needs: the first match applies (Graph permissions reference).
_NEEDS: tuple[tuple[str, str, str], ...] = (
    ("GET", "/auditLogs/", "ProvisioningLog.Read.All"),
    ("GET", "/filterOperators", "Synchronization.ReadWrite.All"),
    ("GET", "/functions", "Synchronization.ReadWrite.All"),
    ("GET", "/synchronization/", "Synchronization.Read.All"),
    ("*", "/synchronization/", "Synchronization.ReadWrite.All"),
    ("GET", "/appRoleAssignedTo", "Application.Read.All"),
    ("*", "/appRoleAssignedTo", "AppRoleAssignment.ReadWrite.All"),
    ("POST", "/instantiate", "Application.ReadWrite.All"),
    ("GET", "/applications", "Application.Read.All"),
    ("GET", "/servicePrincipals", "Application.Read.All"),
    ("*", "/applications", "Application.ReadWrite.All"),
    ("*", "/servicePrincipals", "Application.ReadWrite.All"),
    ("GET", "/organization", "Organization.Read.All"),
    ("GET", "/users", "User.Read.All"),
    ("GET", "/groups", "GroupMember.Read.All"),
    ("GET", "/subscribedSkus", "LicenseAssignment.Read.All"),
)


def needed(method: str, path: str, granted: frozenset[str]) -> str:
    """The scope a request lacks, "" when the granted ones suffice: then a role is missing."""
    for verb, part, scope in _NEEDS:
        if verb in {"*", method} and part in path:
            return scope if missing(granted, (PermissionScope(scope, ""),)) else ""
    return ""

"""What is asked of Entra, in small portions, and the one feature each permission is for.

Least-privileged delegated permissions per Graph's permissions reference. Reading comes first; writing is
asked for when a commit needs it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """One delegated permission. `reason` is a code with words (`wizard.words.entra.scope_reason`)."""

    name: str
    reason: str
    admin_consent: bool = True


READ: tuple[Scope, ...] = (
    Scope("User.Read", "who_you_are", admin_consent=False),
    Scope("Organization.Read.All", "tenant_name"),
    Scope("RoleManagement.Read.Directory", "your_roles"),
    Scope("LicenseAssignment.Read.All", "licences", admin_consent=False),
    Scope("Application.Read.All", "find_application"),
    Scope("Synchronization.Read.All", "read_provisioning"),
    Scope("User.Read.All", "read_people"),
    Scope("GroupMember.Read.All", "read_groups"),
    Scope("ProvisioningLog.Read.All", "read_logs"),
)

WRITE: tuple[Scope, ...] = (
    Scope("Application.ReadWrite.All", "add_application"),
    Scope("AppRoleAssignment.ReadWrite.All", "assign_people"),
    Scope("Synchronization.ReadWrite.All", "set_up_provisioning"),
)

READ_SCOPES: tuple[str, ...] = tuple(scope.name for scope in READ)
# Asked for together with reading: one token then serves both, and consent pages list only what is new.
WRITE_SCOPES: tuple[str, ...] = READ_SCOPES + tuple(scope.name for scope in WRITE)

GRAPH_COMMAND_LINE = "14d82eec-204b-4c2f-b7e8-296a70dab67e"
"""Client id of Microsoft's own public "Microsoft Graph Command Line Tools" application."""


def missing(granted: frozenset[str], wanted: tuple[Scope, ...]) -> tuple[Scope, ...]:
    """The wanted scopes that are not granted; a ReadWrite scope covers its Read sibling."""
    have = {name.rsplit("/", 1)[-1].casefold() for name in granted}
    have |= {name.replace(".readwrite.", ".read.") for name in have}
    return tuple(scope for scope in wanted if scope.name.casefold() not in have)


# What a refused request would have needed: first match wins (Graph permissions reference).
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
    ("GET", "/users", "User.Read.All"),
    ("GET", "/groups", "GroupMember.Read.All"),
    ("GET", "/subscribedSkus", "LicenseAssignment.Read.All"),
)


def needed(method: str, path: str, granted: frozenset[str]) -> str:
    """The scope a request lacks, "" when the granted ones should do: then a role is missing."""
    for verb, part, scope in _NEEDS:
        if verb in {"*", method} and part in path:
            return scope if missing(granted, (Scope(scope, ""),)) else ""
    return ""

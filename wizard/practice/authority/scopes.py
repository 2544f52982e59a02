"""Delegated permissions of Graph that can be asked for, and which of them a request is granted.

Source: Microsoft Graph permissions reference.
"""

from __future__ import annotations

from wizard.practice.authority.errors import (
    AuthorityError,
    unknown_scope,
)

OPENID = frozenset({"openid", "profile", "offline_access", "email"})
KNOWN = frozenset(
    [
        "Application.Read.All",
        "Application.ReadWrite.All",
        "AppRoleAssignment.ReadWrite.All",
        "AuditLog.Read.All",
        "DelegatedPermissionGrant.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
        "Directory.AccessAsUser.All",
        "Domain.Read.All",
        "Group.Read.All",
        "Group.ReadBasic.All",
        "Group.ReadWrite.All",
        "GroupMember.Read.All",
        "GroupMember.ReadBasic.All",
        "GroupMember.ReadWrite.All",
        "LicenseAssignment.Read.All",
        "Organization.Read.All",
        "Organization.ReadWrite.All",
        "Policy.Read.All",
        "ProvisioningLog.Read.All",
        "RoleAssignmentSchedule.Read.Directory",
        "RoleEligibilitySchedule.Read.Directory",
        "RoleManagement.Read.All",
        "RoleManagement.Read.Directory",
        "RoleManagement.ReadWrite.Directory",
        "Synchronization.Read.All",
        "Synchronization.ReadWrite.All",
        "User.Read",
        "User.Read.All",
        "User.ReadBasic.All",
        "User.ReadWrite.All",
    ]
)
# What administrators of this tenant have consented to before: asked for with "/.default".
CONSENTED = frozenset(
    [
        "Application.ReadWrite.All",
        "AppRoleAssignment.ReadWrite.All",
        "AuditLog.Read.All",
        "Group.Read.All",
        "Organization.Read.All",
        "ProvisioningLog.Read.All",
        "RoleManagement.Read.Directory",
        "Synchronization.ReadWrite.All",
        "User.Read",
        "User.Read.All",
    ]
)


def granted(scope: str) -> tuple[str, frozenset[str]]:
    """The `scope` text of the answer, and the permissions that go into the token's `scp` claim.

    Scopes may carry a resource, as in `https://graph.microsoft.com/User.Read`. Raises SignInError.
    """
    permissions: set[str] = set()
    asked = scope.split()
    for item in asked:
        name = item.rsplit("/", 1)[-1]
        if item in OPENID:
            continue
        if name == ".default":
            permissions |= CONSENTED
        elif name in KNOWN:
            permissions.add(name)
        else:
            raise AuthorityError(unknown_scope(name))
    return " ".join(dict.fromkeys(asked)), frozenset(permissions)

"""Microsoft Graph as a service principal of the practice tenant: its application permissions.

An application signs in with the application permissions ("roles") that an administrator granted it on this
service principal. Source of permissions and ids: Graph permissions reference; the ids of two permissions
are not published there and are made up for practice.
"""

from __future__ import annotations

import uuid

from wizard.practice.clock import stamp
from wizard.practice.store import Json, ObjectKind
from wizard.practice.tenant import Tenant

APP_ID = "00000003-0000-0000-c000-000000000000"
OWNED_BY = "Application.ReadWrite.OwnedBy"
"""Covers an application's own provisioning where the calling application is its owner."""
ROLES: dict[str, str] = {
    "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
    OWNED_BY: "18a4783c-866b-4cc7-a460-3d5e5662c884",
    "Application.ReadWrite.All": "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
    "AppRoleAssignment.ReadWrite.All": "06b708a9-e830-4db3-a914-8e69da51d44f",
    "AuditLog.Read.All": "b0afded3-3588-46d8-8b3d-9842eff778da",
    "Directory.Read.All": "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
    "Group.Read.All": "5b567255-7703-4780-807c-7be8301ae99b",
    "GroupMember.Read.All": "98830695-27a2-44f7-8c18-0c3ebc9698f6",
    "LicenseAssignment.Read.All": str(uuid.uuid5(uuid.NAMESPACE_DNS, "licenses.practice")),
    "Organization.Read.All": "498476ce-e0fe-48b0-b801-37ba7e2685c6",
    "ProvisioningLog.Read.All": str(uuid.uuid5(uuid.NAMESPACE_DNS, "logs.practice")),
    "Synchronization.Read.All": "5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce",
    "Synchronization.ReadWrite.All": "9b50c33d-700f-43b1-b2eb-87e89b703581",
    "User.Read.All": "df021288-bdef-4463-88db-98f22de89214",
}


def seed(tenant: Tenant) -> None:
    """Add Microsoft Graph's service principal, unless the tenant has it."""
    if tenant.store.find(ObjectKind.SERVICE_PRINCIPAL, key=APP_ID):
        return
    body = new_principal(tenant, APP_ID, "Microsoft Graph", str(uuid.uuid4()))
    body["appRoles"] = [
        {
            "allowedMemberTypes": ["Application"],
            "description": name,
            "displayName": name,
            "id": identifier,
            "isEnabled": True,
            "origin": "Application",
            "value": name,
        }
        for name, identifier in ROLES.items()
    ]
    tenant.store.put(ObjectKind.SERVICE_PRINCIPAL, body["id"], body, key=APP_ID)


def granted(tenant: Tenant, principal_id: str) -> frozenset[str]:
    """The application permissions of Graph that this service principal was granted."""
    names = {identifier: name for name, identifier in ROLES.items()}
    found = tenant.store.find(ObjectKind.ASSIGNMENT, key=principal_id)
    return frozenset(names[row["appRoleId"]] for row in found if row["appRoleId"] in names)


def new_principal(tenant: Tenant, app_id: str, name: str, identifier: str) -> Json:
    """The document of a service principal that was not made from a gallery template."""
    return {
        "id": identifier,
        "deletedDateTime": None,
        "accountEnabled": True,
        "alternativeNames": [],
        "appDescription": None,
        "appDisplayName": name,
        "appId": app_id,
        "applicationTemplateId": None,
        "appOwnerOrganizationId": tenant.identity.tenant_id,
        "appRoleAssignmentRequired": False,
        "createdDateTime": stamp(tenant.clock.now()),
        "description": None,
        "disabledByMicrosoftStatus": None,
        "displayName": name,
        "homepage": None,
        "loginUrl": None,
        "logoutUrl": None,
        "notes": None,
        "notificationEmailAddresses": [],
        "preferredSingleSignOnMode": None,
        "preferredTokenSigningKeyThumbprint": None,
        "replyUrls": [],
        "servicePrincipalNames": [app_id],
        "servicePrincipalType": "Application",
        "signInAudience": "AzureADMyOrg",
        "tags": [],
        "tokenEncryptionKeyId": None,
        "samlSingleSignOnSettings": None,
        "addIns": [],
        "appRoles": [],
        "info": dict.fromkeys(
            ("logoUrl", "marketingUrl", "privacyStatementUrl", "supportUrl", "termsOfServiceUrl")
        ),
        "keyCredentials": [],
        "oauth2PermissionScopes": [],
        "passwordCredentials": [],
        "resourceSpecificApplicationPermissions": [],
        "verifiedPublisher": {"displayName": None, "verifiedPublisherId": None, "addedDateTime": None},
    }

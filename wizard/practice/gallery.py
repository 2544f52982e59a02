"""The application gallery, and the applications a practice tenant starts with."""

from __future__ import annotations

import uuid
from random import Random
from typing import Any

from wizard.practice.clock import stamp
from wizard.practice.directory.people import guid
from wizard.practice.store import (
    Json,
    ObjectKind,
)
from wizard.practice.tenant import Tenant

NON_GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
TAG = "WindowsAzureActiveDirectoryIntegratedApp"
_HOMEPAGE = "https://account.activedirectory.windowsazure.com:444/applications/default.aspx"
_TEMPLATES = "application templates"
_NEIGHBOURS = ("Playvoice", "PlayVox Legacy Connector", "Play! Video Training")
_OTHERS = (
    "Salesforce Slack Zoom ServiceNow Workday Dropbox Box Zendesk Atlassian Asana Miro Figma "
    "Notion Trello Okta "
    "Canva DocuSign Smartsheet Tableau Snowflake Databricks GitHub GitLab Jira PagerDuty "
    "Splunk Datadog Sentry"
)
_BRANCHES = ("", " Enterprise", " for Education", " Sandbox", " EU")
_SEEDED = (
    "Salesforce",
    "Payroll Connect",
    "Contoso Intranet",
    "Zendesk",
    "Miro",
    "Cafeteria O'Clock",
    "Badge Printer",
)


def seed(tenant: Tenant) -> None:
    """Fill the gallery and add the applications that were there before."""
    rng = Random(f"gallery {tenant.options.seed}")  # noqa: S311 - ids, no secrets
    names = sorted(
        {f"{name}{branch}" for name in _OTHERS.split() for branch in _BRANCHES} | set(_NEIGHBOURS)
    )
    templates = [_template(guid(rng), name, provisioning=name in _OTHERS) for name in names]
    templates.append(_template(tenant.identity.template_id, "Playvox", provisioning=True))
    templates.append(_template(NON_GALLERY, "Custom", provisioning=True))
    templates.sort(key=lambda template: str(template["displayName"]))
    # The provisioning template's id and tag differ between tenants: programs must read them.
    tag = rng.choice(("playvox", "playVox", "Playvox"))
    known = {"all": templates, "playvox": {"id": tag + rng.choice(("", "OutDelta")), "factoryTag": tag}}
    tenant.store.put(ObjectKind.TENANT, _TEMPLATES, known)
    for name in _SEEDED:
        add(tenant, _by_name(templates, name) or _by_id(templates, NON_GALLERY), name, rng=rng)
    sso = add(tenant, _by_id(templates, tenant.identity.template_id), "Playvox SSO", rng=rng)
    _make_sso(tenant, sso["servicePrincipal"]["id"])


def templates(tenant: Tenant) -> list[Json]:
    """The gallery as it looks now, faults included."""
    known: list[Json] = (tenant.store.get(ObjectKind.TENANT, _TEMPLATES) or {})["all"]
    if tenant.faults.is_on("no-gallery-template"):
        known = [template for template in known if template["id"] != tenant.identity.template_id]
    if tenant.faults.is_on("gallery-entry-deprecated"):
        known = [
            {**one, "deprecationDate": "2027-03-31"} if one["id"] == tenant.identity.template_id else one
            for one in known
        ]
    if tenant.faults.is_on("several-gallery-templates"):
        twin = _template(
            str(uuid.UUID(int=uuid.UUID(tenant.identity.template_id).int ^ 1)),
            "Playvox",
            provisioning=False,
        )
        known = [*known, twin]
    return known


def synchronization_template(tenant: Tenant) -> dict[str, str]:
    """`id` and `factoryTag` of Playvox's provisioning template in this tenant."""
    found: dict[str, str] = (tenant.store.get(ObjectKind.TENANT, _TEMPLATES) or {})["playvox"]
    return found


def add(tenant: Tenant, template: Json, name: str, *, rng: Random | None = None, lag: float = 0) -> Json:
    """Instantiate a template: `{"application": ..., "servicePrincipal": ...}`, stored and returned."""

    def new_id() -> str:
        return guid(rng) if rng else str(uuid.uuid4())

    custom = template["id"] == NON_GALLERY
    app_id, object_id, principal_id = new_id(), new_id(), new_id()
    now = stamp(tenant.clock.now())
    app_roles = _roles(template["id"])
    key = "customappsso" if custom else "".join(c for c in template["displayName"].lower() if c.isalnum())
    homepage = f"{_HOMEPAGE}?metadata={key}|ISV9.1|primary|z"
    application: Json = {
        "id": object_id,
        "deletedDateTime": None,
        "appId": app_id,
        "applicationTemplateId": template["id"],
        "createdDateTime": now,
        "displayName": name,
        "description": None,
        "groupMembershipClaims": None,
        "identifierUris": [],
        "isFallbackPublicClient": False,
        "notes": None,
        "publisherDomain": tenant.identity.domain,
        "signInAudience": "AzureADMyOrg",
        "tags": [],
        "addIns": [],
        "api": {
            "acceptMappedClaims": None,
            "knownClientApplications": [],
            "requestedAccessTokenVersion": None,
            "oauth2PermissionScopes": [_user_impersonation(name, new_id())],
            "preAuthorizedApplications": [],
        },
        "appRoles": app_roles,
        "info": _information(),
        "keyCredentials": [],
        "passwordCredentials": [],
        "requiredResourceAccess": [],
        "web": {"homePageUrl": homepage, "logoutUrl": None, "redirectUris": []},
    }
    principal: Json = {
        "id": principal_id,
        "deletedDateTime": None,
        "accountEnabled": True,
        "alternativeNames": [],
        "appDescription": None,
        "appDisplayName": name,
        "appId": app_id,
        "applicationTemplateId": template["id"],
        "appOwnerOrganizationId": tenant.identity.tenant_id,
        "appRoleAssignmentRequired": True,
        "createdDateTime": now,
        "description": None,
        "disabledByMicrosoftStatus": None,
        "displayName": name,
        "homepage": homepage,
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
        "tags": [TAG] + (["WindowsAzureActiveDirectoryCustomSingleSignOnApplication"] if custom else []),
        "tokenEncryptionKeyId": None,
        "samlSingleSignOnSettings": None,
        "addIns": [],
        "appRoles": app_roles,
        "info": _information(),
        "keyCredentials": [],
        "oauth2PermissionScopes": application["api"]["oauth2PermissionScopes"],
        "passwordCredentials": [],
        "resourceSpecificApplicationPermissions": [],
        "verifiedPublisher": {"displayName": None, "verifiedPublisherId": None, "addedDateTime": None},
    }
    with tenant.store.transaction():
        tenant.store.put(ObjectKind.APPLICATION, object_id, application, key=app_id, lag=lag)
        tenant.store.put(ObjectKind.SERVICE_PRINCIPAL, principal_id, principal, key=app_id, lag=lag)
    return {"application": application, "servicePrincipal": principal}


def _make_sso(tenant: Tenant, principal_id: str) -> None:
    def change(principal: Json) -> None:
        principal["preferredSingleSignOnMode"] = "saml"
        principal["loginUrl"] = "https://acme.playvox.com/saml"
        principal["replyUrls"] = ["https://acme.playvox.com/saml/acs"]
        principal["samlSingleSignOnSettings"] = {"relayState": None}
        principal["preferredTokenSigningKeyThumbprint"] = "5E1F" * 10

    tenant.store.update(ObjectKind.SERVICE_PRINCIPAL, principal_id, change)


def _template(identifier: str, name: str, *, provisioning: bool) -> Json:
    slug = "".join(c for c in name.lower() if c.isalnum())
    return {
        "id": identifier,
        "categories": ["productivity"] if len(slug) % 2 else ["businessMgmt", "collaboration"],
        "deprecationDate": None,
        "description": None,
        "displayName": name,
        "endpoints": [],
        "homePageUrl": f"https://www.{slug}.example/",
        "isEntraIntegrated": True,
        "lastModifiedDateTime": "2025-09-01T00:00:00Z",
        "logoUrl": None,
        "publisher": name.split()[0],
        "supportedProvisioningTypes": ["sync"] if provisioning else [],
        "supportedSingleSignOnModes": ["saml"],
    }


def _roles(template_id: str) -> list[Json]:
    """The roles of an application made from a template: the same ids in every instance, `value` null."""
    rng = Random(f"roles {template_id}")  # noqa: S311 - ids, no secrets
    return [
        {
            "allowedMemberTypes": ["User"],
            "description": name,
            "displayName": name,
            "id": guid(rng),
            "isEnabled": True,
            "origin": "Application",
            "value": None,
        }
        for name in ("User", "msiam_access")
    ]


def _user_impersonation(name: str, identifier: str) -> Json:
    return {
        "adminConsentDescription": f"Let the application access {name} on behalf of the signed-in user.",
        "adminConsentDisplayName": f"Access {name}",
        "id": identifier,
        "isEnabled": True,
        "type": "User",
        "userConsentDescription": f"Allow the application to access {name} on your behalf.",
        "userConsentDisplayName": f"Access {name}",
        "value": "user_impersonation",
    }


def _information() -> dict[str, Any]:
    names = ("logoUrl", "marketingUrl", "privacyStatementUrl", "supportUrl", "termsOfServiceUrl")
    return dict.fromkeys(names)


def _by_name(templates: list[Json], name: str) -> Json | None:
    return next((template for template in templates if template["displayName"] == name), None)


def _by_id(templates: list[Json], identifier: str) -> Json:
    return next(template for template in templates if template["id"] == identifier)

"""App registrations that sign in by themselves: credentials, owners, application permissions.

Source: Graph docs, "Create application", "Update application" (keyCredentials), "application: addPassword",
"Create federatedIdentityCredential", "Create servicePrincipal", "servicePrincipals: Add owner",
"servicePrincipals: List ownedObjects", "Grant an appRoleAssignment to a service principal".
"""

from __future__ import annotations

import base64
import secrets
import uuid
from datetime import timedelta

from wizard.practice import graph_permissions, registered
from wizard.practice.clock import stamp
from wizard.practice.graph import listing
from wizard.practice.graph.applications import seen
from wizard.practice.graph.call import NO_CONTENT, RouteAnswer, RouteCall
from wizard.practice.graph.errors import bad_request, not_found
from wizard.practice.store import Json, ObjectKind

_SECRET_LIFETIME = timedelta(days=730)
_AUDIENCES = 1  # Entra takes exactly one


def create_application(call: RouteCall) -> RouteAnswer:
    """POST /applications: a registration without a gallery template."""
    name = _text(call.json(), "displayName", 256)
    app_id, object_id = str(uuid.uuid4()), str(uuid.uuid4())
    body: Json = {
        "id": object_id,
        "deletedDateTime": None,
        "appId": app_id,
        "applicationTemplateId": None,
        "createdDateTime": stamp(call.tenant.clock.now()),
        "displayName": name,
        "description": None,
        "groupMembershipClaims": None,
        "identifierUris": [],
        "isFallbackPublicClient": None,
        "notes": None,
        "publisherDomain": call.tenant.identity.domain,
        "signInAudience": "AzureADMyOrg",
        "tags": [],
        "addIns": [],
        "appRoles": [],
        "keyCredentials": [],
        "passwordCredentials": [],
        "requiredResourceAccess": [],
        "web": {"homePageUrl": None, "logoutUrl": None, "redirectUris": []},
    }
    call.store.put(ObjectKind.APPLICATION, object_id, body, key=app_id, lag=call.tenant.lag)
    return call.entity("applications/$entity", body, 201)


def create_principal(call: RouteCall) -> RouteAnswer:
    """POST /servicePrincipals: the service principal of a registration of this tenant."""
    app_id = _text(call.json(), "appId", 36)
    found = registered.application(call.store, app_id)
    if found is None:
        raise bad_request("When creating a service principal, the appId must reference an application.")
    if registered.principal(call.store, app_id) is not None:
        raise bad_request("The service principal cannot be created because it already exists.")
    body = graph_permissions.new_principal(call.tenant, app_id, found["displayName"], str(uuid.uuid4()))
    call.store.put(ObjectKind.SERVICE_PRINCIPAL, body["id"], body, key=app_id, lag=call.tenant.lag)
    return call.entity("servicePrincipals/$entity", body, 201)


def add_password(call: RouteCall) -> RouteAnswer:
    """POST /applications/{id}/addPassword: the only answer that shows the secret."""
    application = seen(call, ObjectKind.APPLICATION)
    secret, key_id = secrets.token_urlsafe(30), str(uuid.uuid4())
    now = call.tenant.clock.now()
    shown: Json = {
        "customKeyIdentifier": None,
        "displayName": (call.json().get("passwordCredential") or {}).get("displayName"),
        "endDateTime": stamp(now + _SECRET_LIFETIME),
        "hint": secret[:3],
        "keyId": key_id,
        "startDateTime": stamp(now),
        "secretText": None,
    }
    kept = {"id": key_id, "digest": registered.digest(secret), "end": (now + _SECRET_LIFETIME).isoformat()}

    def change(body: Json) -> None:
        body["passwordCredentials"] = [*body["passwordCredentials"], shown]
        body[registered.SECRETS] = [*body.get(registered.SECRETS, []), kept]

    call.store.update(ObjectKind.APPLICATION, application["id"], change, lag=call.tenant.lag)
    return call.entity("microsoft.graph.passwordCredential", {**shown, "secretText": secret})


def list_federated(call: RouteCall) -> RouteAnswer:
    """GET /applications/{id}/federatedIdentityCredentials."""
    found = seen(call, ObjectKind.APPLICATION).get(registered.FEDERATED, [])
    return listing.documents(call, "federatedIdentityCredentials", found)


def add_federated(call: RouteCall) -> RouteAnswer:
    """POST /applications/{id}/federatedIdentityCredentials."""
    application = seen(call, ObjectKind.APPLICATION)
    sent = call.json()
    audiences = sent.get("audiences")
    if not isinstance(audiences, list) or len(audiences) != _AUDIENCES:
        raise bad_request("Property audiences must contain exactly one value.")
    body: Json = {
        "id": str(uuid.uuid4()),
        "name": _text(sent, "name", 120),
        "issuer": _text(sent, "issuer", 600),
        "subject": _text(sent, "subject", 600),
        "audiences": [str(audiences[0])],
        "description": sent.get("description"),
    }
    known = application.get(registered.FEDERATED, [])
    if any((one["issuer"], one["subject"]) == (body["issuer"], body["subject"]) for one in known):
        raise bad_request("FederatedIdentityCredential with this issuer and subject already exists.")

    def change(found: Json) -> None:
        found[registered.FEDERATED] = [*found.get(registered.FEDERATED, []), body]

    call.store.update(ObjectKind.APPLICATION, application["id"], change, lag=call.tenant.lag)
    return call.entity("federatedIdentityCredentials/$entity", body, 201)


def add_owner(call: RouteCall) -> RouteAnswer:
    """POST /servicePrincipals/{id}/owners/$ref."""
    principal = seen(call, ObjectKind.SERVICE_PRINCIPAL)
    reference = str(call.json().get("@odata.id", ""))
    owner = reference.rstrip("/").rpartition("/")[2]
    known = call.store.get(ObjectKind.SERVICE_PRINCIPAL, owner) or call.store.user(owner)
    if known is None:
        raise not_found(owner)
    if owner in principal.get(registered.OWNERS, ()):
        raise bad_request("One or more added object references already exist for 'owners'.")

    def change(body: Json) -> None:
        body[registered.OWNERS] = [*body.get(registered.OWNERS, []), owner]

    call.store.update(ObjectKind.SERVICE_PRINCIPAL, principal["id"], change)
    return NO_CONTENT


def list_owned(call: RouteCall) -> RouteAnswer:
    """GET /servicePrincipals/{id}/ownedObjects."""
    owner = seen(call, ObjectKind.SERVICE_PRINCIPAL)["id"]
    found = [
        {"@odata.type": "#microsoft.graph.servicePrincipal", **body}
        for body in call.store.find(ObjectKind.SERVICE_PRINCIPAL)
        if owner in body.get(registered.OWNERS, ())
    ]
    return listing.documents(call, "directoryObjects", found)


def list_permissions(call: RouteCall) -> RouteAnswer:
    """GET /servicePrincipals/{id}/appRoleAssignments."""
    principal = seen(call, ObjectKind.SERVICE_PRINCIPAL)
    found = call.store.find(ObjectKind.ASSIGNMENT, key=principal["id"])
    return listing.documents(call, "appRoleAssignments", found)


def grant_permission(call: RouteCall) -> RouteAnswer:
    """POST /servicePrincipals/{id}/appRoleAssignments: an application permission of Microsoft Graph."""
    principal = seen(call, ObjectKind.SERVICE_PRINCIPAL)
    body = call.json()
    resource = call.store.get(ObjectKind.SERVICE_PRINCIPAL, str(body.get("resourceId", "")))
    if resource is None or body.get("principalId") != principal["id"]:
        raise bad_request("Not a valid reference update.")
    role = next((one for one in resource["appRoles"] if one["id"] == body.get("appRoleId")), None)
    if role is None or "Application" not in role["allowedMemberTypes"]:
        raise bad_request("Permission being assigned was not found on application")
    made: Json = {
        "id": base64.urlsafe_b64encode(uuid.uuid4().bytes + uuid.uuid4().bytes).decode().rstrip("="),
        "deletedDateTime": None,
        "appRoleId": role["id"],
        "createdDateTime": stamp(call.tenant.clock.now()),
        "principalDisplayName": principal["displayName"],
        "principalId": principal["id"],
        "principalType": "ServicePrincipal",
        "resourceDisplayName": resource["displayName"],
        "resourceId": resource["id"],
    }
    call.store.put(ObjectKind.ASSIGNMENT, made["id"], made, parent=resource["id"], key=principal["id"])
    return call.entity("appRoleAssignments/$entity", made, 201)


def _text(body: Json, name: str, longest: int) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise bad_request(f"Property {name} is invalid.")
    return value

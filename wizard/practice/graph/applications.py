"""Application templates, applications and service principals.

Source: Graph docs, "List applicationTemplates", "applicationTemplate: instantiate", "Update application",
"List servicePrincipals", "Update servicePrincipal".
"""

from __future__ import annotations

import re
from typing import Any

from wizard.practice import gallery, registered
from wizard.practice.graph import certificates, listing
from wizard.practice.graph.call import (
    NO_CONTENT,
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import (
    GraphRefusalError,
    bad_request,
    not_found,
    unsupported_query,
)
from wizard.practice.graph.matching import matches
from wizard.practice.store import (
    Json,
    ObjectKind,
)
from wizard.practice.tenant import CREATED_IN_PRACTICE

_TEXT = frozenset({"eq", "ne", "in", "startswith", "ge", "le"})
_EXACT = frozenset({"eq", "ne", "in"})
_TEMPLATE_FILTERS = {
    "displayName": frozenset({"eq", "contains", "startswith"}),
    "categories": frozenset({"eq", "contains"}),
}
_APPLICATION_FILTERS = {
    "id": _EXACT, "appId": _EXACT, "displayName": _TEXT, "applicationTemplateId": frozenset({"eq", "ne"}),
    "createdDateTime": _TEXT, "publisherDomain": _TEXT, "tags": frozenset({"eq"}), "signInAudience": _TEXT,
}  # fmt: skip
_PRINCIPAL_FILTERS = {
    "id": _EXACT, "appId": _EXACT, "displayName": _TEXT, "applicationTemplateId": frozenset({"eq", "ne"}),
    "accountEnabled": _EXACT, "servicePrincipalType": _EXACT, "tags": frozenset({"eq"}),
    "appOwnerOrganizationId": _EXACT, "servicePrincipalNames": frozenset({"eq", "startswith"}),
    "preferredSingleSignOnMode": _EXACT, "homepage": _TEXT,
}  # fmt: skip
_APPLICATION_CHANGES = frozenset(
    {"displayName", "appRoles", "notes", "tags", "description", "web", "info", "api", "keyCredentials"}
)
_PRINCIPAL_CHANGES = frozenset(
    {"displayName", "appRoles", "notes", "tags", "description", "accountEnabled",
    "appRoleAssignmentRequired",
     "notificationEmailAddresses", "preferredSingleSignOnMode", "loginUrl"}
)  # fmt: skip
_ROLE_VALUE = re.compile(r"(?!\.)[:!#$%&'()*+,\-./;=?@\[\]^_{}~0-9A-Za-z]{0,120}")


def list_templates(call: RouteCall) -> RouteAnswer:
    """GET /applicationTemplates: any valid token is enough."""
    expression = listing.parsed_filter(call, "ApplicationTemplate", _TEMPLATE_FILTERS)
    return listing.documents(
        call, "applicationTemplates", gallery.templates(call.tenant), expression=expression
    )


def get_template(call: RouteCall) -> RouteAnswer:
    """GET /applicationTemplates/{id}."""
    return call.entity("applicationTemplates/$entity", listing.select(call, _template(call)))


def instantiate(call: RouteCall) -> RouteAnswer:
    """POST /applicationTemplates/{id}/instantiate: 201, but readers may not see the objects for a while."""
    template = _template(call)
    name = call.json().get("displayName")
    if not isinstance(name, str) or not name.strip() or len(name) > 120:
        raise bad_request("Property displayName is invalid: it must be a text of 1 to 120 characters.")
    made = gallery.add(call.tenant, template, name, lag=call.tenant.lag)
    call.store.update(
        ObjectKind.APPLICATION,
        made["application"]["id"],
        lambda body: body.update({CREATED_IN_PRACTICE: "instantiate"}),
        lag=call.tenant.lag,
    )
    return call.entity("microsoft.graph.applicationServicePrincipal", made, 201)


def list_applications(call: RouteCall) -> RouteAnswer:
    """GET /applications."""
    return _list(call, ObjectKind.APPLICATION, "applications", "Application", _APPLICATION_FILTERS)


def get_application(call: RouteCall) -> RouteAnswer:
    """GET /applications/{id} and /applications(appId='...')."""
    return call.entity("applications/$entity", listing.select(call, seen(call, ObjectKind.APPLICATION)))


def patch_application(call: RouteCall) -> RouteAnswer:
    """PATCH /applications/{id}: app roles have to be sent whole, and disabled before they go."""
    application = seen(call, ObjectKind.APPLICATION)
    changes = _changes(call, _APPLICATION_CHANGES)
    truth = call.store.get(ObjectKind.APPLICATION, application["id"]) or application
    if "appRoles" in changes:
        changes["appRoles"] = checked_roles(truth["appRoles"], changes["appRoles"])
    if "keyCredentials" in changes:
        changes["keyCredentials"], changes[registered.CERTIFICATES] = certificates.checked(
            changes["keyCredentials"]
        )
    lag = call.tenant.lag
    call.store.update(ObjectKind.APPLICATION, application["id"], lambda body: body.update(changes), lag=lag)
    shared: Json = {name: changes[name] for name in ("appRoles", "displayName") if name in changes}
    if shared:  # the service principal follows its application
        for principal in call.store.find(ObjectKind.SERVICE_PRINCIPAL, key=application["appId"]):
            call.store.update(
                ObjectKind.SERVICE_PRINCIPAL, principal["id"], lambda body: body.update(shared), lag=lag
            )
    return NO_CONTENT


def delete_application(call: RouteCall) -> RouteAnswer:
    """DELETE /applications/{id}: its service principal and all of its objects are deleted too."""
    application = seen(call, ObjectKind.APPLICATION)
    lag = call.tenant.lag
    for principal in call.store.find(ObjectKind.SERVICE_PRINCIPAL, key=application["appId"]):
        remove_principal(call, principal["id"])
    call.store.delete(ObjectKind.APPLICATION, application["id"], lag=lag)
    return NO_CONTENT


def list_principals(call: RouteCall) -> RouteAnswer:
    """GET /servicePrincipals."""
    answer = _list(
        call, ObjectKind.SERVICE_PRINCIPAL, "servicePrincipals", "ServicePrincipal", _PRINCIPAL_FILTERS
    )
    for principal in answer.body["value"]:
        _expand(call, principal)
    return answer


def count_applications(call: RouteCall) -> RouteAnswer:
    """GET /applications/$count."""
    return _count(call, ObjectKind.APPLICATION, "Application", _APPLICATION_FILTERS)


def count_principals(call: RouteCall) -> RouteAnswer:
    """GET /servicePrincipals/$count."""
    return _count(call, ObjectKind.SERVICE_PRINCIPAL, "ServicePrincipal", _PRINCIPAL_FILTERS)


def get_principal(call: RouteCall) -> RouteAnswer:
    """GET /servicePrincipals/{id} and /servicePrincipals(appId='...')."""
    principal = seen(call, ObjectKind.SERVICE_PRINCIPAL)
    chosen = listing.select(call, principal)
    _expand(call, chosen, principal["id"])
    return call.entity("servicePrincipals/$entity", chosen)


def patch_principal(call: RouteCall) -> RouteAnswer:
    """PATCH /servicePrincipals/{id}."""
    principal = seen(call, ObjectKind.SERVICE_PRINCIPAL)
    changes = _changes(call, _PRINCIPAL_CHANGES)
    truth = call.store.get(ObjectKind.SERVICE_PRINCIPAL, principal["id"]) or principal
    if "appRoles" in changes:
        changes["appRoles"] = checked_roles(truth["appRoles"], changes["appRoles"])
    lag = call.tenant.lag
    call.store.update(
        ObjectKind.SERVICE_PRINCIPAL, principal["id"], lambda body: body.update(changes), lag=lag
    )
    return NO_CONTENT


def delete_principal(call: RouteCall) -> RouteAnswer:
    """DELETE /servicePrincipals/{id}."""
    remove_principal(call, seen(call, ObjectKind.SERVICE_PRINCIPAL)["id"])
    return NO_CONTENT


def remove_principal(call: RouteCall, principal_id: str) -> None:
    """Delete a service principal with its assignments, jobs and secrets."""
    lag = call.tenant.lag
    for kind in (ObjectKind.ASSIGNMENT, ObjectKind.JOB, ObjectKind.SCHEMA):
        for document in call.store.find(kind, parent=principal_id):
            if kind is ObjectKind.JOB:
                call.store.forget_state(document["id"])
            call.store.delete(kind, document["id"])
    call.store.delete(ObjectKind.SECRETS, principal_id)
    call.store.delete(ObjectKind.SERVICE_PRINCIPAL, principal_id, lag=lag)


def seen(call: RouteCall, kind: ObjectKind) -> Json:
    """The object in the address, as a reader sees it now. Raises GraphError 404."""
    if "appId" in call.params:
        found = call.store.find(kind, key=call.params["appId"], lagging=True)
        if found:
            return found[0]
        raise not_found(call.params["appId"])
    body = call.store.get(kind, call.params["id"], lagging=True)
    if body is None:
        raise not_found(call.params["id"])
    return body


def checked_roles(known: list[Json], sent: Any) -> list[Json]:
    """The app roles after a PATCH. Raises GraphError 400 when it is not allowed.

    The whole collection is sent; an enabled role can neither be changed nor left out; `origin` is not sent.
    """
    if not isinstance(sent, list) or not all(isinstance(role, dict) and role.get("id") for role in sent):
        raise bad_request("Invalid value specified for property 'appRoles' of resource 'Application'.")
    if any("origin" in role for role in sent):
        raise bad_request("Property 'origin' is read-only and cannot be set.")
    if len({role["id"] for role in sent}) != len(sent):
        raise bad_request("Property appRoles contains a duplicate id.")
    values = [role["value"] for role in sent if role.get("value")]
    if len(set(values)) != len(values) or any(not _ROLE_VALUE.fullmatch(value) for value in values):
        raise bad_request("Property appRoles contains an invalid or duplicate value.")
    by_id = {role["id"]: role for role in sent}
    for role in known:
        new = by_id.get(role["id"])
        if role["isEnabled"] and (new is None or _differs(role, new)):
            raise GraphRefusalError(
                400,
                "CannotDeleteOrUpdateEnabledEntitlement",
                "Permission (scope or role) cannot be deleted or updated unless disabled first.",
            )
    return [
        {
            "description": None,
            "displayName": None,
            "value": None,
            "isEnabled": True,
            **role,
            "origin": "Application",
        }
        for role in sent
    ]


def _differs(role: Json, new: Json) -> bool:
    # Switching a role off is the one change an enabled role allows.
    return any(
        name in new and new[name] != role[name] for name in role if name not in {"isEnabled", "origin"}
    )


def _changes(call: RouteCall, allowed: frozenset[str]) -> Json:
    changes = {name: value for name, value in call.json().items() if not name.startswith("@")}
    unknown = sorted(set(changes) - allowed)
    if unknown:
        raise bad_request(f"A value without a writable property was found: '{unknown[0][:60]}'.")
    if not changes:
        raise bad_request("The request body contains no changes.")
    return changes


def _expand(call: RouteCall, principal: Json, identifier: str | None = None) -> None:
    wanted = call.query.get("$expand")
    if wanted is None:
        return
    if wanted.split("(")[0] != "appRoleAssignedTo":
        raise unsupported_query(f"Expanding '{wanted[:40]}' is not supported.")
    parent = identifier or principal.get("id")
    principal["appRoleAssignedTo"] = call.store.find(ObjectKind.ASSIGNMENT, parent=parent, lagging=True)[
        :20
    ]


def _template(call: RouteCall) -> Json:
    for template in gallery.templates(call.tenant):
        if template["id"] == call.params["id"]:
            return template
    raise not_found(call.params["id"])


def _list(
    call: RouteCall, kind: ObjectKind, name: str, resource: str, allowed: dict[str, frozenset[str]]
) -> RouteAnswer:
    listing.check_advanced(call)
    expression = listing.parsed_filter(call, resource, allowed)
    items = call.store.find(kind, lagging=True)
    if "$search" in call.query:
        prop, _, text = call.query["$search"].strip('"').partition(":")
        if prop != "displayName":
            raise bad_request(f"The property '{prop[:40]}' is not searchable.")
        wanted = text.casefold()
        items = [item for item in items if f" {item['displayName']}".casefold().find(f" {wanted}") >= 0]
    return listing.documents(call, name, items, expression=expression)


def _count(
    call: RouteCall, kind: ObjectKind, resource: str, allowed: dict[str, frozenset[str]]
) -> RouteAnswer:
    listing.need_eventual(call)
    expression = listing.parsed_filter(call, resource, allowed)
    items = call.store.find(kind, lagging=True)
    return RouteAnswer(
        200, str(sum(1 for item in items if expression is None or matches(expression, item)))
    )

"""Application templates, applications and service principals.

Source: Graph docs, "List applicationTemplates", "applicationTemplate: instantiate", "Update application",
"List servicePrincipals", "Update servicePrincipal".
"""

from __future__ import annotations

import re
from typing import Any

from wizard.practice import gallery
from wizard.practice.graph import listing
from wizard.practice.graph.call import NO_CONTENT, Answer, Call
from wizard.practice.graph.errors import GraphError, bad_request, not_found, unsupported_query
from wizard.practice.graph.matching import matches
from wizard.practice.store import Json, Kind
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
    {"displayName", "appRoles", "notes", "tags", "description", "web", "info", "api"}
)
_PRINCIPAL_CHANGES = frozenset(
    {"displayName", "appRoles", "notes", "tags", "description", "accountEnabled",
    "appRoleAssignmentRequired",
     "notificationEmailAddresses", "preferredSingleSignOnMode", "loginUrl"}
)  # fmt: skip
_ROLE_VALUE = re.compile(r"(?!\.)[:!#$%&'()*+,\-./;=?@\[\]^_{}~0-9A-Za-z]{0,120}")


def list_templates(call: Call) -> Answer:
    """GET /applicationTemplates: any valid token will do."""
    expression = listing.parsed_filter(call, "ApplicationTemplate", _TEMPLATE_FILTERS)
    return listing.documents(
        call, "applicationTemplates", gallery.templates(call.tenant), expression=expression
    )


def get_template(call: Call) -> Answer:
    """GET /applicationTemplates/{id}."""
    return call.entity("applicationTemplates/$entity", listing.select(call, _template(call)))


def instantiate(call: Call) -> Answer:
    """POST /applicationTemplates/{id}/instantiate: 201, but readers may not see the objects for a while."""
    template = _template(call)
    name = call.json().get("displayName")
    if not isinstance(name, str) or not name.strip() or len(name) > 120:
        raise bad_request("Property displayName is invalid: it must be a text of 1 to 120 characters.")
    made = gallery.add(call.tenant, template, name, lag=call.tenant.lag)
    call.store.update(
        Kind.APPLICATION,
        made["application"]["id"],
        lambda body: body.update({CREATED_IN_PRACTICE: "instantiate"}),
        lag=call.tenant.lag,
    )
    return call.entity("microsoft.graph.applicationServicePrincipal", made, 201)


def list_applications(call: Call) -> Answer:
    """GET /applications."""
    return _list(call, Kind.APPLICATION, "applications", "Application", _APPLICATION_FILTERS)


def get_application(call: Call) -> Answer:
    """GET /applications/{id} and /applications(appId='...')."""
    return call.entity("applications/$entity", listing.select(call, seen(call, Kind.APPLICATION)))


def patch_application(call: Call) -> Answer:
    """PATCH /applications/{id}: app roles have to be sent whole, and disabled before they go."""
    application = seen(call, Kind.APPLICATION)
    changes = _changes(call, _APPLICATION_CHANGES)
    truth = call.store.get(Kind.APPLICATION, application["id"]) or application
    if "appRoles" in changes:
        changes["appRoles"] = checked_roles(truth["appRoles"], changes["appRoles"])
    lag = call.tenant.lag
    call.store.update(Kind.APPLICATION, application["id"], lambda body: body.update(changes), lag=lag)
    shared: Json = {name: changes[name] for name in ("appRoles", "displayName") if name in changes}
    if shared:  # the service principal follows its application
        for principal in call.store.find(Kind.SERVICE_PRINCIPAL, key=application["appId"]):
            call.store.update(
                Kind.SERVICE_PRINCIPAL, principal["id"], lambda body: body.update(shared), lag=lag
            )
    return NO_CONTENT


def delete_application(call: Call) -> Answer:
    """DELETE /applications/{id}: its service principal and everything of it go too."""
    application = seen(call, Kind.APPLICATION)
    lag = call.tenant.lag
    for principal in call.store.find(Kind.SERVICE_PRINCIPAL, key=application["appId"]):
        remove_principal(call, principal["id"])
    call.store.delete(Kind.APPLICATION, application["id"], lag=lag)
    return NO_CONTENT


def list_principals(call: Call) -> Answer:
    """GET /servicePrincipals."""
    answer = _list(
        call, Kind.SERVICE_PRINCIPAL, "servicePrincipals", "ServicePrincipal", _PRINCIPAL_FILTERS
    )
    for principal in answer.body["value"]:
        _expand(call, principal)
    return answer


def count_applications(call: Call) -> Answer:
    """GET /applications/$count."""
    return _count(call, Kind.APPLICATION, "Application", _APPLICATION_FILTERS)


def count_principals(call: Call) -> Answer:
    """GET /servicePrincipals/$count."""
    return _count(call, Kind.SERVICE_PRINCIPAL, "ServicePrincipal", _PRINCIPAL_FILTERS)


def get_principal(call: Call) -> Answer:
    """GET /servicePrincipals/{id} and /servicePrincipals(appId='...')."""
    principal = seen(call, Kind.SERVICE_PRINCIPAL)
    chosen = listing.select(call, principal)
    _expand(call, chosen, principal["id"])
    return call.entity("servicePrincipals/$entity", chosen)


def patch_principal(call: Call) -> Answer:
    """PATCH /servicePrincipals/{id}."""
    principal = seen(call, Kind.SERVICE_PRINCIPAL)
    changes = _changes(call, _PRINCIPAL_CHANGES)
    truth = call.store.get(Kind.SERVICE_PRINCIPAL, principal["id"]) or principal
    if "appRoles" in changes:
        changes["appRoles"] = checked_roles(truth["appRoles"], changes["appRoles"])
    lag = call.tenant.lag
    call.store.update(Kind.SERVICE_PRINCIPAL, principal["id"], lambda body: body.update(changes), lag=lag)
    return NO_CONTENT


def delete_principal(call: Call) -> Answer:
    """DELETE /servicePrincipals/{id}."""
    remove_principal(call, seen(call, Kind.SERVICE_PRINCIPAL)["id"])
    return NO_CONTENT


def remove_principal(call: Call, principal_id: str) -> None:
    """Delete a service principal with its assignments, jobs and secrets."""
    lag = call.tenant.lag
    for kind in (Kind.ASSIGNMENT, Kind.JOB, Kind.SCHEMA):
        for document in call.store.find(kind, parent=principal_id):
            if kind is Kind.JOB:
                call.store.forget_state(document["id"])
            call.store.delete(kind, document["id"])
    call.store.delete(Kind.SECRETS, principal_id)
    call.store.delete(Kind.SERVICE_PRINCIPAL, principal_id, lag=lag)


def seen(call: Call, kind: Kind) -> Json:
    """The object the address names, as a reader sees it at the moment. Raises GraphError 404."""
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
    """The app roles a PATCH leaves behind. Raises GraphError 400 when it may not.

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
            raise GraphError(
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


def _changes(call: Call, allowed: frozenset[str]) -> Json:
    changes = {name: value for name, value in call.json().items() if not name.startswith("@")}
    unknown = sorted(set(changes) - allowed)
    if unknown:
        raise bad_request(f"A value without a writable property was found: '{unknown[0][:60]}'.")
    if not changes:
        raise bad_request("The request body contains no changes.")
    return changes


def _expand(call: Call, principal: Json, identifier: str | None = None) -> None:
    wanted = call.query.get("$expand")
    if wanted is None:
        return
    if wanted.split("(")[0] != "appRoleAssignedTo":
        raise unsupported_query(f"Expanding '{wanted[:40]}' is not supported.")
    parent = identifier or principal.get("id")
    principal["appRoleAssignedTo"] = call.store.find(Kind.ASSIGNMENT, parent=parent, lagging=True)[:20]


def _template(call: Call) -> Json:
    for template in gallery.templates(call.tenant):
        if template["id"] == call.params["id"]:
            return template
    raise not_found(call.params["id"])


def _list(call: Call, kind: Kind, name: str, resource: str, allowed: dict[str, frozenset[str]]) -> Answer:
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


def _count(call: Call, kind: Kind, resource: str, allowed: dict[str, frozenset[str]]) -> Answer:
    listing.need_eventual(call)
    expression = listing.parsed_filter(call, resource, allowed)
    items = call.store.find(kind, lagging=True)
    return Answer(200, str(sum(1 for item in items if expression is None or matches(expression, item))))

"""App role assignments of an application.

Source: Graph docs, "Grant an appRoleAssignment for a service principal", "List appRoleAssignments granted
for a service principal", "Delete appRoleAssignedTo".
"""

from __future__ import annotations

import base64
import uuid
from typing import Any

from wizard.practice.clock import stamp
from wizard.practice.graph import listing
from wizard.practice.graph.applications import seen
from wizard.practice.graph.call import (
    NO_CONTENT,
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import bad_request, not_found
from wizard.practice.store import (
    Json,
    ObjectKind,
)

DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000"
_FILTERS = {"principalDisplayName": frozenset({"eq", "startswith"}), "resourceId": frozenset({"eq"})}


def list_assigned(call: RouteCall) -> RouteAnswer:
    """GET /servicePrincipals/{id}/appRoleAssignedTo: recent changes may be missing."""
    principal = seen(call, ObjectKind.SERVICE_PRINCIPAL)
    expression = listing.parsed_filter(call, "AppRoleAssignment", _FILTERS)
    found = call.store.find(ObjectKind.ASSIGNMENT, parent=principal["id"], lagging=True)
    return listing.documents(call, "appRoleAssignments", found, expression=expression)


def list_of_user(call: RouteCall) -> RouteAnswer:
    """GET /users/{id}/appRoleAssignments and /groups/{id}/appRoleAssignments."""
    user = call.store.user(call.params["id"]) or call.store.group(call.params["id"])
    if user is None:
        raise not_found(call.params["id"])
    expression = listing.parsed_filter(call, "AppRoleAssignment", _FILTERS)
    found = call.store.find(ObjectKind.ASSIGNMENT, key=user["id"], lagging=True)
    return listing.documents(call, "appRoleAssignments", found, expression=expression)


def assign(call: RouteCall) -> RouteAnswer:
    """POST /servicePrincipals/{id}/appRoleAssignedTo."""
    resource = seen(call, ObjectKind.SERVICE_PRINCIPAL)
    body = call.json()
    principal_id, resource_id, role_id = (
        _guid(body, name) for name in ("principalId", "resourceId", "appRoleId")
    )
    if resource_id != resource["id"]:
        raise bad_request("Not a valid reference update.")
    truth = call.store.get(ObjectKind.SERVICE_PRINCIPAL, resource["id"]) or resource
    _check_role(truth["appRoles"], role_id)
    person, sort = _principal(call, principal_id)
    existing = call.store.find(ObjectKind.ASSIGNMENT, parent=resource["id"], key=principal_id)
    if any(one["appRoleId"] == role_id for one in existing):
        raise bad_request("Permission being assigned already exists on the object")
    assignment: Json = {
        "id": base64.urlsafe_b64encode(uuid.UUID(principal_id).bytes_le + uuid.uuid4().bytes)
        .decode()
        .rstrip("="),
        "deletedDateTime": None,
        "appRoleId": role_id,
        "createdDateTime": stamp(call.tenant.clock.now()),
        "principalDisplayName": person["displayName"],
        "principalId": principal_id,
        "principalType": sort,
        "resourceDisplayName": resource["displayName"],
        "resourceId": resource["id"],
    }
    call.store.put(
        ObjectKind.ASSIGNMENT,
        assignment["id"],
        assignment,
        parent=resource["id"],
        key=principal_id,
        lag=call.tenant.lag,
    )
    return call.entity("appRoleAssignments/$entity", assignment, 201)


def unassign(call: RouteCall) -> RouteAnswer:
    """DELETE /servicePrincipals/{id}/appRoleAssignedTo/{assignment}."""
    resource = seen(call, ObjectKind.SERVICE_PRINCIPAL)
    known = call.store.get(ObjectKind.ASSIGNMENT, call.params["assignment"])
    if known is None or known["resourceId"] != resource["id"]:
        raise not_found(call.params["assignment"])
    call.store.delete(ObjectKind.ASSIGNMENT, known["id"], lag=call.tenant.lag)
    return NO_CONTENT


def _guid(body: Json, name: str) -> str:
    value: Any = body.get(name)
    try:
        return str(uuid.UUID(value))
    except (ValueError, AttributeError, TypeError):
        raise bad_request(
            f"Invalid value specified for property '{name}' of resource 'AppRoleAssignment'."
        ) from None


def _check_role(declared: list[Json], role_id: str) -> None:
    """Default access exists only for applications without roles of their own for people."""
    if role_id == DEFAULT_ACCESS and not declared:
        return
    if not any(role["id"] == role_id and role["isEnabled"] for role in declared):
        raise bad_request("Permission being assigned was not found on application")


def _principal(call: RouteCall, principal_id: str) -> tuple[Json, str]:
    user = call.store.user(principal_id)
    if user is not None:
        return user, "User"
    group = call.store.group(principal_id)
    if group is None:
        raise not_found(principal_id)
    if not group["securityEnabled"]:
        raise bad_request("Only security-enabled groups can be assigned to an application.")
    if call.tenant.faults.is_on("no-premium"):
        raise bad_request("Assigning groups needs a Microsoft Entra ID P1 or P2 license.")
    return group, "Group"

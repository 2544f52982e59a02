"""Owners of applications, and what the signed-in person owns."""

from __future__ import annotations

from wizard.practice import owners
from wizard.practice.graph import listing
from wizard.practice.graph.applications import seen
from wizard.practice.graph.call import RouteAnswer, RouteCall
from wizard.practice.graph.errors import unsupported_query
from wizard.practice.registered import OWNERS
from wizard.practice.store import Json, ObjectKind

_KINDS = {
    "application": ObjectKind.APPLICATION,
    "serviceprincipal": ObjectKind.SERVICE_PRINCIPAL,
}


def owners_of_application(call: RouteCall) -> RouteAnswer:
    """GET /applications/{id}/owners."""
    seen(call, ObjectKind.APPLICATION)
    return _people(call, [])


def owners_of_principal(call: RouteCall) -> RouteAnswer:
    """GET /servicePrincipals/{id}/owners."""
    principal = seen(call, ObjectKind.SERVICE_PRINCIPAL)
    known = (call.store.get(ObjectKind.SERVICE_PRINCIPAL, each) for each in principal.get(OWNERS, ()))
    kind = "#microsoft.graph.servicePrincipal"
    return _people(call, [{"@odata.type": kind, **each} for each in known if each is not None])


def owned_by_me(call: RouteCall) -> RouteAnswer:
    """GET /me/ownedObjects, also cast to application or servicePrincipal."""
    cast = call.params.get("cast", "").lower()
    if cast and cast not in _KINDS:
        raise unsupported_query(f"The type cast 'microsoft.graph.{cast[:40]}' is not supported here.")
    found: list[Json] = []
    if call.caller.user_id in owners.owners(call.tenant):
        for name, kind in _KINDS.items():
            if cast in ("", name):
                found += [dict(each) for each in call.store.find(kind)]
    return listing.documents(call, "directoryObjects", found)


def _people(call: RouteCall, applications: list[Json]) -> RouteAnswer:
    known = (call.store.user(each) for each in owners.owners(call.tenant))
    found = [{"@odata.type": "#microsoft.graph.user", **each} for each in known if each is not None]
    return listing.documents(call, "directoryObjects", [*found, *applications])

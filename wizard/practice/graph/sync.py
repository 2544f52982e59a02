"""What all synchronization endpoints share: the service principal, the job, wrapped errors.

Source: Graph docs, "Microsoft Entra synchronization API overview".
"""

from __future__ import annotations

import itertools

from wizard.practice import gallery
from wizard.practice.graph.call import RouteCall
from wizard.practice.graph.errors import (
    GraphRefusalError,
    denied,
    not_found,
    wrapped,
)
from wizard.practice.store import (
    Json,
    ObjectKind,
)

_turn = itertools.count()


def principal(call: RouteCall) -> Json:
    """The service principal in the address.

    Right after it was created the synchronization service does not know it yet and answers 403 or 409 in
    turn; hashicorp/terraform-provider-azuread retries both. Raises GraphError.
    """
    identifier = call.params["sp"]
    known = call.store.get(ObjectKind.SERVICE_PRINCIPAL, identifier)
    if known is None:
        raise not_found(identifier)
    travelling = call.store.get(ObjectKind.SERVICE_PRINCIPAL, identifier, lagging=True) is None
    if travelling or call.tenant.faults.take("sync-not-ready"):
        raise (
            denied()
            if next(_turn) % 2
            else wrapped(409, "Conflict", "The service principal is being updated.")
        )
    return known


def owner_of_templates(call: RouteCall) -> Json:
    """The service principal whose templates are asked for; an application has its own.

    Raises GraphError.
    """
    if "app" not in call.params:
        return principal(call)
    application = call.store.get(ObjectKind.APPLICATION, call.params["app"], lagging=True)
    if application is None:
        raise not_found(call.params["app"])
    return call.store.find(ObjectKind.SERVICE_PRINCIPAL, key=application["appId"])[0]


def job(call: RouteCall, *, lagging: bool = True) -> Json:
    """The job in the address, as a reader sees it. Raises GraphError 404."""
    owner = principal(call)
    identifier = call.params["job"]
    if call.store.parent_of(ObjectKind.JOB, identifier) != owner["id"]:
        raise no_such_job(identifier)
    found = call.store.get(ObjectKind.JOB, identifier, lagging=lagging)
    if found is None:
        raise no_such_job(identifier)
    return found


def no_such_job(identifier: str) -> GraphRefusalError:
    """The synchronization service knows no such job, or not yet."""
    return wrapped(404, "SynchronizationJobNotFound", f"The job '{identifier[:200]}' was not found.")


def template_ids(call: RouteCall, owner: Json) -> dict[str, str]:
    """Provisioning templates of an application: the id to ask for -> the id jobs really get."""
    template = owner.get("applicationTemplateId")
    if template == call.tenant.identity.template_id:
        if call.tenant.faults.is_on("no-sync-template"):
            return {}
        identifier = gallery.synchronization_template(call.tenant)["id"]
        return {identifier: identifier}
    if template == gallery.NON_GALLERY:
        effective = {"customappsso": "customappssoOutDelta"}
        names = ("customappsso", "customappssoOutDelta", "customappssoRoleIn", "scim")
        return {name: effective.get(name, name) for name in names}
    return {}


def context(call: RouteCall, owner: str, rest: str) -> str:
    """The `@odata.context` of something below a service principal's synchronization."""
    return call.context(f"servicePrincipals('{owner}')/synchronization/{rest}")

"""Object connections: which account a job has linked to which person (beta only).

Source: entra-docs, manage-object-connections.md: the id is tried as the source's, then as the target's;
listing is refused; deleting needs a job that is not active and answers 204 even without a connection.
"""

from __future__ import annotations

from wizard.practice.graph.call import NO_CONTENT, RouteAnswer, RouteCall
from wizard.practice.graph.errors import bad_request, wrapped
from wizard.practice.graph.sync import job
from wizard.practice.service.links import Link, Memory


def list_connections(_call: RouteCall) -> RouteAnswer:
    """GET .../jobs/{job}/objectConnections: refused."""
    raise bad_request("Object connections cannot be listed. Ask for one by its id.")


def get_connection(call: RouteCall) -> RouteAnswer:
    """GET .../jobs/{job}/objectConnections('{id}')."""
    _memory, person, link = _found(call)
    if link is None:
        raise wrapped(404, "ObjectConnectionNotFound", "No connection was found for this object.")
    body = {
        "objectId": call.params["id"],
        "sourceAnchor": person,
        "targetAnchor": link.target,
        "displayName": link.name,
        "objectTypeName": "User",
    }
    return RouteAnswer(200, body)


def delete_connection(call: RouteCall) -> RouteAnswer:
    """DELETE .../jobs/{job}/objectConnections('{id}')."""
    found = job(call)
    if found["schedule"]["state"] == "Active":
        raise wrapped(409, "JobIsActive", "The job has to be paused first.")
    memory, person, link = _found(call)
    if link is not None:
        memory.unlink(person)
    return NO_CONTENT


def _found(call: RouteCall) -> tuple[Memory, str, Link | None]:
    memory = Memory(call.store, job(call)["id"])
    person = call.params["id"]
    link = memory.link(person)
    if link is None:
        person = memory.holder(call.params["id"]) or ""
        link = memory.link(person) if person else None
    return memory, person, link

"""The links of a job: from provisioning logs, and from object connections where the tenant allows them.

Logs: Graph docs, provisioningObjectSummary. Object connections: Entra docs, "Manage object connections"
(beta; the id is tried as the person's, then as the account's; 404 when there is none).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field
from pydantic.dataclasses import dataclass as checked

from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, Part, literal, segment
from wizard.entra.rows import RowReader
from wizard.entra.values import CONFIG, Details, Json, Many, Text, read
from wizard.problem import Problem, ProblemError

_LOG = "/auditLogs/provisioning"
_TOP = "500"
# The results of the scoping step, in both vocabularies Microsoft's service uses.
_ACTIVE = ("Active in the source system", "IsActive")
_ASSIGNED = ("Assigned to the application", "Assigned")
_ROLE = ("User has the required role", "IsEffectivelyEntitledForProvisioning")
_ROLES = "appRoleAssignments"  # of the import step
_FILTER = ("Scoping filter evaluation passed", "IsInProvisioningScopeDisplayName")


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """One log entry about one person. `account` is the SCIM id, empty when none was found or made.

    `action` and `status` are lower case; `code` is the error code or skip reason, lower case. Of the
    scoping step: whether the person was active, assigned, entitled by a role, let in by the filter; None
    where the entry does not say. `added`: taken for somebody new by the service. `with_role`: whether the
    person had a role of the application, which people have who are in scope by an assignment. `written` are
    target attributes and the values they were given.
    """

    person: str
    account: str
    action: str
    status: str
    code: str
    at: str
    name: str
    user_name: str
    active: bool | None
    assigned: bool | None
    role: bool | None
    inside: bool | None
    deleted: bool
    added: bool = False
    with_role: bool | None = None
    written: Mapping[str, str] = field(default_factory=dict)


@checked(frozen=True, slots=True, config=CONFIG)
class _Identity:
    id: Text = ""
    display_name: Text = ""
    details: Details = Field(default_factory=dict)


@checked(frozen=True, slots=True, config=CONFIG)
class _Error:
    error_code: Text = ""


@checked(frozen=True, slots=True, config=CONFIG)
class _Status:
    status: Text = ""
    error_information: _Error | None = None


@checked(frozen=True, slots=True, config=CONFIG)
class _Step:
    name: Text = ""
    details: Details = Field(default_factory=dict)


@checked(frozen=True, slots=True, config=CONFIG)
class _Change:
    display_name: Text = ""
    new_value: Text = ""


@checked(frozen=True, slots=True, config=CONFIG)
class _Entry:
    activity_date_time: Text = ""
    provisioning_action: Text = ""
    provisioning_status_info: _Status | None = None
    source_identity: _Identity | None = None
    target_identity: _Identity | None = None
    provisioning_steps: Many[_Step] = ()
    modified_properties: Many[_Change] = ()


async def read_link_evidence(
    graph: Graph,
    job_id: str,
    since: str,
    take: Callable[[Sequence[LinkEvidence]], Awaitable[bool]],
) -> bool:
    """Pass the job's log entries to `take`, newest first, page by page, until it returns False.

    `since` is an ISO 8601 time or empty. Returns whether the end of the log (or `since`) was reached,
    and every row could be read.
    Raises `GraphError` when Graph refuses the log, for example without a license.
    """
    condition = f"jobId eq {literal(job_id)}"
    if since:
        condition += f" and activityDateTime gt {since}"
    params = {"$filter": condition, "$orderby": "activityDateTime desc", "$top": _TOP}
    wanted = True
    reader = RowReader(_LOG)

    async def page(found: Json) -> None:
        nonlocal wanted
        rows = (reader.read(_Entry, row) for row in reader.of_page(found))
        entries = [each for each in rows if each is not None]
        if wanted and not await take([_evidence(entry) for entry in entries]):
            wanted = False
            raise _EnoughError

    try:
        await graph.each_page(_LOG, params, page)
    except _EnoughError:
        return False
    return not reader.unread  # what those rows say may be about any link


class _EnoughError(Exception):
    """Stops reading further pages."""


def link_evidence(row: Json) -> LinkEvidence:
    """What one row of the log says about a link."""
    return _evidence(read(_Entry, row))


def _evidence(entry: _Entry) -> LinkEvidence:
    source = entry.source_identity or _Identity()
    target = entry.target_identity or _Identity()
    status = entry.provisioning_status_info or _Status()
    details: dict[str, str] = {}
    for step in entry.provisioning_steps:
        details.update(step.details)
    steps = {step.name.casefold() for step in entry.provisioning_steps}
    error = status.error_information.error_code if status.error_information else ""
    return LinkEvidence(
        person=source.id,
        account=target.id,
        action=entry.provisioning_action.casefold(),
        status=status.status.casefold(),
        code=(error or details.get("SkipReason", "")).casefold(),
        at=entry.activity_date_time,
        name=source.display_name,
        user_name=source.details.get("UserPrincipalName", ""),
        active=_flag(details, _ACTIVE),
        assigned=_flag(details, _ASSIGNED),
        role=_flag(details, _ROLE),
        inside=_flag(details, _FILTER),
        deleted="entryimportdelete" in steps,
        added="entryimportadd" in steps,
        with_role=bool(details[_ROLES].strip()) if _ROLES in details else None,
        written={change.display_name: change.new_value for change in entry.modified_properties},
    )


def _flag(details: Mapping[str, str], names: Sequence[str]) -> bool | None:
    for name in names:
        word = details.get(name, "").casefold()
        if word in ("true", "false"):
            return word == "true"
    return None


@dataclass(frozen=True, slots=True)
class ObjectConnection:
    """A link between a person and an account, by their ids."""

    person: str
    account: str


@checked(frozen=True, slots=True, config=CONFIG)
class _Connection:
    object_id: Text = ""
    source_anchor: Text = ""
    target_anchor: Text = ""


async def object_connections(
    graph: Graph, service_principal_id: str, job_id: str, ids: Sequence[str]
) -> dict[str, ObjectConnection | None]:
    """The links of these people or accounts; None for an id without a link.

    Raises `ProblemError` when the tenant's Graph does not support it.
    """
    parts = [Part("GET", _connection_path(service_principal_id, job_id, each)) for each in ids]
    found: dict[str, ObjectConnection | None] = {}
    for each, part, answer in zip(ids, parts, await graph.batch(parts, beta=True), strict=True):
        if answer.error is None:
            found[each] = _connection(answer.body, part.path)
        elif answer.status == 404 and not _no_such_route(answer.error, part.path):
            found[each] = None
        else:
            raise answer.error
    return found


async def delete_connection(graph: Graph, service_principal_id: str, job_id: str, object_id: str) -> None:
    """Delete the link of this person or account (beta). The job must be off: otherwise 409.

    Succeeds also where there is no link, so read it first.
    """
    await graph.delete(_connection_path(service_principal_id, job_id, object_id), beta=True)


def _connection_path(service_principal_id: str, job_id: str, object_id: str) -> str:
    job = f"/servicePrincipals/{segment(service_principal_id)}/synchronization/jobs/{segment(job_id)}"
    return f"{job}/objectConnections('{segment(object_id)}')"


def _no_such_route(error: GraphError, path: str) -> bool:
    """Whether batches or this API are not supported here, rather than the object missing."""
    about = error.problem.facts.get("path")
    return about != path or "no http resource" in error.message.casefold() or "segment" in error.message


def _connection(body: Mapping[str, Any], path: str) -> ObjectConnection:
    """The link in an answer. Graph answers 404 where there is none: without both ids it was not read."""
    row = read(_Connection, dict(body))
    person = row.source_anchor or row.object_id
    if not person or not row.target_anchor:
        raise ProblemError(
            Problem("graph_unexpected_answer", {"kind": "objectConnection", "where": path}, retryable=True)
        )
    return ObjectConnection(person, row.target_anchor)

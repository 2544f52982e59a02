"""Provisioning logs.

Source: Graph docs, "List provisioningObjectSummary".
"""

from __future__ import annotations

from wizard.practice.graph import listing, paging
from wizard.practice.graph.call import (
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import (
    GraphRefusalError,
    unsupported_query,
)
from wizard.practice.graph.filters import Expression, walk
from wizard.practice.graph.matching import matches
from wizard.practice.store import Json

_TEXT = frozenset({"eq", "contains"})
_RANGE = frozenset({"eq", "gt", "lt"})
_FILTERS = {
    **dict.fromkeys(
        ("id", "tenantId", "jobId", "changeId", "cycleId", "provisioningAction",
        "provisioningStatusInfo/status",
         "initiatedBy/displayName", "sourceSystem/displayName", "targetSystem/displayName",
         "sourceIdentity/id",
         "sourceIdentity/displayName", "sourceIdentity/identityType", "targetIdentity/id",
         "targetIdentity/displayName", "targetIdentity/identityType"), _TEXT,
    ),
    "activityDateTime": _RANGE | {"ge", "le"},
    "durationInMilliseconds": _RANGE,
    # The reference allows eq only; Microsoft's own sample uses contains(tolower(...)).
    "servicePrincipal/id": _TEXT,
    "servicePrincipal/displayName": frozenset({"eq"}),
}  # fmt: skip
_LOOK = 2000  # entries read per step while filtering


def list_logs(call: RouteCall) -> RouteAnswer:
    """GET /auditLogs/provisioning: newest first unless `$orderby` says otherwise; texts in filters are
    case sensitive."""
    if call.tenant.faults.is_on("no-premium"):
        raise GraphRefusalError(
            403,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "Neither tenant is B2C or tenant doesn't have premium license",
        )
    for option in ("$count", "$search", "$expand", "$select"):
        if option in call.query:
            raise unsupported_query(f"The query parameter '{option}' is not supported.")
    descending = True
    if "$orderby" in call.query:
        _, descending = listing.ordering(call, {"activityDateTime"})
    expression = listing.parsed_filter(call, "ProvisioningObjectSummary", _FILTERS)
    size = paging.size(call.query.get("$top"), default=100, most=1000)
    found, last, more = _collect(call, expression, size, oldest_first=not descending)
    body: Json = {"@odata.context": call.context("auditLogs/provisioning")}
    if more:
        body["@odata.nextLink"] = listing.next_link(call, last)
    return RouteAnswer(200, {**body, "value": found})


def _collect(
    call: RouteCall, expression: Expression | None, size: int, *, oldest_first: bool
) -> tuple[list[Json], int | None, bool]:
    before = listing.position(call)
    job = _only_job(expression)
    found: list[Json] = []
    last: int | None = before
    while True:
        limit = _LOOK if expression else size + 1
        entries = call.store.logs(job_id=job, before=last, limit=limit, oldest_first=oldest_first)
        if not entries:
            return found, last, False
        for seq, entry in entries:
            if expression is None or matches(expression, entry, fold=False):
                if len(found) == size:
                    return found, last, True
                found.append(entry)
            last = seq


def _only_job(expression: Expression | None) -> str | None:
    compares = walk(expression) if expression else []
    if len(compares) == 1 and compares[0].property.path == "jobId" and compares[0].op == "eq":
        return str(compares[0].value)
    return None

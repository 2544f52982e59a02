"""Provisioning logs: each change of each person, with its cause."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import TypedDict, Unpack

from pydantic import Field
from pydantic.dataclasses import dataclass

from wizard.entra.graph import Graph, literal
from wizard.entra.log_reason import TargetAnswer, target_answer
from wizard.entra.values import CONFIG, Details, Instant, Json, Many, Number, Text, read
from wizard.problem import LicenseMissingError, Problem, ProblemError, RoleMissingError
from wizard.security.redactor import redact


@dataclass(frozen=True, slots=True, config=CONFIG)
class LoggedIdentity:
    """An object of one system, by id and name."""

    id: Text = ""
    display_name: Text = ""
    details: Details = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=CONFIG)
class LogStep:
    """One step of an entry."""

    name: Text = ""
    type: Text = ""  # lower case: import, scoping, matching, processing, referenceresolution, export
    status: Text = ""
    description: Text = ""
    details: Details = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=CONFIG)
class ModifiedProperty:
    """An attribute change."""

    display_name: Text = ""
    new_value: Text = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One change of one person. `action` and `status` are lower case: create, update, disable, delete,
    stageddelete, other / success, failure, skipped, warning, or newer words.

    `cause` is a problem code with words for `wizard.messages.explain`; "" when there is none.
    """

    id: str
    at: Instant
    action: str
    status: str
    source: LoggedIdentity
    target: LoggedIdentity
    job_id: str = ""
    cycle_id: str = ""
    change_id: str = ""
    error_code: str = ""
    reason: str = ""
    recommended_action: str = ""
    milliseconds: int = 0
    steps: tuple[LogStep, ...] = ()
    changes: tuple[ModifiedProperty, ...] = ()
    cause: str = ""
    said: str = ""
    """The application's own sentence, redacted; "" when its answer has none."""


_LARGEST_PAGE = 500
_UNREADABLE = "log_unreadable_answer"

# Error codes of the service (Entra docs: provisioning logs, error codes) and their problem codes.
_CAUSES: dict[str, str] = {
    "conflict": "log_conflict",
    "entryconflict": "log_conflict",
    "toomanyrequests": "log_target_busy",
    "internalservererror": "log_target_error",
    "webexceptionprotocolerror": "log_target_error",
    "timeout": "log_target_slow",
    "insufficientrights": "log_not_permitted",
    "methodnotallowed": "log_not_permitted",
    "notpermitted": "log_not_permitted",
    "unauthorized": "log_not_permitted",
    "unprocessableentity": "log_refused_by_target",
    "notimplemented": "log_refused_by_target",
    "invalidanchor": "log_account_vanished",
    "mandatoryfieldsmissing": "log_value_missing",
    "missingvalues": "log_value_missing",
    "schemaattributenotfound": "log_unknown_attribute",
    "internalerror": "log_service_error",
    "invaliddomain": "log_domain_refused",
    "licenselimitexceeded": "log_no_licence_left",
    "duplicatetargetentries": "log_duplicate_in_target",
    "duplicatesourceentries": "log_duplicate_in_source",
    "importskipped": "log_matching_value_missing",
    "entrysynchronizationskipped": "log_out_of_scope",
    "noteffectivelyentitled": "log_not_entitled",
    "redundantexport": "log_already_equal",
    "systemforcrossdomainidentitymanagementmultipleentriesinresponse": "log_duplicate_in_target",
    "systemforcrossdomainidentitymanagementserviceincompatible": _UNREADABLE,
    "schemapropertycanonlyacceptvalue": "log_too_many_values",
}


class LogQuery(TypedDict, total=False):
    """What entries of an application's log have to match; a member that is absent or None matches all."""

    job_id: str | None
    since: datetime | None
    before: datetime | None
    person_id: str | None
    """Object id in Entra."""
    account_id: str | None
    """SCIM id."""


async def log_entries(
    graph: Graph, service_principal_id: str, *, limit: int = 200, **query: Unpack[LogQuery]
) -> tuple[LogEntry, ...]:
    """The newest entries of the application, newest first (5 requests per 10 s).

    Raises "logs_need_licence" or "logs_need_role" accordingly.
    """
    entries = entries_newest_first(graph, service_principal_id, limit=limit, **query)
    return tuple([each async for each in entries])


async def entries_newest_first(
    graph: Graph, service_principal_id: str, *, limit: int | None = None, **query: Unpack[LogQuery]
) -> AsyncIterator[LogEntry]:
    """The same entries one by one as their pages come, so that a long log is never held whole."""
    async for row in rows_newest_first(graph, service_principal_id, limit=limit, **query):
        yield entry(row)


async def rows_newest_first(
    graph: Graph, service_principal_id: str, *, limit: int | None = None, **query: Unpack[LogQuery]
) -> AsyncIterator[Json]:
    """The same entries as Graph sends them."""
    job_id, since, before = query.get("job_id"), query.get("since"), query.get("before")
    # Filters are case-sensitive; by job is documented for more operators than by application.
    parts = [f"jobId eq {literal(job_id)}"] if job_id else []
    if not job_id:
        parts.append(f"servicePrincipal/id eq {literal(service_principal_id)}")
    if since is not None:
        parts.append(f"activityDateTime gt {_stamp(since)}")
    if before is not None:
        parts.append(f"activityDateTime lt {_stamp(before)}")
    if person_id := query.get("person_id"):
        parts.append(f"sourceIdentity/id eq {literal(person_id)}")
    if account_id := query.get("account_id"):
        parts.append(f"targetIdentity/id eq {literal(account_id)}")
    params = {
        "$filter": " and ".join(parts),
        "$orderby": "activityDateTime desc",
        "$top": str(_LARGEST_PAGE if limit is None else min(limit, _LARGEST_PAGE)),
    }
    try:
        async for row in graph.items("/auditLogs/provisioning", params, limit=limit):
            yield row
    except LicenseMissingError as error:
        raise LicenseMissingError(_about_logs("logs_need_licence", error)) from error
    except RoleMissingError as error:
        raise RoleMissingError(_about_logs("logs_need_role", error)) from error


def _stamp(moment: datetime) -> str:
    """To the microsecond: entries of the same second count too."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _about_logs(code: str, error: ProblemError) -> Problem:
    return Problem(code, error.problem.facts, error.problem.raw)


def entry(row: Json) -> LogEntry:
    """One row of the log; casing of enum members varies and becomes lower case."""
    wire = read(_Row, row)
    info = wire.provisioning_status_info or _StatusInfo()
    error = info.error_information or _ErrorInformation()
    steps = tuple(
        LogStep(
            step.name,
            (step.provisioning_step_type or step.type).casefold(),
            step.status.casefold(),
            redact(step.description),
            step.details,
        )
        for step in wire.provisioning_steps
    )
    code = error.error_code or _skip_reason(steps)
    answer = target_answer(error.reason or error.additional_details)
    return LogEntry(
        id=wire.id,
        at=wire.activity_date_time,
        action=wire.provisioning_action.casefold(),
        status=info.status.casefold(),
        source=wire.source_identity or LoggedIdentity(),
        target=wire.target_identity or LoggedIdentity(),
        job_id=wire.job_id,
        cycle_id=wire.cycle_id,
        change_id=wire.change_id,
        error_code=code,
        reason=redact(error.reason or error.additional_details),
        recommended_action=redact(error.recommended_action),
        milliseconds=wire.duration_in_milliseconds,
        steps=steps,
        changes=wire.modified_properties,
        cause=_cause(code, answer),
        said=redact(answer.said) if answer is not None else "",
    )


def _cause(code: str, answer: TargetAnswer | None) -> str:
    """The cause by the code; where that says nothing, or that the answer was not understood although it is
    a refusal in words, by the application's answer.
    """
    cause = cause_of(code)
    if answer is not None and answer.refused and (not cause or (cause == _UNREADABLE and answer.said)):
        return "log_refused_by_target"
    return cause


def cause_of(error_code: str) -> str:
    """The problem code with words for an error code or skip reason; "" when it is not known.

    Connectors add their own name as a prefix ("ContosoEntryConflict"), so the end counts too.
    """
    code = error_code.casefold()
    if code in _CAUSES:
        return _CAUSES[code]
    endings = sorted((known for known in _CAUSES if code.endswith(known)), key=len, reverse=True)
    return _CAUSES[endings[0]] if endings else ""


def _skip_reason(steps: Sequence[LogStep]) -> str:
    return next((step.details["SkipReason"] for step in steps if step.details.get("SkipReason")), "")


@dataclass(frozen=True, slots=True, config=CONFIG)
class _ErrorInformation:
    error_code: Text = ""
    reason: Text = ""
    additional_details: Text = ""
    recommended_action: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class _StatusInfo:
    status: Text = ""
    error_information: _ErrorInformation | None = None


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Step:
    name: Text = ""
    provisioning_step_type: Text = ""
    type: Text = ""
    status: Text = ""
    description: Text = ""
    details: Details = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Row:
    """Graph docs: provisioningObjectSummary."""

    id: Text = ""
    activity_date_time: Instant = None
    provisioning_action: Text = ""
    provisioning_status_info: _StatusInfo | None = None
    source_identity: LoggedIdentity | None = None
    target_identity: LoggedIdentity | None = None
    job_id: Text = ""
    cycle_id: Text = ""
    change_id: Text = ""
    duration_in_milliseconds: Number = 0
    provisioning_steps: Many[_Step] = ()
    modified_properties: Many[ModifiedProperty] = ()

"""Provisioning logs: each change of each person, with its cause."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypedDict, Unpack

from pydantic import Field
from pydantic.dataclasses import dataclass

from wizard.entra.graph import Graph, literal
from wizard.entra.log_causes import log_cause
from wizard.entra.log_reason import target_answer
from wizard.entra.rows import RowReader
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
    old_value: Text = ""
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
    answer: str = ""
    """The application's HTTP status, such as "400 Bad Request"; "" when the entry tells none."""
    said: str = ""
    """The application's own sentence, redacted; "" when its answer has none."""


_LARGEST_PAGE = 500
_PATH = "/auditLogs/provisioning"


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
    """The same entries as Graph sends them; those that cannot be read are left out, counted and named."""
    params = _params(service_principal_id, limit, query)
    reader = RowReader(_PATH)
    with _logs_need():
        async for row in graph.items(_PATH, params, limit=limit, reader=reader):
            if reader.read(_Row, row) is not None:
                yield row


async def pages_newest_first(
    graph: Graph,
    service_principal_id: str,
    take: Callable[[list[Json]], Awaitable[bool]],
    **query: Unpack[LogQuery],
) -> bool:
    """Pass the same entries page by page, until `take` returns False; returns whether all were passed.

    The next page is fetched while `take` works.
    """

    reader = RowReader(_PATH)

    async def page(found: Json) -> None:
        rows = reader.of_page(found)
        if rows and not await take(rows):
            raise _EnoughError

    with _logs_need():
        try:
            await graph.each_page(_PATH, _params(service_principal_id, None, query), page)
        except _EnoughError:
            return False
    return True


class _EnoughError(Exception):
    """Stops reading further pages."""


def _params(service_principal_id: str, limit: int | None, query: LogQuery) -> dict[str, str]:
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
    return {
        "$filter": " and ".join(parts),
        "$orderby": "activityDateTime desc",
        "$top": str(_LARGEST_PAGE if limit is None else min(limit, _LARGEST_PAGE)),
    }


@contextmanager
def _logs_need() -> Iterator[None]:
    """Say that it is the logs that need a license or a role."""
    try:
        yield
    except LicenseMissingError as error:
        raise LicenseMissingError(_about_logs("logs_need_licence", error)) from error
    except RoleMissingError as error:
        raise RoleMissingError(_about_logs("logs_need_role", error)) from error


def _stamp(moment: datetime) -> str:
    """To the microsecond: entries of the same second count too."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _about_logs(code: str, error: ProblemError) -> Problem:
    return Problem(code, error.problem.facts, error.problem.raw)


def entry(row: Json, hide: Callable[[str], str] = redact) -> LogEntry:
    """One row of the log; casing of enum members varies and becomes lower case. `hide` removes secrets."""
    wire = read(_Row, row)
    info = wire.provisioning_status_info or _StatusInfo()
    error = info.error_information or _ErrorInformation()
    steps = tuple(
        LogStep(
            step.name,
            (step.provisioning_step_type or step.type).casefold(),
            step.status.casefold(),
            hide(step.description),
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
        reason=hide(error.reason or error.additional_details),
        recommended_action=hide(error.recommended_action),
        milliseconds=wire.duration_in_milliseconds,
        steps=steps,
        changes=wire.modified_properties,
        cause=log_cause(code, answer),
        answer=answer.shown if answer is not None else "",
        said=hide(answer.said) if answer is not None else "",
    )


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

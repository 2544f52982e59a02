"""The provisioning job: template, job, start, pause, restart, and Microsoft's own credential check."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic.dataclasses import dataclass

from wizard.entra.applications import application_existence
from wizard.entra.consistency import Gone, none_if_not_found, send_then_verify, wait_until
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, Repeat, segment
from wizard.entra.on_demand import OnDemandResult, parse
from wizard.entra.rows import unread_of
from wizard.entra.status import SynchronizationJob
from wizard.entra.template_fields import ADDRESS, TOKEN, TemplateField, read_fields
from wizard.entra.validation import (
    ValidationAnswer,
    validate,
    validate_saved,
)
from wizard.entra.values import CONFIG, Flag, Json, Many, Text, read
from wizard.problem import (
    ConflictError,
    NotFoundError,
    Problem,
    ProblemError,
    RoleMissingError,
    SeveralFoundError,
    UnavailableError,
)

__all__ = [
    "JobTemplate",
    "Reset",
    "SynchronizationJob",
    "ValidationAnswer",
    "choose_job",
    "choose_template",
    "delete_job",
    "ensure_job",
    "job",
    "jobs",
    "must_take_playvox",
    "pause",
    "provision_on_demand",
    "restart",
    "start",
    "templates",
    "validate",
    "validate_saved",
]


@dataclass(frozen=True, slots=True, config=CONFIG)
class MetadataEntry:
    """A metadata pair; key casing varies."""

    key: Text = ""
    value: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class JobTemplate:
    """A template for a job. `default` is Graph's recommendation for the application."""

    id: str
    default: Flag = False
    description: Text = ""
    metadata: Many[MetadataEntry] = ()
    schema: Json | None = None

    @property
    def credential_fields(self) -> tuple[str, ...]:
        """The credentials the connector requires, in lower case, e.g. ("baseaddress", "secrettoken")."""
        return tuple(field.name.casefold() for field in self.fields)

    @property
    def fields(self) -> tuple[TemplateField, ...]:
        """What the connector asks for; empty when the template does not say."""
        text = next((one.value for one in self.metadata if one.key.casefold() == "configurationfields"), "")
        return read_fields(text)

    @property
    def further_fields(self) -> tuple[TemplateField, ...]:
        """What it asks for beside Tenant URL and secret token; empty where it takes no such key."""
        if not self.takes_playvox:
            return ()
        return tuple(field for field in self.fields if field.name not in (ADDRESS, TOKEN))

    @property
    def takes_playvox(self) -> bool:
        """Whether the connector requires a Tenant URL and a secret token, as Playvox provides."""
        return {"baseaddress", "secrettoken"} <= set(self.credential_fields)

    @property
    def takes_client_credentials(self) -> bool:
        """Whether the connector requires OAuth client credentials instead of a key."""
        names = {"".join(filter(str.isalnum, name)) for name in self.credential_fields}
        return any("clientid" in name or "clientsecret" in name for name in names)


class Reset(StrEnum):
    """What a restart clears (Graph docs: synchronizationJobRestartScope)."""

    PORTAL = "QuarantineState, Watermark, Escrows"  # what the portal's Restart does
    FULL = "Full"
    WATERMARK = "Watermark"
    ESCROWS = "Escrows"
    QUARANTINE = "QuarantineState"
    ALLOW_DELETES = "ForceDeletes"

    @property
    def evaluates_everyone(self) -> bool:
        """Whether the next cycle looks at everyone again: only without the watermark (Graph docs)."""
        return self in (Reset.PORTAL, Reset.FULL, Reset.WATERMARK)


_NON_GALLERY = "scim"  # the present template of non-gallery applications (Entra docs)
_LEGACY = "customappsso"
_FORBIDDEN_TRIES = 5


async def templates(graph: Graph, service_principal_id: str) -> tuple[JobTemplate, ...]:
    """The job templates the application offers."""
    return await graph.rows(JobTemplate, f"{_base(service_principal_id)}/templates")


def choose_template(found: Sequence[JobTemplate]) -> JobTemplate:
    """The template to use: the only one, Graph's default, "scim", the only one with the Playvox fields.

    Raises "job_template_missing" or "job_template_ambiguous", and what `must_take_playvox` raises.
    """
    chosen = _chosen_template(found)
    must_take_playvox(chosen)
    return chosen


def must_take_playvox(template: JobTemplate) -> None:
    """Raise "job_template_oauth" or "job_template_fields" when it wants other credentials than a key.

    A template that does not say what it wants is taken (Graph docs: synchronizationMetadata).
    """
    if not template.credential_fields or template.takes_playvox:
        return
    code = "job_template_oauth" if template.takes_client_credentials else "job_template_fields"
    facts = {"template": template.id, "fields": ", ".join(template.credential_fields)}
    raise ProblemError(Problem(code, facts))


def _chosen_template(found: Sequence[JobTemplate]) -> JobTemplate:
    names = ", ".join(one.id for one in found)
    if not found:
        raise ProblemError(Problem("job_template_missing", {}))
    if len(found) == 1:
        return found[0]
    fitting = [one for one in found if one.takes_playvox] or list(found)
    for candidates in (
        [one for one in fitting if one.default],
        [one for one in fitting if one.id.casefold() == _NON_GALLERY],
        fitting,
        [one for one in fitting if one.id.casefold() == _LEGACY],
    ):
        if len(candidates) == 1:
            return candidates[0]
    raise ProblemError(Problem("job_template_ambiguous", {"templates": names}))


async def jobs(graph: Graph, service_principal_id: str) -> tuple[SynchronizationJob, ...]:
    """The application's jobs; usually none or one.

    Raises "jobs_unread" when none of several rows can be read: there is a job then, so none may be made.
    """
    found = await graph.rows(SynchronizationJob, f"{_base(service_principal_id)}/jobs")
    if found.unread and not found:
        raise _unread_jobs(found)
    return found


def choose_job(
    found: Sequence[SynchronizationJob], wanted: str, *, required: bool = False
) -> SynchronizationJob:
    """The job to work with: the wanted one, or the only one. Graph lists jobs in no particular order.

    Raises "job_unknown" when the `required` one is not there, "jobs_several" when a person has to choose,
    "jobs_unread" when it may be one that cannot be read.
    """
    names = ", ".join(f"{one.id} ({one.schedule.state if one.schedule else one.code})" for one in found)
    for one in found:
        if wanted and one.id.casefold() == wanted.casefold():
            return one
    if unread_of(found):
        raise _unread_jobs(found)
    if required:
        raise NotFoundError(Problem("job_unknown", {"job": wanted, "jobs": names}))
    if len(found) == 1:
        return found[0]
    raise SeveralFoundError(Problem("jobs_several", {"n": str(len(found)), "jobs": names}))


def _unread_jobs(found: Sequence[SynchronizationJob]) -> ProblemError:
    facts = {"n": str(unread_of(found)), "jobs": ", ".join(one.id for one in found)}
    return ProblemError(Problem("jobs_unread", facts, retryable=True))


async def job(graph: Graph, service_principal_id: str, job_id: str) -> SynchronizationJob:
    """The job with its present status."""
    return read(SynchronizationJob, await graph.get(_job(service_principal_id, job_id)))


async def ensure_job(
    graph: Graph, service_principal_id: str, template_id: str, *, none_seen: bool = False
) -> SynchronizationJob:
    """The existing job, else a new one; waits for Entra's replication. Never creates a second one.

    A job of any template is reused: Graph may replace the requested template. `none_seen` means that the
    list was just read and is empty, so the first read is skipped. Raises a permanent refusal at once, as
    when the application is gone.
    """
    waits, forbidden = graph.waits, 0

    async def look() -> SynchronizationJob | None:
        nonlocal forbidden, none_seen
        try:
            skip, none_seen = none_seen, False
            existing = () if skip else await jobs(graph, service_principal_id)
            if existing:
                same = [one for one in existing if one.template_id == template_id]
                return (same or list(existing))[0]
            body = {"templateId": template_id}
            answer = await graph.post(
                f"{_base(service_principal_id)}/jobs", body, repeat=Repeat.IF_THROTTLED
            )
            return read(SynchronizationJob, answer)
        except GraphError as error:
            forbidden += error.status == 403
            if not await _passes(graph, service_principal_id, error) or forbidden >= _FORBIDDEN_TRIES:
                raise
            return None  # read before sending again: it may exist although the response was lost

    deadline = waits.deadline(waits.bounds.job)
    made = await wait_until("job", look, deadline=deadline, progress=waits.progress)
    return await wait_until(
        "job",
        lambda: none_if_not_found(job(graph, service_principal_id, made.id)),
        deadline=waits.deadline(waits.bounds.job),
        progress=waits.progress,
    )


async def start(
    graph: Graph, service_principal_id: str, job_id: str, *, now: SynchronizationJob | None = None
) -> SynchronizationJob:
    """Turn provisioning on, and wait until Entra shows it.

    A running job is left alone (Graph docs warn against starting repeatedly); in quarantine a start
    retries. `now` is the job as just read; None reads it.
    """
    now = now or await job(graph, service_principal_id, job_id)
    if now.is_on and not now.in_quarantine:
        return now
    return await _switch(graph, service_principal_id, job_id, on=True)


async def pause(graph: Graph, service_principal_id: str, job_id: str) -> SynchronizationJob:
    """Turn provisioning off, and wait until Entra shows it; a running cycle is completed."""
    now = await job(graph, service_principal_id, job_id)
    if not now.is_on:
        return now
    return await _switch(graph, service_principal_id, job_id, on=False)


async def restart(
    graph: Graph, service_principal_id: str, job_id: str, reset: Reset = Reset.PORTAL
) -> SynchronizationJob:
    """Restart the job and clear this part of its state.

    Clearing twice makes no difference and no state shows whether it happened, so after a lost response
    the request is sent again.
    """
    body: Json = {"criteria": {"resetScope": reset.value}}
    path = f"{_job(service_principal_id, job_id)}/restart"
    await graph.post(path, body, repeat=Repeat.ALWAYS)
    return await job(graph, service_principal_id, job_id)


async def delete_job(graph: Graph, service_principal_id: str, job_id: str) -> None:
    """Delete the job and its state, and wait until it is gone; accounts in Playvox stay (Graph docs)."""
    await graph.delete(_job(service_principal_id, job_id))

    async def gone() -> bool | None:
        return True if await none_if_not_found(job(graph, service_principal_id, job_id)) is None else None

    waits = graph.waits
    deadline = waits.deadline(waits.bounds.job_state)
    await wait_until("job", gone, deadline=deadline, progress=waits.progress)


async def provision_on_demand(
    graph: Graph, service_principal_id: str, job_id: str, rule_id: str, user_id: str
) -> OnDemandResult:
    """Provision one person now and return each step (Graph docs: provisionOnDemand, 5 per 10 s).

    After a lost response Playvox may be changed: the error then has `maybe_done`.
    """
    subject = {"objectId": user_id, "objectTypeName": "User"}
    body: Json = {"parameters": [{"ruleId": rule_id, "subjects": [subject]}]}
    path = f"{_job(service_principal_id, job_id)}/provisionOnDemand"
    return parse(await graph.post(path, body, patience=180.0))


def _base(service_principal_id: str) -> str:
    return f"/servicePrincipals/{segment(service_principal_id)}/synchronization"


def _job(service_principal_id: str, job_id: str) -> str:
    return f"{_base(service_principal_id)}/jobs/{segment(job_id)}"


async def _switch(graph: Graph, service_principal_id: str, job_id: str, *, on: bool) -> SynchronizationJob:
    """Start or pause, and wait until that is visible. After a lost response, verify first."""
    path = f"{_job(service_principal_id, job_id)}/{'start' if on else 'pause'}"

    async def look() -> SynchronizationJob | None:
        now = await job(graph, service_principal_id, job_id)
        return now if now.is_on is on else None

    waits = graph.waits
    await send_then_verify("job_state", lambda: graph.post(path, repeat=Repeat.IF_REJECTED), look, waits)
    deadline = waits.deadline(waits.bounds.job_state)
    return await wait_until("job_state", look, deadline=deadline, progress=waits.progress)


async def _passes(graph: Graph, service_principal_id: str, error: GraphError) -> bool:
    """Whether the error is temporary: a lost response, or a refusal until the application is replicated."""
    if error.maybe_done:
        return True
    if error.status == 404:
        known = graph.created.in_path(_base(service_principal_id)) is not None
        return known and not isinstance(await application_existence(graph, service_principal_id), Gone)
    return isinstance(error, ConflictError | RoleMissingError | UnavailableError)

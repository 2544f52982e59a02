"""The provisioning job: template, job, start, pause, restart, and Microsoft's own credential check."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import SecretStr
from pydantic.dataclasses import dataclass

from wizard.entra.graph import Graph
from wizard.entra.on_demand import OnDemandResult
from wizard.entra.status import Job
from wizard.entra.values import CONFIG, Flag, Json, Many, Text
from wizard.entra.waiting import Progress


@dataclass(frozen=True, slots=True, config=CONFIG)
class MetadataEntry:
    """A metadata pair; key casing varies."""

    key: Text = ""
    value: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class JobTemplate:
    """What a job can be made from. `default` is Graph's recommendation for the application."""

    id: str
    factory_tag: Text = ""
    default: Flag = False
    discoverable: Flag = True
    description: Text = ""
    metadata: Many[MetadataEntry] = ()
    schema: Json | None = None

    @property
    def credential_fields(self) -> tuple[str, ...]:
        """The credentials the connector asks for, lower case, e.g. ("baseaddress", "secrettoken")."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class MicrosoftAnswer:
    """What Microsoft's provisioning service said about a Tenant URL and key.

    `ok` when it accepted them. Otherwise `code` and `inner_code` are its codes, `inner_status` the HTTP
    status it got from Playvox as far as its text tells (None when not), `message` redacted.
    """

    ok: bool
    code: str = ""
    inner_code: str = ""
    inner_status: int | None = None
    message: str = ""
    status: int | None = None  # HTTP status of Graph's own answer


class Reset(StrEnum):
    """What a restart forgets (Graph docs: synchronizationJobRestartScope)."""

    PORTAL = "QuarantineState, Watermark, Escrows"  # what the portal's Restart does
    FULL = "Full"
    WATERMARK = "Watermark"
    ESCROWS = "Escrows"
    QUARANTINE = "QuarantineState"
    ALLOW_DELETES = "ForceDeletes"


async def templates(graph: Graph, service_principal_id: str) -> tuple[JobTemplate, ...]:
    """The job templates the application offers."""
    raise NotImplementedError


def choose_template(found: Sequence[JobTemplate]) -> JobTemplate:
    """The right one: Graph's default, else "scim", else the only one with the Playvox fields.

    Raises "job_template_missing" or "job_template_ambiguous".
    """
    raise NotImplementedError


async def jobs(graph: Graph, service_principal_id: str) -> tuple[Job, ...]:
    """The application's jobs; usually none or one."""
    raise NotImplementedError


async def job(graph: Graph, service_principal_id: str, job_id: str) -> Job:
    """The job with its present status."""
    raise NotImplementedError


async def ensure_job(
    graph: Graph,
    service_principal_id: str,
    template_id: str,
    progress: Progress | None = None,
    *,
    patience: float = 300.0,
) -> Job:
    """The existing job, else a new one; waits out Entra's replication. Never makes a second one."""
    raise NotImplementedError


async def start(graph: Graph, service_principal_id: str, job_id: str) -> Job:
    """Turn provisioning on. A job that is running already is left alone (Graph docs: start)."""
    raise NotImplementedError


async def pause(graph: Graph, service_principal_id: str, job_id: str) -> Job:
    """Turn provisioning off; a running cycle still runs to its end (Entra docs)."""
    raise NotImplementedError


async def restart(graph: Graph, service_principal_id: str, job_id: str, reset: Reset = Reset.PORTAL) -> Job:
    """Restart with what to forget."""
    raise NotImplementedError


async def delete_job(graph: Graph, service_principal_id: str, job_id: str) -> None:
    """Delete the job and its state; accounts in Playvox stay as they are (Graph docs)."""
    raise NotImplementedError


async def validate(
    graph: Graph,
    service_principal_id: str,
    tenant_url: str,
    key: SecretStr,
    *,
    job_id: str | None = None,
    template_id: str | None = None,
) -> MicrosoftAnswer:
    """Microsoft's own connection test with values that are not saved.

    With a job its form, else the collection's form with `template_id`. Raises `GraphError` only when
    Microsoft could not be asked; a refusal by Playvox is an answer.
    """
    raise NotImplementedError


async def validate_saved(graph: Graph, service_principal_id: str, job_id: str) -> MicrosoftAnswer:
    """The same with the credentials saved in Entra."""
    raise NotImplementedError


async def provision_on_demand(
    graph: Graph, service_principal_id: str, job_id: str, rule_id: str, user_id: str
) -> OnDemandResult:
    """Provision one person now and tell each step (Graph docs: provisionOnDemand, 5 per 10 s).

    A lost answer may have changed Playvox: the error then has `maybe_done`.
    """
    raise NotImplementedError

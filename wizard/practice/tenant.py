"""One practice tenant: what Graph, the authority, Playvox and the provisioning service share."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import SecretStr

from wizard.network.clients import Network
from wizard.practice.clock import PracticeClock
from wizard.practice.faults import Faults
from wizard.practice.options import PracticeOptions
from wizard.practice.store import (
    ObjectKind,
    Store,
)

PLAYVOX_TENANT = "acme"  # the only Playvox tenant that exists in practice
PLAYVOX_HOSTS = "*.playvox.com"
CREATED_IN_PRACTICE = "practice:createdBy"  # set by instantiate, never shown by Graph


@dataclass(frozen=True)
class TenantIdentity:
    """Names and ids of this tenant; kept in the state folder."""

    tenant_id: str
    client_id: str
    account: str  # userPrincipalName of the administrator
    account_id: str
    domain: str
    display_name: str
    key: SecretStr  # the Playvox key, Base64 of "user id:api key"
    next_key: SecretStr  # of another API key, accepted too: to practice a change of the key
    template_id: str  # application template of Playvox
    control: str  # the unguessable part of the control address


class Provisioning(Protocol):
    """The provisioning service as Graph and the control address use it."""

    async def start(self) -> None:
        """Begin to run the cycles of jobs that are switched on."""

    async def stop(self) -> None:
        """Stop within a second."""

    async def run_cycle(self, job_id: str) -> Any:
        """Run one cycle now and wait for its end."""

    async def provision_on_demand(self, job_id: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
        """Provision one object; the decoded `value` of Graph's answer (action, statusInfo, steps, ...)."""
        ...

    async def validate_credentials(self, base_address: str, token: str) -> None:
        """The connection test. Raises `CredentialsError`."""

    def restart(self, job_id: str, scopes: frozenset[str]) -> None:
        """Forget what a restart resets: of Watermark, Escrows, ConnectorDataStore, QuarantineState,
        ForceDeletes. Graph has changed the job's document already; check for due jobs."""

    def in_scope(self, job_id: str) -> list[str]:
        """userPrincipalNames of the people the job would provision now."""
        ...


@dataclass(frozen=True)
class RecordedRequest:
    """One request a practice server answered, for the Practice panel and tests; holds no secret."""

    server: str  # "graph", "authority", "playvox"
    method: str
    path: str  # with query
    status: int


@dataclass
class Tenant:
    """The state shared by every practice server.

    `network` trusts the practice authority and routes `*.playvox.com` to the practice Playvox: clients
    inside the tenant (the provisioning service) use `network.client()`.
    """

    options: PracticeOptions
    store: Store
    clock: PracticeClock
    faults: Faults
    identity: TenantIdentity
    network: Network
    requests: deque[RecordedRequest] = field(default_factory=lambda: deque(maxlen=2000))
    service: Provisioning | None = None
    seeded_applications: int = 0

    @property
    def lag(self) -> float:
        """For how many real seconds readers may miss a write made now."""
        return 10.0 if self.faults.is_on("stale-reads") else self.options.replication_lag

    def secrets(self, principal_id: str) -> dict[str, str]:
        """The saved provisioning secrets of a service principal in clear; empty when none are saved."""
        return self.store.get(ObjectKind.SECRETS, principal_id) or {}

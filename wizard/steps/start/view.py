"""What "Before you begin" shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.problem import Problem
    from wizard.steps.base.change_preview import ScopeNeed
    from wizard.steps.base.finding import Finding
    from wizard.steps.base.practice_line import PracticeLine


class Mode(enum.StrEnum):
    """The practice tenant on this computer, or the organization's own tenant."""

    PRACTICE = "practice"
    REAL = "real"


@dataclass(frozen=True, slots=True)
class CloudChoice:
    """One Microsoft cloud that can be signed in to."""

    id: str
    name: str
    note: str = ""
    """What is known not to work there; empty for the global cloud."""


@dataclass(frozen=True, slots=True)
class IdentityView:
    """Who is signed in, where, and what they may do: always visible in the window."""

    account: str
    tenant_name: str
    tenant_id: str
    cloud: str
    role: str
    """Name of the active directory role that lets them set this up; a plain sentence when there is none."""
    may_write: bool
    """Whether permission to change things was already given; False shows as "read only"."""
    practice: bool


@dataclass(frozen=True, slots=True)
class SetUpRow:
    """A setup on this computer, and the account it belongs to."""

    id: str
    account: str
    tenant: str
    """The organization's name, or its id."""
    cloud: str


@dataclass(frozen=True, slots=True)
class DeviceCodeView:
    """What to type where, when the browser cannot open here."""

    code: str
    address: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class StartView:
    """Mode, sign-in and the pre-flight list."""

    mode: Mode | None
    clouds: tuple[CloudChoice, ...]
    cloud: str
    client_id: str
    default_client_id: str
    tenant: str
    """Tenant id or verified domain to sign in to; empty lets the account decide."""
    scopes: tuple[ScopeNeed, ...]
    """Read permissions that the first sign-in asks for; show them before the browser opens."""
    identity: IdentityView | None
    device_code: DeviceCodeView | None
    findings: tuple[Finding, ...]
    practice: PracticeLine | None
    """Set while a practice tenant is in use."""
    busy: str
    problem: Problem | None
    proof_wanted: bool = False
    """Whether Entra wants the signed-in person to sign in once more, for example with a second factor."""
    by_windows: bool = False
    """Whether Windows' own dialog asks for the sign-in instead of the browser."""
    set_ups: tuple[SetUpRow, ...] = ()
    """Setups of real tenants that can be opened again, the last one first."""
    sign_in_address: str = ""
    """Address of the sign-in page while somebody is asked there; empty otherwise."""
    session_only: bool = False
    """Whether the sign-in will be forgotten at the end because no keyring took it."""

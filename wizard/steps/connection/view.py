"""What "Connection" shows."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.connection import CheckResult, ConnectionReport, Pasted, PathSearch
from wizard.problem import Problem
from wizard.steps.base.change_preview import ScopeNeed
from wizard.steps.base.connection_test.history import PastRun
from wizard.steps.base.further_fields import FurtherField
from wizard.steps.base.settings_saving import SavedConnection


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """Tenant URL, the test, notification and deletion guard, and what Entra has."""

    address_text: str
    """What was typed: a subdomain, a host or a whole address."""
    tenant_url: str
    """The Tenant URL that follows from it; empty while it does not parse."""
    host_to_confirm: str
    """The host the key would be sent to; empty while there is none."""
    unconfirmed_host: str
    """The same host while it is not Playvox's and nobody confirmed it: the key is not sent to it."""
    address_problem: Problem | None
    address_notes: tuple[str, ...]
    usual_address: str
    """The usual Tenant URL of the same Playvox, when another one was typed; "" otherwise."""
    notification_email: str
    email_problem: Problem | None
    email_note: str
    """What an empty address means together with the deletion guard; empty when there is nothing to say."""
    deletion_threshold: int | None
    suggested_threshold: int
    threshold_why: str
    threshold_problem: Problem | None
    testing: bool
    """Whether a test is running."""
    checks: tuple[CheckResult, ...]
    """Results so far, in order; they arrive one by one while the test runs."""
    report: ConnectionReport | None
    """The last test, also a stopped one; None while it runs and before the first one."""
    report_stale: bool
    """Address or key changed since the test."""
    search: PathSearch | None
    """What a search for the right path found; None before one."""
    pasted: Pasted | None
    """What an error text of Microsoft's means; None before one was pasted."""
    history: tuple[PastRun, ...]
    """Tests of this Playvox kept on this computer, newest first, the last one among them."""
    history_problem: Problem | None
    """Why earlier tests could not be read or kept."""
    key_fingerprint: str
    """The key the test and the saving use; empty without one."""
    further: tuple[FurtherField, ...]
    """What the application's template asks for beside Tenant URL and key."""
    saved: SavedConnection | None
    unsaved: bool
    """What is typed differs from what Entra has, or nothing is saved yet."""
    test_permissions: tuple[ScopeNeed, ...]
    """Permissions that a test from Microsoft's side asks for in the browser, not given yet."""
    job_id: str
    busy: str
    problem: Problem | None
    key_known: bool = True
    """Whether the keyring was asked for the key."""

"""What "Only test a connection" shows."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.connection import CheckResult, ConnectionReport, Pasted, PathSearch
from wizard.problem import Problem
from wizard.steps.base.connection_test.history import PastRun


@dataclass(frozen=True, slots=True)
class TroubleshootView:
    """Tenant URL and key, tested from this computer; nothing of it becomes part of a setup."""

    practice: bool
    """The practice Playvox answers, instead of the real one."""
    address_text: str
    tenant_url: str
    """The Tenant URL that follows from the text; empty while it does not parse."""
    host_to_confirm: str
    unconfirmed_host: str
    """The same host while it is not Playvox's and nobody confirmed it."""
    address_problem: Problem | None
    address_notes: tuple[str, ...]
    usual_address: str
    """The usual Tenant URL of the same Playvox, when another one was typed; "" otherwise."""
    key_fingerprint: str
    """The key that will be sent; empty without one."""
    key_hints: tuple[str, ...]
    """What was tidied up and what looks odd about the key, in sentences; never in the way of a test."""
    key_suggestion: bool
    """There is a key that was probably meant instead."""
    key_problem: Problem | None
    testing: bool
    checks: tuple[CheckResult, ...]
    report: ConnectionReport | None
    report_stale: bool
    pasted: Pasted | None
    search: PathSearch | None
    history: tuple[PastRun, ...]
    history_problem: Problem | None
    busy: str
    problem: Problem | None

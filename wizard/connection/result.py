"""The results of the connection test as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from wizard.connection.catalog import ConnectionExit
from wizard.messages import explain
from wizard.messages.explanation import Explanation
from wizard.problem import Problem

Evidence = Mapping[str, Any]  # JSON values only, already redacted


class CheckStatus(StrEnum):
    """The state of one check; `RUNNING` is reported during the check and never part of a result."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_RUN = "not_run"
    RUNNING = "running"


class Verdict(StrEnum):
    """The result of the whole test in one word."""

    WORKS = "works"
    WARNINGS = "warnings"
    FAILS = "fails"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: state, duration, evidence, and at most one cause."""

    id: str
    status: CheckStatus
    elapsed_ms: float = 0.0
    cause: str | None = None
    evidence: Evidence = field(default_factory=dict)

    @property
    def problem(self) -> Problem | None:
        """The cause with the evidence as facts, for `wizard.messages.explain`."""
        if self.cause is None:
            return None
        facts = {name: _as_text(value) for name, value in self.evidence.items()}
        return Problem(self.cause, {**facts, "check": self.id})

    @property
    def explanation(self) -> Explanation | None:
        """The meaning and what to do; None when the check passed."""
        problem = self.problem
        return explain(problem) if problem is not None else None

    def to_json(self) -> dict[str, Any]:
        """The check as the public JSON shows it."""
        return {
            "id": self.id,
            "status": self.status.value,
            "elapsed_ms": round(self.elapsed_ms, 1),
            "cause": self.cause,
            "evidence": dict(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class DifferenceReason:
    """One likely reason why the vantage points differ; `code` has words."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def explanation(self) -> Explanation:
        """The reason in words."""
        return explain(Problem(self.code, self.facts))


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """The whole test.

    `target` is the tested Tenant URL, or the typed text when it is not a Tenant URL. `extra_ca`, `loopback`
    and `practice` are special permissions; every form of the report shows them. `curl` is one request to
    repeat manually, with `$KEY` for the key. `fingerprint` distinguishes keys.
    `saved`: Microsoft's service tested what is saved in Entra, and nothing else was tested.
    """

    target: str
    checks: tuple[CheckResult, ...]
    requests: int = 0
    elapsed_ms: float = 0.0
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    cancelled: bool = False
    reasons: tuple[DifferenceReason, ...] = ()
    curl: str = ""
    fingerprint: str = ""
    extra_ca: str = ""
    loopback: bool = False
    practice: bool = False
    saved: bool = False

    def check(self, name: str) -> CheckResult:
        """The check with that id."""
        return next(each for each in self.checks if each.id == name)

    @property
    def deciding(self) -> CheckResult | None:
        """The check that decides the verdict: the first failed one, otherwise the first with a warning."""
        for status in (CheckStatus.FAILED, CheckStatus.WARNING):
            for each in self.checks:
                if each.status is status:
                    return each
        return None

    @property
    def verdict(self) -> Verdict:
        """The result of the test in one word."""
        if self.cancelled:
            return Verdict.CANCELLED
        deciding = self.deciding
        if deciding is None:
            return Verdict.WORKS
        return Verdict.FAILS if deciding.status is CheckStatus.FAILED else Verdict.WARNINGS

    @property
    def cause(self) -> str | None:
        """The deciding check's cause."""
        if self.cancelled:
            return "cancelled"
        return self.deciding.cause if self.deciding else None

    @property
    def problem(self) -> Problem | None:
        """What keeps Playvox from working; None when it works, also with warnings."""
        if self.cancelled:
            return Problem("cancelled")
        deciding = self.deciding
        return deciding.problem if deciding is not None and self.verdict is Verdict.FAILS else None

    @property
    def explanation(self) -> Explanation:
        """The verdict for people: one sentence, what it means, what to do."""
        if self.cancelled:
            return explain(Problem("cancelled"))
        deciding = self.deciding
        if self.saved:
            return explain(_about_saved(self.target, deciding))
        if deciding is None or deciding.problem is None:
            return explain(Problem("connection_works", {"target": self.target}))
        return explain(deciding.problem)

    @property
    def exit(self) -> ConnectionExit:
        """The exit code of the command."""
        if self.cause == "unexpected":
            return ConnectionExit.DEFECT
        return {
            Verdict.WORKS: ConnectionExit.WORKS,
            Verdict.WARNINGS: ConnectionExit.WARNINGS,
            Verdict.FAILS: ConnectionExit.FAILS,
            Verdict.CANCELLED: ConnectionExit.CANCELLED,
        }[self.verdict]

    def to_json(self) -> dict[str, Any]:
        """The public JSON object; members beyond schema 1 are additions."""
        words = self.explanation
        content: dict[str, Any] = {
            "schema": 1,
            "target": self.target,
            "verdict": self.verdict.value,
            "cause": self.cause,
            "headline": words.what,
            "remedy": list(words.do),
            "checks": [each.to_json() for each in self.checks],
            "requests": self.requests,
            "elapsed_ms": round(self.elapsed_ms, 1),
            "started": self.started.isoformat(),
        }
        if self.reasons:
            content["reasons"] = [
                {"code": each.code, "text": each.explanation.what} for each in self.reasons
            ]
        special = {"ca_file": self.extra_ca, "allow_loopback": self.loopback, "practice": self.practice}
        content |= {name: value for name, value in special.items() if value}
        if self.saved:
            content["credentials"] = "saved"
        return content


def _about_saved(target: str, deciding: CheckResult | None) -> Problem:
    """What Microsoft's answer about the saved address and key means."""
    if deciding is None or deciding.problem is None:
        return Problem("saved_connection_works", {"target": target})
    facts = {**deciding.problem.facts, "target": target}
    means = str(deciding.evidence.get("means") or "")
    known = {"key_rejected", "key_not_permitted", "path_not_found"}
    own = f"saved_{means}"
    return Problem(own if means in known else "saved_connection_fails", facts)


def _as_text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_as_text(each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_as_text(each)}" for key, each in value.items())
    return "" if value is None else str(value)

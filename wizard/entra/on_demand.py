"""The response to "provision on demand", in both formats Microsoft sends."""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field
from pydantic.dataclasses import dataclass

from wizard.entra.values import CONFIG, Details, Instant, Json, Many, Text, read
from wizard.problem import ProblemError
from wizard.security.redactor import redact

_MAX_RAW = 20_000


@dataclass(frozen=True, slots=True, config=CONFIG)
class OnDemandStep:
    """One step: `type` is Import, Matching, Scoping or Export; `status` Success, Failure or Skipped."""

    name: Text = ""
    type: Text = ""
    status: Text = ""
    description: Text = ""
    timestamp: Instant = None
    details: Details = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=CONFIG)
class PropertyChange:
    """An attribute the service set."""

    display_name: Text = ""
    new_value: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class _StatusInfo:
    status: Text = ""
    error_code: Text = ""
    reason: Text = ""
    recommended_action: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Identity:
    id: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Report:
    """The inner document (Graph docs: provisionOnDemand, example response)."""

    action: Text = ""
    start_time: Instant = None
    end_time: Instant = None
    modified_properties: Many[PropertyChange] = ()
    provisioning_steps: Many[OnDemandStep] = ()
    status_info: _StatusInfo | None = None
    target_identity: _Identity | None = None


@dataclass(frozen=True, slots=True)
class OnDemandResult:
    """The result for one person.

    `status`: "Success", "Skipped", "Failure", "Warning" or "" when Microsoft's text could not be read.
    `action`: "Create", "Update", "Disable", "Other" … `complete` is False when the response was cut off or
    malformed; the steps read so far are then still available.
    """

    status: str
    action: str = ""
    error_code: str = ""
    reason: str = ""
    recommended_action: str = ""
    steps: tuple[OnDemandStep, ...] = ()
    changes: tuple[PropertyChange, ...] = ()
    target_id: str = ""
    started: Instant = None
    ended: Instant = None
    complete: bool = True
    raw: str = ""  # redacted

    @property
    def ok(self) -> bool:
        """Provisioned, or already as it should be."""
        return self.status.casefold() == "success" or self.error_code == "RedundantExport"

    def step(self, kind: str) -> OnDemandStep | None:
        """The first step of a type, e.g. "Scoping"."""
        return next((step for step in self.steps if step.type.casefold() == kind.casefold()), None)


def parse(answer: Json) -> OnDemandResult:
    """Read `{key, value}` with JSON strings inside.

    `key` is a JSON document with `result` and `details`, or only the name of a type; `value` is a JSON
    object or an array of them. Never raises: what cannot be read shows in `complete` and `raw`.
    """
    key, value = str(answer.get("key") or ""), str(answer.get("value") or "")
    verdict = _load(key)
    verdict = verdict if isinstance(verdict, dict) else {}
    details = verdict.get("details")
    details = details if isinstance(details, dict) else {}
    document, complete = _document(value)
    try:
        report = read(_Report, document)
    except ProblemError:
        report, complete = _Report(), False
    info = report.status_info or _StatusInfo()
    return OnDemandResult(
        status=_first(verdict.get("result"), info.status, _worst(report.provisioning_steps)),
        action=report.action,
        error_code=_first(details.get("errorCode"), info.error_code, _skip_reason(report)),
        reason=redact(_first(details.get("errorMessage"), info.reason)),
        recommended_action=redact(info.recommended_action),
        steps=report.provisioning_steps,
        changes=report.modified_properties,
        target_id=report.target_identity.id if report.target_identity else "",
        started=report.start_time,
        ended=report.end_time,
        complete=complete,
        raw=redact(f"{key}\n{value}")[:_MAX_RAW],
    )


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _document(value: str) -> tuple[Any, bool]:
    """The inner object, and whether it could be read completely."""
    loaded = _load(value)
    if isinstance(loaded, list):
        return (loaded[0] if loaded else {}), bool(loaded)
    if isinstance(loaded, dict):
        return loaded, True
    return {}, False


def _first(*texts: object) -> str:
    return next((text for text in texts if isinstance(text, str) and text), "")


def _worst(steps: tuple[OnDemandStep, ...]) -> str:
    """The status from the steps when there is none: any failure, else a skip, else success."""
    words = [step.status for step in steps if step.status]
    for bad in ("failure", "warning", "skipped"):
        found = next((word for word in words if word.casefold() == bad), None)
        if found:
            return found
    return words[-1] if words else ""


def _skip_reason(report: _Report) -> str:
    reasons = (step.details.get("SkipReason", "") for step in report.provisioning_steps)
    return next((reason for reason in reasons if reason), "")

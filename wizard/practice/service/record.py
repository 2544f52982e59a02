"""The record of one person's provisioning, for the provisioning log and on-demand responses.

Shapes: Graph docs provisioningObjectSummary and synchronizationJob: provisionOnDemand.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wizard.practice.clock import stamp

Json = dict[str, Any]
SOURCE_SYSTEM = "Azure Active Directory"
_MOST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class RecordContext:
    """What all records of a cycle share."""

    tenant_id: str
    job_id: str
    cycle_id: str
    principal_id: str
    app_id: str
    app_name: str
    target_system: str
    target_object: str


@dataclass
class Record:
    """One person's record in a cycle. `action` and `status` are the log's terms, in lower case."""

    user_id: str
    name: str
    began: datetime
    change_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    action: str = "other"
    status: str = "success"
    error_code: str | None = None
    reason: str | None = None
    skip_reason: str | None = None
    target_id: str = ""
    source: Mapping[str, Any] = field(default_factory=dict)
    modified: list[Json] = field(default_factory=list)
    steps: list[Json] = field(default_factory=list)

    def step(
        self,
        name: str,
        kind: str,
        text: str,
        now: datetime,
        details: Mapping[str, Any] | None = None,
        *,
        status: str = "success",
    ) -> None:
        """Add a step; `kind` is import, scoping, matching, processing, referenceResolution or export."""
        shown = {key: _text(value) for key, value in (details or {}).items()}
        self.steps.append(
            {
                "name": name,
                "kind": kind,
                "status": status,
                "description": text,
                "timestamp": stamp(now),
                "details": shown,
            }
        )

    def change(self, name: str, old: Any, new: Any) -> None:
        """Add a value that was, or was to be, written."""
        before = None if old is None else _text(old)
        self.modified.append({"displayName": name, "oldValue": before, "newValue": _text(new)})

    def fail(self, code: str, reason: str) -> None:
        """Mark as failed."""
        self.status, self.error_code, self.reason = "failure", code, reason[:_MOST_TEXT]

    def skip(self, reason: str) -> None:
        """Mark as skipped."""
        self.status, self.skip_reason = "skipped", reason

    def log(self, setting: RecordContext, ended: datetime) -> Json:
        """The provisioningObjectSummary."""
        failed = self.status == "failure"
        error = {
            "errorCode": self.error_code,
            "reason": self.reason,
            "additionalDetails": None,
            "errorCategory": "nonServiceFailure",
            "recommendedAction": None,
        }
        return {
            "id": str(uuid.uuid4()),
            "activityDateTime": stamp(ended),
            "tenantId": setting.tenant_id,
            "jobId": setting.job_id,
            "cycleId": setting.cycle_id,
            "changeId": self.change_id,
            "provisioningAction": self.action,
            "durationInMilliseconds": max(0, int((ended - self.began).total_seconds() * 1000)),
            "servicePrincipal": {"id": setting.principal_id, "displayName": setting.app_name},
            "sourceSystem": _system(setting, SOURCE_SYSTEM, {}),
            "targetSystem": _system(
                setting,
                setting.target_system,
                {
                    "ApplicationId": setting.app_id,
                    "ServicePrincipalId": setting.principal_id,
                    "ServicePrincipalDisplayName": setting.app_name,
                },
            ),
            "initiatedBy": {
                "id": "",
                "displayName": "Azure AD Provisioning Service",
                "initiatorType": "system",
            },
            "sourceIdentity": {
                "id": self.user_id,
                "displayName": self.source.get("displayName") or "",
                "identityType": "User",
                "details": {
                    "id": self.user_id,
                    "odatatype": "User",
                    "DisplayName": self.source.get("displayName") or "",
                    "UserPrincipalName": self.name,
                },
            },
            "targetIdentity": {
                "id": self.target_id,
                "displayName": "",
                "identityType": setting.target_object,
                "details": {},
            },
            "provisioningStatusInfo": {
                "status": self.status,
                "errorInformation": error if failed else None,
            },
            "provisioningSteps": [
                {
                    "name": step["name"],
                    "provisioningStepType": step["kind"],
                    "status": step["status"],
                    "description": step["description"],
                    "details": step["details"],
                }
                for step in self.steps
            ],
            "modifiedProperties": self.modified,
        }

    def on_demand(self, setting: RecordContext, ended: datetime) -> Json:
        """The object inside a provisionOnDemand answer."""
        return {
            "action": self.action.capitalize(),
            "changeId": self.change_id,
            "endTime": stamp(ended),
            "modifiedProperties": self.modified,
            "provisioningSteps": [
                {
                    "name": step["name"],
                    "type": step["kind"].capitalize(),
                    "status": step["status"].capitalize(),
                    "description": step["description"],
                    "timestamp": step["timestamp"],
                    "details": step["details"],
                }
                for step in self.steps
            ],
            "reportableIdentifier": self.name,
            "startTime": stamp(self.began),
            "statusInfo": {
                "status": self.status.capitalize(),
                "errorCode": self.error_code,
                "reason": self.reason,
                "additionalDetails": None,
                "errorCategory": "NonServiceFailure" if self.error_code else None,
                "recommendedAction": None,
            },
            "sourceIdentity": {"id": self.user_id, "type": "User", "displayName": None, "details": None},
            "sourceSystem": {"id": None, "name": SOURCE_SYSTEM, "details": None},
            "targetIdentity": {
                "id": self.target_id or None,
                "type": setting.target_object,
                "displayName": None,
                "details": None,
            },
            "targetSystem": {"id": None, "name": setting.target_system, "details": None},
        }


def _system(setting: RecordContext, name: str, details: Json) -> Json:
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{setting.job_id}/{name}")
    return {"id": str(identifier), "displayName": name, "details": details}


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)[:_MOST_TEXT]

"""Rows of a provisioning log as Graph sends them, made from numbers so that a test knows every one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SCIM = "SystemForCrossDomainIdentityManagement"
NAMES = ("Ana Souza", "Ben Miller", "Cher Okafor", "Dao Nguyen")


def log_row(
    number: int,
    at: datetime,
    *,
    person: int = 0,
    status: str = "success",
    action: str = "update",
    code: str = "",
    said: str = "",
    changes: tuple[tuple[str, str, str], ...] = (),
) -> dict[str, Any]:
    """One row; `code` is the error code of a failure or the reason of a skip."""
    name = f"{NAMES[person % len(NAMES)]}{person or ''}"
    failed = status == "failure"
    web = f' Web Response: {{"detail":"{said}"}} .' if said else ""
    error = {"errorCode": code, "reason": f"StatusCode: BadRequest Message: Failed.{web}"}
    return {
        "id": f"{number:08x}-0000-4000-8000-000000000000",
        "activityDateTime": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "jobId": "Playvox.7928d5b574424a97",
        "cycleId": f"cycle-{number // 1000}",
        "changeId": f"{number:08x}-1111-4000-8000-000000000000",
        "provisioningAction": action,
        "durationInMilliseconds": 100 + number % 50,
        "servicePrincipal": {"id": "sp", "displayName": "Playvox"},
        "sourceIdentity": {
            "id": f"{person:08x}-2222-4000-8000-000000000000",
            "displayName": name,
            "identityType": "User",
            "details": {"UserPrincipalName": f"{name.replace(' ', '.').lower()}@contoso.example"},
        },
        "targetIdentity": {
            "id": f"account{person}",
            "displayName": name,
            "identityType": "User",
            "details": {},
        },
        "provisioningStatusInfo": {"status": status, "errorInformation": error if failed else None},
        "provisioningSteps": [
            {
                "name": "EntryImport",
                "provisioningStepType": "import",
                "status": "success",
                "description": f"Received User '{name}' change of type (Update) from Microsoft Entra ID",
                "details": {},
            },
            {
                "name": "EntrySynchronizationScoping",
                "provisioningStepType": "scoping",
                "status": "success",
                "description": f"User '{name}' is in scope",
                "details": {"Active in the source system": "True", "Assigned to the application": "True"},
            },
            {
                "name": "EntryExportUpdate",
                "provisioningStepType": "export",
                "status": status,
                "description": f"User '{name}' was processed",
                "details": {"SkipReason": code} if code and not failed else {},
            },
        ],
        "modifiedProperties": [
            {"displayName": attribute, "oldValue": old, "newValue": new} for attribute, old, new in changes
        ],
    }


def usual_rows(count: int, people: int, *, until: datetime = NOW) -> Iterator[dict[str, Any]]:
    """A log as tenants have it, newest first: nine of ten entries say that nothing was to be done."""
    for number in range(count):
        at = until - timedelta(seconds=2.5) * number
        person = number * 7919 % people
        kind = number % 100
        if kind < 60:
            yield log_row(
                number, at, person=person, status="skipped", action="other", code="RedundantExport"
            )
        elif kind < 90:
            yield log_row(
                number, at, person=person, status="skipped", action="other", code="NotEffectivelyEntitled"
            )
        elif kind < 97:
            changes = (("displayName", "Old name", f"Name {person}"), ("active", "", "True"))
            yield log_row(number, at, person=person, changes=changes)
        elif kind == 97:
            yield log_row(number, at, person=person, status="failure", code="EntryConflict")
        elif kind == 98 or number % 1000 != 999:
            yield log_row(
                number,
                at,
                person=person,
                status="failure",
                action="create",
                code=f"{SCIM}ServiceIncompatible",
                said="Required attribute 'emails' is missing.",
            )
        else:
            yield log_row(
                number, at, person=person, action="disable", changes=(("active", "True", "False"),)
            )

"""Jobs and logs have the types that Graph publishes; the schema is made from Microsoft's metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.practice.workshop import add_job, unassign
from wizard.practice.service import ProvisioningService
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

CONTRACT = Path(__file__).parents[2] / "data" / "graph-v1.0.schema.json"


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    return json.loads(CONTRACT.read_text(encoding="utf-8"))


async def test_jobs_and_logs(
    tenant: Tenant, service: ProvisioningService, contract: dict[str, Any]
) -> None:
    def check(kind: str, body: Any) -> None:
        jsonschema.Draft202012Validator({**contract, "$ref": f"#/$defs/{kind}"}).validate(body)

    def job_now() -> Any:
        return tenant.store.get(ObjectKind.JOB, job)

    notifications = json.dumps({"DeleteThresholdEnabled": True, "DeleteThresholdValue": 3})
    job = add_job(tenant, "Support", "Support Alumni", SyncNotificationSettings=notifications)
    tenant.faults.switch("playvox-create-conflict", on=True, times=2)
    await service.run_cycle(job)
    check("synchronizationJob", job_now())
    unassign(tenant, job, "Support")
    await service.run_cycle(job)
    assert job_now()["status"]["quarantine"]["reason"] == "TooManyDeletes"
    check("synchronizationJob", job_now())
    tenant.faults.switch("playvox-key-rejected", on=True)
    await service.run_cycle(job)
    check("synchronizationJob", job_now())
    logs = [log for _, log in tenant.store.logs(job_id=job)]
    assert {"create", "stagedDelete", "other"} <= {log["provisioningAction"] for log in logs}
    assert {"success", "failure", "skipped"} == {log["provisioningStatusInfo"]["status"] for log in logs}
    for log in logs:
        check("provisioningObjectSummary", log)

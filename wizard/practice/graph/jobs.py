"""Synchronization jobs.

Source: Graph docs, "Create synchronizationJob", "synchronizationJob: start", ": pause", ": restart",
"Delete synchronizationJob".
"""

from __future__ import annotations

import uuid
from typing import Any

from wizard.practice.clock import NEVER
from wizard.practice.graph import default_schema
from wizard.practice.graph.call import (
    NO_CONTENT,
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import bad_request, no_such_route, wrapped
from wizard.practice.graph.sync import context, job, principal, template_ids
from wizard.practice.service.settings import read_delete_threshold
from wizard.practice.store import (
    Json,
    ObjectKind,
)

INTERVAL = "PT40M"
_SCOPES = {"None", "ConnectorDataStore", "Escrows", "Watermark", "QuarantineState", "Full", "ForceDeletes"}
_PORTAL_RESTART = frozenset({"QuarantineState", "Watermark", "Escrows"})
_FULL = frozenset({"ConnectorDataStore", "Escrows", "Watermark", "QuarantineState"})


def list_jobs(call: RouteCall) -> RouteAnswer:
    """GET /servicePrincipals/{id}/synchronization/jobs."""
    owner = principal(call)
    _add_second(call, owner)
    value = [
        _shown(call, found) for found in call.store.find(ObjectKind.JOB, parent=owner["id"], lagging=True)
    ]
    if call.tenant.faults.is_on("second-job"):
        value.sort(key=lambda found: bool(found["schedule"]["state"] == "Active"))
    return RouteAnswer(200, {"@odata.context": context(call, owner["id"], "jobs"), "value": value})


def _add_second(call: RouteCall, owner: Json) -> None:
    """Another job of the same template, as tenants with several have; the list has no guaranteed order."""
    known = call.store.find(ObjectKind.JOB, parent=owner["id"])
    if len(known) != 1 or not call.tenant.faults.is_on("second-job"):
        return
    template = known[0]["templateId"]
    tail = uuid.uuid5(uuid.NAMESPACE_URL, known[0]["id"])
    identifier = f"{template}.{call.tenant.identity.tenant_id.replace('-', '')}.{tail}"
    with call.store.transaction():
        call.store.put(ObjectKind.JOB, identifier, fresh(identifier, template), parent=owner["id"])
        schema = default_schema.build(identifier)
        call.store.put(ObjectKind.SCHEMA, identifier, schema, parent=owner["id"])


def get_job(call: RouteCall) -> RouteAnswer:
    """GET .../jobs/{job}."""
    found = _shown(call, job(call))
    return RouteAnswer(200, {"@odata.context": context(call, call.params["sp"], "jobs/$entity"), **found})


def create_job(call: RouteCall) -> RouteAnswer:
    """POST .../jobs: made disabled, with the template's schema."""
    owner = principal(call)
    wanted = call.json().get("templateId")
    known = template_ids(call, owner)
    if not isinstance(wanted, str) or wanted not in known:
        raise wrapped(400, "InvalidTemplate", "The template does not belong to this application.")
    template = known[wanted]
    identifier = f"{template}.{call.tenant.identity.tenant_id.replace('-', '')}.{owner['appId']}"
    if call.store.get(ObjectKind.JOB, identifier) is not None:
        raise wrapped(409, "Conflict", "A job for this template exists already.")
    made = fresh(identifier, template)
    lag = call.tenant.lag
    with call.store.transaction():
        call.store.put(ObjectKind.JOB, identifier, made, parent=owner["id"], lag=lag)
        call.store.put(ObjectKind.SCHEMA, identifier, default_schema.build(identifier), parent=owner["id"])
    return RouteAnswer(201, {"@odata.context": context(call, owner["id"], "jobs/$entity"), **made})


def delete_job(call: RouteCall) -> RouteAnswer:
    """DELETE .../jobs/{job}: the state is deleted, secrets and accounts stay."""
    found = job(call)
    with call.store.transaction():
        call.store.forget_state(found["id"])
        call.store.delete(ObjectKind.SCHEMA, found["id"])
        call.store.delete(ObjectKind.JOB, found["id"], lag=call.tenant.lag)
    return NO_CONTENT


def start(call: RouteCall) -> RouteAnswer:
    """POST .../jobs/{job}/start: goes on where it was paused; ends a quarantine."""
    found = job(call)

    def change(body: Json) -> None:
        status = body["status"]
        ran = (
            status["steadyStateFirstAchievedTime"] != NEVER or status["lastSuccessfulExecution"] is not None
        )
        body["schedule"]["state"] = "Active"
        status["code"] = "Active" if ran else "NotRun"
        status["quarantine"] = None
        status["countSuccessiveCompleteFailures"] = 0
        if status["lastExecution"] is None:
            status["lastExecution"] = no_execution()

    call.store.update(ObjectKind.JOB, found["id"], change)
    _restart_service(call, found["id"], frozenset({"QuarantineState"}))
    return NO_CONTENT


def pause(call: RouteCall) -> RouteAnswer:
    """POST .../jobs/{job}/pause: a running cycle ends normally."""
    found = job(call)

    def change(body: Json) -> None:
        body["schedule"]["state"] = "Disabled"
        body["status"]["code"] = "Paused"

    call.store.update(ObjectKind.JOB, found["id"], change)
    return NO_CONTENT


def restart(call: RouteCall) -> RouteAnswer:
    """POST .../jobs/{job}/restart with `criteria.resetScope`."""
    found = job(call)
    criteria = call.json().get("criteria")
    if not isinstance(criteria, dict):
        raise bad_request("The parameter 'criteria' is missing.")
    scopes = _reset_scopes(criteria.get("resetScope"))

    def change(body: Json) -> None:
        status = body["status"]
        body["schedule"]["state"] = "Active"
        if "QuarantineState" in scopes:
            status["quarantine"] = None
            status["countSuccessiveCompleteFailures"] = 0
        if "Watermark" in scopes:
            status["code"] = "NotRun"
            status["steadyStateFirstAchievedTime"] = status["steadyStateLastAchievedTime"] = NEVER
        elif status["quarantine"] is None:
            status["code"] = "Active"

    call.store.update(ObjectKind.JOB, found["id"], change)
    _restart_service(call, found["id"], scopes)
    return NO_CONTENT


def patch(call: RouteCall) -> RouteAnswer:
    """PATCH .../jobs/{job} is generated in SDKs and not implemented by the service."""
    raise no_such_route(fabric_address(call))


def fabric_address(call: RouteCall) -> str:
    """The address as the synchronization service itself writes it."""
    path = f"servicePrincipals('{call.params['sp']}')/synchronization/jobs('{call.params['job']}')"
    rest = "/schema" if call.path.lower().rstrip("/").endswith("/schema") else ""
    return f"https://syncfabric.windowsazure.com/api/{path}{rest}?api-version=2.0"


def fresh(identifier: str, template: str) -> Json:
    """A job that was just created."""
    return {
        "id": identifier,
        "templateId": template,
        "schedule": {"expiration": None, "interval": INTERVAL, "state": "Disabled"},
        "status": {
            "countSuccessiveCompleteFailures": 0,
            "escrowsPruned": False,
            "code": "Paused",
            "lastExecution": None,
            "lastSuccessfulExecution": None,
            "lastSuccessfulExecutionWithExports": None,
            "quarantine": None,
            "steadyStateFirstAchievedTime": NEVER,
            "steadyStateLastAchievedTime": NEVER,
            "troubleshootingUrl": None,
            "progress": [],
            "synchronizedEntryCountByType": [],
        },
        "synchronizationJobSettings": [
            {"name": "AzureIngestionAttributeOptimization", "value": "False"},
            {"name": "LookaheadQueryEnabled", "value": "False"},
        ],
    }


def no_execution() -> Json:
    """How the service shows an execution that never ran: zeroes, and "Failed"."""
    counts = (
        "countEscrowed", "countEscrowedRaw", "countExported", "countExports", "countImported",
        "countImportedDeltas",
        "countImportedReferenceDeltas", "countEntitled", "countEntitledForProvisioning",
    )  # fmt: skip
    return {
        "activityIdentifier": None,
        **dict.fromkeys(counts, 0),
        "state": "Failed",
        "error": {"code": "None", "message": "", "tenantActionable": False},
        "timeBegan": NEVER,
        "timeEnded": NEVER,
    }


def _reset_scopes(text: Any) -> frozenset[str]:
    if text is None or text == "":
        return _PORTAL_RESTART
    if not isinstance(text, str):
        raise bad_request("Invalid value for 'resetScope'.")
    names = {name.strip() for name in text.split(",")}
    if not names <= _SCOPES:
        raise bad_request(f"Invalid value for 'resetScope': '{text[:60]}'.")
    return frozenset(names - {"Full", "None"}) | (_FULL if "Full" in names else frozenset())


def _restart_service(call: RouteCall, job_id: str, scopes: frozenset[str]) -> None:
    service = call.tenant.service
    if service is not None:
        service.restart(job_id, scopes)


def _shown(call: RouteCall, found: Json) -> Json:
    faults = call.tenant.faults
    status = found["status"]
    threshold = read_delete_threshold(call.tenant.secrets(call.params["sp"]))
    if threshold is not None:
        setting = {"name": "QuarantineTooManyDeletesThreshold", "value": str(threshold)}
        found["synchronizationJobSettings"] = [*found["synchronizationJobSettings"], setting]
    if faults.is_on("job-quarantined"):
        now = call.tenant.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        error = {
            "code": "SystemForCrossDomainIdentityManagementInvalidCredentials",
            "message": "The credentials of the application were refused.",
            "tenantActionable": True,
        }
        status["code"] = "Quarantine"
        status["quarantine"] = {
            "currentBegan": now,
            "nextAttempt": now,
            "reason": "EncounteredQuarantineException",
            "seriesBegan": now,
            "seriesCount": 1,
            "error": error,
        }
    if faults.is_on("job-without-status") and found["schedule"]["state"] != "Active":
        for name in ("lastExecution", "lastSuccessfulExecution", "progress", "troubleshootingUrl"):
            status.pop(name, None)
    return found

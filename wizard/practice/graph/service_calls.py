"""Calls that make the provisioning service do something now.

Source: Graph docs, "synchronizationJob: validateCredentials", "synchronizationJob: provisionOnDemand".
"""

from __future__ import annotations

import asyncio
import itertools
import json
import uuid
from typing import Any

from wizard.practice.graph.call import (
    NO_CONTENT,
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import (
    GraphRefusalError,
    bad_request,
    wrapped,
)
from wizard.practice.graph.secrets import read_pairs
from wizard.practice.graph.sync import job, principal, template_ids
from wizard.practice.service import CredentialsError, OnDemandError
from wizard.practice.store import (
    Json,
    ObjectKind,
)

MOST_MEMBERS = 5
_STATUS_TYPE = "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo"
_PREFIX = "SystemForCrossDomainIdentityManagement"
_turn = itertools.count()


async def validate_job(call: RouteCall) -> RouteAnswer:
    """POST .../jobs/{job}/validateCredentials."""
    found = job(call)
    return await _validate(call, call.params["sp"], found["templateId"])


async def validate(call: RouteCall) -> RouteAnswer:
    """POST .../jobs/validateCredentials: before there is a job; names the template."""
    owner = principal(call)
    template = call.json().get("templateId")
    if template is None:
        raise _missing("templateId")
    if template not in template_ids(call, owner):
        raise wrapped(400, "InvalidTemplate", "The template does not belong to this application.")
    return await _validate(call, owner["id"], str(template))


async def provision_on_demand(call: RouteCall) -> RouteAnswer:
    """POST .../jobs/{job}/provisionOnDemand: one person, now. The answer has one of two shapes."""
    found = job(call)
    parameters = _parameters(call, found["id"])
    service = call.tenant.service
    if service is None:
        raise GraphRefusalError(503, "serviceNotAvailable", "The provisioning service is not running.")
    if call.tenant.faults.take("service-slow"):
        await asyncio.sleep(20)
    try:
        outcome: Json = await service.provision_on_demand(found["id"], parameters)
    except OnDemandError as failure:
        raise wrapped(failure.status, failure.code, failure.message) from None
    alternate = next(_turn) % 2 == 1 or call.tenant.faults.is_on("on-demand-alternate-shape")
    if alternate:
        pair = {"key": _STATUS_TYPE, "value": json.dumps([outcome])}
    else:
        status = outcome.get("statusInfo") or {}
        last = outcome["provisioningSteps"][-1]  # the reason for skipping is in the last step only
        code = status.get("errorCode") or last["details"].get("SkipReason")
        details = {"errorCode": code, "errorMessage": status.get("reason") or last["description"]}
        key = {"result": status.get("status"), "details": details if code else {}}
        pair = {"key": json.dumps(key), "value": json.dumps(outcome)}
    return call.entity("microsoft.graph.stringKeyStringValuePair", pair)


async def _validate(call: RouteCall, owner_id: str, template: str) -> RouteAnswer:
    body = call.json()
    saved = call.store.get(ObjectKind.SECRETS, owner_id) or {}
    use_saved = body.get("useSavedCredentials") is True
    if not use_saved and not body.get("credentials"):
        raise _missing("credentials")
    pairs = saved if use_saved else read_pairs(body["credentials"])
    address, token = pairs.get("BaseAddress", ""), pairs.get("SecretToken", "")
    if call.tenant.faults.is_on("template-fields"):
        missing = next((name for name in ("CompanyId", "AppKey") if not pairs.get(name)), "")
        if missing:
            raise _refused(f"{_PREFIX}CredentialValidationFailure", f"The value of {missing} is missing.")
    if template.startswith("customappsso"):
        address = address.rstrip("/") + "/scim"  # the old connector does this during validation
    if call.tenant.faults.take("service-slow"):
        await asyncio.sleep(20)
    if call.tenant.faults.take("service-unavailable"):
        raise _refused(
            f"{_PREFIX}CredentialValidationUnavailable", "An error occurred while sending the request."
        )
    service = call.tenant.service
    if service is None:
        raise GraphRefusalError(503, "serviceNotAvailable", "The provisioning service is not running.")
    try:
        await service.validate_credentials(address, token)
    except CredentialsError as failure:
        raise _refused(failure.code, failure.message) from None
    return NO_CONTENT


def _missing(parameter: str) -> GraphRefusalError:
    return GraphRefusalError(
        400, "RequestMissingRequiredParameter", f"The parameter '{parameter}' is missing."
    )


def _refused(code: str, message: str) -> GraphRefusalError:
    """One outer code for every reason; the connector's own code is inside the message."""
    details: Json = {"code": code, "message": message, "target": None, "details": [], "innerError": None}
    text = json.dumps({"error": details}, separators=(",", ":"), ensure_ascii=False)
    return GraphRefusalError(400, "CredentialValidationUnavailable", text)


def _parameters(call: RouteCall, job_id: str) -> list[Json]:
    parameters = call.json().get("parameters")
    if not isinstance(parameters, list) or len(parameters) != 1 or not isinstance(parameters[0], dict):
        raise bad_request("Exactly one entry is expected in 'parameters'.")
    rules = (call.store.get(ObjectKind.SCHEMA, job_id) or {}).get("synchronizationRules", [])
    if parameters[0].get("ruleId") not in [rule["id"] for rule in rules]:
        raise wrapped(400, "InvalidRule", "The rule is not part of the job's schema.")
    subjects = parameters[0].get("subjects")
    if not isinstance(subjects, list) or len(subjects) != 1 or not isinstance(subjects[0], dict):
        raise bad_request("Exactly one subject is expected.")
    _check_subject(call, subjects[0])
    return parameters


def _check_subject(call: RouteCall, subject: dict[str, Any]) -> None:
    sort, identifier = subject.get("objectTypeName"), subject.get("objectId")
    if sort not in {"User", "Group"}:
        raise wrapped(400, "InvalidSubject", "The object type is not known to the rule.")
    members = ((subject.get("links") or {}).get("members")) or []
    if len(members) > MOST_MEMBERS:
        raise wrapped(
            400, "TooManyMembers", f"At most {MOST_MEMBERS} members can be provisioned on demand."
        )
    try:
        uuid.UUID(str(identifier))
    except ValueError:
        raise bad_request("Invalid object identifier.") from None
    known = call.store.user(str(identifier)) if sort == "User" else call.store.group(str(identifier))
    if known is None:
        raise wrapped(404, "ObjectNotFound", f"The object '{identifier}' was not found in the directory.")

"""The synchronization API with its pitfalls, for an external client."""

from __future__ import annotations

import copy
import json
import re
import uuid
from typing import Any

import pytest

from tests.practice.graph.outsider import Json, Outsider

PREFIX = "SystemForCrossDomainIdentityManagement"
NEVER = "0001-01-01T00:00:00Z"
NON_GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"


@pytest.fixture(scope="module")
def principal(stranger: Outsider) -> str:
    return stranger.application("Playvox to synchronize")[0]


@pytest.fixture(scope="module")
def job(stranger: Outsider, principal: str) -> str:
    """The path of a job without credentials."""
    return stranger.job(principal)


@pytest.fixture
def secrets(job: str) -> str:
    return job.rsplit("/jobs/", 1)[0] + "/secrets"


def _inner(message: str) -> Json:
    """The error inside the message of Graph's own error."""
    found: Json = json.loads(message)
    return found.get("error", found)


def _read_until(graph: Outsider, path: str, wanted: Any) -> Any:
    """Read until replication has finished."""
    for _ in range(300):
        body = graph.get(path)
        if wanted(body):
            return body
    raise AssertionError(f"{path} never became what was written")


# ---- templates -------------------------------------------------------------------------------------------


def test_templates_say_what_credentials_they_want(graph: Outsider, principal: str) -> None:
    base = f"/servicePrincipals/{principal}/synchronization/templates"
    (template,) = graph.get(base)["value"]
    owner = graph.get(f"/servicePrincipals/{principal}")
    assert template["applicationId"] == owner["applicationTemplateId"]
    assert template["default"] is True
    metadata = {entry["key"]: entry["value"] for entry in template["metadata"]}
    fields = json.loads(metadata["ConfigurationFields"])
    assert fields == [{"name": "baseaddress"}, {"name": "secrettoken", "secret": True}]
    assert graph.get(f"{base}/{template['id']}")["id"] == template["id"]
    schema = graph.get(f"{base}/{template['id']}/schema")
    assert schema["id"] == f"{template['id']}.{'0' * 32}"
    status, code, message = graph.error("GET", f"{base}/nothing")
    assert (status, code) == (404, "UnknownError")
    assert _inner(message)["code"]


def test_an_application_has_its_service_principals_templates(graph: Outsider, principal: str) -> None:
    app_id = graph.get(f"/servicePrincipals/{principal}")["appId"]
    app = graph.get(f"/applications(appId='{app_id}')")["id"]
    mine = graph.get(f"/applications/{app}/synchronization/templates")["value"]
    theirs = graph.get(f"/servicePrincipals/{principal}/synchronization/templates")["value"]
    assert [one["id"] for one in mine] == [one["id"] for one in theirs]
    assert graph.get(f"/applications/{app}/synchronization/templates/{mine[0]['id']}/schema")["version"]
    unknown = f"/applications/{uuid.uuid4()}/synchronization/templates"
    assert graph.error("GET", unknown)[:2] == (404, "Request_ResourceNotFound")


def test_a_non_gallery_job_may_come_from_another_template_than_asked_for(graph: Outsider) -> None:
    address = f"/applicationTemplates/{NON_GALLERY}/instantiate"
    sp = graph.call("POST", address, {"displayName": "Own SCIM"}).json()["servicePrincipal"]["id"]
    sync = f"/servicePrincipals/{sp}/synchronization"
    names = {one["id"] for one in graph.until("GET", f"{sync}/templates")["value"]}
    assert names == {"customappsso", "customappssoOutDelta", "customappssoRoleIn", "scim"}
    made = graph.until("POST", f"{sync}/jobs", {"templateId": "customappsso"})
    assert made["templateId"] == "customappssoOutDelta"
    assert made["id"].startswith("customappssoOutDelta.")
    # The old connector appends /scim while it tests the connection; the new one does not.
    tried = {"credentials": graph.credentials()}
    old = f"{sync}/jobs/{made['id']}/validateCredentials"
    graph.until("GET", f"{sync}/jobs/{made['id']}")
    assert "/scim/v1/scim/Users" in graph.error("POST", old, tried)[2]
    new = {**tried, "templateId": "scim"}
    assert graph.call("POST", f"{sync}/jobs/validateCredentials", new).status_code == 204


# ---- jobs ------------------------------------------------------------------------------------------------


def test_a_new_job_is_disabled_and_has_never_run(graph: Outsider, principal: str, job: str) -> None:
    found = graph.get(job)
    tenant = graph.line["tenant_id"].replace("-", "")
    app_id = graph.get(f"/servicePrincipals/{principal}")["appId"]
    assert found["id"] == f"{found['templateId']}.{tenant}.{app_id}"
    assert found["schedule"] == {"expiration": None, "interval": "PT40M", "state": "Disabled"}
    status = found["status"]
    assert (status["code"], status["progress"], status["quarantine"]) == ("Paused", [], None)
    assert status["steadyStateFirstAchievedTime"] == status["steadyStateLastAchievedTime"] == NEVER
    assert [one["id"] for one in graph.get(job.rsplit("/", 1)[0])["value"]] == [found["id"]]


def test_jobs_that_cannot_be_made_or_changed(graph: Outsider, principal: str, job: str) -> None:
    jobs = job.rsplit("/", 1)[0]
    template = graph.get(job)["templateId"]
    for body in {"templateId": "nonsense"}, {"templateId": template}:
        status, code, message = graph.error("POST", jobs, body)
        assert status in {400, 409}
        assert code == "UnknownError"
        assert _inner(message)["code"]
    assert graph.error("PATCH", job, {"schedule": {"state": "Active"}})[0] == 404
    assert graph.error("GET", f"{jobs}/nothing")[0] == 404
    elsewhere = f"/servicePrincipals/{uuid.uuid4()}/synchronization/jobs"
    assert graph.error("GET", elsewhere)[:2] == (404, "Request_ResourceNotFound")


def test_start_pause_restart_and_delete(graph: Outsider) -> None:
    sp, app = graph.application("Short-lived")
    job = graph.job(sp)
    secrets = f"/servicePrincipals/{sp}/synchronization/secrets"
    graph.call("PUT", secrets, {"value": graph.credentials()})
    graph.fault("cycle-stuck")  # the first cycle must not end in between
    assert graph.call("POST", f"{job}/start").status_code == 204
    found = graph.get(job)
    assert found["schedule"]["state"] == "Active"
    assert graph.call("POST", f"{job}/pause").status_code == 204
    assert graph.get(job)["status"]["code"] == "Paused"
    for criteria in {}, {"resetScope": ""}, {"resetScope": "Watermark, Escrows, QuarantineState"}:
        assert graph.call("POST", f"{job}/restart", {"criteria": criteria}).status_code == 204
        assert graph.get(job)["schedule"]["state"] == "Active"
    for scope in "Full", "ForceDeletes", "ConnectorDataStore,Escrows":
        assert graph.call("POST", f"{job}/restart", {"criteria": {"resetScope": scope}}).status_code == 204
    assert graph.error("POST", f"{job}/restart", {"criteria": {"resetScope": "Everything"}})[0] == 400
    graph.broken.clear()  # that request was wrong on purpose
    assert graph.error("POST", f"{job}/restart", {})[0] == 400
    assert graph.call("DELETE", job).status_code == 204
    assert graph.call("GET", job).status_code == 200  # it disappears after a while
    graph.gone(job)
    assert graph.get(secrets)["value"]  # credentials belong to the service principal
    graph.call("DELETE", f"/applications/{app}")


def test_after_start_there_is_an_execution_that_never_was(graph: Outsider) -> None:
    sp, app = graph.application("Never ran")
    job = graph.job(sp)
    graph.call("PUT", f"/servicePrincipals/{sp}/synchronization/secrets", {"value": graph.credentials()})
    graph.fault("cycle-stuck")
    graph.call("POST", f"{job}/start")
    status = graph.get(job)["status"]
    assert status["code"] == "NotRun"
    assert status["lastExecution"]["state"] == "Failed"
    assert status["lastExecution"]["error"] == {"code": "None", "message": "", "tenantActionable": False}
    assert status["lastExecution"]["timeBegan"] == NEVER
    graph.call("DELETE", f"/applications/{app}")


# ---- credentials -----------------------------------------------------------------------------------------


def test_secrets_are_replaced_whole_and_shown_masked(graph: Outsider, secrets: str) -> None:
    settings = json.dumps({"Enabled": True, "Recipients": "it@contoso.example"})
    pairs = graph.credentials(SyncAll="false", SyncNotificationSettings=settings)
    assert graph.call("PUT", secrets, {"value": pairs}).status_code == 204
    found = _read_until(graph, secrets, lambda body: len(body["value"]) == 4)
    shown = {pair["key"]: pair["value"] for pair in found["value"]}
    assert shown == {
        "BaseAddress": graph.line["scim"],
        "SecretToken": "*",
        "SyncAll": "false",
        "SyncNotificationSettings": settings,
    }
    # A threshold for deletions shows in the job.
    watched = json.dumps({"Enabled": False, "DeleteThresholdEnabled": True, "DeleteThresholdValue": 50})
    graph.call("PUT", secrets, {"value": graph.credentials(SyncNotificationSettings=watched)})
    setting = {"name": "QuarantineTooManyDeletesThreshold", "value": "50"}
    assert (
        setting in graph.get(secrets.replace("/secrets", "/jobs"))["value"][0]["synchronizationJobSettings"]
    )
    # A missing key is deleted, and an empty value deletes its key.
    kept = [{"key": "BaseAddress", "value": graph.line["scim"]}, {"key": "SyncAll", "value": ""}]
    assert graph.call("PUT", secrets, {"value": kept}).status_code == 204
    left = _read_until(graph, secrets, lambda body: len(body["value"]) == 1)
    assert [pair["key"] for pair in left["value"]] == ["BaseAddress"]


def test_a_mask_written_back_is_no_key(graph: Outsider, job: str, secrets: str) -> None:
    saved = {"useSavedCredentials": True}
    graph.call("PUT", secrets, {"value": graph.credentials()})
    masked = _read_until(graph, secrets, lambda body: len(body["value"]) == 2)["value"]
    assert graph.call("POST", f"{job}/validateCredentials", saved).status_code == 204
    graph.call("PUT", secrets, {"value": masked})
    assert graph.error("POST", f"{job}/validateCredentials", saved)[0] == 400


@pytest.mark.parametrize("key", ["baseAddress", "baseaddress", "secretToken", "Nonsense"])
def test_keys_are_in_pascal_case(graph: Outsider, job: str, secrets: str, key: str) -> None:
    pairs = [{"key": key, "value": "x"}]
    wanted = (500, "InternalError", f"Requested value '{key}' was not found.")
    assert graph.error("PUT", secrets, {"value": pairs}) == wanted
    assert graph.error("POST", f"{job}/validateCredentials", {"credentials": pairs}) == wanted
    graph.broken.clear()


@pytest.mark.parametrize("body", [{}, {"value": "x"}, {"value": [{"key": "SyncAll", "value": True}]}])
def test_malformed_secrets(graph: Outsider, secrets: str, body: Json) -> None:
    assert graph.error("PUT", secrets, body)[:2] == (400, "Request_BadRequest")


def test_notification_settings_cannot_be_cleared(graph: Outsider, secrets: str) -> None:
    for text in "", "nonsense", "[]":
        pairs = graph.credentials(SyncNotificationSettings=text)
        status, code, message = graph.error("PUT", secrets, {"value": pairs})
        assert (status, code) == (400, "UnknownError")
        inner = {"code": "InvalidNotificationSettings", "message": None, "target": None}
        assert _inner(message) == {**inner, "details": [], "innerError": None}
    empty = graph.credentials(SyncNotificationSettings="{}")
    assert graph.call("PUT", secrets, {"value": empty}).status_code == 204
    kept = _read_until(graph, secrets, lambda body: len(body["value"]) == 3)["value"]
    assert {"key": "SyncNotificationSettings", "value": "{}"} in kept


def test_good_credentials_pass_both_forms(graph: Outsider, job: str) -> None:
    template = graph.get(job)["templateId"]
    body = {"useSavedCredentials": False, "credentials": graph.credentials()}
    assert graph.call("POST", f"{job}/validateCredentials", body).status_code == 204
    before = f"{job.rsplit('/', 1)[0]}/validateCredentials"
    assert graph.call("POST", before, {**body, "templateId": template}).status_code == 204


def test_missing_parameters(graph: Outsider, job: str) -> None:
    before = f"{job.rsplit('/', 1)[0]}/validateCredentials"
    missing = (400, "RequestMissingRequiredParameter")
    assert graph.error("POST", before, {"credentials": graph.credentials()})[:2] == missing
    assert graph.error("POST", f"{job}/validateCredentials", {})[:2] == missing
    unknown = {"templateId": "nothing", "credentials": graph.credentials()}
    assert graph.error("POST", before, unknown)[0] == 400


@pytest.mark.parametrize(
    ("change", "inner", "text"),
    [
        ({"SecretToken": "d3Jvbmc="}, "CredentialValidationFailure", "Unauthorized (401)"),
        ({"BaseAddress": "{scim}/nowhere"}, "ServiceIncompatible", "404 Not Found"),
        (
            {"BaseAddress": "https://localhost:9/scim/v1"},
            "CredentialValidationUnavailable",
            "An error occurred while sending the request.",
        ),
        ({"BaseAddress": ""}, "InvalidCredentials", "URL"),
    ],
)
def test_bad_credentials_are_inside_the_message(
    graph: Outsider, job: str, change: Json, inner: str, text: str
) -> None:
    changed = {key: value.format(scim=graph.line["scim"]) for key, value in change.items()}
    body = {"credentials": graph.credentials(**changed)}
    status, code, message = graph.error("POST", f"{job}/validateCredentials", body)
    assert (status, code) == (400, "CredentialValidationUnavailable")
    assert _inner(message)["code"] == f"{PREFIX}{inner}"
    assert text in _inner(message)["message"]


# ---- schema ----------------------------------------------------------------------------------------------


def test_the_schema_is_read_whole(graph: Outsider, job: str) -> None:
    schema = graph.get(f"{job}/schema")
    (rule,) = schema["synchronizationRules"]
    assert {entry["key"]: entry["value"] for entry in rule["metadata"]}[
        "supportsProvisionOnDemand"
    ] == "true"
    (mapping,) = rule["objectMappings"]
    assert re.fullmatch(r"Add, ?Update, ?Delete", mapping["flowTypes"])
    targets = {item["targetAttributeName"]: item for item in mapping["attributeMappings"]}
    assert set(targets) == {
        "userName", "active", "displayName", 'emails[type eq "work"].value', "name.givenName",
        "name.familyName", "name.formatted", "externalId",
    }  # fmt: skip
    assert [name for name, item in targets.items() if item["matchingPriority"]] == ["userName"]
    assert {directory["name"] for directory in schema["directories"]} == {
        rule["sourceDirectoryName"],
        rule["targetDirectoryName"],
    }
    assert "directories@odata.context" in schema
    assert len(graph.get(f"{job}/schema/directories")["value"]) == 2


def test_the_schema_cannot_be_patched(graph: Outsider, principal: str, job: str) -> None:
    status, code, message = graph.error("PATCH", f"{job}/schema", {})
    assert (status, code) == (404, "UnknownError")
    job_id = job.rsplit("/", 1)[1]
    address = (
        f"https://syncfabric.windowsazure.com/api/servicePrincipals('{principal}')"
        f"/synchronization/jobs('{job_id}')/schema?api-version=2.0"
    )
    assert (
        message == f'{{"Message":"No HTTP resource was found that matches the request URI \'{address}\'."}}'
    )


def test_put_replaces_the_schema_and_delete_restores_it(graph: Outsider, job: str) -> None:
    address = f"{job}/schema"
    before = graph.get(address)
    changed = copy.deepcopy(before)
    mappings = changed["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    mappings[:] = [item for item in mappings if item["targetAttributeName"] != "name.formatted"]
    body = {name: value for name, value in changed.items() if "@" not in name}
    assert graph.call("PUT", address, body).status_code == 204
    after = _read_until(graph, address, lambda schema: schema["version"] != before["version"])
    assert after["synchronizationRules"] == body["synchronizationRules"]
    assert graph.call("DELETE", address).status_code == 204
    restored = _read_until(graph, address, lambda schema: schema["version"] != after["version"])
    assert restored["synchronizationRules"] == before["synchronizationRules"]


def test_schemas_that_are_refused(graph: Outsider, job: str) -> None:
    address = f"{job}/schema"
    whole = {name: value for name, value in graph.get(address).items() if "@" not in name}
    twice = copy.deepcopy(whole)
    mappings = twice["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]
    mappings.append(copy.deepcopy(mappings[0]))
    unmatched = copy.deepcopy(whole)
    for item in unmatched["synchronizationRules"][0]["objectMappings"][0]["attributeMappings"]:
        item["matchingPriority"] = 0
    parts = {"synchronizationRules": whole["synchronizationRules"]}
    for body in twice, unmatched, parts:
        status, code, message = graph.error("PUT", address, body)
        assert status in {400, 409}
        assert code == "UnknownError"
        assert _inner(message)["code"]


def test_operators_functions_and_expressions(graph: Outsider, job: str) -> None:
    for form in "", "()":
        operators = {one["id"]: one for one in graph.get(f"{job}/schema/filterOperators{form}")["value"]}
        assert operators["EQUALS"]["arity"] == "Binary"
        assert operators["IS TRUE"]["arity"] == "Unary"
        assert operators["IS TRUE"]["supportedAttributeTypes"] == ["Boolean"]
        functions = {one["id"]: one for one in graph.get(f"{job}/schema/functions{form}")["value"]}
        assert {"Switch", "Join", "Replace", "Append"} <= set(functions)
    parse = f"{job}/schema/parseExpression"
    person = {"properties": [{"key": "surname", "value": "Lovelace"}, {"key": "givenName", "value": "Ada"}]}
    expression = 'Join(" ", [givenName], [surname])'
    good = graph.call("POST", parse, {"expression": expression, "testInputObject": person}).json()
    assert good["parsingSucceeded"] is good["evaluationSucceeded"] is True
    assert good["evaluationResult"] == ["Ada Lovelace"]
    bad = graph.call("POST", parse, {"expression": "Join("}).json()
    assert (bad["parsingSucceeded"], bad["evaluationSucceeded"]) == (False, False)
    assert bad["error"]["message"]
    target = next(
        d for d in graph.get(f"{job}/schema")["directories"] if d["name"] != "Azure Active Directory"
    )
    status, code, _ = graph.error("POST", f"{job}/schema/directories/{target['id']}/discover")
    assert (status, code) == (403, "Authorization_RequestDenied")  # needs Directory.ReadWrite.All


# ---- on demand -------------------------------------------------------------------------------------------


def test_on_demand_answers_in_two_shapes_and_five_times_in_ten_seconds(
    graph: Outsider, principal: str, job: str, secrets: str
) -> None:
    graph.call("PUT", secrets, {"value": graph.credentials(SyncAll="false")})
    role = graph.get(f"/servicePrincipals/{principal}")["appRoles"][0]["id"]
    person = graph.get("/users?$filter=startswith(userPrincipalName,'ana')&$select=id")["value"][0]["id"]
    rule = graph.get(f"{job}/schema")["synchronizationRules"][0]["id"]
    address = f"{job}/provisionOnDemand"
    subject = {"objectId": person, "objectTypeName": "User"}
    body = {"parameters": [{"ruleId": rule, "subjects": [subject]}]}

    answers = [graph.call("POST", address, body)]
    assigned = {"principalId": person, "resourceId": principal, "appRoleId": role}
    assert (
        graph.call("POST", f"/servicePrincipals/{principal}/appRoleAssignedTo", assigned).status_code == 201
    )
    answers.append(graph.call("POST", address, body))  # too early: the assignment is not visible yet
    _read_until(graph, f"/servicePrincipals/{principal}/appRoleAssignedTo", lambda found: found["value"])
    answers += [graph.call("POST", address, body) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    refused = graph.beyond_the_limit("POST", address)
    assert refused["status"] == 429
    assert 1 <= int(refused["headers"]["Retry-After"]) <= 11

    found = []
    for answer in answers:
        key, value = answer.json()["key"], json.loads(answer.json()["value"])
        if isinstance(value, list):
            assert key == "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo"
            (value,) = value
        else:
            assert set(json.loads(key)) == {"result", "details"}
        found.append(value)
    shapes = {answer.json()["value"][0] for answer in answers}
    assert shapes == {"{", "["}
    for value in found:
        assert {"action", "changeId", "provisioningSteps", "statusInfo", "sourceIdentity"} <= set(value)
    reasons = [value["provisioningSteps"][-1]["details"].get("SkipReason") for value in found]
    assert reasons[:2] == ["NotEffectivelyEntitled"] * 2
    assert reasons[3:] == ["RedundantExport"] * 2
    types = {step["type"] for step in found[2]["provisioningSteps"]}
    assert types >= {"Import", "Scoping", "Matching"}
    last = answers[4].json() if answers[4].json()["value"][0] == "{" else answers[3].json()
    key = json.loads(last["key"])
    assert (key["result"], key["details"]["errorCode"]) == ("Skipped", "RedundantExport")

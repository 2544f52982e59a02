"""Behavior of the provisioning service when Playvox has faults."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from tests.practice.workshop import KEY, SCIM, add_job, principal, status
from wizard.practice.directory import DOMAIN
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.service import (
    CredentialsError,
    ProvisioningService,
    ServiceLimits,
)
from wizard.practice.service.failure import code_of
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

ANA = f"ana@{DOMAIN}"
PREFIX = "SystemForCrossDomainIdentityManagement"


async def test_a_wrong_key_means_quarantine_at_once(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA, token="d3Jvbmc6a2V5")
    await service.run_cycle(job)
    now = status(tenant, job)
    assert now["code"] == "Quarantine"
    assert now["countSuccessiveCompleteFailures"] == 1
    assert now["lastExecution"]["state"] == "Failed"
    quarantine = now["quarantine"]
    assert quarantine["reason"] == "EncounteredQuarantineException"
    assert quarantine["seriesCount"] == 1
    assert quarantine["error"] == now["lastExecution"]["error"]
    assert quarantine["error"]["code"] == f"{PREFIX}CredentialValidationFailure"
    assert quarantine["error"]["tenantActionable"] is True
    assert "Response Status Code: Unauthorized" in quarantine["error"]["message"]
    assert 'Users?filter=userName+eq+"' in quarantine["error"]["message"]
    assert len(tenant.requests) == 1  # nobody was changed

    secrets = tenant.secrets(principal(tenant, job))
    tenant.store.put(ObjectKind.SECRETS, principal(tenant, job), {**secrets, "SecretToken": KEY})
    service.restart(job, {"QuarantineState"})
    await service.run_cycle(job)
    assert status(tenant, job)["code"] == "Active"
    assert status(tenant, job)["quarantine"] is None
    assert status(tenant, job)["countSuccessiveCompleteFailures"] == 0


@pytest.mark.parametrize(
    ("fault", "code", "text"),
    [
        ("playvox-key-rejected", "CredentialValidationFailure", "Unauthorized"),
        ("playvox-no-permission", "CredentialValidationUnavailable", "Forbidden"),
        ("playvox-firewall-403", "CredentialValidationUnavailable", "<h1>"),
        ("playvox-blocks-no-agent", "CredentialValidationUnavailable", "<h1>"),
        ("playvox-blocks-microsoft", "CredentialValidationUnavailable", "<h1>"),
        ("playvox-maintenance", "CredentialValidationUnavailable", "ServiceUnavailable"),
        ("playvox-not-found", "ServiceIncompatible", "404"),
        ("playvox-404-for-none", "ServiceIncompatible", "404"),
        ("playvox-invalid-filter", "CredentialValidationFailure", "invalidFilter"),
        ("playvox-plus-not-decoded", "CredentialValidationFailure", "invalidFilter"),
        ("playvox-quotes-refused", "CredentialValidationFailure", "incomplete_filter"),
        ("playvox-login-page", "ServiceIncompatible", "Sign in"),
        ("playvox-redirect-login", "CredentialValidationUnavailable", "Found"),
        ("playvox-redirect-http", "CredentialValidationUnavailable", "MovedPermanently"),
        ("playvox-redirect-host", "CredentialValidationUnavailable", "Found"),
        ("playvox-plain-array", "ServiceIncompatible", "[]"),
        ("playvox-users-member", "ServiceIncompatible", "users"),
        ("playvox-total-as-text", "ServiceIncompatible", '"0"'),
        ("playvox-no-schemas", "ServiceIncompatible", "totalResults"),
        ("playvox-broken-json", "ServiceIncompatible", ",,}"),
        ("playvox-filter-ignored", "MultipleEntriesInResponse", "filter"),
        ("playvox-no-content", "CredentialValidationUnavailable", "NoContent"),
        ("playvox-empty-body", "ServiceIncompatible", ""),
        ("playvox-405", "CredentialValidationUnavailable", "MethodNotAllowed"),
        ("playvox-501", "CredentialValidationUnavailable", "NotImplemented"),
        ("playvox-415", "CredentialValidationUnavailable", "UnsupportedMediaType"),
        ("playvox-406", "CredentialValidationUnavailable", "NotAcceptable"),
        ("playvox-throttled", "CredentialValidationUnavailable", "TooManyRequests"),
        ("playvox-500", "CredentialValidationUnavailable", "InternalServerError"),
        ("playvox-502", "CredentialValidationUnavailable", "BadGateway"),
        ("playvox-503", "CredentialValidationUnavailable", "ServiceUnavailable"),
        ("playvox-504", "CredentialValidationUnavailable", "GatewayTimeout"),
        (
            "playvox-cut-answer",
            "CredentialValidationUnavailable",
            "An error occurred while sending the request.",
        ),
        (
            "playvox-huge-answer",
            "CredentialValidationUnavailable",
            "An error occurred while sending the request.",
        ),
    ],
)
async def test_what_fails_the_connection_test(
    tenant: Tenant, service: ProvisioningService, fault: str, code: str, text: str
) -> None:
    tenant.faults.switch(fault, on=True)
    with pytest.raises(CredentialsError) as caught:
        await service.validate_credentials(SCIM, KEY)
    assert caught.value.code == PREFIX + code
    assert text in caught.value.message
    tenant.faults.clear()
    await service.validate_credentials(SCIM, KEY)


@pytest.mark.parametrize("fault", ["playvox-plain-json", "playvox-no-resources", "playvox-no-groups-403"])
async def test_what_does_not_fail_it(tenant: Tenant, service: ProvisioningService, fault: str) -> None:
    tenant.faults.switch(fault, on=True)
    await service.validate_credentials(SCIM, KEY)


async def test_an_echoed_key_is_in_the_answer_as_in_real_life(
    tenant: Tenant, service: ProvisioningService
) -> None:
    tenant.faults.switch("playvox-echoes-key", on=True)
    with pytest.raises(CredentialsError) as caught:
        await service.validate_credentials(SCIM, "c2VjcmV0OmtleQ==")
    assert "c2VjcmV0OmtleQ==" in caught.value.message
    assert "c2VjcmV0OmtleQ==" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "InvalidCredentials"),
        ("not an address", "InvalidCredentials"),
        ("http://acme.playvox.com/scim/v1", "InvalidCredentials"),
        ("https://[broken/scim", "InvalidCredentials"),
        ("https://acme.playvox.com:99999999/scim/v1", "InvalidCredentials"),
        ("https://elsewhere.example/scim/v1", "CredentialValidationUnavailable"),
        ("https://globex.playvox.com/scim/v1", "ServiceIncompatible"),
        ("https://acme.playvox.com", "ServiceIncompatible"),
        ("https://acme.playvox.com/scim/v1/Users", "ServiceIncompatible"),
        ("https://localhost:9/scim/v1", "CredentialValidationUnavailable"),
    ],
)
async def test_wrong_addresses(service: ProvisioningService, address: str, code: str) -> None:
    with pytest.raises(CredentialsError) as caught:
        await service.validate_credentials(address, KEY)
    assert caught.value.code == PREFIX + code


async def test_odd_but_right_addresses(service: ProvisioningService) -> None:
    for address in f" {SCIM}/ ", f"{SCIM}?aadOptscim062020":
        await service.validate_credentials(address, KEY)


async def test_odd_keys_are_just_wrong(service: ProvisioningService) -> None:
    for key in "", "línea", "two\nlines", "x" * 20_000:
        with pytest.raises(CredentialsError):
            await service.validate_credentials(SCIM, key)


@pytest.mark.parametrize(
    ("fault", "code", "text"),
    [
        ("", "ServiceIncompatible", "404 Not Found"),
        ("playvox-no-groups-404", "ServiceIncompatible", "404 Not Found"),
        ("playvox-no-groups-403", "CredentialValidationUnavailable", "Forbidden"),
        ("playvox-no-groups-501", "CredentialValidationUnavailable", "NotImplemented"),
    ],
)
async def test_a_group_mapping_asks_for_groups(
    tenant: Tenant, service: ProvisioningService, fault: str, code: str, text: str
) -> None:
    if fault:
        tenant.faults.switch(fault, on=True)
    job = add_job(tenant, ANA)

    def add_groups(schema: dict) -> None:
        mappings = schema["synchronizationRules"][0]["objectMappings"]
        mappings.append({**mappings[0], "sourceObjectName": "Group"})

    tenant.store.update(ObjectKind.SCHEMA, job, add_groups)
    await service.run_cycle(job)
    error = status(tenant, job)["quarantine"]["error"]
    assert error["code"] == f"{PREFIX}{code}"
    assert text in error["message"]
    assert "/Groups?excludedAttributes=members&filter=displayName+eq+" in tenant.requests[-1].path


async def test_a_key_that_expires_on_the_way_ends_the_cycle(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, "Support")
    tenant.faults.switch("playvox-key-expires", on=True)
    await service.run_cycle(job)
    assert status(tenant, job)["code"] == "Quarantine"
    assert status(tenant, job)["quarantine"]["error"]["code"] == f"{PREFIX}CredentialValidationFailure"


async def test_too_slow_is_a_timeout(tenant: Tenant) -> None:
    service = ProvisioningService(tenant, ServiceLimits(timeout=0.3))
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    tenant.store.put_user({**(tenant.store.user(ANA) or {}), "displayName": "A"})
    for fault in "playvox-trickle", "playvox-slow":
        tenant.faults.switch(fault, on=True)
        with pytest.raises(CredentialsError) as caught:
            await service.validate_credentials(SCIM, KEY)
        assert caught.value.message == "An error occurred while sending the request."
        tenant.faults.clear()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("playvox-create-refused", f"{PREFIX}ServiceIncompatible"),
        ("playvox-create-conflict", "EntryConflict"),
        ("playvox-lost-answer", "WebExceptionProtocolError"),
    ],
)
async def test_refused_creations(
    tenant: Tenant, service: ProvisioningService, fault: str, code: str
) -> None:
    PracticeAccounts(tenant.store).remove(getattr(PracticeAccounts(tenant.store).find(ANA), "id", ""))
    job = add_job(tenant, ANA)
    tenant.faults.switch(fault, on=True)
    await service.run_cycle(job)
    error = tenant.store.logs(job_id=job)[0][1]["provisioningStatusInfo"]["errorInformation"]
    assert error["errorCode"] == code


@pytest.mark.parametrize(
    ("status_code", "code"),
    [
        (400, f"{PREFIX}ServiceIncompatible"),
        (401, "Unauthorized"),
        (403, "InsufficientRights"),
        (404, "InvalidAnchor"),
        (405, "MethodNotAllowed"),
        (409, "EntryConflict"),
        (422, "UnprocessableEntity"),
        (429, "TooManyRequests"),
        (500, "InternalServerError"),
        (501, "NotImplemented"),
        (503, "InternalServerError"),
    ],
)
def test_refusals_have_the_codes_of_the_log(status_code: int, code: str) -> None:
    assert code_of(status_code) == code


async def test_an_answer_that_never_comes_is_a_timeout_in_the_log(tenant: Tenant) -> None:
    PracticeAccounts(tenant.store).remove(getattr(PracticeAccounts(tenant.store).find(ANA), "id", ""))
    service = ProvisioningService(tenant, ServiceLimits(timeout=0.3))
    job = add_job(tenant, ANA)
    tenant.faults.switch("cycle-stuck", on=True)  # until the connection test is over
    running = asyncio.create_task(service.run_cycle(job))
    await until(lambda: bool(tenant.requests))
    tenant.faults.switch("playvox-slow", on=True)
    tenant.faults.switch("cycle-stuck", on=False)
    await running
    error = tenant.store.logs(job_id=job)[0][1]["provisioningStatusInfo"]["errorInformation"]
    assert error["errorCode"] == "Timeout"


async def test_a_lost_answer_is_found_again(tenant: Tenant, service: ProvisioningService) -> None:
    PracticeAccounts(tenant.store).remove(getattr(PracticeAccounts(tenant.store).find(ANA), "id", ""))
    job = add_job(tenant, ANA)
    tenant.faults.switch("playvox-lost-answer", on=True, times=1)
    await service.run_cycle(job)
    tenant.clock.advance(7 * 3600)
    await service.run_cycle(job)
    assert status(tenant, job)["lastExecution"]["state"] == "Succeeded"
    assert [each.method for each in tenant.requests].count("POST") == 1


async def test_no_patch_leaves_people_active(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    tenant.store.put_user({**(tenant.store.user(ANA) or {}), "accountEnabled": False})
    tenant.faults.switch("playvox-no-patch", on=True)
    await service.run_cycle(job)
    error = tenant.store.logs(job_id=job)[0][1]["provisioningStatusInfo"]["errorInformation"]
    assert error["errorCode"] == "NotImplemented"
    tenant.faults.clear()
    tenant.clock.advance(7 * 3600)
    await service.run_cycle(job)
    found = PracticeAccounts(tenant.store).find(ANA)
    assert found is not None
    assert found.body["active"] is False


async def test_quarantine_backs_off_to_a_day_and_ends_after_four_weeks(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, ANA, token="wrong")
    waits = []
    for _ in range(50):
        await service.run_cycle(job)
        quarantine = status(tenant, job)["quarantine"]
        began, due = (datetime.fromisoformat(quarantine[name]) for name in ("currentBegan", "nextAttempt"))
        waits.append(due - began)
        if (tenant.store.get(ObjectKind.JOB, job) or {})["schedule"]["state"] == "Disabled":
            break
        tenant.clock.advance(waits[-1].total_seconds())
    assert waits[0] == timedelta(minutes=5)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=1)
    assert timedelta(days=27) < sum(waits[:-1], timedelta()) < timedelta(days=30)


async def test_many_failures_mean_quarantine(tenant: Tenant) -> None:
    service = ProvisioningService(tenant, ServiceLimits(least_failures=3))
    job = add_job(tenant, "Quality", "Support")
    for account in PracticeAccounts(tenant.store).every():
        PracticeAccounts(tenant.store).remove(account.id)
    tenant.faults.switch("playvox-create-refused", on=True)
    await service.run_cycle(job)
    assert status(tenant, job)["quarantine"]["reason"] == "EncounteredEscrowProportionThreshold"


async def test_failures_for_28_days_end_the_job(tenant: Tenant, service: ProvisioningService) -> None:
    PracticeAccounts(tenant.store).remove(getattr(PracticeAccounts(tenant.store).find(ANA), "id", ""))
    job = add_job(tenant, ANA)
    tenant.faults.switch("playvox-create-refused", on=True)
    for _ in range(40):
        await service.run_cycle(job)
        tenant.clock.advance(86_400)
    assert (tenant.store.get(ObjectKind.JOB, job) or {})["schedule"]["state"] == "Disabled"
    assert len([log for _, log in tenant.store.logs(job_id=job)]) < 35


async def test_the_service_runs_jobs_by_itself(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA)
    paused = add_job(tenant, ANA)
    tenant.store.update(ObjectKind.JOB, paused, lambda body: body["schedule"].update(state="Disabled"))
    await service.start()
    try:
        await until(lambda: status(tenant, job)["code"] == "Active")
        first = status(tenant, job)["lastExecution"]["activityIdentifier"]
        tenant.clock.advance(41 * 60)
        await until(lambda: status(tenant, job)["lastExecution"]["activityIdentifier"] != first)
        assert status(tenant, paused)["lastExecution"] is None
    finally:
        await service.stop()


async def test_pausing_lets_a_running_cycle_end(tenant: Tenant, service: ProvisioningService) -> None:
    tenant.faults.switch("cycle-stuck", on=True)
    job = add_job(tenant, ANA)
    running = asyncio.create_task(service.run_cycle(job))
    await until(lambda: bool(tenant.requests))

    def pause(body: dict) -> None:
        body["schedule"]["state"] = "Disabled"
        body["status"]["code"] = "Paused"

    tenant.store.update(ObjectKind.JOB, job, pause)
    tenant.faults.clear()
    await running
    assert status(tenant, job)["code"] == "Paused"
    assert PracticeAccounts(tenant.store).find(ANA) is not None


async def test_stopping_ends_a_stuck_cycle(tenant: Tenant, service: ProvisioningService) -> None:
    tenant.faults.switch("cycle-stuck", on=True)
    add_job(tenant, ANA)
    await service.start()
    await until(lambda: bool(tenant.requests))
    await asyncio.wait_for(service.stop(), 2)


async def test_a_deleted_job_ends(tenant: Tenant, service: ProvisioningService) -> None:
    tenant.faults.switch("cycle-stuck", on=True)
    job = add_job(tenant, ANA)
    await service.start()
    try:
        await until(lambda: bool(tenant.requests))
        tenant.store.delete(ObjectKind.JOB, job)
        tenant.store.forget_state(job)
        await until(lambda: not service.busy(job))
        assert tenant.store.get(ObjectKind.JOB, job) is None
    finally:
        await service.stop()


async def until(condition) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - another task decides
            await asyncio.sleep(0.02)

"""Cycles of the provisioning service against the practice Playvox, over real TLS."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.practice.workshop import KEY, SCIM, add_job, assign, status, unassign
from wizard.practice.directory import DOMAIN
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.service import ProvisioningService
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

ANA, KIM, DAN = f"ana@{DOMAIN}", f"Kim.Lee@{DOMAIN}", f"dan.dimissed@{DOMAIN}"
GUEST = "gita.rao_fabrikam.example#EXT#@contoso.onmicrosoft.com"


def writes(tenant: Tenant) -> list[str]:
    return [each.method for each in tenant.requests if each.method != "GET"]


def change_user(tenant: Tenant, name: str, **values: Any) -> None:
    tenant.store.put_user({**(tenant.store.user(name) or {}), **values})


def account(tenant: Tenant, name: str) -> dict[str, Any]:
    found = PracticeAccounts(tenant.store).find(name)
    assert found is not None, f"{name} has no account"
    return found.body


async def test_people_without_an_account_get_one(tenant: Tenant, service: ProvisioningService) -> None:
    PracticeAccounts(tenant.store).remove(getattr(PracticeAccounts(tenant.store).find(ANA), "id", ""))
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    assert account(tenant, ANA) == {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "externalId": "ana",
        "userName": ANA,
        "active": True,
        "displayName": "Ana Souza",
        "name": {"formatted": "Ana Souza", "familyName": "Souza", "givenName": "Ana"},
        "emails": [{"value": ANA, "type": "work", "primary": True}],
    }
    now = status(tenant, job)
    assert now["code"] == "Active"
    assert now["lastExecution"]["state"] == "Succeeded"
    assert now["lastExecution"]["countExported"] == 1
    assert now["lastSuccessfulExecutionWithExports"] == now["lastExecution"]
    assert now["synchronizedEntryCountByType"] == [{"key": "User to User", "value": 1}]
    assert now["steadyStateFirstAchievedTime"][:4] != "0001"
    assert now["quarantine"] is None


async def test_the_probe_comes_first_and_looks_as_documented(
    tenant: Tenant, service: ProvisioningService
) -> None:
    await service.run_cycle(add_job(tenant, ANA))
    first = tenant.requests[0]
    assert first.path.startswith("/scim/v1/Users?filter=userName+eq+%22")
    assert first.path.endswith("%22")
    assert len(first.path) == len("/scim/v1/Users?filter=userName+eq+%22%22") + 36


async def test_accounts_are_matched_whatever_the_case(tenant: Tenant, service: ProvisioningService) -> None:
    before = PracticeAccounts(tenant.store).find(KIM)
    assert before is not None
    await service.run_cycle(add_job(tenant, KIM))
    after = PracticeAccounts(tenant.store).get(before.id)
    assert after is not None
    assert after.user_name == before.user_name != KIM  # letter case alone is no change
    assert "POST" not in writes(tenant)


async def test_a_second_cycle_writes_nothing(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA, KIM, "Support")
    await service.run_cycle(job)
    tenant.requests.clear()
    await service.run_cycle(job)
    assert [each.method for each in tenant.requests] == ["GET"]  # the probe
    service.restart(job, {"Watermark"})
    tenant.requests.clear()
    await service.run_cycle(job)
    assert writes(tenant) == []
    assert len(tenant.requests) > 1


async def test_only_what_changed_is_sent(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    change_user(tenant, ANA, displayName="Ana S.", givenName=None)
    tenant.requests.clear()
    await service.run_cycle(job)
    assert writes(tenant) == ["PATCH"]
    assert account(tenant, ANA)["displayName"] == "Ana S."
    assert account(tenant, ANA)["name"]["givenName"] == "Ana"  # nulls are never provisioned
    log = tenant.store.logs(job_id=job)[0][1]
    assert log["provisioningAction"] == "update"
    assert {each["displayName"]: each["newValue"] for each in log["modifiedProperties"]} == {
        "displayName": "Ana S.",
        "name.formatted": "Souza",
    }


async def test_unassigned_people_are_disabled_and_then_left_alone(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    unassign(tenant, job, ANA)
    await service.run_cycle(job)
    assert account(tenant, ANA)["active"] is False
    assert tenant.store.logs(job_id=job)[0][1]["provisioningAction"] == "disable"
    tenant.store.delete_user((tenant.store.user(ANA) or {})["id"])
    tenant.clock.advance(40 * 86400)
    tenant.requests.clear()
    await service.run_cycle(job)
    assert writes(tenant) == []


async def test_reassigned_people_are_enabled_again(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    unassign(tenant, job, ANA)
    await service.run_cycle(job)
    assign(tenant, job, ANA)
    await service.run_cycle(job)
    assert account(tenant, ANA)["active"] is True
    assert writes(tenant).count("POST") <= 1


async def test_disabled_people_lose_access_and_never_get_a_new_account(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, ANA, DAN)
    PracticeAccounts(tenant.store).remove(getattr(PracticeAccounts(tenant.store).find(DAN), "id", ""))
    await service.run_cycle(job)
    assert PracticeAccounts(tenant.store).find(DAN) is None
    skipped = [
        log
        for _, log in tenant.store.logs(job_id=job)
        if log["sourceIdentity"]["displayName"] == "Dan Dimissed"
    ]
    steps = {step["provisioningStepType"]: step for step in skipped[0]["provisioningSteps"]}
    assert steps["scoping"]["details"]["Active in the source system"] == "False"
    assert steps["export"]["details"]["SkipReason"] == "NotEffectivelyEntitled"
    change_user(tenant, ANA, accountEnabled=False)
    await service.run_cycle(job)
    assert account(tenant, ANA)["active"] is False
    change_user(tenant, ANA, accountEnabled=True)
    await service.run_cycle(job)
    assert account(tenant, ANA)["active"] is True


async def test_deleted_people_are_disabled_and_after_thirty_days_removed(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    tenant.store.delete_user((tenant.store.user(ANA) or {})["id"])
    await service.run_cycle(job)
    assert account(tenant, ANA)["active"] is False
    tenant.clock.advance(31 * 86400)
    await service.run_cycle(job)
    assert PracticeAccounts(tenant.store).find(ANA) is None
    assert tenant.store.logs(job_id=job)[0][1]["provisioningAction"] == "delete"


async def test_groups_give_their_direct_members_only(tenant: Tenant, service: ProvisioningService) -> None:
    everybody = add_job(tenant, "All Playvox Users")
    await service.run_cycle(everybody)
    assert service.in_scope(everybody) == []
    support = add_job(tenant, "Support")
    members = service.in_scope(support)
    assert ANA in members
    await service.run_cycle(support)
    assert all(account(tenant, name)["active"] for name in members)
    unified = add_job(tenant, "Workforce")
    assert service.in_scope(unified) == []  # not a security group


async def test_guests_come_with_their_own_address(tenant: Tenant, service: ProvisioningService) -> None:
    await service.run_cycle(add_job(tenant, GUEST))
    assert account(tenant, "gita.rao@fabrikam.example")["active"] is True


async def test_everybody(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, SyncAll="true")
    await service.run_cycle(job)
    enabled = [user for user in tenant.store.users() if user["accountEnabled"]]
    assert len(service.in_scope(job)) == len(enabled)
    assert status(tenant, job)["synchronizedEntryCountByType"][0]["value"] == len(enabled)


def set_scope(tenant: Tenant, job: str, *clauses: tuple[str, str, str]) -> None:
    def change(schema: dict[str, Any]) -> None:
        schema["synchronizationRules"][0]["objectMappings"][0]["scope"] = {
            "groups": [
                {
                    "name": "Only these",
                    "clauses": [
                        {
                            "sourceOperandName": name,
                            "operatorName": operator,
                            "targetOperand": {"values": [value]},
                        }
                        for name, operator, value in clauses
                    ],
                }
            ]
        }

    tenant.store.update(ObjectKind.SCHEMA, job, change)


async def test_falling_out_of_a_scoping_filter_disables(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, ANA, KIM)
    await service.run_cycle(job)
    set_scope(tenant, job, ("givenName", "EQUALS", "Kim"))
    service.restart(job, {"Watermark"})
    await service.run_cycle(job)
    assert account(tenant, ANA)["active"] is False
    assert account(tenant, KIM)["active"] is True
    assert service.in_scope(job) == [KIM]
    logs = {log["sourceIdentity"]["displayName"]: log for _, log in reversed(tenant.store.logs(job_id=job))}
    verdict = logs["Ana Souza"]["provisioningSteps"][1]["details"]["ScopeEvaluationResult"]
    assert json.loads(verdict) == {"Only these.givenName EQUALS 'Kim'": False}


async def test_mass_deletions_are_held_back_until_they_are_allowed(
    tenant: Tenant, service: ProvisioningService
) -> None:
    notifications = json.dumps({"Enabled": True, "DeleteThresholdEnabled": True, "DeleteThresholdValue": 2})
    job = add_job(tenant, ANA, KIM, SyncNotificationSettings=notifications)
    await service.run_cycle(job)
    unassign(tenant, job, ANA)
    unassign(tenant, job, KIM)
    for _ in range(2):  # held back again in the next cycle
        await service.run_cycle(job)
        assert account(tenant, ANA)["active"] is True
        assert status(tenant, job)["quarantine"]["reason"] == "TooManyDeletes"
        assert tenant.store.logs(job_id=job)[0][1]["provisioningAction"] == "stagedDelete"
    service.restart(job, {"ForceDeletes"})
    await service.run_cycle(job)
    assert account(tenant, ANA)["active"] is False
    assert account(tenant, KIM)["active"] is False
    assert status(tenant, job)["code"] == "Active"


async def test_one_deletion_below_the_threshold_goes_through(
    tenant: Tenant, service: ProvisioningService
) -> None:
    notifications = json.dumps({"DeleteThresholdEnabled": True, "DeleteThresholdValue": 2})
    job = add_job(tenant, ANA, KIM, SyncNotificationSettings=notifications)
    await service.run_cycle(job)
    unassign(tenant, job, ANA)
    await service.run_cycle(job)
    assert account(tenant, ANA)["active"] is False


async def test_a_refused_person_waits_in_escrow(tenant: Tenant, service: ProvisioningService) -> None:
    PracticeAccounts(tenant.store).remove(getattr(PracticeAccounts(tenant.store).find(ANA), "id", ""))
    job = add_job(tenant, ANA)
    tenant.faults.switch("playvox-create-conflict", on=True)
    await service.run_cycle(job)
    assert status(tenant, job)["lastExecution"]["state"] == "EntryLevelErrors"
    assert status(tenant, job)["lastExecution"]["countEscrowed"] == 1
    log = tenant.store.logs(job_id=job)[0][1]
    assert log["provisioningStatusInfo"]["errorInformation"]["errorCode"] == "EntryConflict"
    assert "retried 0 times" in log["provisioningStatusInfo"]["errorInformation"]["reason"]
    tenant.faults.clear()
    tenant.requests.clear()
    await service.run_cycle(job)  # too early
    assert len(tenant.requests) == 1
    tenant.clock.advance(6 * 3600 + 1)
    await service.run_cycle(job)
    assert account(tenant, ANA)["active"] is True
    assert status(tenant, job)["lastExecution"]["state"] == "Succeeded"


async def test_a_vanished_account_is_an_invalid_anchor_until_restart(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    found = PracticeAccounts(tenant.store).find(ANA)
    assert found is not None
    PracticeAccounts(tenant.store).remove(found.id)
    change_user(tenant, ANA, displayName="Ana S.")
    await service.run_cycle(job)
    error = tenant.store.logs(job_id=job)[0][1]["provisioningStatusInfo"]["errorInformation"]
    assert error["errorCode"] == "InvalidAnchor"
    service.restart(job, {"Watermark", "Escrows"})
    await service.run_cycle(job)
    assert account(tenant, ANA)["displayName"] == "Ana S."


@pytest.mark.parametrize("flag", ["", "?aadOptscim062020"])
async def test_both_patch_dialects(tenant: Tenant, service: ProvisioningService, flag: str) -> None:
    job = add_job(tenant, ANA, url=SCIM + flag)
    await service.run_cycle(job)
    change_user(tenant, ANA, displayName="A", surname="B", mail="c@d.example")
    await service.run_cycle(job)
    unassign(tenant, job, ANA)
    await service.run_cycle(job)
    found = account(tenant, ANA)
    assert found["displayName"] == "A"
    assert found["name"]["familyName"] == "B"
    assert found["emails"][0]["value"] == "c@d.example"
    assert found["active"] is False


async def test_nothing_of_the_key_is_written_anywhere(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    told = json.dumps([tenant.store.logs(job_id=job), status(tenant, job)])
    assert KEY not in told
    assert all(KEY not in each.path for each in tenant.requests)

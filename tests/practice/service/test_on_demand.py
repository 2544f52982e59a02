"""Provisioning one person on demand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.practice.workshop import add_job, status, unassign
from wizard.practice.directory import DOMAIN
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.service import OnDemandError, ProvisioningService
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

ANA, DAN = f"ana@{DOMAIN}", f"dan.dimissed@{DOMAIN}"


def parameters(tenant: Tenant, job: str, name: str) -> list[dict[str, Any]]:
    rule = (tenant.store.get(ObjectKind.SCHEMA, job) or {})["synchronizationRules"][0]["id"]
    user = (tenant.store.user(name) or {})["id"]
    return [{"ruleId": rule, "subjects": [{"objectId": user, "objectTypeName": "User"}]}]


async def test_a_new_person(tenant: Tenant, service: ProvisioningService) -> None:
    PracticeAccounts(tenant.store).remove(getattr(PracticeAccounts(tenant.store).find(ANA), "id", ""))
    job = add_job(tenant, ANA)
    answer = await service.provision_on_demand(job, parameters(tenant, job, ANA))
    assert answer["action"] == "Create"
    assert answer["statusInfo"]["status"] == "Success"
    assert [step["type"] for step in answer["provisioningSteps"]] == [
        "Import",
        "Scoping",
        "Matching",
        "Export",
    ]
    assert answer["provisioningSteps"][1]["details"] == {
        "IsActive": "True",
        "Assigned": "True",
        "IsEffectivelyEntitledForProvisioning": "True",
        "IsInProvisioningScopeDisplayName": "True",
        "ScopeEvaluationResult": "{}",
    }
    found = PracticeAccounts(tenant.store).find(ANA)
    assert found is not None
    assert answer["targetIdentity"]["id"] == found.id
    assert answer["reportableIdentifier"] == ANA
    assert tenant.store.logs(job_id=job)[0][1]["provisioningAction"] == "create"
    await service.run_cycle(job)
    assert status(tenant, job)["lastExecution"]["countExported"] == 0


async def test_a_person_who_is_the_same_in_both(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    answer = await service.provision_on_demand(job, parameters(tenant, job, ANA))
    assert answer["action"] == "Other"
    assert answer["statusInfo"]["status"] == "Skipped"
    assert answer["provisioningSteps"][-1]["details"] == {"SkipReason": "RedundantExport"}


async def test_an_unassigned_person_is_disabled_a_disabled_one_is_not(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, ANA)
    await service.run_cycle(job)
    tenant.store.put_user({**(tenant.store.user(ANA) or {}), "accountEnabled": False})
    answer = await service.provision_on_demand(job, parameters(tenant, job, ANA))
    assert answer["statusInfo"]["status"] == "Skipped"
    assert answer["provisioningSteps"][1]["details"]["IsActive"] == "False"
    tenant.store.put_user({**(tenant.store.user(ANA) or {}), "accountEnabled": True})
    unassign(tenant, job, ANA)
    answer = await service.provision_on_demand(job, parameters(tenant, job, ANA))
    assert answer["action"] == "Disable"
    found = PracticeAccounts(tenant.store).find(ANA)
    assert found is not None
    assert found.body["active"] is False


async def test_the_flag_does_not_affect_on_demand(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA, url="https://acme.playvox.com/scim/v1?aadOptscim062020")
    answer = await service.provision_on_demand(job, parameters(tenant, job, ANA))
    assert answer["statusInfo"]["status"] != "Failure"


async def test_a_failing_connection_test_is_its_only_step(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, ANA, token="wrong")
    answer = await service.provision_on_demand(job, parameters(tenant, job, ANA))
    assert answer["statusInfo"]["status"] == "Failure"
    assert answer["statusInfo"]["errorCode"].endswith("CredentialValidationFailure")
    assert [step["status"] for step in answer["provisioningSteps"]] == ["Failure"]


async def test_a_refused_person(tenant: Tenant, service: ProvisioningService) -> None:
    PracticeAccounts(tenant.store).remove(getattr(PracticeAccounts(tenant.store).find(ANA), "id", ""))
    job = add_job(tenant, ANA)
    tenant.faults.switch("playvox-create-refused", on=True)
    answer = await service.provision_on_demand(job, parameters(tenant, job, ANA))
    assert answer["action"] == "Create"
    assert answer["statusInfo"]["status"] == "Failure"
    assert answer["provisioningSteps"][-1]["name"] == "EntryExportAdd"


async def test_members_of_a_group(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, "Support")
    group = next(group for group in tenant.store.groups() if group["displayName"] == "Support")
    members = [member for member, _ in tenant.store.members(group["id"], "user")]
    wanted = parameters(tenant, job, ANA)
    wanted[0]["subjects"] = [
        {
            "objectId": group["id"],
            "objectTypeName": "Group",
            "links": {"members": [{"objectId": each, "objectTypeName": "User"} for each in members[:2]]},
        }
    ]
    await service.provision_on_demand(job, wanted)
    assert len(tenant.store.logs(job_id=job)) == 2


async def test_wrong_requests(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA)
    right = parameters(tenant, job, ANA)[0]
    wrong: list[list[dict[str, Any]]] = [
        [],
        [{**right, "ruleId": "another"}],
        [{**right, "subjects": []}],
        [{**right, "subjects": [{"objectId": "x", "objectTypeName": "Device"}]}],
        [{**right, "subjects": [{"objectId": "nobody", "objectTypeName": "User"}]}],
    ]
    for request in wrong:
        with pytest.raises(OnDemandError) as caught:
            await service.provision_on_demand(job, request)
        assert caught.value.status in (400, 404)

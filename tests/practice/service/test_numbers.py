"""The documented numbers of the provisioning service: thresholds, waits, progress.

Sources: entra-docs, application-provisioning-quarantine-status.md, accidental-deletions.md,
how-provisioning-works.md, known-issues.md, skip-out-of-scope-deletions.md.
"""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.practice.workshop import add_job, assign, status, unassign
from wizard.practice.directory import DOMAIN
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.service import (
    ProvisioningService,
    ServiceLimits,
)
from wizard.practice.service.jobs import interval
from wizard.practice.service.links import Memory
from wizard.practice.store import ObjectKind
from wizard.practice.tenant import Tenant

ANA, KIM = f"ana@{DOMAIN}", f"Kim.Lee@{DOMAIN}"


def _forget_accounts(tenant: Tenant) -> None:
    for account in PracticeAccounts(tenant.store).every():
        PracticeAccounts(tenant.store).remove(account.id)


def _active(tenant: Tenant, name: str) -> Any:
    found = PracticeAccounts(tenant.store).find(name)
    assert found is not None
    return found.body["active"]


def test_the_thresholds_are_the_documented_ones() -> None:
    limits = ServiceLimits()
    assert (limits.least_failures, limits.failure_share) == (5_000, 0.4)
    assert (limits.most_failures, limits.most_escrows) == (40_000, 60_000)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (ServiceLimits(least_failures=2), "EncounteredEscrowProportionThreshold"),
        (ServiceLimits(least_failures=4), None),  # too few to be evaluated
        (ServiceLimits(least_failures=2, failure_share=1.0), None),
        (ServiceLimits(most_failures=2), "EncounteredBaseEscrowThreshold"),
        (ServiceLimits(most_failures=3), None),  # only what is above the threshold counts
        (ServiceLimits(most_escrows=2), "EncounteredTotalEscrowThreshold"),
        (ServiceLimits(most_escrows=3), None),
    ],
)
async def test_failures_that_mean_quarantine(
    tenant: Tenant, limits: ServiceLimits, reason: str | None
) -> None:
    service = ProvisioningService(tenant, limits)
    _forget_accounts(tenant)
    enabled = [user["userPrincipalName"] for user in tenant.store.users() if user["accountEnabled"]]
    job = add_job(tenant, *enabled[:3])
    tenant.faults.switch("playvox-create-refused", on=True)
    await service.run_cycle(job)
    now = status(tenant, job)
    assert now["lastExecution"]["countEscrowed"] == 3
    assert (now["code"] == "Quarantine") is (reason is not None)
    assert (now["quarantine"] or {}).get("reason") == reason


async def test_failures_are_tried_again_after_6_12_and_24_hours_and_then_daily(
    tenant: Tenant, service: ProvisioningService
) -> None:
    _forget_accounts(tenant)
    job = add_job(tenant, ANA)
    tenant.faults.switch("playvox-create-refused", on=True)
    person = (tenant.store.user(ANA) or {})["id"]
    due = []
    for _ in range(5):
        await service.run_cycle(job)
        escrow = Memory(tenant.store, job).escrow(person)
        assert escrow is not None
        due.append(datetime.fromisoformat(escrow.due) - datetime.fromisoformat(escrow.first))
        tries = len(tenant.store.logs(job_id=job))
        await service.run_cycle(job)  # not yet
        assert len(tenant.store.logs(job_id=job)) == tries
        tenant.clock.advance((datetime.fromisoformat(escrow.due) - tenant.clock.now()).total_seconds() + 1)
    assert due == [timedelta(hours=hours) for hours in (6, 12, 24, 48, 72)]


async def test_one_less_than_the_threshold_may_go_at_once(
    tenant: Tenant, service: ProvisioningService
) -> None:
    settings = json.dumps({"DeleteThresholdEnabled": True, "DeleteThresholdValue": 3})
    enabled = [user["userPrincipalName"] for user in tenant.store.users() if user["accountEnabled"]][:6]
    job = add_job(tenant, *enabled, SyncNotificationSettings=settings)
    await service.run_cycle(job)
    for name in enabled[:2]:
        unassign(tenant, job, name)
    await service.run_cycle(job)
    assert status(tenant, job)["code"] == "Active"
    for name in enabled[2:5]:
        unassign(tenant, job, name)
    await service.run_cycle(job)
    assert status(tenant, job)["quarantine"]["reason"] == "TooManyDeletes"
    actions = [log["provisioningAction"] for _, log in tenant.store.logs(job_id=job)][:3]
    assert actions == ["stagedDelete"] * 3


async def test_out_of_scope_people_may_be_left_alone(tenant: Tenant, service: ProvisioningService) -> None:
    job = add_job(tenant, ANA, SkipOutOfScopeDeletions="True")
    await service.run_cycle(job)
    unassign(tenant, job, ANA)
    await service.run_cycle(job)
    assert _active(tenant, ANA) is True


async def test_from_everybody_to_assigned_people_needs_a_restart(
    tenant: Tenant, service: ProvisioningService
) -> None:
    job = add_job(tenant, SyncAll="true")
    await service.run_cycle(job)
    assert _active(tenant, ANA) is True
    assign(tenant, job, KIM)
    owner = tenant.store.parent_of(ObjectKind.JOB, job) or ""
    tenant.store.put(ObjectKind.SECRETS, owner, {**tenant.secrets(owner), "SyncAll": "false"})
    await service.run_cycle(job)
    assert _active(tenant, ANA) is True
    service.restart(job, {"Watermark", "Escrows", "QuarantineState"})
    await service.run_cycle(job)
    assert (_active(tenant, ANA), _active(tenant, KIM)) == (False, True)


async def test_an_initial_cycle_shows_pages_of_progress(
    tenant: Tenant, service: ProvisioningService
) -> None:
    for number in range(160):
        user = {**(tenant.store.user(ANA) or {}), "id": f"00000000-0000-4000-8000-{number:012}"}
        tenant.store.put_user({**user, "userPrincipalName": f"p{number}@{DOMAIN}", "mail": None})
    job = add_job(tenant, SyncAll="true")
    seen: list[tuple[int, int]] = []
    running = asyncio.create_task(service.run_cycle(job))
    while not running.done():
        for progress in status(tenant, job)["progress"]:
            assert progress["units"] == "pages"
            seen.append((progress["completedUnits"], progress["totalUnits"]))
        await asyncio.sleep(0)
    await running
    done = [completed for completed, _ in seen]
    assert done == sorted(done)
    assert len(set(done)) >= 3
    assert {total for _, total in seen} == {-(-tenant.store.count_users() // 50)}
    assert status(tenant, job)["progress"] == []  # nothing is left of it afterwards


def test_the_interval_is_forty_minutes() -> None:
    assert interval({}) == timedelta(minutes=40)
    assert interval({"schedule": {"interval": "PT40M"}}) == timedelta(minutes=40)

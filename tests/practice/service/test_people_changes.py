"""People are changed in Entra; the next real cycle brings that to the practice Playvox as documented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.practice.workshop import add_job
from wizard.practice import people_changes
from wizard.practice.directory import DOMAIN
from wizard.practice.people_changes import ChangeRefusedError, PersonChange, UnknownPersonError
from wizard.practice.playvox import PracticeAccounts
from wizard.practice.service import ProvisioningService
from wizard.practice.tenant import Tenant

ANA = f"ana@{DOMAIN}"


def change(tenant: Tenant, who: str, action: str, **values: Any) -> dict[str, Any]:
    wanted = PersonChange.model_validate({"action": action, **values})
    return people_changes.change(tenant, who, wanted)


def account(tenant: Tenant, name: str) -> dict[str, Any] | None:
    found = PracticeAccounts(tenant.store).find(name)
    return None if found is None else found.body


def writes(tenant: Tenant) -> list[str]:
    return [each.method for each in tenant.requests if each.method != "GET"]


@pytest.fixture
async def job(tenant: Tenant, service: ProvisioningService) -> str:
    """Provisioning of the group Support, after its first cycle."""
    job = add_job(tenant, "Support")
    await service.run_cycle(job)
    tenant.requests.clear()
    return job


async def test_a_new_name_is_one_patch_of_the_same_account(
    tenant: Tenant, service: ProvisioningService, job: str
) -> None:
    before = account(tenant, ANA)
    assert before is not None
    new = f"ana.lima@{DOMAIN}"
    shown = change(tenant, ANA, "rename", surname="Lima", user_name=new)
    assert (shown["name"], shown["user_name"], shown["given_name"]) == ("Ana Lima", new, "Ana")
    await service.run_cycle(job)
    assert writes(tenant) == ["PATCH"]
    after = account(tenant, new)
    assert after is not None
    assert (after["displayName"], after["name"]["familyName"]) == ("Ana Lima", "Lima")
    assert after["emails"][0]["value"] == new
    assert account(tenant, ANA) is None
    user = tenant.store.user(new) or {}
    assert f"smtp:{ANA}" in user["proxyAddresses"]


async def test_disabled_and_enabled_people(tenant: Tenant, service: ProvisioningService, job: str) -> None:
    for action, active in (("disable", False), ("enable", True)):
        change(tenant, ANA, action)
        await service.run_cycle(job)
        assert (account(tenant, ANA) or {})["active"] is active
    assert writes(tenant) == ["PATCH", "PATCH"]


async def test_who_leaves_the_group_is_deactivated_and_comes_back(
    tenant: Tenant, service: ProvisioningService, job: str
) -> None:
    shown = change(tenant, ANA, "move", leave=["Support"])
    assert "Support" not in shown["groups"]
    await service.run_cycle(job)
    assert (account(tenant, ANA) or {})["active"] is False
    assert "Support" in change(tenant, ANA, "move", join=["support"])["groups"]
    await service.run_cycle(job)
    assert (account(tenant, ANA) or {})["active"] is True


async def test_deleted_people_are_deactivated_and_restored_with_their_groups(
    tenant: Tenant, service: ProvisioningService, job: str
) -> None:
    groups = people_changes.find(tenant, ANA)[0]["groups"]
    assert groups
    assert change(tenant, ANA, "delete")["deleted"]
    await service.run_cycle(job)
    assert (account(tenant, ANA) or {})["active"] is False
    shown = change(tenant, ANA, "restore")
    assert (shown["deleted"], shown["groups"]) == (False, groups)
    await service.run_cycle(job)
    assert (account(tenant, ANA) or {})["active"] is True
    tenant.clock.advance(40 * 86400)  # the deletion is forgotten, not only postponed
    await service.run_cycle(job)
    assert account(tenant, ANA) is not None


async def test_permanently_deleted_people_lose_the_account(
    tenant: Tenant, service: ProvisioningService, job: str
) -> None:
    change(tenant, ANA, "delete")
    change(tenant, ANA, "purge")
    await service.run_cycle(job)
    assert writes(tenant) == ["DELETE"]
    assert account(tenant, ANA) is None
    with pytest.raises(UnknownPersonError):
        change(tenant, ANA, "restore")


def test_a_dynamic_group_follows_the_department(tenant: Tenant) -> None:
    dynamic = "Quality (dynamic)"
    assert dynamic in change(tenant, ANA, "move", department="Quality")["groups"]
    assert dynamic not in change(tenant, ANA, "move", department="Support")["groups"]
    assert "All Employees" in people_changes.find(tenant, ANA)[0]["groups"]


@pytest.mark.parametrize(
    ("who", "wanted", "why"),
    [
        (ANA, {"action": "restore"}, "not_deleted"),
        (ANA, {"action": "rename", "user_name": f"kim.lee@{DOMAIN}"}, "user_name_taken"),
        (ANA, {"action": "move", "join": ["Nowhere"]}, "group_unknown"),
        (ANA, {"action": "move", "join": ["All Employees"]}, "group_dynamic"),
    ],
)
def test_what_entra_refuses_changes_nothing(
    tenant: Tenant, who: str, wanted: dict[str, Any], why: str
) -> None:
    before = (people_changes.find(tenant, who), tenant.store.last_seq())
    with pytest.raises(ChangeRefusedError, match=why):
        change(tenant, who, **wanted)
    assert (people_changes.find(tenant, who), tenant.store.last_seq()) == before


def test_the_administrator_cannot_lock_themselves_out(tenant: Tenant) -> None:
    identity = tenant.identity
    own = tenant.store.user(identity.account) or {}
    tenant.identity = type(identity)(**{**vars(identity), "account_id": own["id"]})
    for action in ("disable", "delete"):
        with pytest.raises(ChangeRefusedError, match="own_account"):
            change(tenant, identity.account, action)


def test_deleted_people_can_neither_be_renamed_nor_taken_over(tenant: Tenant) -> None:
    change(tenant, ANA, "delete")
    with pytest.raises(ChangeRefusedError, match=r"^deleted$"):
        change(tenant, ANA, "disable")
    change(tenant, f"kim.lee@{DOMAIN}", "rename", user_name=ANA)
    deleted = next(each for each in people_changes.find(tenant, "Ana Souza") if each["deleted"])
    with pytest.raises(ChangeRefusedError, match="user_name_taken"):
        change(tenant, deleted["id"], "restore")


def test_people_are_found_by_part_of_a_name_whatever_its_signs(tenant: Tenant) -> None:
    assert [each["user_name"] for each in people_changes.find(tenant, "ANA SOUZA")] == [ANA]
    assert people_changes.find(tenant, "o'brien@")[0]["user_name"] == f"miles.o'brien@{DOMAIN}"
    assert people_changes.find(tenant, "100%") == []
    assert len(people_changes.find(tenant, "")) >= 30


def test_names_that_stay_leave_the_display_name_alone(tenant: Tenant) -> None:
    tenant.store.put_user({**(tenant.store.user(ANA) or {}), "displayName": "Souza, Ana"})
    shown = change(tenant, ANA, "rename", given_name="Ana", surname="Souza", user_name=ANA)
    assert shown["name"] == "Souza, Ana"

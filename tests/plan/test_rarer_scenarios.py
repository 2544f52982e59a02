"""Rarer histories by name: each certain row comes true in the practice service."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.plan.lab import PlanLab
from tests.plan.test_scenarios import ANA, GUEST, KIM, MILES, ZOE, fulfilled
from wizard.practice.directory import DOMAIN

THRESHOLD = json.dumps({"DeleteThresholdEnabled": True, "DeleteThresholdValue": 3})


def enabled(lab: PlanLab) -> list[str]:
    return [name for name in lab.members("Support") if lab.user(name)["accountEnabled"] and name != ANA]


def remove_account(lab: PlanLab, name: str) -> None:
    account = lab.accounts.find(name)
    assert account is not None
    lab.accounts.remove(account.id)


@pytest.mark.parametrize("gone", [False, True], ids=["inactive accounts", "accounts that are gone"])
async def test_attempts_that_change_nothing_count_for_the_deletion_threshold(
    lab: PlanLab, gone: bool
) -> None:
    lab.add_job("Support", SyncNotificationSettings=THRESHOLD)
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    first, second, third, *_rest = enabled(lab)
    for name in (first, second):
        if gone:
            remove_account(lab, name)
        else:
            lab.change_account(name, active=False)
    for name in (first, second, third):
        lab.store.remove_member(lab.group("Support"), lab.user(name)["id"])
    found = fulfilled(await lab.judge())
    assert found.plan.header.held_back
    assert found.plan.counts.deactivate == 1
    [note] = [each for each in found.plan.header.notes if each.code == "held_back"]
    assert note.facts["count"] == "3"
    assert found.happened[lab.user(third)["id"]] == "held back"


async def test_somebody_deleted_whose_account_is_gone_counts_as_well(lab: PlanLab) -> None:
    lab.add_job("Support", SyncNotificationSettings=THRESHOLD)
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    first, second, third, *_rest = enabled(lab)
    remove_account(lab, first)
    for name in (first, second, third):
        lab.store.delete_user(lab.user(name)["id"])
    assert fulfilled(await lab.judge()).plan.header.held_back


async def test_restored_from_the_recycle_bin(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, MILES)
    await lab.cycle()
    user = lab.user(KIM)
    lab.store.delete_user(user["id"])
    await lab.cycle()
    lab.store.put_user(user)
    assert fulfilled(await lab.judge()).row(KIM).reason == "reactivated"


async def test_taken_off_and_put_back_between_two_cycles(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, MILES)
    await lab.cycle()
    lab.unassign(KIM)
    lab.assign(KIM)
    assert fulfilled(await lab.judge()).row(KIM).action == "link"


async def test_a_guest_is_unassigned_and_another_one_renamed(lab: PlanLab) -> None:
    guests = [
        user["userPrincipalName"] for user in lab.people(lambda user: "#EXT#" in user["userPrincipalName"])
    ]
    other = next(name for name in guests if name != GUEST)
    lab.add_job(GUEST, other, ANA)
    await lab.cycle()
    lab.unassign(GUEST)
    lab.change(other, userPrincipalName="new.guest_fabrikam.example#EXT#@contoso.onmicrosoft.com")
    found = fulfilled(await lab.judge())
    assert found.plan.counts.deactivate == 1
    assert found.plan.counts.update == 1


async def test_an_assigned_group_comes_to_hold_another_group(lab: PlanLab) -> None:
    lab.add_job("Support")
    await lab.cycle()
    lab.store.add_member(lab.group("Support"), lab.group("Quality"), "group")
    found = fulfilled(await lab.judge())
    assert found.plan.counts.create == 0
    assert "nested_groups" in [note.code for note in found.plan.header.notes]


async def test_one_of_two_roles_is_switched_off(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, ZOE)
    await lab.cycle()
    lab.set_role(ZOE, "00000000-0000-0000-0000-000000000000")
    lab.roles(lambda roles: roles[0].update(isEnabled=False))
    fulfilled(await lab.judge())


async def test_renamed_by_letter_case_alone(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    for name in enabled(lab)[:5]:
        lab.change(name, userPrincipalName=name.upper())
    found = fulfilled(await lab.judge())
    assert found.plan.counts.create == found.plan.counts.update == 0


async def test_somebody_hired_under_the_name_of_an_account_made_by_hand(lab: PlanLab) -> None:
    lab.add_job(ANA, ZOE)
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    lab.add_account(f"HIRED@{DOMAIN}".upper(), active=False)
    created = lab.tenant.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    person = {**lab.user(ANA), "id": "11111111-2222-4333-8444-777777777777", "createdDateTime": created}
    lab.store.put_user({**person, "userPrincipalName": f"hired@{DOMAIN}", "mailNickname": "hired"})
    lab.assign(f"hired@{DOMAIN}")
    assert fulfilled(await lab.judge()).row(f"hired@{DOMAIN}").reason == "reactivated"


async def test_accounts_that_stay_active_and_one_person_who_is_disabled_as_well(lab: PlanLab) -> None:
    lab.add_job("Support", KIM, ZOE, SkipOutOfScopeDeletions="True")
    await lab.cycle()
    for name in (KIM, ZOE):
        lab.unassign(name)
        lab.store.remove_member(lab.group("Support"), lab.user(name)["id"])
    lab.change(ZOE, accountEnabled=False)
    found = fulfilled(await lab.judge())
    assert (found.row(KIM).reason if KIM in {row.user_name for row in found.rows} else "") in (
        "",
        "kept_active",
    )
    assert found.row(ZOE).action == "deactivate"


async def test_mappings_that_somebody_else_may_have_saved(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, MILES)
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    remove_account(lab, KIM)
    lab.map("displayName", 'Join(" - ", [displayName], [department])')
    found = await lab.judge()
    assert not found.wrong, found.wrong
    assert (found.row(KIM).action, found.row(KIM).reason) == ("unknown", "perhaps_full_cycle")
    assert found.happened[found.row(KIM).id] == "create"


@pytest.mark.parametrize("saved", [False, True], ids=["saved before the cycle", "saved after it"])
async def test_saved_mappings_make_the_next_cycle_a_full_one(lab: PlanLab, saved: bool) -> None:
    lab.add_job(ANA, KIM, MILES)
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    remove_account(lab, KIM)
    mapped = lab.tenant.clock.now() if saved else lab.tenant.clock.now() - timedelta(days=1)
    if saved:
        lab.map("displayName", 'Join(" - ", [displayName], [department])')
    found = fulfilled(await lab.judge(mapped=mapped))
    assert found.row(KIM).reason == ("account_gone" if saved else "linked_account_gone")

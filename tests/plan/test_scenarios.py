"""The practice service does for each person what the plan predicted."""

from __future__ import annotations

import pytest

from tests.plan.lab import Judgement, PlanLab
from wizard.practice.directory import DOMAIN

ANA, KIM, DAN = f"ana@{DOMAIN}", f"Kim.Lee@{DOMAIN}", f"dan.dimissed@{DOMAIN}"
MILES, ZOE = f"miles.o'brien@{DOMAIN}", f"zoe.laszcz@{DOMAIN}"
GUEST = "gita.rao_fabrikam.example#EXT#@contoso.onmicrosoft.com"


def fulfilled(judgement: Judgement, unknown: float = 0.05) -> Judgement:
    """Check that every certain row was right, and that hardly any row was uncertain."""
    assert not judgement.wrong, "\n".join(judgement.wrong[:20])
    uncertain = [f"{row.name}: {row.reason}" for row in judgement.unknown]
    assert len(uncertain) <= unknown * max(len(judgement.rows), 1), uncertain[:20]
    return judgement


async def test_first_run_for_everybody(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    found = fulfilled(await lab.judge())
    assert found.actions()["create"] > 30


async def test_first_run_for_assigned_groups(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, GUEST, DAN)
    found = fulfilled(await lab.judge())
    assert found.row(DAN).reason == "disabled_not_linked"
    assert found.row(GUEST).action == "create"


async def test_first_run_with_a_filter(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.filter(("department", "EQUALS", "Support"))
    found = fulfilled(await lab.judge())
    assert found.actions()["skip"] > 20


async def test_first_run_with_a_filter_that_null_fails(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.filter(("department", "NOT EQUALS", "Sales"))
    fulfilled(await lab.judge())


async def test_first_run_leaves_disabled_people_with_an_account_alone(lab: PlanLab) -> None:
    lab.add_job("Support")
    members = lab.members("Support")
    lab.clear_playvox()
    for name in members[:8]:
        lab.add_account(name)
        lab.change(name, accountEnabled=False)
    found = fulfilled(await lab.judge())
    assert found.row(members[0]).action == "skip"
    assert found.plan.header.left_alone == 8


async def test_a_second_run_without_changes(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    found = fulfilled(await lab.judge())
    assert set(found.actions()) <= {"link", "skip"}


async def test_a_restart_without_changes(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    await lab.cycle()
    lab.restart()
    found = fulfilled(await lab.judge())
    assert "deactivate" not in found.actions()


async def test_leavers_of_every_kind(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, ZOE, GUEST)
    await lab.cycle()
    lab.unassign(ZOE)
    members = [name for name in lab.members("Support") if lab.user(name)["accountEnabled"]]
    disabled, removed, deleted = members[1], members[2], members[3]
    lab.change(disabled, accountEnabled=False)
    lab.store.remove_member(lab.group("Support"), lab.user(removed)["id"])
    lab.store.delete_user(lab.user(deleted)["id"])
    lab.store.delete_user(lab.user(GUEST)["id"])
    found = fulfilled(await lab.judge())
    assert found.plan.counts.deactivate == 5
    assert {row.reason for row in found.rows if row.action == "deactivate"} == {
        "unassigned",
        "disabled",
        "deleted",
    }


async def test_leavers_after_a_restart(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    await lab.cycle()
    names = [user["userPrincipalName"] for user in lab.people(lambda user: user["accountEnabled"])]
    lab.change(names[3], accountEnabled=False)
    lab.store.delete_user(lab.user(names[4])["id"])
    lab.restart()
    assert fulfilled(await lab.judge()).plan.counts.deactivate == 2


async def test_leavers_already_deactivated(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, ZOE, GUEST)
    await lab.cycle()
    lab.unassign(ANA)
    lab.change(KIM, accountEnabled=False)
    lab.store.delete_user(lab.user(GUEST)["id"])
    await lab.cycle()
    found = fulfilled(await lab.judge())
    assert found.plan.counts.deactivate == 0
    lab.restart()
    assert fulfilled(await lab.judge()).plan.counts.deactivate == 0


async def test_deleted_for_good(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM)
    await lab.cycle()
    lab.store.delete_user(lab.user(ANA)["id"])
    await lab.cycle()
    lab.tenant.clock.advance(31 * 86400)
    found = fulfilled(await lab.judge())
    assert found.row(ANA).reason == "deleted_for_good"


async def test_renamed_people_keep_their_account(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    renamed = [name for name in lab.members("Support") if lab.user(name)["accountEnabled"]][1:7]
    for number, name in enumerate(renamed):
        lab.change(name, userPrincipalName=f"renamed.{number}@{DOMAIN}", mail=f"renamed.{number}@{DOMAIN}")
    found = fulfilled(await lab.judge())
    assert found.plan.counts.update == len(renamed)
    assert found.plan.counts.create == 0


async def test_renamed_people_after_a_restart(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    await lab.cycle()
    lab.change(ANA, userPrincipalName=f"ana.silva@{DOMAIN}")
    lab.restart()
    assert fulfilled(await lab.judge()).row(f"ana.silva@{DOMAIN}").action == "update"


async def test_renamed_and_disabled(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM)
    await lab.cycle()
    lab.change(ANA, userPrincipalName=f"ana.silva@{DOMAIN}", accountEnabled=False)
    found = fulfilled(await lab.judge())
    assert found.row(f"ana.silva@{DOMAIN}").action == "deactivate"


async def test_renamed_to_the_name_of_another_account(lab: PlanLab) -> None:
    lab.add_job(ANA)
    await lab.cycle()
    lab.add_account(f"taken@{DOMAIN}")
    lab.change(ANA, userPrincipalName=f"taken@{DOMAIN}")
    found = fulfilled(await lab.judge())
    assert found.row(f"taken@{DOMAIN}").reason == "value_taken"


async def test_rehired(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, MILES)
    await lab.cycle()
    lab.unassign(ANA)
    lab.change(KIM, accountEnabled=False)
    await lab.cycle()
    lab.assign(ANA)
    lab.change(KIM, accountEnabled=True)
    found = fulfilled(await lab.judge())
    assert found.row(ANA).reason == found.row(KIM).reason == "reactivated"


async def test_rehired_with_a_new_object(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM)
    await lab.cycle()
    old = lab.user(ANA)
    lab.store.delete_user(old["id"])
    await lab.cycle()
    lab.store.put_user({**old, "id": "11111111-2222-4333-8444-555555555555"})
    lab.assign(ANA)
    found = fulfilled(await lab.judge())
    assert found.row(ANA).reason == "reactivated"


async def test_somebody_new_under_the_name_of_somebody_just_deleted(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, KIM)
    await lab.cycle()
    old = lab.user(ANA)
    lab.store.delete_user(old["id"])
    lab.store.put_user({**old, "id": "11111111-2222-4333-8444-555555555555"})
    lab.assign(ANA)
    found = fulfilled(await lab.judge(), unknown=0.2)
    assert {row.reason for row in found.unknown} == {"account_taken_over"}


async def test_roles_switched_off(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()

    def off(roles: list[dict[str, object]]) -> None:
        for role in roles:
            role["isEnabled"] = False

    lab.roles(off)
    found = fulfilled(await lab.judge())
    assert found.plan.counts.deactivate > 15
    assert {row.reason for row in found.rows if row.action == "deactivate"} == {"role_disabled"}
    assert "roles_disabled" in [note.code for note in found.plan.header.notes]


async def test_roles_switched_off_before_the_first_run(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    lab.roles(lambda roles: [role.update(isEnabled=False) for role in roles])  # type: ignore[func-returns-value]
    assert fulfilled(await lab.judge()).plan.counts.create == 0


async def test_default_access(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    lab.set_role("Support", "00000000-0000-0000-0000-000000000000")
    found = fulfilled(await lab.judge())
    assert found.plan.counts.create > 10
    assert "default_access" in [note.code for note in found.plan.header.notes]


async def test_nested_groups(lab: PlanLab) -> None:
    lab.add_job("All Playvox Users")
    found = fulfilled(await lab.judge())
    assert found.rows == []
    assert [note.code for note in found.plan.header.notes] == ["only_nested_groups"]


async def test_nested_groups_beside_people(lab: PlanLab) -> None:
    lab.add_job("Contact Center", "Support Night Shift")
    found = fulfilled(await lab.judge())
    assert [note.code for note in found.plan.header.notes] == ["nested_groups"]


async def test_two_people_with_one_name_and_one_matching_value(lab: PlanLab) -> None:
    lab.map("userName", "[mail]")
    lab.add_job("Support")
    lab.map("userName", "[mail]")
    lab.clear_playvox()
    first, second = lab.members("Support")[2:4]
    lab.change(second, mail=lab.user(first)["mail"], displayName=lab.user(first)["displayName"])
    found = fulfilled(await lab.judge(), unknown=0.15)
    assert [row.reason for row in found.unknown] == ["same_value_twice"] * 2
    assert found.plan.counts.create == len([row for row in found.rows if row.action == "create"])


async def test_a_second_person_for_a_linked_account(lab: PlanLab) -> None:
    lab.add_job("Support")
    lab.map("userName", "[mail]")
    await lab.cycle()
    first, *_ = [name for name in lab.members("Support") if lab.user(name)["accountEnabled"]]
    lab.change(ZOE, mail=lab.user(first)["mail"])
    lab.assign(ZOE)
    found = fulfilled(await lab.judge())
    assert found.row(ZOE).reason == "linked_to_other"


async def test_letter_case_alone(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.clear_playvox()
    for user in lab.people(lambda user: "#EXT#" not in user["userPrincipalName"])[:20]:
        name = user["userPrincipalName"]
        lab.add_account(
            name.upper(),
            displayName=(user["displayName"] or "").upper(),
            externalId=user["mailNickname"],
            name={
                key: value
                for key, value in (("givenName", user["givenName"]), ("familyName", user["surname"]))
                if value
            },
        )
    fulfilled(await lab.judge())


async def test_the_deletion_threshold_holds_everything_back(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    lab.settings(SyncNotificationSettings='{"DeleteThresholdEnabled": true, "DeleteThresholdValue": 5}')
    for name in [each for each in lab.members("Support") if lab.user(each)["accountEnabled"]][:10]:
        lab.store.remove_member(lab.group("Support"), lab.user(name)["id"])
    found = fulfilled(await lab.judge())
    assert found.plan.header.held_back
    assert found.plan.counts.deactivate == 10 - (
        ANA in [row.user_name for row in found.rows if row.action == "link"]
    )
    assert set(found.happened.values()) >= {"held back"}
    again = fulfilled(await lab.judge())
    assert again.plan.header.held_back


async def test_below_the_deletion_threshold(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    lab.settings(SyncNotificationSettings='{"DeleteThresholdEnabled": true, "DeleteThresholdValue": 5}')
    enabled = [each for each in lab.members("Support") if lab.user(each)["accountEnabled"] and each != ANA]
    for name in enabled[:4]:
        lab.store.remove_member(lab.group("Support"), lab.user(name)["id"])
    found = fulfilled(await lab.judge())
    assert not found.plan.header.held_back
    assert found.plan.counts.deactivate == 4


async def test_accounts_outside_the_scope_stay_active(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, KIM, SkipOutOfScopeDeletions="True")
    await lab.cycle()
    lab.unassign(KIM)
    enabled = [name for name in lab.members("Support") if lab.user(name)["accountEnabled"]]
    lab.store.remove_member(lab.group("Support"), lab.user(enabled[3])["id"])
    lab.change(enabled[4], accountEnabled=False)
    lab.store.delete_user(lab.user(enabled[5])["id"])
    found = fulfilled(await lab.judge())
    assert found.plan.counts.deactivate == 2
    assert found.row(enabled[3]).reason == "kept_active"


async def test_narrowing_the_scope(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, SyncAll="true")
    await lab.cycle()

    def narrow() -> None:
        lab.settings(SyncAll="false")
        lab.restart()

    found = fulfilled(await lab.judge(before_cycle=narrow, sync_all=False))
    assert found.plan.header.run == "full"
    assert found.plan.counts.deactivate > 20
    assert "restart_needed" in [note.code for note in found.plan.header.notes]


async def test_widening_the_scope_with_a_restart(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()

    def widen() -> None:
        lab.settings(SyncAll="true")
        lab.restart()

    found = fulfilled(await lab.judge(before_cycle=widen, sync_all=True))
    assert found.plan.counts.create > 20


async def test_widening_the_scope_without_a_restart(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    lab.settings(SyncAll="true")
    lab.store.put_user(
        {
            **lab.user(ZOE),
            "id": "11111111-2222-4333-8444-555555555555",
            "userPrincipalName": f"new@{DOMAIN}",
            "createdDateTime": "2999-01-01T00:00:00Z",
        }
    )
    found = fulfilled(await lab.judge())
    assert found.plan.counts.create == 1
    assert "left_out_until_restart" in [note.code for note in found.plan.header.notes]


async def test_a_filter_is_narrowed(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    await lab.cycle()
    lab.filter(("department", "EQUALS", "Support"))
    found = fulfilled(await lab.judge())
    assert {row.reason for row in found.rows if row.action == "deactivate"} == {"filtered_out"}


async def test_a_filter_is_widened(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.filter(("department", "EQUALS", "Support"))
    await lab.cycle()
    lab.filter(("department", "IS NOT NULL", ""))
    found = fulfilled(await lab.judge(run="full"))
    assert found.plan.counts.create > 10


async def test_somebody_falls_out_of_the_filter(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    lab.filter(("department", "EQUALS", "Support"))
    await lab.cycle()
    lab.change(ANA, department="Sales")
    assert fulfilled(await lab.judge()).row(ANA).reason == "filtered_out"


async def test_a_changed_mapping(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    lab.map("displayName", 'Join(" - ", [displayName], [department])')
    found = fulfilled(await lab.judge())
    assert found.plan.counts.update > 10


async def test_newcomers(lab: PlanLab) -> None:
    lab.add_job("Support")
    await lab.cycle()
    lab.assign(ZOE, GUEST, DAN)
    lab.store.add_member(lab.group("Support"), lab.user("cher@contoso.example")["id"])
    found = fulfilled(await lab.judge())
    assert found.row(ZOE).action in ("create", "link", "update")


async def test_changed_people(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    lab.change(ANA, displayName="Ana S.", givenName=None, mail=None)
    found = fulfilled(await lab.judge())
    assert found.row(ANA).action == "update"


async def test_accounts_changed_in_playvox_are_not_noticed(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    lab.change_account(ANA, displayName="Somebody else")
    found = fulfilled(await lab.judge())
    assert found.row(ANA).action in ("unknown", "skip")
    lab.restart()
    assert fulfilled(await lab.judge()).row(ANA).action == "update"


async def test_accounts_deleted_in_playvox(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, KIM)
    await lab.cycle()
    found = lab.accounts.find(ANA)
    assert found is not None
    lab.accounts.remove(found.id)
    assert fulfilled(await lab.judge()).row(ANA).reason == "linked_account_gone"
    lab.restart()
    assert fulfilled(await lab.judge()).row(ANA).reason == "account_gone"


async def test_accounts_reactivated_in_playvox(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, KIM)
    await lab.cycle()
    lab.unassign(KIM)
    lab.change(ANA, accountEnabled=False)
    await lab.cycle()
    lab.change_account(ANA, active=True)
    lab.change_account(KIM, active=True)
    assert fulfilled(await lab.judge()).plan.counts.deactivate == 0


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ('Switch([IsSoftDeleted], , "false", "true", "true", "false")', "active_never_false"),
        ('"True"', "active_never_false"),
        (None, "active_not_mapped"),
    ],
)
async def test_a_mapping_of_active_that_never_turns_false(
    lab: PlanLab, expression: str | None, code: str
) -> None:
    lab.add_job("Support", ANA)
    lab.clear_playvox()
    await lab.cycle()
    lab.map("active", expression)
    await lab.cycle()
    leavers = [name for name in lab.members("Support") if lab.user(name)["accountEnabled"]][:7]
    for name in leavers:
        lab.change(name, accountEnabled=False)
    found = fulfilled(await lab.judge())
    assert found.row(leavers[0]).reason == "stays_active"
    assert code in [note.code for note in found.plan.header.notes]


async def test_matching_by_a_second_attribute_that_playvox_refuses(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    lab.map("externalId", "[mailNickname]", matchingPriority=2)
    lab.clear_playvox()
    lab.add_account(ANA)
    found = fulfilled(await lab.judge())
    assert found.plan.counts.create == 0
    assert {row.reason for row in found.rows if row.user_name != ANA} <= {
        "matching_refused",
        "disabled_not_linked",
    }


async def test_matching_by_an_attribute_that_playvox_refuses(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    lab.map("externalId", "[mailNickname]", matchingPriority=1)
    lab.map("userName", "[userPrincipalName]", matchingPriority=0)
    found = fulfilled(await lab.judge())
    assert {row.reason for row in found.rows} == {"connection_test_fails"}


async def test_no_matching_value(lab: PlanLab) -> None:
    lab.add_job("Support", "nora.ohnmail@contoso.example")
    lab.map("userName", "[mail]")
    found = fulfilled(await lab.judge())
    assert found.row("nora.ohnmail@contoso.example").reason == "no_matching_value"


async def test_creating_is_switched_off(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    lab.mapping(lambda mapping: mapping.update(flowTypes="Update,Delete"))
    found = fulfilled(await lab.judge())
    assert found.plan.counts.create == 0


async def test_updating_is_switched_off(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    await lab.cycle()
    lab.mapping(lambda mapping: mapping.update(flowTypes="Add"))
    lab.change(ANA, displayName="Ana S.")
    lab.change(lab.members("Support")[3], accountEnabled=False)
    found = fulfilled(await lab.judge())
    assert found.row(ANA).reason == "updates_off"


async def test_a_row_without_a_source_but_with_a_default(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    lab.clear_playvox()

    def change(mapping: dict[str, object]) -> None:
        rows = mapping["attributeMappings"]
        assert isinstance(rows, list)
        for row in rows:
            if row["targetAttributeName"] == "displayName":
                row.update(source=None, defaultValue="Playvox user")

    lab.mapping(change)
    assert fulfilled(await lab.judge()).row(ANA).action == "create"


async def test_one_person_provisioned_on_demand_before_the_first_run(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM)
    service = lab.tenant.service
    assert service is not None
    rule = (await lab.request()).schema.rules[0].id
    subject = {"objectId": lab.user(ANA)["id"], "objectTypeName": "User"}
    await service.provision_on_demand(lab.job, [{"ruleId": rule, "subjects": [subject]}])
    lab.unassign(ANA)
    found = fulfilled(await lab.judge())
    assert found.row(ANA).action == "deactivate"


async def test_without_the_log_links_are_asked_for(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, SyncAll="true")
    await lab.cycle()
    lab.tenant.faults.switch("no-premium", on=True)

    def narrow() -> None:
        lab.settings(SyncAll="false")
        lab.restart()

    found = fulfilled(await lab.judge(before_cycle=narrow, sync_all=False))
    assert found.plan.counts.deactivate > 20

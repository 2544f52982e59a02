"""Histories that random ones found: left out restarts, cleared links, values that change hands."""

from __future__ import annotations

from tests.plan.lab import PlanLab
from tests.plan.test_scenarios import ANA, GUEST, KIM, MILES, ZOE, fulfilled
from wizard.practice.directory import DOMAIN

CLEARED = ("ConnectorDataStore", "Escrows", "Watermark", "QuarantineState")


async def test_a_smaller_scope_without_a_restart_is_no_certain_loss_of_access(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, SyncAll="true")
    await lab.cycle()
    lab.unassign(KIM)
    lab.settings(SyncAll="false")
    found = await lab.judge()
    assert not found.wrong, found.wrong
    assert found.plan.counts.deactivate == 0
    assert {row.reason for row in found.unknown} == {"perhaps_until_restart"}
    assert "left_in_until_restart" in [note.code for note in found.plan.header.notes]


async def test_cleared_links_without_a_full_cycle(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, MILES)
    await lab.cycle()
    account = lab.accounts.find(KIM)
    assert account is not None
    lab.accounts.remove(account.id)
    lab.restart("ConnectorDataStore")
    found = await lab.judge()
    assert not found.wrong, found.wrong
    assert found.row(KIM).reason == "link_cleared"


async def test_a_cleared_link_keeps_nobody_from_an_account(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, MILES)
    lab.map("userName", "Coalesce([mail], [userPrincipalName])")
    lab.clear_playvox()
    await lab.cycle()
    lab.change(ZOE, mail=lab.user(ANA)["mail"])
    lab.assign(ZOE)
    lab.restart(*CLEARED)
    found = await lab.judge()
    assert not found.wrong, found.wrong
    assert {row.reason for row in found.unknown} == {"same_value_twice"}


async def test_a_name_that_is_set_free_in_the_same_cycle(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, MILES)
    lab.clear_playvox()
    await lab.cycle()
    lab.change(ANA, userPrincipalName=f"ana.new@{DOMAIN}")
    lab.change(KIM, userPrincipalName=ANA)
    lab.restart()
    found = await lab.judge()
    assert not found.wrong, found.wrong
    assert found.row(ANA).reason == "perhaps_value_taken"  # it is Kim's name now
    assert found.row(f"ana.new@{DOMAIN}").action == "update"


async def test_a_new_account_and_a_renamed_one_with_the_same_value(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, MILES)
    lab.map("userName", "[mail]")
    lab.clear_playvox()
    await lab.cycle()
    lab.change(KIM, mail=str(lab.user(ZOE)["mail"]).upper())
    lab.assign(ZOE)
    found = await lab.judge()
    assert not found.wrong, found.wrong
    assert {row.reason for row in found.unknown} == {"same_value_twice"}


async def test_what_was_written_to_a_former_account_says_nothing_about_another(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, MILES)
    lab.clear_playvox()
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    lab.add_account(f"former@{DOMAIN}", displayName="Somebody else")
    lab.tenant.clock.advance(3600)
    lab.restart(*CLEARED)
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    lab.change(KIM, userPrincipalName=f"former@{DOMAIN}")
    lab.restart(*CLEARED)
    found = fulfilled(await lab.judge())
    assert found.row(f"former@{DOMAIN}").action == "update"


async def test_somebody_comes_into_the_filter_long_after_the_first_cycle(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.filter(("department", "EQUALS", "Support"))
    lab.clear_playvox()
    await lab.cycle()
    lab.tenant.clock.advance(31 * 86400)
    await lab.cycle()  # its log has nobody any more
    lab.change(ZOE, department="Support")
    found = fulfilled(await lab.judge())
    assert found.row(ZOE).action in ("create", "unknown")


async def test_a_wider_scope_without_a_restart_and_accounts_that_were_there_before(lab: PlanLab) -> None:
    lab.add_job(ANA, GUEST)
    await lab.cycle()
    lab.tenant.clock.advance(31 * 86400)
    await lab.cycle()
    lab.settings(SyncAll="true")
    found = await lab.judge()
    assert not found.wrong, found.wrong
    assert found.plan.counts.update == 0


async def test_one_role_in_an_attribute_of_its_own(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM)
    lab.map("name.familyName", "SingleAppRoleAssignment([appRoleAssignments])")
    lab.clear_playvox()
    assert fulfilled(await lab.judge()).plan.counts.create == 2

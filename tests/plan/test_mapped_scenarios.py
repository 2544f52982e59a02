"""Plans for less usual mappings: the practice service confirms every certain row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plan.lab import PlanLab
from tests.plan.test_scenarios import ANA, KIM, ZOE, fulfilled
from wizard.entra.errors import GraphError
from wizard.plan import directory_reading
from wizard.practice.store import ObjectKind
from wizard.problem import Problem

TEAMS = "urn:ietf:params:scim:schemas:extension:acme:2.0:User:teams"
MAPPED = [
    ('roles[primary eq "True"].value', "SingleAppRoleAssignment([appRoleAssignments])", False),
    ("roles", "AppRoleAssignmentsComplex([appRoleAssignments])", True),
    ("roles", "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", True),
    (TEAMS, 'Split([displayName], " ")', True),
    ("title", "Len([displayName])", False),
    ("title", 'FormatDateTime("3/1/2027", "0", "M/d/yyyy", "yyyy")', False),
    ("title", 'IIF([department] = "Support", [jobTitle], Item(Split([displayName], " "), 7))', False),
]


def several(lab: PlanLab, target: str) -> None:
    def define(body: dict[str, Any]) -> None:
        definition = {"name": target, "type": "String", "multivalued": True}
        body["directories"][1]["objects"][0]["attributes"].append(definition)

    lab.store.update(ObjectKind.SCHEMA, lab.job, define)


@pytest.mark.parametrize(("target", "expression", "many"), MAPPED)
async def test_first_runs(lab: PlanLab, target: str, expression: str, many: bool) -> None:
    lab.add_job("Support", ANA)
    if many:
        several(lab, target)
    lab.map(target, expression)
    lab.clear_playvox()
    first = fulfilled(await lab.judge())
    assert first.plan.counts.create > 3
    assert not first.unknown


@pytest.mark.parametrize("expression", ["[accountEnabled]", "Not([IsSoftDeleted])"])
async def test_leavers_where_active_follows_other_signs(lab: PlanLab, expression: str) -> None:
    lab.add_job(ANA, KIM, ZOE)
    lab.map("active", expression)
    lab.clear_playvox()
    await lab.cycle()
    lab.change(KIM, accountEnabled=False)
    lab.unassign(ZOE)
    found = fulfilled(await lab.judge())
    assert found.row(KIM).action == "deactivate"
    kept = expression == "[accountEnabled]"
    assert (found.row(ZOE).action == "deactivate") is not kept


DROPPED = [each for each in MAPPED if each[0] in ("roles", TEAMS)]


@pytest.mark.parametrize("full", [False, True], ids=["changes alone", "everybody again"])
@pytest.mark.parametrize(("target", "expression", "many"), DROPPED)
async def test_values_that_playvox_does_not_keep_are_no_updates_of_later_runs(
    lab: PlanLab, target: str, expression: str, many: bool, full: bool
) -> None:
    lab.add_job("Support", ANA)
    several(lab, target)
    lab.map(target, expression)
    lab.clear_playvox()
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    lab.change(ANA, displayName="Ana Luisa Silva")
    if full:
        lab.restart()
    found = fulfilled(await lab.judge())
    updated = [row.user_name for row in found.rows if row.action == "update"]
    assert updated == [ANA]
    assert {row.reason for row in found.rows if row.action == "skip"} >= {"not_kept"}


async def test_a_value_removed_in_playvox_is_not_taken_for_one_that_playvox_drops(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, ZOE)
    lab.clear_playvox()
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    lab.change_account(KIM, externalId=None)
    found = fulfilled(await lab.judge(), unknown=0.4)
    assert found.row(KIM).reason == "perhaps_changed_in_playvox"


async def test_the_first_value_of_an_attribute_nobody_has_is_an_update(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, ZOE)
    for name in (ANA, KIM, ZOE):
        lab.change(name, faxNumber=None)
    lab.map("externalId", "[facsimileTelephoneNumber]")
    lab.clear_playvox()
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    lab.change(KIM, faxNumber="555")
    assert fulfilled(await lab.judge()).row(KIM).action == "update"


async def test_a_person_gets_another_role(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM, ZOE)
    several(lab, "roles")
    lab.map("roles", "AppRoleAssignmentsComplex([appRoleAssignments])")
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    lab.set_role(ANA, "00000000-0000-0000-0000-000000000000")
    found = fulfilled(await lab.judge(), unknown=0.4)
    assert found.row(ANA).reason in ("expression_uncertain", "not_kept")


async def test_people_with_their_managers(lab: PlanLab) -> None:
    lab.add_job("Support", ANA, KIM)
    members = lab.members("Support")
    lab.clear_playvox()
    for name in (members[0], members[1], ANA):
        lab.change(name, manager=lab.user(ZOE)["id"])
    lab.map("displayName", 'Coalesce([manager], "nobody")')
    fulfilled(await lab.judge())
    boss = lab.user(ZOE)["id"]
    [account] = [each for each in lab.accounts.every() if each.user_name == ANA]
    assert account.body["displayName"] == boss
    lab.tenant.clock.advance(3600)
    lab.change(KIM, manager=boss)
    lab.change(ANA, manager=None)
    found = fulfilled(await lab.judge())
    assert {row.user_name for row in found.rows if row.action == "update"} == {ANA, KIM}


@pytest.mark.parametrize("refused", [False, True], ids=["in the list", "one by one"])
async def test_managers_of_everybody(lab: PlanLab, monkeypatch: pytest.MonkeyPatch, refused: bool) -> None:
    lab.add_job(SyncAll="true")
    lab.clear_playvox()
    lab.change(ANA, manager=lab.user(ZOE)["id"])
    lab.map("displayName", 'Coalesce([manager], "nobody")')
    one_by_one: list[int] = []
    reading = directory_reading.DirectoryReading._read_managers

    async def counted(self: Any, users: Any) -> None:
        one_by_one.append(len(users))
        await reading(self, users)

    monkeypatch.setattr(directory_reading.DirectoryReading, "_read_managers", counted)
    if refused:
        paging = type(lab.graph).each_page

        async def without(self: Any, path: str, params: Any, take: Any, **more: Any) -> None:
            if "$expand" in params:
                raise GraphError(Problem("graph_bad_request"), status=400)
            await paging(self, path, params, take, **more)

        monkeypatch.setattr(type(lab.graph), "each_page", without)
    fulfilled(await lab.judge())
    assert bool(one_by_one) is refused
    boss = lab.user(ZOE)["id"]
    [account] = [each for each in lab.accounts.every() if each.user_name == ANA]
    assert account.body["displayName"] == boss


async def test_a_manager_nobody_may_read_is_uncertain(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.add_job(ANA, KIM, ZOE)
    lab.change(ANA, manager=lab.user(ZOE)["id"])
    lab.map("displayName", 'Coalesce([manager], "nobody")')
    await lab.cycle()
    lab.restart()
    monkeypatch.setattr(directory_reading, "_EXPANDED", "nonsense")
    found = await lab.judge()
    assert not found.wrong
    assert {row.reason for row in found.rows} == {"expression_uncertain"}
    [note] = [each for each in found.plan.header.notes if each.code == "attribute_unread"]
    assert note.facts["attributes"] == "manager"

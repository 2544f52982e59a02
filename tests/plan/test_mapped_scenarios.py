"""Plans for less usual mappings: the practice service confirms every certain row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plan.lab import PlanLab
from tests.plan.test_scenarios import ANA, KIM, ZOE, fulfilled
from wizard.practice.store import ObjectKind

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

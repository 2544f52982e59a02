"""An enabled mapping of groups is never passed over: it stops everything, or is named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plan.lab import PlanLab
from tests.plan.test_scenarios import ANA, fulfilled
from wizard.playvox.scim import Playvox
from wizard.practice.store import ObjectKind


def map_groups(lab: PlanLab, *, enabled: bool = True) -> None:
    """A mapping of groups beside the one of people."""

    def change(body: dict[str, Any]) -> None:
        mappings = body["synchronizationRules"][0]["objectMappings"]
        mappings.append({**mappings[0], "sourceObjectName": "Group", "enabled": enabled})

    lab.store.update(ObjectKind.SCHEMA, lab.job, change)


async def accepted(_playvox: Playvox, _name: str) -> list[dict[str, Any]]:
    return []


@pytest.mark.parametrize("ran", [False, True], ids=["first run", "later run"])
async def test_where_playvox_has_no_groups_nothing_happens_to_anybody(lab: PlanLab, ran: bool) -> None:
    lab.add_job("Support", ANA)
    if ran:
        await lab.cycle()
        lab.unassign(ANA)
    map_groups(lab)
    found = fulfilled(await lab.judge())
    assert {row.reason for row in found.rows} == {"groups_refused"}
    assert "groups_refused" in [note.code for note in found.plan.header.notes]


async def test_a_mapping_of_groups_that_is_disabled_does_nothing(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    lab.clear_playvox()
    map_groups(lab, enabled=False)
    assert fulfilled(await lab.judge()).plan.counts.create > 10


async def test_groups_that_playvox_takes_are_named_as_not_foretold(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Playvox, "search_groups", accepted)
    lab.add_job("Support", ANA)
    map_groups(lab)
    plan = await lab.plan()
    [note] = [each for each in plan.header.notes if each.code == "groups_unknown"]
    assert note.facts == {"count": "1", "groups": "Support"}
    assert plan.counts.create > 10
    everybody = await lab.plan(sync_all=True)
    assert "all_groups_unknown" in [each.code for each in everybody.header.notes]

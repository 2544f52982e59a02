"""A restart elsewhere that clears links: nobody loses an account because of a link that no
longer exists.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.plan.lab import PlanLab
from tests.plan.test_scenarios import ANA, GUEST, KIM, MILES, ZOE, fulfilled
from wizard.entra.errors import GraphError
from wizard.plan import link_reading
from wizard.practice.directory import DOMAIN
from wizard.problem import Problem
from wizard.steps.base.access_changes import restarted

EVERYTHING = ("ConnectorDataStore", "Escrows", "Watermark", "QuarantineState")
RESETS = [EVERYTHING, ("ConnectorDataStore",)]
ids = ["all of it", "links alone"]


async def leavers(lab: PlanLab) -> None:
    """People who had accounts before the restart and are out of scope after it."""
    lab.add_job("Support", ANA, KIM, ZOE, GUEST, MILES)
    await lab.cycle()
    (await lab.plan()).close()  # the job's links are stored on this computer
    lab.tenant.clock.advance(3600)
    leaves(lab, KIM)
    lab.store.delete_user(lab.user(GUEST)["id"])
    lab.change(ZOE, accountEnabled=False)
    lab.change(MILES, userPrincipalName=f"miles.again@{DOMAIN}")


def leaves(lab: PlanLab, name: str) -> None:
    """Neither assigned nor in the assigned group any more."""
    lab.unassign(name)
    lab.store.remove_member(lab.group("Support"), lab.user(name)["id"])


async def refused(*_given: object) -> None:
    raise GraphError(Problem("graph_forbidden"), status=403)


@pytest.mark.parametrize("scopes", RESETS, ids=ids)
async def test_links_cleared_by_somebody_else(lab: PlanLab, scopes: tuple[str, ...]) -> None:
    await leavers(lab)
    lab.restart(*scopes)
    found = fulfilled(await lab.judge())
    assert found.plan.counts.deactivate == 0
    assert KIM not in [row.user_name for row in found.rows]
    assert found.row(ZOE).action == "skip"
    assert found.row(f"miles.again@{DOMAIN}").action == "create"


@pytest.mark.parametrize("scopes", RESETS, ids=ids)
async def test_links_cleared_some_cycles_ago(lab: PlanLab, scopes: tuple[str, ...]) -> None:
    await leavers(lab)
    lab.restart(*scopes)
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    leaves(lab, ANA)
    found = fulfilled(await lab.judge())
    assert KIM not in [row.user_name for row in found.rows]
    deactivated = [row.user_name for row in found.rows if row.action == "deactivate"]
    assert deactivated == ([ANA] if "Watermark" in scopes else [])


async def test_links_cleared_and_the_plan_is_the_first_of_this_computer(lab: PlanLab) -> None:
    await leavers(lab)
    (lab.folder / "links.sqlite").unlink()
    lab.restart(*EVERYTHING)
    await lab.cycle()
    found = fulfilled(await lab.judge())
    assert found.plan.counts.deactivate == 0


async def test_more_links_than_are_asked_about(lab: PlanLab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_reading, "MOST_CONFIRMED", 4)
    lab.add_job(SyncAll="true")
    await lab.cycle()
    (await lab.plan()).close()
    lab.tenant.clock.advance(3600)
    names = [user["userPrincipalName"] for user in lab.people(lambda user: user["accountEnabled"])]
    for name in names[3:20]:
        lab.change(name, accountEnabled=False)
    plan = await lab.plan()
    assert plan.counts.deactivate > 10
    plan.close()
    lab.restart(*EVERYTHING)
    assert fulfilled(await lab.judge()).plan.counts.deactivate == 0


async def test_where_connections_cannot_be_read_a_restart_leaves_links_unknown(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_reading, "object_connections", refused)
    await leavers(lab)
    lab.restart(*EVERYTHING)
    found = fulfilled(await lab.judge(), unknown=1.0)
    assert found.plan.counts.deactivate == 0
    assert found.row(KIM).reason == "perhaps_linked"
    assert "links_perhaps_forgotten" in [note.code for note in found.plan.header.notes]


async def test_where_connections_cannot_be_read_the_log_shows_people_matched_anew(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_reading, "object_connections", refused)
    await leavers(lab)
    lab.restart(*EVERYTHING)
    lab.tenant.clock.advance(60)
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    leaves(lab, ANA)
    found = fulfilled(await lab.judge(), unknown=1.0)
    assert KIM not in [row.user_name for row in found.rows if row.action == "deactivate"]


async def test_a_restart_of_this_setup_that_keeps_links_leaves_them_certain(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_reading, "object_connections", refused)
    await leavers(lab)
    lab.tenant.clock.advance(60)
    lab.restart()
    found = fulfilled(await lab.judge(links_kept=lab.tenant.clock.now()))
    assert found.row(KIM).action == "deactivate"


async def test_a_restart_of_this_setup_that_clears_links_is_known(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_reading, "object_connections", refused)
    await leavers(lab)
    lab.tenant.clock.advance(60)
    lab.restart(*EVERYTHING)
    forgotten = lab.tenant.clock.now()
    found = fulfilled(await lab.judge(links_forgotten=forgotten))
    assert found.plan.counts.deactivate == 0
    assert not found.unknown
    assert datetime.now(UTC) < forgotten


async def test_a_restart_that_is_about_to_clear_links(lab: PlanLab) -> None:
    await leavers(lab)
    request = restarted(links_forgotten=True)(await lab.request())
    changes = {name: getattr(request, name) for name in ("run", "links_forgotten", "on_demand")}
    found = fulfilled(await lab.judge(before_cycle=lambda: lab.restart(*EVERYTHING), **changes))
    assert found.plan.counts.deactivate == 0

"""A sign-in name that somebody else got, where neither the log nor the links can be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plan.lab import PlanLab
from wizard.entra.errors import GraphError
from wizard.plan import link_reading
from wizard.practice.directory import DOMAIN
from wizard.problem import Problem

ANA, KIM, CHER = (f"{name}@{DOMAIN}" for name in ("ana", "Kim.Lee", "cher"))
NEW = f"ana.married@{DOMAIN}"


def renamed(lab: PlanLab) -> None:
    lab.change(ANA, userPrincipalName=NEW, mail=NEW)


def disabled(lab: PlanLab) -> None:
    lab.change(ANA, userPrincipalName=NEW, mail=NEW, accountEnabled=False)


@pytest.fixture
async def blind(lab: PlanLab, monkeypatch: pytest.MonkeyPatch) -> PlanLab:
    """A job that ran for Ana and Cher, whose accounts are the only ones; its links are unknown."""

    async def refused(*_given: object) -> None:
        raise GraphError(Problem("graph_forbidden"), status=403)

    lab.clear_playvox()
    lab.add_job(ANA, CHER)
    await lab.cycle()
    lab.tenant.clock.advance(3600)
    monkeypatch.setattr(link_reading, "object_connections", refused)
    lab.tenant.faults.switch("no-premium", on=True)
    return lab


@pytest.mark.parametrize("restart", [False, True], ids=["changes only", "everybody"])
@pytest.mark.parametrize("change", [renamed, disabled])
async def test_the_new_owner_of_a_name_is_not_taken_for_the_old_one(
    blind: PlanLab, change: Callable[[PlanLab], None], restart: bool
) -> None:
    change(blind)
    blind.change(KIM, userPrincipalName=ANA, mail=ANA)
    blind.assign(ANA)  # Kim, by now
    if restart:
        blind.restart()
    found = await blind.judge()
    assert not found.wrong, found.wrong
    assert (found.row(ANA).action, found.row(ANA).reason) == ("unknown", "perhaps_linked_to_other")
    assert found.row(NEW).action == "unknown"
    assert (found.row(CHER).action, found.row(CHER).reason) == ("link", "same")


async def test_people_who_kept_their_name_are_certain(blind: PlanLab) -> None:
    blind.change(ANA, mail=NEW)
    blind.assign(KIM)
    blind.restart()
    found = await blind.judge()
    assert not found.wrong, found.wrong
    assert {name: found.row(name).action for name in (ANA, CHER, KIM)} == {
        ANA: "update",
        CHER: "link",
        KIM: "create",
    }

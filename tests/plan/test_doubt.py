"""Unknown or ambiguous results are never shown as something else."""

from __future__ import annotations

import pytest

from tests.plan.lab import PlanLab
from wizard.entra.errors import GraphError
from wizard.plan import link_reading
from wizard.practice.directory import DOMAIN
from wizard.practice.store import ObjectKind
from wizard.problem import Problem

ANA, KIM, CHER, ZOE = (f"{name}@{DOMAIN}" for name in ("ana", "Kim.Lee", "cher", "zoe.laszcz"))
DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000"


def second_account(lab: PlanLab, name: str) -> None:
    """Add another account with the same userName, which Playvox would refuse to create."""
    found = lab.accounts.find(name)
    assert found is not None
    document = lab.store.get(ObjectKind.PLAYVOX_USER, found.id)
    twin = {**(document or {}), "id": "a-second-account"}
    lab.store.put(ObjectKind.PLAYVOX_USER, "a-second-account", twin, key=name.casefold())


@pytest.mark.parametrize("ran", [False, True], ids=["first run", "later run"])
async def test_two_accounts_of_one_name_are_not_taken_for_one(lab: PlanLab, ran: bool) -> None:
    lab.add_job(CHER)
    if ran:
        await lab.cycle()
    lab.assign(KIM)
    second_account(lab, KIM)
    found = await lab.judge()
    assert not found.wrong, found.wrong
    row = found.row(KIM)
    assert (row.action, row.reason) == ("skip", "duplicate_accounts")
    assert row.facts["matching"] == "userName"
    assert "DuplicateTargetEntries" in found.happened[row.id]


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        (("department", "REGEX MATCH", "S"), ANA),
        (("department", "&", "1"), ANA),
        (("department", "SOUNDS LIKE", "Sales"), CHER),
    ],
    ids=["pattern without anchors", "no preview", "operator nobody knows"],
)
@pytest.mark.parametrize("ran", [False, True], ids=["first run", "later run"])
async def test_a_filter_that_cannot_be_evaluated_here_leaves_the_result_unknown(
    lab: PlanLab, clause: tuple[str, str, str], name: str, ran: bool
) -> None:
    lab.add_job(ANA, CHER)
    if ran:
        await lab.cycle()
    lab.filter(clause)
    row = (await lab.judge()).row(name)
    assert (row.action, row.reason) == ("unknown", "filter_uncertain")
    assert row.facts["code"].startswith("scope.")


async def test_a_filter_that_lets_nobody_in_is_certain(lab: PlanLab) -> None:
    lab.add_job(ANA, CHER)
    await lab.cycle()
    lab.filter(("department", "EQUALS", "a department nobody is in"))
    found = await lab.judge()
    assert not found.wrong, found.wrong
    assert {found.row(name).action for name in (ANA, CHER)} == {"deactivate"}


async def test_accounts_stay_active_when_people_are_filtered_out_and_that_is_chosen(lab: PlanLab) -> None:
    lab.add_job(ANA, CHER, SkipOutOfScopeDeletions="True")
    await lab.cycle()
    lab.filter(("department", "EQUALS", "a department nobody is in"))
    found = await lab.judge()
    assert not found.wrong, found.wrong
    assert {(found.row(name).action, found.row(name).reason) for name in (ANA, CHER)} == {
        ("skip", "kept_active")
    }
    assert found.plan.counts.deactivate == 0


async def test_people_with_default_access_only_are_counted_and_named(lab: PlanLab) -> None:
    lab.add_job(ANA, CHER, ZOE)
    lab.clear_playvox()
    lab.set_role(ANA, DEFAULT_ACCESS)
    found = await lab.judge()
    [note] = [each for each in found.plan.header.notes if each.code == "default_access"]
    assert note.facts["count"] == "1"
    assert not found.wrong, found.wrong


async def test_where_default_access_gives_nothing_nobody_gets_an_account_by_it(lab: PlanLab) -> None:
    lab.add_job(ANA, CHER, ZOE)
    lab.clear_playvox()
    lab.set_role(ANA, DEFAULT_ACCESS)
    plan = await lab.plan(default_access=False)
    created = [row.user_name for row in plan.all_rows() if row.action == "create"]
    assert sorted(created) == [CHER, ZOE]


@pytest.mark.parametrize("keep", [False, True], ids=["accounts follow the scope", "accounts stay active"])
async def test_where_nobody_tells_what_was_linked_only_accounts_that_stay_active_are_certain(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch, keep: bool
) -> None:
    async def refused(*_given: object) -> None:
        raise GraphError(Problem("graph_forbidden"), status=403)

    monkeypatch.setattr(link_reading, "object_connections", refused)
    lab.add_job(CHER, KIM, SkipOutOfScopeDeletions=str(keep))
    await lab.cycle()
    lab.tenant.faults.switch("no-premium", on=True)
    lab.unassign(KIM)
    found = await lab.judge()
    row = found.row(KIM)
    assert (row.action, row.reason) == (("skip", "kept_active") if keep else ("unknown", "perhaps_linked"))
    assert not found.wrong, found.wrong

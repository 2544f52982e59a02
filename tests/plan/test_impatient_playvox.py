"""A Playvox that throttles or sometimes fails hardly changes the plan or its cost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.entra.practice_sign_in import graph_of
from tests.plan.doorman import Doorman, Refusal
from tests.plan.lab import PlanLab
from wizard.plan.accounts import AT_ONCE
from wizard.playvox import scim
from wizard.practice.playvox.seed import _body
from wizard.problem import ProblemError

if TYPE_CHECKING:
    from tests.fixtures.practice import StartPractice

ACCOUNTS = 1150
PAGES = 12


@pytest.fixture
async def playvox() -> Doorman:
    return Doorman()


@pytest.fixture
async def lab(
    start_practice: StartPractice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, playvox: Doorman
) -> AsyncIterator[PlanLab]:
    """Many accounts: those of most people of the tenant, and of many others."""
    playvox.stand_before(monkeypatch, "create_playvox")
    async with start_practice(people=300, replication_lag=0) as practice, graph_of(practice) as graph:
        await practice.tenant.service.stop()
        lab = PlanLab(practice, graph, tmp_path / "plans")
        have = {account.user_name.casefold() for account in lab.accounts.every()}
        people = [user["userPrincipalName"] for user in lab.people()[::2]]
        names = [name for name in people if name.casefold() not in have]
        names += [f"somebody{n}@contoso.example" for n in range(ACCOUNTS - len(names) - len(have))]
        lab.accounts.add_many([_body(name, "Some", "Body") for name in names], lab._now())
        lab.add_job(SyncAll="true")
        yield lab


def every_third() -> object:
    """Refuses every third page that is asked for."""
    asked = count(1)

    def refuses(query: dict[str, str]) -> Refusal | None:
        if "startIndex" in query and next(asked) % 3 == 0:
            return 429, {"Retry-After": "1"}
        return None

    return refuses


async def test_every_third_page_refused_gives_the_same_plan(lab: PlanLab, playvox: Doorman) -> None:
    undisturbed = await lab.plan()
    assert len(playvox.pages) == PAGES
    searched = len(playvox.searches)
    playvox.queries.clear()

    playvox.refuses = every_third()  # type: ignore[assignment]
    plan = await lab.plan()

    assert playvox.refused >= PAGES // 3
    assert len(playvox.pages) == PAGES + playvox.refused  # a refused page is asked for again, no other
    assert len(playvox.searches) == searched
    assert list(plan.all_rows()) == list(undisturbed.all_rows())
    assert plan.counts == undisturbed.counts
    assert plan.header.notes == undisturbed.header.notes
    assert (plan.header.accounts, plan.header.left_alone) == (
        undisturbed.header.accounts,
        undisturbed.header.left_alone,
    )
    assert plan.header.accounts == ACCOUNTS
    assert undisturbed.counts.link + undisturbed.counts.update > 100


async def test_playvox_s_own_wait_is_kept(
    lab: PlanLab, playvox: Doorman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scim, "_pause", lambda _attempt: pytest.fail("Playvox said how long to wait"))
    playvox.refuses = every_third()  # type: ignore[assignment]
    (await lab.plan()).discard()
    assert playvox.refused


async def test_a_playvox_that_repeats_itself_is_not_listed_for_ever(
    lab: PlanLab, playvox: Doorman, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = scim.Playvox.resources

    async def again(
        self: scim.Playvox, _start: int, count: int, decode: object = None
    ) -> tuple[list[dict[str, object]], int]:
        """Always the first page, and a total that nobody ever reaches."""
        found, _total = await listed(self, 1, count)
        return found, 1_000_000

    monkeypatch.setattr(scim.Playvox, "resources", again)
    plan = await lab.plan()
    assert len(playvox.pages) <= 4 * AT_ONCE
    assert plan.header.accounts is None
    assert "accounts_not_listed" in [note.code for note in plan.header.notes]


@pytest.mark.parametrize("page", [1, 501], ids=["the first page", "a page in the middle"])
@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_page_that_always_fails_ends_the_plan_and_nobody_is_asked_for_singly(
    lab: PlanLab, playvox: Doorman, monkeypatch: pytest.MonkeyPatch, page: int, status: int
) -> None:
    monkeypatch.setattr(scim, "_pause", lambda _attempt: 0.001)

    def refuses(query: dict[str, str]) -> Refusal | None:
        return (status, {}) if query.get("startIndex") == str(page) else None

    playvox.refuses = refuses
    with pytest.raises(ProblemError) as caught:
        await lab.plan()
    assert caught.value.problem.facts["status"] == str(status)
    assert len(playvox.searches) == 1  # whether Playvox can search by the matching attribute at all
    assert len(playvox.pages) <= PAGES + scim._ATTEMPTS
    assert not list(lab.folder.glob("plan-*"))

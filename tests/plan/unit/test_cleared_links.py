"""Which links a restart has cleared, found with few questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.plan.unit.tables import ROLE
from tests.plan.unit.tenant import Tenant, link, notes_of, reasons_of
from wizard.plan.forgotten import doubtful, gone, last_clearing, moment
from wizard.plan.link_store import KnownLink


def links(count: int) -> list[KnownLink]:
    """The number of a link is that of the day of its last entry."""
    return [
        KnownLink(f"p{n}", f"a{n}", "linked", f"2026-{1 + n // 28:02}-{1 + n % 28:02}T00:00:00Z")
        for n in range(count)
    ]


class Asked:
    """Knows which accounts have no link, and counts what it is asked."""

    def __init__(self, missing: Sequence[int]) -> None:
        self._missing = {f"a{number}" for number in missing}
        self.questions: list[int] = []

    async def __call__(self, accounts: Sequence[str]) -> set[str]:
        self.questions.append(len(accounts))
        return self._missing & set(accounts)


@pytest.mark.parametrize("cleared", range(31))
@pytest.mark.parametrize("most", [2, 3, 5, 40])
async def test_all_links_up_to_a_restart_are_found(cleared: int, most: int) -> None:
    asked = Asked(range(cleared))
    found = await gone(list(reversed(links(30))), asked, most)
    assert {each.person for each in found} == {f"p{number}" for number in range(cleared)}
    assert all(1 <= each <= most for each in asked.questions)
    if most == 40:
        assert asked.questions == [30]


async def test_nothing_is_asked_about_nobody() -> None:
    asked = Asked([])
    assert await gone([], asked, 5) == []
    assert asked.questions == []


async def test_a_single_link_that_is_gone_for_another_reason() -> None:
    found = await gone(links(4), Asked([2]), 10)
    assert [each.person for each in found] == ["p2"]


def test_times_of_entries() -> None:
    assert moment("2026-10-01T02:00:00+02:00") == datetime(2026, 10, 1, tzinfo=UTC)
    assert moment("2026-10-01T00:00:00") == datetime(2026, 10, 1, tzinfo=UTC)
    assert moment("") == moment("some day") < datetime(1990, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pairs", "day"),
    [
        ([], None),
        ([(1, 5)], 5),
        ([(1, 5), (3, 7)], 5),  # one clearing between the third and the fifth explains both
        ([(1, 5), (5, 7)], 7),
        ([(1, 5), (6, 9), (2, 8)], 9),
    ],
)
def test_the_last_clearing_that_people_made_anew_prove(
    pairs: list[tuple[int, int]], day: int | None
) -> None:
    remade = [(f"2026-10-{one:02}T00:00:00Z", f"2026-10-{two:02}T00:00:00Z") for one, two in pairs]
    expected = None if day is None else datetime(2026, 10, day, tzinfo=UTC)
    assert last_clearing(remade) == expected


def test_links_older_than_a_clearing_are_doubtful(tenant: Tenant) -> None:
    tenant.ran()
    known = {each.person: each for each in links(10)}
    remade = [("2026-01-03T00:00:00Z", "2026-01-05T00:00:00Z")]
    assert doubtful(tenant.request(), known, []) == set()
    assert doubtful(tenant.request(), known, remade) == {"p0", "p1", "p2", "p3"}
    explained = tenant.request(links_forgotten=datetime(2026, 1, 4, tzinfo=UTC))
    assert doubtful(explained, known, remade) == set()
    earlier = tenant.request(links_forgotten=datetime(2026, 1, 2, tzinfo=UTC))
    assert doubtful(earlier, known, remade) == {"p0", "p1", "p2", "p3"}


@pytest.mark.parametrize(
    ("changes", "all_doubtful"),
    [
        ({}, True),
        ({"links_kept": datetime(2026, 11, 2, tzinfo=UTC)}, False),
        ({"links_kept": datetime(2026, 10, 30, tzinfo=UTC)}, True),
        ({"links_forgotten": datetime(2026, 11, 2, tzinfo=UTC)}, False),
        ({"links_kept": datetime(2026, 11, 1, tzinfo=UTC)}, False),
    ],
)
def test_a_restart_nobody_knows_of_makes_all_links_doubtful(
    tenant: Tenant, changes: dict[str, datetime], all_doubtful: bool
) -> None:
    """The job waits for its first cycle after a restart: which one is known only where it was done here."""
    tenant.ran("2026-11-01T00:00:00Z", code="NotRun")
    known = {each.person: each for each in links(3)}
    assert doubtful(tenant.request(**changes), known, []) == (set(known) if all_doubtful else set())


def test_a_job_that_never_ran_waits_for_nothing(tenant: Tenant) -> None:
    known = {each.person: each for each in links(3)}
    assert doubtful(tenant.request(), known, []) == set()


async def test_a_link_that_is_gone_takes_nobodys_access(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", account=True)
    tenant.ran(code="NotRun")
    tenant.remembered(tmp_path, link("ana"))
    tenant.connections.clear()
    assert reasons_of(await tenant.plan(tmp_path)) == {}
    tenant.remembered(tmp_path, replace(link("ana"), at="2026-10-21T00:00:00Z"))
    assert "ana" not in reasons_of(await tenant.plan(tmp_path))


async def test_a_link_that_cannot_be_confirmed_is_unknown(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused["objectConnections"] = 403
    tenant.person("ana", account=True)
    tenant.person("bo", ROLE, account=True)
    tenant.ran(code="NotRun")
    tenant.remembered(tmp_path, link("ana"))
    plan = await tenant.plan(tmp_path)
    assert reasons_of(plan)["ana"] == ("unknown", "perhaps_linked")
    assert notes_of(plan)["links_perhaps_forgotten"] == {"count": "1"}

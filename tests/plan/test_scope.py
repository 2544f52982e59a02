"""Reading the people in scope."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.plan.lab import PlanLab
from tests.practice.workshop import principal
from wizard.entra import directory
from wizard.entra.assignments import Assignment, assigned
from wizard.plan.scope import people_of
from wizard.problem import Problem, ProblemError


async def test_a_group_that_may_not_be_read_raises_its_own_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that fail, the first one: people need one sentence, and no exception group."""

    async def refused(*_: object) -> None:
        raise ProblemError(Problem("graph_forbidden"))
        yield

    monkeypatch.setattr(directory, "members", refused)
    rows = [Assignment(n, n, "", principal_type="Group") for n in ("a", "b")]
    with pytest.raises(ProblemError) as raised:
        await people_of(None, rows)  # type: ignore[arg-type]
    assert raised.value.problem.code == "graph_forbidden"


MANY = 25_000


class _Pages:
    """A Graph with very many people, as far as they are counted."""

    async def count(self, _path: str) -> int:
        return MANY

    async def items(self, path: str, _params: object, **_more: object) -> AsyncIterator[dict[str, object]]:
        kind = "#microsoft.graph.user"
        for number in range(MANY):
            yield {"id": f"{path}-{number}", "@odata.type": kind, "accountEnabled": True, "mail": "a@b"}


@pytest.mark.parametrize("everybody", [True, False], ids=["everybody", "an assigned group"])
async def test_everybody_is_read_however_many_they_are(everybody: bool) -> None:
    told: list[tuple[int, int | None]] = []
    rows = None if everybody else [Assignment("1", "a", "", principal_type="Group")]
    found = await people_of(_Pages(), rows, counted=lambda *each: told.append(each))  # type: ignore[arg-type]
    assert len(found.people) == MANY
    assert told[-1] == (MANY, MANY if everybody else None)


async def test_the_members_of_a_group_are_all_counted() -> None:
    assert (await directory.headcount(_Pages(), "a")).direct_users == MANY  # type: ignore[arg-type]


async def test_people_who_are_assigned_themselves_are_read_twenty_in_a_request(lab: PlanLab) -> None:
    names = [user["userPrincipalName"] for user in lab.people()]
    lab.add_job(*names)
    rows = await assigned(lab.graph, principal(lab.tenant, lab.job))
    gone = Assignment("gone", "00000000-0000-4000-8000-00000000dead", "", principal_type="User")
    before = len(lab.graph.log)
    found = await people_of(lab.graph, [*rows, gone], ("department", "manager"))
    assert len(found.people) == len(names) == 60
    assert len(lab.graph.log) - before <= 4
    assert all("manager" in person.values for person in found.people.values())
    alone = await directory.person(lab.graph, names[0], ("department", "manager"))
    assert found.people[alone.id] == alone

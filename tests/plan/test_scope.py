"""Reading the people in scope."""

from __future__ import annotations

import pytest

from wizard.entra import directory
from wizard.entra.assignments import Assignment
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

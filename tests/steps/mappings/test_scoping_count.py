"""Counting who passes a scoping filter, in parts, gives what counting at a stretch gives."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from wizard.entra.directory import Person
from wizard.mapping.scoping import Filter
from wizard.steps.mappings import scoping_count, scoping_edit
from wizard.steps.mappings.editing_view import ClauseRow, ScopeCount

PEOPLE = [
    (
        f"Person {number}",
        {"department": "Sales" if number % 3 else "IT", "city": "Ulm" if number % 2 else None},
    )
    for number in range(1000)
]


def filtered(attribute: str, value: str) -> Filter | None:
    return scoping_edit.filter_of([[ClauseRow(attribute, "EQUALS", value)]], None)


@pytest.mark.parametrize("size", [1, 7, 999, 1000, 5000])
def test_parts_add_up(size: int) -> None:
    before, now = filtered("department", "Sales"), filtered("city", "Ulm")
    parts = [
        scoping_edit.counted(before, now, PEOPLE[start : start + size])
        for start in range(0, len(PEOPLE), size)
    ]
    whole = scoping_edit.counted(before, now, PEOPLE)
    assert scoping_edit.sum_of(parts) == whole
    assert (whole.total, whole.inside) == (1000, 500)
    assert whole.falls_out > 50 >= len(whole.names_falling_out)


async def test_what_is_typed_meanwhile_ends_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoping_count, "_SLICE", 10)
    looked_at: list[int] = []
    counter: Any

    def counted(_before: object, _now: object, _mapping: object, people: list[Person]) -> ScopeCount:
        looked_at.append(len(people))
        if len(looked_at) == 3:
            counter._wanted = ((ClauseRow("department", "IS NULL"),),)  # as another count does
        return ScopeCount(len(people), 0, (), 0, (), 0, 0)

    monkeypatch.setattr(scoping_count, "_counted", counted)

    async def everybody(_scopes: object) -> list[Person]:
        return [Person(id=f"{number}") for number in range(1000)]

    counter = scoping_count.ScopeCounter(SimpleNamespace(in_question=everybody))  # type: ignore[arg-type]
    draft: Any = SimpleNamespace(before=SimpleNamespace(scope=None))
    await counter._count(draft, None, None, ((ClauseRow("city", "IS NULL"),),))
    assert looked_at == [10, 10, 10]
    assert counter.count is None

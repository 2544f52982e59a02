"""Parts of views are derived once for each state of their facts."""

from __future__ import annotations

import asyncio
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from wizard.messages import current_language, use_language
from wizard.steps import Assistant, Step
from wizard.steps.base.derived import Derived
from wizard.steps.base.progress import report
from wizard.steps.mappings.editing_view import MappingEdit


def test_the_same_facts_are_derived_once_and_others_again() -> None:
    made: list[tuple[object, str, bool]] = []

    def make(rows: tuple[int, ...], name: str, *, on: bool) -> list[object]:
        made.append((rows, name, on))
        return [rows, name, on]

    part, rows = Derived(make), (1, 2)
    first = part(rows, "a", on=True)
    assert part(rows, "".join(["", "a"]), on=True) is first, "a plain value is the same when it is equal"
    assert part(tuple(range(1, 3)), "a", on=True) is not first, (
        "an object is the same only when it is this very one"
    )
    part(rows, "b", on=True)
    part(rows, "b", on=False)
    assert len(made) == 4
    assert part(rows, "b", on=False) == [rows, "b", False]
    assert len(made) == 4


def test_another_language_is_another_text() -> None:
    part: Derived[[], str] = Derived(current_language)
    before = current_language()
    try:
        assert part() == before
        use_language("x-pseudo")
        assert part() == "x-pseudo"
    finally:
        use_language(before)


def parts(view: object) -> dict[str, Any]:
    """Everything in a view that took work: lists that are not empty, and views within it."""
    assert is_dataclass(view)
    values = {each.name: getattr(view, each.name) for each in fields(view)}
    return {
        name: value
        for name, value in values.items()
        if is_dataclass(value) or (isinstance(value, tuple) and value)
    }


async def test_progress_of_one_step_is_no_news_for_the_others(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    async def work() -> None:
        monkeypatch.setattr(assistant.mappings, "renew", lambda: looked.append("mappings"))
        told.clear()
        for number in range(3):
            report(f"Looking at {number} …")
            await asyncio.sleep(0.15)
        monkeypatch.undo()

    told: list[str] = []
    assistant.subscribe(told.append)
    await assistant.people.run(work(), sentence="Looking …", commits=False)
    assert told.count("people") >= 3
    assert looked == []


async def test_a_notice_derives_nothing_again(assistant: Assistant) -> None:
    """Progress notices of a step never rebuild a list of any view."""
    await assistant.application.refresh()
    await assistant.application.add("Playvox")
    await assistant.people.refresh()
    await assistant.people.search("a")
    await assistant.people.assign([row.id for row in assistant.people.view.found if row.kind == "user"][:2])
    await assistant.people.count()
    await assistant.connection.refresh()
    await assistant.connection.set_address("acme")
    await assistant.connection.test(from_microsoft=False)
    await assistant.connection.save()
    await assistant.refresh()
    await assistant.mappings.set_mapping(MappingEdit("title", "constant", "Agent"))
    await assistant.turn_on.compute()
    await assistant.history.refresh()
    every: tuple[Step[Any], ...] = (*assistant.steps, assistant.history, assistant.troubleshoot)
    seen = {step.id: parts(step.view) for step in every}
    assert {"rows", "people", "draft"} <= set(seen["mappings"])
    assert {"roles", "assigned", "found"} <= set(seen["people"])
    assert {"checks", "report", "history"} <= set(seen["connection"])
    assert "rows" in seen["history"]
    assert "findings" in seen["before"]
    cheap = {"identity", "saved", "draft"}  # a handful of values, not lists
    told: list[str] = []
    assistant.subscribe(told.append)
    for step in every:
        step.publish()
    for step in every:
        again = parts(step.view)
        anew = {name for name, value in again.items() if value is not seen[step.id].get(name)} - cheap
        assert not anew, f"{step.id}: {anew}"
    before, after = seen["mappings"]["draft"], assistant.mappings.view.draft
    assert all(getattr(before, each.name) is getattr(after, each.name) for each in fields(before))
    assert told

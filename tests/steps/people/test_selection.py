"""The selection outlives the next search; a list is resolved, and those not found are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.steps.conftest import ANA, MakeAssistant, enter
from wizard.practice import Practice
from wizard.problem import ProblemError
from wizard.steps.people.selection import start_small
from wizard.steps.people.view import PrincipalKind, PrincipalRow, SelectedGroupSize
from wizard.ui.pages.people.rows import size_text

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def test_the_selection_stays_through_searches_until_it_is_assigned(
    practice: Practice, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    assistant = make_assistant()
    try:
        await enter(assistant)
        await assistant.application.refresh()
        await assistant.application.add("Playvox")
        await assistant.people.refresh()
        people = assistant.people
        await people.search("ana")
        (ana, *_more) = people.view.found
        await people.select([ana.id])
        await people.search("cher")
        cher = people.view.found[0]
        await people.select([cher.id, "nobody-was-found-with-this-id"])
        assert [row.id for row in people.view.selected] == [ana.id, cher.id]
        await people.deselect([cher.id])
        by_mail = next(
            user
            for user in practice.tenant.store.users()
            if user["mail"] and user["mail"].casefold() != user["userPrincipalName"].casefold()
        )
        file = tmp_path / "list.csv"
        file.write_text(f"mail;name\n{by_mail['mail']};A\nno.such@contoso.example;B\n{ANA};C\n", "utf-8")
        await people.select_file(file)
        view = people.view
        assert [row.id for row in view.selected] == [ana.id, by_mail["id"]]
        assert view.taken is not None
        assert (view.taken.people, view.taken.not_found) == (2, ("no.such@contoso.example",))
        with pytest.raises(ProblemError) as refused:
            await people.select_text(" \n")
        assert refused.value.problem.code == "on_demand_nobody"
        await people.assign([ana.id])
        assert [row.id for row in people.view.selected] == [by_mail["id"]]
    finally:
        await assistant.close()


@pytest.mark.parametrize(
    ("kind", "count", "known", "advised"),
    [
        ("user", 6, True, True),
        ("user", 5, True, False),
        ("group", 1, True, True),
        ("group", 1, False, False),
    ],
)
def test_start_small_is_advised_before_a_large_first_assignment(
    kind: str, count: int, known: bool, advised: bool
) -> None:
    rows = [PrincipalRow(str(n), PrincipalKind(kind), "", "", False, ()) for n in range(count)]
    assert bool(start_small(rows, () if known else None)) is advised


async def test_a_selected_group_says_how_many_people_it_brings(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    assistant = make_assistant()
    try:
        await enter(assistant)
        await assistant.application.refresh()
        await assistant.application.add("Playvox")
        people = assistant.people
        await people.refresh()
        await people.search("Contact Center")
        (group,) = [row for row in people.view.found if row.kind is PrincipalKind.GROUP]
        assert group.size is None
        await people.select([group.id])
        (row,) = people.view.selected
        store = practice.tenant.store
        assert row.size == SelectedGroupSize(
            len(list(store.members(group.id, "user"))), len(list(store.members(group.id, "group")))
        )
        assert row.size.nested == 2
        assert "2 groups inside are not followed" in size_text(row.size)
        await people.search("ana")
        assert people.view.selected[0].size == row.size
    finally:
        await assistant.close()

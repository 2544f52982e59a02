"""A selection comes back with everybody who still exists; the others are named."""

from __future__ import annotations

import pytest

from tests.steps.conftest import MakeAssistant, enter
from wizard.practice import Practice
from wizard.steps.base.unsaved import UnusableDraftError
from wizard.steps.people.kept import read_kept

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


async def test_a_selection_comes_back_in_another_program(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    first = make_assistant()
    await enter(first)
    await first.application.refresh()
    await first.application.add("Playvox")
    await first.people.refresh()
    await first.people.search("ana")
    ana = first.people.view.found[0]
    await first.people.search("cher")
    cher = first.people.view.found[0]
    group = next(iter(practice.tenant.store.groups()))
    await first.people.search(group["displayName"])
    await first.people.select([group["id"]])
    await first.people.search("ana")
    await first.people.select([ana.id])
    await first.people.search("cher")
    await first.people.select([cher.id])
    kept = first.people.view.unsaved
    await first.close()
    again = make_assistant()
    try:
        await enter(again)
        await again.application.refresh()
        await again.people.refresh()
        assert again.people.view.selected == ()
        practice.tenant.store.delete_user(cher.id)
        await again.people.bring_back(read_kept(kept))
        view = again.people.view
        assert [row.id for row in view.selected] == [group["id"], ana.id]
        assert view.selected[0].size is not None, "the size of a group is counted again"
        assert view.brought_back is not None
        assert view.brought_back.restored == ("2 people and groups are selected again.",)
        gone = f"1 selected person or group no longer exists in Entra: {cher.name}."
        assert view.brought_back.lost == (gone,)
        await again.people.refresh()
        assert [row.id for row in again.people.view.selected] == [group["id"], ana.id]
        await again.people.assign([ana.id])
        await again.people.deselect([group["id"]])
        assert again.people.view.unsaved is None
    finally:
        await again.close()


async def test_a_selection_for_another_application_is_named_and_not_used(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    one = make_assistant()
    try:
        await enter(one)
        await one.application.refresh()
        await one.application.add("Playvox")
        await one.people.refresh()
        await one.people.search("ana")
        ana = one.people.view.found[0]
        await one.people.select([ana.id])
        await one.application.add("Playvox 2")
        await one.people.refresh()
        view = one.people.view
        assert view.selected == ()
        assert view.brought_back is not None
        assert view.brought_back.restored == ()
        (said,) = view.brought_back.lost
        assert ana.name in said
        assert "another application" in said
    finally:
        await one.close()


@pytest.mark.parametrize(
    "value",
    [None, [], "x", {}, {"application": 5}, {"application": "a", "principals": [{"id": "../../me"}]}],
)
def test_what_is_no_selection_is_refused(value: object) -> None:
    with pytest.raises(UnusableDraftError):
        read_kept(value)

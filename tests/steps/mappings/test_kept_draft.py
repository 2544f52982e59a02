"""A draft of the mappings comes back in another program, and says what Entra has by then."""

from __future__ import annotations

import json

import pytest

from tests.steps.conftest import MakeAssistant, enter
from tests.steps.mappings.test_editing import SALES, with_job
from wizard.steps import Assistant
from wizard.steps.base.unsaved import UnusableDraftError
from wizard.steps.mappings.editing_view import ClauseRow, MappingEdit
from wizard.steps.mappings.kept import read_kept

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)
TITLE = MappingEdit("title", "constant", "Agent")


async def drafted(assistant: Assistant) -> object:
    """A draft with two mappings, one mapping less, a filter and an action; as it is kept."""
    mappings = assistant.mappings
    await mappings.set_mapping(SALES)
    await mappings.set_mapping(TITLE)
    await mappings.set_scope([[ClauseRow("department", "EQUALS", "Sales")]])
    await mappings.allow("Delete", on=False)
    kept = json.loads(json.dumps(mappings.view.draft.unsaved))
    assert kept is not None
    return kept


async def test_a_draft_comes_back_and_can_be_saved(make_assistant: MakeAssistant) -> None:
    first = make_assistant()
    await enter(first)
    await with_job(first)
    kept = await drafted(first)
    wanted = first.mappings.view.draft.differences
    await first.close()
    again = make_assistant()
    try:
        await enter(again)
        await again.application.refresh()
        await again.mappings.refresh()
        assert again.mappings.view.draft.differences == ()
        await again.mappings.bring_back(read_kept(kept))
        draft = again.mappings.view.draft
        assert draft.differences == wanted
        assert draft.brought_back is not None
        assert draft.brought_back.restored == ("4 changes to the mappings are in the draft again.",)
        assert draft.brought_back.lost == ()
        await again.mappings.refresh()
        assert again.mappings.view.draft.differences == wanted, "reading again loses it"
        await again.mappings.save_mappings()
        assert again.mappings.problem is None
        assert again.mappings.view.draft.unsaved is None
        await again.mappings.bring_back(read_kept(kept))
        draft = again.mappings.view.draft
        assert draft.brought_back is not None
        assert (draft.brought_back.restored, draft.differences) == ((), ()), "Entra has it by now"
    finally:
        await again.close()


async def test_what_entra_has_by_then_is_said(make_assistant: MakeAssistant) -> None:
    one = make_assistant()
    try:
        await enter(one)
        await with_job(one)
        kept = await drafted(one)
        await one.mappings.discard()
        await one.mappings.set_mapping(MappingEdit("title", "constant", "Something else"))
        await one.mappings.save_mappings()
        await one.mappings.bring_back(read_kept(kept))
        draft = one.mappings.view.draft
        assert draft.brought_back is not None
        _again, meanwhile = draft.brought_back.restored
        assert "Entra has other values by now" in meanwhile
        assert "title" in meanwhile
        assert "displayName" not in meanwhile
        assert any("Agent" in each for each in draft.differences)
    finally:
        await one.close()


async def test_a_draft_for_another_application_is_named_and_not_used(make_assistant: MakeAssistant) -> None:
    one = make_assistant()
    try:
        await enter(one)
        await with_job(one)
        await drafted(one)
        await one.application.add("Playvox 2")
        await one.mappings.refresh()
        draft = one.mappings.view.draft
        assert draft.differences == ()
        assert draft.brought_back is not None
        (said,) = draft.brought_back.lost
        assert "displayName, title, Scoping filter, Actions" in said
    finally:
        await one.close()


async def test_another_tenant_never_shows_a_draft(make_assistant: MakeAssistant) -> None:
    """The setup is another one as soon as somebody signs in elsewhere, before anything is read there."""
    one = make_assistant()
    try:
        await enter(one)
        await with_job(one)
        await drafted(one)
        profile = one.context.store.profile
        one.context.store.profile = profile.model_copy(update={"id": "global-fabrikam"})
        one.mappings.renew()
        assert not one.mappings.known()
        await one.mappings.refresh()
        draft = one.mappings.view.draft
        assert (draft.differences, draft.unsaved, draft.brought_back) == ((), None, None)
    finally:
        await one.close()


@pytest.mark.parametrize("value", [None, [], "x", {}, {"application": "a", "mappings": [{"now": 5}]}])
def test_what_is_no_draft_is_refused(value: object) -> None:
    with pytest.raises(UnusableDraftError):
        read_kept(value)

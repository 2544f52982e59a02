"""New assignments stay visible although Entra's list does not show them yet."""

from __future__ import annotations

from tests.fixtures.lapse import Lapse
from tests.steps.conftest import MakeAssistant, enter
from wizard.entra.assignments import Assignment
from wizard.entra.consistency import Bounds
from wizard.practice import Practice
from wizard.setup import Operation, OperationState
from wizard.steps.base.recent_assignments import UNASSIGN, RecentAssignments

BOUNDS = Bounds()


def row(name: str) -> Assignment:
    return Assignment(id=f"a-{name}", principal_id=name, app_role_id="r")


def test_added_rows_stay_until_the_list_shows_them() -> None:
    recent = RecentAssignments(Lapse().clock, BOUNDS)
    recent.note(made=[row("ana")])
    assert recent.complete([row("bo")]) == (row("bo"), row("ana"))
    assert recent.complete([row("bo"), row("ana")]) == (row("bo"), row("ana"))
    assert recent.complete([row("bo")]) == (row("bo"),), "seen once, then it is Entra's word that counts"


def test_removed_rows_stay_away_until_the_list_lost_them() -> None:
    recent = RecentAssignments(Lapse().clock, BOUNDS)
    recent.note(removed=["a-ana"])
    assert recent.complete([row("ana"), row("bo")]) == (row("bo"),)
    assert recent.complete([row("bo")]) == (row("bo"),)
    assert recent.complete([row("ana"), row("bo")]) == (row("ana"), row("bo"))


def test_retries_end() -> None:
    lapse = Lapse()
    recent = RecentAssignments(lapse.clock, BOUNDS)
    recent.note(made=[row("ana")], removed=["a-bo"])
    lapse.passed = BOUNDS.assignment + 1
    assert recent.complete([row("bo")]) == (row("bo"),)


async def test_reading_again_right_after_assigning_loses_nobody(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    assistant = make_assistant()
    try:
        await enter(assistant)
        await assistant.application.refresh()
        await assistant.application.add("Playvox")
        practice.tenant.faults.switch("stale-reads", on=True)
        await assistant.people.search("a")
        person = next(each for each in assistant.people.view.found if str(each.kind) == "user")
        await assistant.people.assign([person.id])
        await assistant.people.refresh()
        assert [each.name for each in assistant.people.view.assigned] == [person.name]
        await assistant.people.unassign([each.id for each in assistant.people.view.assigned])
        await assistant.people.refresh()
        assert assistant.people.view.assigned == ()
        again = make_assistant()  # as `status` in a process of its own, right afterwards
        try:
            await enter(again)
            assert await again.context.facts.assigned.refresh() == ()
        finally:
            await again.close()
    finally:
        await assistant.close()


def test_what_an_earlier_run_removed_stays_away_for_as_long_as_a_list_may_lag() -> None:
    lapse = Lapse()
    recent = RecentAssignments(lapse.clock, BOUNDS)
    ended = lapse.clock.now()

    def removal(number: int, subject: str) -> Operation:
        kept = {"removed": [f"a-{subject}-{number}"]}
        state = OperationState.DONE
        return Operation(number, UNASSIGN, subject, "ada", ended, ended, state, {}, {}, kept)

    recent.note_journal([removal(1, "app"), removal(2, "other")], "app")
    rows = [row("app-1"), row("other-2")]
    assert recent.complete(rows) == (row("other-2"),)
    lapse.passed = BOUNDS.assignment + 1
    late = RecentAssignments(lapse.clock, BOUNDS)
    late.note_journal([removal(1, "app")], "app")
    assert late.complete(rows) == tuple(rows), "what Entra shows now is true"

"""The first page of an existing setup, filled after each kind of sign-in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import ANA, MakeAssistant, control, enter, truth
from tests.steps.test_journey import until
from wizard.cli.status import as_json
from wizard.messages.times import moment
from wizard.steps import Assistant, StepState
from wizard.steps.overview import step
from wizard.steps.overview.view import CardState, Health, PeopleCount

if TYPE_CHECKING:
    from wizard.practice import Practice


async def quarantine(practice: Practice) -> None:
    """Playvox rejects the key from now on, and a cycle notices it."""
    await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)
    await control(practice, "PUT", "faults/playvox-key-rejected", {"on": True})
    await control(practice, "POST", "cycle")
    await until(lambda found: any(job["code"] == "Quarantine" for job in found["jobs"]), practice)


@asynccontextmanager
async def followed(assistant: Assistant) -> AsyncIterator[Assistant]:
    """The assistant as the window runs it: every step is filled after each sign-in."""
    following = asyncio.create_task(assistant.follow_sign_ins())
    try:
        yield assistant
    finally:
        following.cancel()
        await asyncio.wait({following})
        await assistant.close()


async def at_rest(assistant: Assistant) -> None:
    """Wait until the overview was read, people last; the test's own timeout ends the wait."""
    while assistant.overview.view.people.counted is None or assistant.overview.running:  # noqa: ASYNC110 - other task
        await asyncio.sleep(0.05)


async def test_a_returning_person_sees_the_quarantine_after_signing_in(
    running: Assistant, practice: Practice, make_assistant: MakeAssistant
) -> None:
    await quarantine(practice)
    async with followed(make_assistant()) as back:
        await back.before.choose_practice()
        await back.before.sign_in()
        await at_rest(back)
        view = back.overview.view
        assert view.existing
        assert view.health is Health.BROKEN
        assert view.quarantine is not None
        assert view.quarantine.code == "key_rejected"
        assert view.quarantine.since is not None
        since = moment(view.quarantine.since)
        assert view.sentence == (
            f"Provisioning has been in quarantine since {since} because Playvox rejects the key."
        )
        states = {card.id: card.state for card in view.cards}
        assert states["quarantine"] is states["key"] is states["connection"] is CardState.BROKEN
        assert all(card.sentence and card.page for card in view.cards)
        assert back.monitor.state is StepState.FAILED
        assert "quarantine" in back.monitor.evidence
        assert back.turn_on.state is StepState.ATTENTION
        assert back.overview.state is StepState.FAILED


async def test_another_computer_finds_the_setup_that_exists(
    running: Assistant,
    practice: Practice,
    make_assistant: MakeAssistant,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)
    await running.context.key_store.forget()  # one keyring serves all tests
    async with followed(make_assistant(tmp_path_factory.mktemp("elsewhere"))) as other:
        await other.before.choose_practice()
        await other.context.key_store.forget()
        await other.before.sign_in()
        await at_rest(other)
        view = other.overview.view
        assert view.existing
        assert view.quarantine is None
        key = next(card for card in view.cards if card.id == "key")
        assert key.sentence == "Entra has a key saved; there is none on this computer."
        # Without a key Playvox cannot be asked, but the log tells of everyone who was ever linked.
        assert (view.people.in_scope, view.people.missing, view.people.exact) == (1, 0, True)


async def test_unread_is_neither_locked_nor_empty_nor_good(
    running: Assistant, make_assistant: MakeAssistant
) -> None:
    back = make_assistant()
    await back.before.choose_practice()
    assert back.monitor.state is StepState.LOCKED  # nobody is signed in, and nothing is to be read
    await back.before.sign_in()
    later = (back.application, back.people, back.connection, back.mappings, back.turn_on, back.monitor)
    assert {step.state for step in later} == {StepState.UNREAD}
    assert {step.evidence for step in later} == {"Not read yet."}
    assert {card.state for card in back.overview.view.cards} == {CardState.UNREAD}
    assert back.overview.view.sentence == "Not read yet."
    await back.close()


async def test_who_is_missing_is_counted(running: Assistant, practice: Practice) -> None:
    await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)
    await running.overview.refresh()
    people = running.overview.view.people
    assert (people.in_scope, people.missing, people.exact) == (1, 0, True)
    assert running.overview.view.health is Health.OK
    await running.people.assign(
        list((await running.people.resolve(["zoe.laszcz@contoso.example"])).values())
    )
    await running.overview.refresh()
    assert running.overview.view.people_sentence == "1 of 2 people in scope is missing in Playvox."
    # In quarantine Playvox cannot be asked, but the log tells of everyone who was ever linked.
    await quarantine(practice)
    await running.overview.refresh()
    people = running.overview.view.people
    assert (people.in_scope, people.missing, people.exact) == (2, 1, True)


async def test_people_are_counted_again_once_a_cycle_has_ended(
    running: Assistant, practice: Practice
) -> None:
    await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)
    await running.people.assign(
        list((await running.people.resolve(["zoe.laszcz@contoso.example"])).values())
    )
    await running.overview.refresh()
    step_ = running.overview
    assert step_.view.people_sentence == "1 of 2 people in scope is missing in Playvox."
    assert not step_._count_is_due()
    before = len((await truth(practice))["playvox_users"])
    await control(practice, "POST", "cycle")
    await until(lambda found: len(found["playvox_users"]) > before, practice)
    await step_._read_facts()
    step_.publish()
    assert step_.view.people_sentence.endswith("This was counted before provisioning last ran.")
    assert step_._count_is_due()
    await step_.refresh()
    assert step_.view.people_sentence == "None of the 2 people in scope is missing."


async def test_a_setup_that_never_ran_is_not_called_broken_or_worth_attention_twice(
    assistant: Assistant,
) -> None:
    await assistant.application.refresh()
    await assistant.application.add("Playvox")
    await assistant.people.refresh()
    await assistant.people.assign(list((await assistant.people.resolve([ANA])).values()))
    await assistant.connection.refresh()
    await assistant.connection.set_address("acme")
    await assistant.connection.save()
    ready = assistant
    await ready.overview.refresh()
    states = {card.id: card.state for card in ready.overview.view.cards}
    assert states["connection"] is CardState.NONE
    assert states["job"] is CardState.ATTENTION
    assert ready.overview.state is StepState.READY


async def test_many_people_are_counted_too_and_too_many_are_told_by_their_number(
    running: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = 0

    async def count(_context: object) -> PeopleCount:
        nonlocal counted
        counted += 1
        return PeopleCount(4312, 7, True, datetime.now(UTC))

    async def size(_context: object) -> int:
        return 4312

    monkeypatch.setattr(step, "count_people", count)
    monkeypatch.setattr(step, "estimate", size)
    running.overview._people = PeopleCount()
    with monkeypatch.context() as patch:
        patch.setattr(step, "COUNTED_HOURLY", 4311)
        await running.overview.refresh()
        assert counted == 0
        assert running.overview.view.people_sentence.startswith("About 4,312 people are in scope")
        assert running.overview.state is StepState.ATTENTION, "no count that is out of date"
        answer = as_json(running)
        assert (answer["people_estimate"], answer["missing"]) == (4312, None)
        assert "people" in {each["part"] for each in answer["unknown"]}
    for _time in range(2):
        await running.overview.refresh()
        assert counted == 1, "once an hour"
        answer = as_json(running)
        assert (answer["people_estimate"], answer["missing"], answer["people_in_scope"]) == (None, 7, 4312)
    running.context.facts.note_provisioned("somebody", "")
    await running.overview.refresh()
    assert counted == 2, "somebody was provisioned since"


async def test_a_new_setup_has_no_overview(practice: Practice, make_assistant: MakeAssistant) -> None:
    async with followed(make_assistant()) as new:
        await enter(new)
        while not new.application.view.looked:  # noqa: ASYNC110 - another task looks
            await asyncio.sleep(0.05)
        assert not new.overview.view.existing


async def test_a_refused_reading_is_said_on_its_card_alone(running: Assistant, practice: Practice) -> None:
    await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)
    await control(practice, "PUT", "faults/no-premium", {"on": True})
    await running.overview.refresh()
    cards = {card.id: card for card in running.overview.view.cards}
    assert cards["logs"].state is CardState.UNREAD
    assert cards["logs"].sentence != "Not read yet."
    assert cards["job"].state is CardState.GOOD


async def test_an_overview_that_cannot_be_read_any_more_is_not_green(
    running: Assistant, practice: Practice
) -> None:
    await until(lambda found: any(job["code"] == "Active" for job in found["jobs"]), practice)
    await running.overview.refresh()
    assert running.overview.view.health is Health.OK
    await control(practice, "PUT", "faults/global-reader", {"on": True})
    await running.overview.refresh()
    view = running.overview.view
    assert view.stale
    assert view.health is Health.ATTENTION
    assert running.overview.state is StepState.ATTENTION

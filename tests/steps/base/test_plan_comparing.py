"""Plan, start, cycle and compare on the practice service: what went as planned, what did not and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.steps.conftest import MakeAssistant, enter
from wizard.entra.values import Json
from wizard.plan import Plan
from wizard.plan.document import DocumentHeader, document_header, document_rows
from wizard.plan.outcome import RowOutcome
from wizard.plan.outcome_store import PlanOutcome
from wizard.practice.playvox import PracticeAccounts
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.outcome_words import comparison_notes, outcome_words, share_sentence
from wizard.steps.base.plan_comparing import compare_plan
from wizard.steps.turn_on.view import ScopeChoice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=30, replication_lag=0.0)


@dataclass
class Rehearsal:
    """A setup whose scope is everybody, planned and started; cycles run only on request."""

    assistant: Assistant
    practice: Practice
    plan: Plan

    @property
    def job(self) -> str:
        job = self.assistant.context.facts.provisioning_job
        assert job is not None
        return job.id

    @property
    def header(self) -> DocumentHeader:
        return document_header(self.plan.header)

    async def cycle(self) -> None:
        assert self.practice.tenant.service is not None
        await self.practice.tenant.service.run_cycle(self.job)

    def user(self, name: str) -> Json:
        found = self.practice.tenant.store.user(name)
        assert found is not None
        return found

    def change(self, name: str, **values: Any) -> None:
        self.practice.tenant.store.put_user({**self.user(name), **values})

    async def compare(self, **header: Any) -> PlanOutcome:
        told = self.header.model_copy(update=header)
        return await compare_plan(self.assistant.context, told, lambda: document_rows(self.plan))

    def value(self, name: str) -> str:
        """The matching value of somebody who is to be created."""
        return next(row.facts["value"] for row in self.plan.rows() if row.user_name == name)

    def rows(self, action: str) -> list[str]:
        return [row.user_name for row in self.plan.rows() if row.action == action]


@pytest.fixture
async def rehearsal(practice: Practice, make_assistant: MakeAssistant) -> AsyncIterator[Rehearsal]:
    assistant = make_assistant()
    await enter(assistant)
    await assistant.application.refresh()
    await assistant.application.add("Playvox")
    await assistant.people.refresh()
    await assistant.connection.refresh()
    await assistant.connection.set_address("acme")
    await assistant.connection.save()
    assert practice.tenant.service is not None
    await practice.tenant.service.stop()
    await assistant.turn_on.refresh()
    await assistant.turn_on.set_scope(ScopeChoice.ALL)
    plan = await planned(assistant)
    await assistant.turn_on.start()
    yield Rehearsal(assistant, practice, plan)
    plan.discard()
    await assistant.close()


async def planned(assistant: Assistant) -> Plan:
    from wizard.steps.base.planning import compute_plan, plan_request

    return await compute_plan(assistant.context, await plan_request(assistant.context))


def by_name(outcome: PlanOutcome, name: str) -> RowOutcome:
    return next(each for each in outcome.rows() if each.row.user_name == name)


async def test_before_a_cycle_nothing_is_known_after_it_all_went_as_planned(rehearsal: Rehearsal) -> None:
    with await rehearsal.compare() as early:
        assert early.share is None
        assert early.counts["not_yet"] == len(rehearsal.plan.rows())
        [note] = comparison_notes(early.compared_with, rehearsal.header)
        assert note == "No whole provisioning cycle has ended since the plan."
    assert rehearsal.rows("create")
    await rehearsal.cycle()
    with await rehearsal.compare() as later:
        assert later.share == 1.0, [outcome_words(each, rehearsal.header) for each in later.rows()]
        assert later.counts["as_planned"] == len(rehearsal.plan.rows())


async def test_whoever_changed_in_between_differs_with_the_right_reasons(rehearsal: Rehearsal) -> None:
    left, made, edited, *_rest = rehearsal.rows("create")
    rehearsal.change(left, accountEnabled=False)
    accounts = PracticeAccounts(rehearsal.practice.tenant.store)
    accounts.add({"userName": rehearsal.value(made), "active": True}, "2026-11-01T00:00:00Z")
    await rehearsal.cycle()
    account = accounts.find(rehearsal.value(edited))
    assert account is not None
    accounts.remove(account.id)
    with await rehearsal.compare() as found:
        different = {each.row.user_name for each in found.rows(verdict="differently")}
        assert different == {left, made, edited}
        words = {name: outcome_words(by_name(found, name), rehearsal.header) for name in different}
    assert words[left].planned.startswith("Create.")
    assert words[left].playvox == "There is no account."
    assert "Disabled in Entra." in words[left].now
    assert words[made].log.startswith(("Update at", "Link at"))
    assert words[edited].log.startswith("Create at")
    assert words[edited].playvox == "There is no account."


async def test_playvox_has_to_keep_what_the_log_says_was_written(rehearsal: Rehearsal) -> None:
    await rehearsal.cycle()
    name = rehearsal.rows("create")[0]
    accounts = PracticeAccounts(rehearsal.practice.tenant.store)
    account = accounts.find(rehearsal.value(name))
    assert account is not None
    later = (rehearsal.practice.tenant.clock.now() + timedelta(minutes=5)).isoformat()
    accounts.replace(account.id, {**account.body, "displayName": "Somebody else"}, later)
    with await rehearsal.compare() as found:
        [different] = found.rows(verdict="differently")
        words = outcome_words(different, rehearsal.header)
        assert different.row.user_name == name
        assert words.log.startswith("Create at")
        assert words.playvox == "The account does not have what was written: displayName."


async def test_an_old_plan_is_unknown_where_playvox_does_not_show_it(rehearsal: Rehearsal) -> None:
    await rehearsal.cycle()
    gone = rehearsal.rows("create")[0]
    accounts = PracticeAccounts(rehearsal.practice.tenant.store)
    account = accounts.find(rehearsal.value(gone))
    assert account is not None
    accounts.remove(account.id)
    rehearsal.practice.tenant.store.query("DELETE FROM logs")  # as the service does after a while
    service_time = rehearsal.assistant.context.session.graph.service_time
    assert service_time is not None
    for days in (10, 60):
        with await rehearsal.compare(time=service_time - timedelta(days=days)) as found:
            assert found.counts["differently"] == 0
            assert [each.row.user_name for each in found.rows(verdict="unknown")] == [gone]
            [note] = comparison_notes(found.compared_with, rehearsal.header)
            assert "no longer reaches back to" in note
            words = outcome_words(found.rows(verdict="unknown")[0], rehearsal.header)
            assert "no longer reaches back to" in words.log


async def test_without_the_key_or_the_log_the_other_one_decides(
    rehearsal: Rehearsal, practice: Practice
) -> None:
    await rehearsal.cycle()
    key, rehearsal.assistant.context.key_store.key = rehearsal.assistant.context.key_store.key, None
    with await rehearsal.compare() as found:
        assert found.share == 1.0
        assert found.compared_with.playvox_problem is not None
        assert found.compared_with.playvox_problem.code == "key_first"
        assert share_sentence(found).startswith("100% went as planned:")
        assert "that the provisioning log shows; Playvox was not read." in share_sentence(found)
        assert {each.playvox for each in found.rows()} == {"playvox_unread"}
    rehearsal.assistant.context.key_store.key = key
    practice.tenant.faults.switch("no-premium", on=True)
    with await rehearsal.compare() as found:
        assert found.share == 1.0
        assert found.compared_with.log_problem is not None
        assert found.counts["as_planned"] >= len(rehearsal.rows("create"))


async def test_a_plan_of_another_tenant_is_refused(rehearsal: Rehearsal) -> None:
    with pytest.raises(ProblemError) as refused:
        await rehearsal.compare(tenant="another")
    assert refused.value.problem.code == "plan_other_tenant"

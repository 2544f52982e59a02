"""A colleague without the key tests what Entra has saved; testing asks for no more than it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import MakeAssistant, control, enter
from wizard.connection import CheckStatus, Verdict
from wizard.entra.aadsts import SignInError
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)
TEST_SCOPE = "Synchronization.ReadWrite.All"


async def colleague_of(running: Assistant, make: MakeAssistant) -> Assistant:
    """Another run of the program for the same tenant, without the key and with reading permissions."""
    await running.key.forget()
    other = make()
    await other.before.choose_practice()
    await other.before.sign_in()
    await other.application.refresh()
    await other.connection.refresh()
    assert other.context.key_store.key is None
    return other


async def test_the_saved_connection_is_tested_without_the_key(
    running: Assistant, make_assistant: MakeAssistant
) -> None:
    other = await colleague_of(running, make_assistant)
    (need,) = other.connection.view.test_permissions
    assert need.scope == TEST_SCOPE
    assert "changes nothing" in need.why
    await other.connection.test_saved()
    report = other.connection.view.report
    assert report is not None
    assert (report.verdict, report.cause, report.to_json()["credentials"]) == (Verdict.WORKS, None, "saved")
    assert "what Entra has saved" in report.explanation.what
    assert [each.id for each in other.connection.view.checks] == ["entra"]
    assert not other.connection.view.report_stale
    await other.turn_on.refresh()
    tested = next(each for each in other.turn_on.view.checklist if each.id == "tested")
    assert tested.sentence == report.explanation.what
    await other.close()


async def test_a_key_that_playvox_no_longer_accepts_is_named(
    running: Assistant, practice: Practice, make_assistant: MakeAssistant
) -> None:
    other = await colleague_of(running, make_assistant)
    await control(practice, "PUT", "faults/playvox-key-rejected", {"on": True})
    await other.turn_on.test_saved()
    report = other.connection.view.report
    assert report is not None
    assert (report.verdict, report.cause) == (Verdict.FAILS, "entra_rejected")
    assert "does not accept the key that Entra has saved" in report.explanation.what
    await other.close()


async def test_nothing_saved_is_no_dead_end(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant()
    await enter(assistant)
    await assistant.application.refresh()
    await assistant.application.add("Playvox")
    with pytest.raises(ProblemError) as caught:
        await assistant.connection.test_saved()
    assert caught.value.problem.code == "saved_key_first"
    await assistant.close()


async def test_testing_asks_for_one_permission_only(
    running: Assistant, make_assistant: MakeAssistant
) -> None:
    other = make_assistant()
    await enter(other)
    await other.application.refresh()
    await other.connection.refresh()
    before = other.context.session.account
    await other.connection.test()
    account = other.context.session.account
    assert before is not None
    assert account is not None
    assert account.scopes - before.scopes == {TEST_SCOPE}
    assert other.connection.view.report is not None
    assert other.connection.view.report.check("entra").status is CheckStatus.PASSED
    assert other.connection.view.test_permissions == ()
    assert not other.context.session.may_write
    await other.context.session.ask_again()
    account = other.context.session.account
    assert account is not None
    assert TEST_SCOPE in account.scopes
    await other.close()


async def test_without_the_permission_the_rest_is_tested(
    running: Assistant, make_assistant: MakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_assistant()
    await enter(other)
    await other.application.refresh()
    await other.connection.refresh()

    async def declined(*_args: object, **_more: object) -> None:
        raise SignInError(Problem("signin_consent_declined"))

    monkeypatch.setattr(other.context.session.sign_in, "interactive", declined)
    await other.connection.test()
    report = other.connection.view.report
    assert report is not None
    assert report.check("scim").status is CheckStatus.PASSED
    entra = report.check("entra")
    assert (entra.status, entra.evidence["problem"]) == (CheckStatus.NOT_RUN, "signin_consent_declined")
    await other.close()

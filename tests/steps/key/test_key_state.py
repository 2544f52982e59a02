"""What the key's state says after a test, and what a typing error does to a step."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.steps.conftest import MakeAssistant, enter
from wizard.connection import Verdict
from wizard.practice import Practice
from wizard.problem import ProblemError
from wizard.steps.base.step import StepState


async def test_a_rejected_key_is_not_done_until_it_is_accepted(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    assistant = make_assistant()
    try:
        await enter(assistant)
        assert assistant.key.state is StepState.READY
        assert assistant.key.status.unverified, "only saved"
        await assistant.connection.set_address("acme")
        practice.tenant.faults.switch("playvox-key-rejected", on=True)
        await assistant.connection.test(from_microsoft=False)
        assert assistant.key.state is StepState.ATTENTION
        assert "rejected key" in assistant.key.evidence
        practice.tenant.faults.switch("playvox-key-rejected", on=False)
        await assistant.connection.test(from_microsoft=False)
        assert assistant.key.state is StepState.DONE
        assistant.context.key_store.tested(SecretStr("another"), rejected=True)
        assert not assistant.context.key_store.rejected
    finally:
        await assistant.close()


async def test_the_key_in_use_is_tested_where_it_is_kept(
    practice: Practice, make_assistant: MakeAssistant
) -> None:
    assistant = make_assistant()
    try:
        await enter(assistant)
        assert "not tested" in assistant.key.evidence
        with pytest.raises(ProblemError) as missing:
            await assistant.key.test()
        assert missing.value.problem.code == "address_first"
        await assistant.connection.set_address("acme")
        await assistant.key.test()
        tested = assistant.key.view.tested
        assert tested is not None
        assert tested.verdict is Verdict.WORKS
        assert "accepted" in assistant.key.evidence
        practice.tenant.faults.switch("playvox-cert-expired", on=True)
        await assistant.key.test()
        assert "did not show" in assistant.key.evidence, "it was tested, and nothing is known about it"
        practice.tenant.faults.clear()
        practice.tenant.faults.switch("playvox-key-rejected", on=True)
        await assistant.key.test()
        assert assistant.key.view.tested is not tested
        assert assistant.key.state is StepState.ATTENTION
        await assistant.connection.set_address("other")
        assert assistant.key.view.tested is None, "the result was about another address"
    finally:
        await assistant.close()


async def test_a_typing_error_is_no_failed_step(practice: Practice, make_assistant: MakeAssistant) -> None:
    assistant = make_assistant()
    try:
        await enter(assistant)
        await assistant.connection.set_address("no address at all")
        with pytest.raises(ProblemError) as refused:
            await assistant.connection.plan_save()
        assert refused.value.problem.field
        assert assistant.connection.view.problem is not None
        assert assistant.connection.state is not StepState.FAILED
    finally:
        await assistant.close()

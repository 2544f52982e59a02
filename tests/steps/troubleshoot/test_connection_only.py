"""Only testing a connection: without sign-in, without a setup, with any pasted key."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.steps.conftest import MakeAssistant
from wizard.connection import (
    CheckStatus,
    Verdict,
)
from wizard.practice import Practice
from wizard.problem import ProblemError
from wizard.steps import Assistant, PracticeLine, Services
from wizard.steps.base.practice_sign_in import practice_network


@pytest.fixture
async def fresh(make_assistant: MakeAssistant) -> AsyncIterator[Assistant]:
    """A newly opened assistant: nobody is signed in and nothing is chosen."""
    made = make_assistant()
    yield made
    await made.close()


async def test_address_and_key_are_enough(practice: Practice, fresh: Assistant, tmp_path: Path) -> None:
    step = fresh.troubleshoot
    await step.use_practice(True)
    await step.set_address("acme")
    await step.use_practice_key()
    await step.test()
    report = step.view.report
    assert report is not None
    assert report.verdict is Verdict.WORKS
    assert report.practice
    assert report.check("entra").status is CheckStatus.NOT_RUN
    # Nothing of it was added to the setup.
    context = fresh.context
    assert not context.session.signed_in
    assert context.key_store.key is None
    assert context.session.practice is None
    assert context.store.profile.tenant_url == ""
    assert not (tmp_path / "data" / "profiles").exists()
    assert [run.verdict for run in step.view.history] == ["Works"]
    page = tmp_path / "report.html"
    await step.save_report(page)
    assert practice.line.key.get_secret_value() not in page.read_text(encoding="utf-8")
    assert (
        practice.line.key.get_secret_value().encode()
        not in (tmp_path / "data" / "journal.sqlite").read_bytes()
    )


async def test_a_real_playvox_is_tested_without_choosing_practice(
    practice: Practice, tmp_path: Path
) -> None:
    async def refuse() -> PracticeLine:
        raise AssertionError("the practice tenant was started")

    line = PracticeLine.model_validate(practice.line, from_attributes=True)
    made = Assistant(Services(tmp_path / "data", refuse, practice_network(line)))
    step = made.troubleshoot
    await step.set_address("acme")
    await step.paste_key(practice.line.key)
    await step.test()
    assert step.view.report is not None
    assert step.view.report.verdict is Verdict.WORKS
    await made.close()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "address_invalid"),
        ("http://acme.playvox.com/scim/v1", "address_not_https"),
        ("https://127.0.0.1/scim/v1", "address_private"),
        ("ac me", "address_invalid"),
    ],
)
async def test_a_wrong_address_is_named_beside_the_field(fresh: Assistant, text: str, code: str) -> None:
    step = fresh.troubleshoot
    await step.set_address(text)
    assert step.view.address_problem is not None
    assert step.view.address_problem.code == code
    with pytest.raises(ProblemError) as caught:
        await step.test()
    assert caught.value.problem.code == code
    assert caught.value.problem.field == "tenant_url"


async def test_hints_about_the_key_never_block(practice: Practice, fresh: Assistant) -> None:
    step = fresh.troubleshoot
    await step.use_practice(True)
    await step.set_address("acme")
    await step.paste_key(SecretStr(f'"Bearer {practice.line.key.get_secret_value()} "\n'))
    assert len(step.view.key_hints) >= 2
    await step.test()
    assert step.view.report is not None
    assert step.view.report.cause == "key_hygiene"
    assert step.view.report.verdict is Verdict.WARNINGS
    await step.paste_key(SecretStr("some-id:some-long-secret"))
    assert step.view.key_suggestion
    await step.test()
    assert step.view.report.check("auth").cause == "key_rejected"
    await step.use_suggestion()
    assert not step.view.key_suggestion
    assert step.view.report_stale
    await step.paste_key(SecretStr(""))
    assert step.view.key_fingerprint == ""


async def test_without_a_key_the_route_is_tested(fresh: Assistant) -> None:
    step = fresh.troubleshoot
    await step.use_practice(True)
    await step.set_address("acme")
    await step.test()
    report = step.view.report
    assert report is not None
    assert report.check("http").status is CheckStatus.PASSED
    assert report.check("auth").status is CheckStatus.NOT_RUN


async def test_choosing_the_other_playvox_forgets_the_result(fresh: Assistant) -> None:
    step = fresh.troubleshoot
    await step.use_practice(True)
    await step.set_address("acme")
    await step.test()
    assert step.view.history
    await step.use_practice(False)
    assert step.view.report is None
    assert step.view.history == ()
    assert step.view.address_text == "acme"


async def test_a_test_is_stopped(fresh: Assistant) -> None:
    step = fresh.troubleshoot
    await step.use_practice(True)
    await step.set_address("acme")
    begun = asyncio.Event()
    stop = fresh.subscribe(lambda _step: begun.set() if step.view.testing else None)
    testing = asyncio.create_task(step.test())
    await begun.wait()
    stop()
    await step.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await testing
    assert step.view.report is not None
    assert step.view.report.verdict is Verdict.CANCELLED


async def test_the_right_path_is_looked_for_and_used(fresh: Assistant) -> None:
    step = fresh.troubleshoot
    await step.use_practice(True)
    await step.use_practice_key()
    await step.set_address("https://acme.playvox.com/api/scim/v7")
    await step.test()
    assert step.view.report is not None
    assert step.view.report.verdict is Verdict.FAILS
    await step.find_path()
    found = step.view.search
    assert found is not None
    assert found.certain
    await step.set_address(found.url)
    assert step.view.search is None
    await step.test()
    assert step.view.report.verdict is Verdict.WORKS

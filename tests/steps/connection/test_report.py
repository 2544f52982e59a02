"""The connection test's report on disk, and explanations of Microsoft's error texts."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from wizard.connection import (
    CheckStatus,
    Verdict,
)
from wizard.practice import Practice
from wizard.problem import ProblemError
from wizard.steps import Assistant


async def test_a_report_is_saved_as_page_and_as_data(
    practice: Practice, assistant: Assistant, tmp_path: Path
) -> None:
    step = assistant.connection
    with pytest.raises(ProblemError) as caught:
        await step.save_report(tmp_path / "early.html")
    assert caught.value.problem.code == "test_first"
    await step.set_address("acme")
    await step.test(from_microsoft=False)
    page, data = tmp_path / "report.html", tmp_path / "report.json"
    await step.save_report(page)
    await step.save_report(data)
    assert json.loads(data.read_text(encoding="utf-8"))["verdict"] == "works"
    assert "https://acme.playvox.com/scim/v1" in page.read_text(encoding="utf-8")
    for file in (page, data):
        assert practice.line.key.get_secret_value() not in file.read_text(encoding="utf-8")


async def test_a_place_that_cannot_be_written_is_named(assistant: Assistant, tmp_path: Path) -> None:
    step = assistant.connection
    await step.set_address("acme")
    await step.test(from_microsoft=False)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ProblemError) as caught:
        await step.save_report(tmp_path / "file" / "report.html")
    assert caught.value.problem.code == "report_not_saved"
    assert caught.value.problem.retryable


async def test_a_pasted_error_needs_no_connection(assistant: Assistant) -> None:
    step = assistant.connection
    await step.read_pasted(
        "SystemForCrossDomainIdentityManagementCredentialValidationFailure: Unauthorized"
    )
    assert step.view.pasted is not None
    assert step.view.pasted.recognized
    await step.read_pasted("  ")
    assert step.view.pasted is None


async def test_a_stopped_test_shows_what_was_found_until_then(assistant: Assistant) -> None:
    step = assistant.connection
    await step.set_address("acme")
    begun = asyncio.Event()

    def listen(_step: str) -> None:
        if any(check.status is CheckStatus.PASSED for check in step.view.checks):
            begun.set()

    stop = assistant.subscribe(listen)
    testing = asyncio.create_task(step.test(from_microsoft=False))
    await begun.wait()
    assert step.view.testing
    assert step.view.report is None
    await step.cancel()
    stop()
    with pytest.raises(asyncio.CancelledError):
        await testing
    report = step.view.report
    assert report is not None
    assert report.verdict is Verdict.CANCELLED
    assert report.check("address").status is CheckStatus.PASSED
    assert not step.view.testing
    assert CheckStatus.RUNNING not in {check.status for check in step.view.checks}

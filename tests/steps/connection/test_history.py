"""Earlier tests are kept on disk by host, shown with what changed, and never prevent a test."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from pydantic import SecretStr

from tests.steps.conftest import MakeAssistant, enter
from wizard.practice import Practice
from wizard.steps import Assistant


async def test_runs_are_kept_and_shown_with_what_changed(
    practice: Practice, assistant: Assistant, make_assistant: MakeAssistant, tmp_path: Path
) -> None:
    step = assistant.connection
    await step.set_address("acme")
    assert step.view.history == ()
    await step.test(from_microsoft=False)
    assert [run.verdict for run in step.view.history] == ["Works"]
    await assistant.key.use_for_session(SecretStr("d3Jvbmc6a2V5LXRoYXQtbm9ib2R5LWtub3dz"))
    await step.test(from_microsoft=False)
    newest, first = step.view.history
    assert newest.verdict == "Does not work"
    assert newest.sentence == "Playvox does not accept the key."
    assert "Another key was used." in newest.changes
    assert "Key accepted: was passed, is failed (Playvox does not accept the key)." in newest.changes
    assert not any("skipped" in change for change in newest.changes), "only what was looked at both times"
    assert len(first.changes) == 1
    report = step.view.report
    assert report is not None
    assert newest.when == report.started
    # After the next start the program finds them; another host has none.
    again = make_assistant()
    await enter(again)
    await again.connection.set_address("acme")
    assert again.connection.view.history == step.view.history
    await again.connection.set_address("other")
    assert again.connection.view.history == ()
    await again.close()
    kept = (tmp_path / "data" / "journal.sqlite").read_bytes()
    assert practice.line.key.get_secret_value().encode() not in kept


async def test_a_history_that_cannot_be_kept_stops_no_test(assistant: Assistant, tmp_path: Path) -> None:
    step = assistant.connection
    (tmp_path / "data" / "journal.sqlite").write_bytes(b"no database at all, whatever it is called" * 100)
    await step.set_address("acme")
    await step.test(from_microsoft=False)
    assert step.view.report is not None
    assert step.view.report.verdict == "works"
    assert step.view.history_problem is not None
    assert step.view.history_problem.code == "setup_journal_damaged"


async def test_a_stopped_test_is_not_kept(assistant: Assistant) -> None:
    step = assistant.connection
    await step.set_address("acme")
    begun = asyncio.Event()
    stop = assistant.subscribe(lambda _step: begun.set() if step.view.testing else None)
    testing = asyncio.create_task(step.test(from_microsoft=False))
    await begun.wait()
    stop()
    await step.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await testing
    assert step.view.history == ()
    for _turn in range(2):
        await step.test(from_microsoft=False)
    assert step.view.history[0].changes == ("Nothing changed.",)

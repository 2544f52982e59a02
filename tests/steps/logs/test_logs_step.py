"""The logs of a practice tenant: read in the background, told by cause, kept; one person is tried again."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.steps.conftest import ANA, MakeAssistant, control, enter, truth
from wizard.practice import Practice
from wizard.practice.options import PracticeOptions
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.logs.step import LogsStep
from wizard.steps.logs.view import LogChoice

NEW = "cher@contoso.example"


async def read(step: LogsStep) -> None:
    await step.open()
    await until_read(step)


async def until_read(step: LogsStep) -> None:
    if step._import is not None:
        await asyncio.wait({step._import})


async def test_failures_are_told_by_cause_and_the_person_is_tried_again(
    running: Assistant, practice: Practice, tmp_path: Path
) -> None:
    step = running.logs
    assert (step.state, step.view.sentence) == ("unread", "Not read yet.")
    await control(practice, "PUT", "faults/playvox-create-refused", {"on": True})
    (her,) = (await running.people.resolve([NEW])).values()
    await running.people.assign([her])
    await asyncio.sleep(2 * PracticeOptions().replication_lag)  # until every server shows the assignment
    await running.turn_on.provision_one(her)
    await control(practice, "DELETE", "faults")
    await read(step)
    view = step.view
    assert step.state == "attention"
    assert view.table is not None
    (row,) = view.table.window(0, 1, "")
    assert row.status == "failure"
    await running.overview.refresh()
    (card,) = [card for card in running.overview.view.cards if card.id == "logs"]
    assert card.sentence.startswith("1 of ")
    assert "results in the log" in card.sentence
    assert "Counted from" in card.detail
    (group,) = [group for group in view.groups if group.status == "failure"]
    assert group.count == 1
    assert group.sentence == row.sentence
    assert group.cure

    await step.show_entry(row.id)
    entry = step.view.entry
    assert entry is not None
    assert (entry.person_id, entry.sentence) == (her, row.sentence)
    assert entry.lines[0][0] == "Playvox's answer"
    await running.turn_on.provision_one(entry.person_id)
    trial = running.turn_on.view.trial
    assert trial is not None
    step.tell_retried(trial.sentence)
    await until_read(step)
    assert step.view.retried == trial.sentence
    await step.choose(LogChoice(result="success", person_id=her))
    assert step.view.table is not None
    assert [found.person for found in step.view.table.window(0, 5, "cher")] == [row.person]
    assert any(each["userName"] == NEW for each in (await truth(practice))["playvox_users"])

    await step.save(tmp_path / "log.json", "json", "")
    (saved,) = json.loads((tmp_path / "log.json").read_text())
    assert (saved["person_id"], saved["result"], saved["action"]) == (her, "success", "create")


async def test_another_run_begins_with_what_is_here_and_says_why_nothing_new_comes(
    running: Assistant, practice: Practice, make_assistant: MakeAssistant
) -> None:
    (her,) = (await running.people.resolve([ANA])).values()
    await running.turn_on.provision_one(her)
    await read(running.logs)
    entries = running.logs.view.sentence.split(".")[0]
    await running.close()

    again = make_assistant()
    await enter(again)
    await again.refresh()
    await control(practice, "PUT", "faults/no-premium", {"on": True})
    await read(again.logs)
    assert again.logs.view.sentence.split(".")[0] == entries
    assert again.logs.view.import_problem is not None
    assert again.logs.view.import_problem.code == "logs_need_licence"
    await again.close()


async def test_how_long_entries_are_kept_is_previewed_saved_and_remembered(
    running: Assistant, make_assistant: MakeAssistant
) -> None:
    step = running.logs
    assert step.view.kept.days == 30
    assert (await step.plan_keep(30)).empty
    preview = await step.plan_keep(None)
    assert [(each.before, each.after) for each in preview.changes] == [(30, None)]
    assert preview.warnings == ()
    await step.keep(None)
    assert step.view.kept.days is None
    shorter = await step.plan_keep(90)
    assert "deleted on this computer" in shorter.warnings[0]
    await running.close()
    again = make_assistant()
    await enter(again)
    await again.refresh()
    await again.logs.refresh()
    assert again.logs.view.kept.days is None
    await again.close()


async def test_a_file_that_cannot_be_written_is_named(running: Assistant, tmp_path: Path) -> None:
    await read(running.logs)
    with pytest.raises(ProblemError) as caught:
        await running.logs.save(tmp_path / "none" / "log.csv", "csv", "")
    assert caught.value.problem.code == "log_file_not_saved"


@pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="the open files of a process are read in /proc"
)
async def test_no_log_stays_open_behind_a_closed_assistant(running: Assistant) -> None:
    """Windows neither deletes nor replaces a file that is open."""
    folder = str(running.context.services.data_folder)
    (her,) = (await running.people.resolve([ANA])).values()
    await running.turn_on.provision_one(her)
    await read(running.logs)
    table = running.logs.view.table
    assert table is not None
    assert table.count_all("ana")
    assert [file for file in open_files() if file.startswith(folder)]
    await running.close()
    assert [file for file in open_files() if file.startswith(folder)] == []
    assert table.window(0, 5, "ana") == []


def open_files() -> list[str]:
    return [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]

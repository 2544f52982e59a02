"""Saved plans of a setup: saved when provisioning is started, opened, compared, exported, deleted."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.steps.conftest import ANA, MakeAssistant, enter
from wizard.problem import ProblemError
from wizard.steps import Assistant

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


@pytest.fixture
async def ready(practice: Practice, make_assistant: MakeAssistant) -> AsyncIterator[Assistant]:
    """A setup that is saved and not started; cycles run only when told."""
    made = make_assistant()
    await enter(made)
    await made.application.refresh()
    await made.application.add("Playvox")
    await made.people.refresh()
    await made.people.assign(list((await made.people.resolve([ANA])).values()))
    await made.connection.refresh()
    await made.connection.set_address("acme")
    await made.connection.save()
    assert practice.tenant.service is not None
    await practice.tenant.service.stop()
    await made.turn_on.refresh()
    yield made
    await made.close()


async def cycle(assistant: Assistant, practice: Practice) -> None:
    job = assistant.context.facts.provisioning_job
    assert job is not None
    assert practice.tenant.service is not None
    await practice.tenant.service.run_cycle(job.id)


async def test_started_compared_exported_deleted(
    ready: Assistant, practice: Practice, tmp_path: Path, make_assistant: MakeAssistant
) -> None:
    plans = ready.plans
    await plans.refresh()
    assert plans.view.rows == ()
    await ready.turn_on.compute()
    await ready.turn_on.start()
    assert ready.turn_on.view.plan_saved
    await plans.refresh()
    [row] = plans.view.rows
    assert row.counts["create"] + row.counts["link"] + row.counts["update"] == 1
    assert row.account.startswith("admin")

    await plans.open(row.id)
    assert plans.view.opened is not None
    assert ready.turn_on.view.plan is not None
    assert plans.view.opened.plan.rows.count("") == ready.turn_on.view.plan.rows.count("") > 0
    assert plans.view.comparison is None

    await plans.compare(row.id)
    early = plans.view.comparison
    assert early is not None
    assert early.counts["as_planned"] == 0
    assert early.counts["not_yet"] > 0
    await cycle(ready, practice)
    await plans.compare(row.id)
    later = plans.view.comparison
    assert later is not None
    assert later.counts["differently"] == later.counts["not_yet"] == later.counts["unknown"] == 0
    done = later.counts["as_planned"]
    shown = f"100% went as planned: {done} of {done} results that the provisioning log and Playvox show."
    assert later.sentence.startswith(shown)
    [ana] = later.rows.window(0, 9, "ana@", "name", False)
    assert ana.verdict_name == "As planned"
    assert ana.link.endswith(f"/userId/{ana.id}")
    assert later.rows.row(ana.id) == ana
    assert early.rows.count("") == 0, "the earlier comparison is closed"

    file = tmp_path / "plan.jsonl.gz"
    await plans.export(row.id, file, "jsonl")
    header, *rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    assert header["id"] == row.id
    assert len(rows) == later.rows.count("")

    again = make_assistant()  # the program is started again
    await enter(again)
    await again.plans.refresh()
    assert [each.id for each in again.plans.view.rows] == [row.id]
    await again.close()

    effect = plans.plan_delete(row.id)
    assert [change.sign for change in effect.changes] == ["-"]
    assert "Plan of" in effect.changes[0].what
    assert effect.changes[0].detail.startswith("the result for 1 person; ")
    assert effect.destructive
    await plans.delete(row.id)
    assert (plans.view.rows, plans.view.opened, plans.view.comparison) == ((), None, None)
    with pytest.raises(ProblemError) as gone:
        await plans.compare(row.id)
    assert gone.value.problem.code == "plan_gone"


async def test_saved_by_the_button_and_kept_when_another_plan_is_computed(ready: Assistant) -> None:
    await ready.turn_on.compute()
    assert not ready.turn_on.view.plan_saved
    await ready.turn_on.save_plan()
    assert ready.turn_on.view.plan_saved
    await ready.turn_on.compute()
    assert not ready.turn_on.view.plan_saved
    await ready.plans.refresh()
    assert len(ready.plans.view.rows) == 1


async def test_a_start_without_a_plan_on_the_page_keeps_the_one_of_its_dialog(ready: Assistant) -> None:
    preview = await ready.turn_on.plan_start()
    assert preview.keeps_plan
    impact = await ready.people_impact(preview, lambda _sentence: None)
    assert impact is not None
    await ready.keep_plan(impact)
    assert len(ready.plans.view.rows) == 1
    await ready.turn_on.compute()
    assert not (await ready.turn_on.plan_start()).keeps_plan  # the one on the page is saved instead


@pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="the open files of a process are read in /proc"
)
async def test_nothing_stays_open_behind_a_closed_assistant(ready: Assistant) -> None:
    """Windows neither deletes nor replaces a file that is open."""
    folder = str(ready.context.services.data_folder)
    await ready.turn_on.compute()
    await ready.turn_on.save_plan()
    await ready.plans.refresh()
    plan = ready.plans.view.rows[0].id
    await ready.plans.open(plan)
    await ready.plans.compare(plan)
    assert [file for file in open_files() if file.startswith(folder)]
    await ready.close()
    assert [file for file in open_files() if file.startswith(folder)] == []


def open_files() -> list[str]:
    return [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]

"""Interrupted changes: the result of a later change to the same object is not taken for theirs."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.steps.another_administrator import started_job
from wizard.steps import Assistant

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)


def interrupted(assistant: Assistant, kind: str, subject: str, **values: dict[str, Any]) -> int:
    """Leave a change open in the journal, like a program that was killed an hour ago."""
    store = assistant.context.store
    number = store.journal.begin(
        kind, subject, "admin@contoso.example", values.get("old", {}), values.get("new", {})
    )
    path = assistant.context.services.data_folder / "journal.sqlite"
    began = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE operations SET began = ? WHERE id = ?", (began, number))
    database.close()
    return number


async def states(assistant: Assistant, *numbers: int) -> list[str]:
    """How the history shows these changes."""
    await assistant.history.refresh()
    rows = {row.id: row.state for row in assistant.history.view.rows}
    return [rows[number] for number in numbers]


async def test_a_start_stays_open_when_somebody_paused_later(running: Assistant) -> None:
    start = interrupted(running, "job.start", started_job(running), new={"on": True})
    await running.monitor.refresh()
    await running.monitor.pause()
    assert await states(running, start) == ["begun"]


async def test_a_pause_stays_open_when_somebody_started_later(running: Assistant) -> None:
    job = started_job(running)
    await running.monitor.refresh()
    await running.monitor.pause()
    pause = interrupted(running, "job.pause", job, old={"on": True}, new={"on": False})
    await running.turn_on.refresh()
    await running.turn_on.start()
    assert await states(running, pause) == ["begun"]


async def test_settings_stay_open_when_they_were_saved_again_later(running: Assistant) -> None:
    application = running.context.facts.application_id
    done = next(row for row in running.context.store.journal.operations() if row.kind == "settings.save")
    old = {**done.new, "deletion_threshold": 40}
    earlier = interrupted(running, "settings.save", application, old=dict(done.new), new=old)
    await running.connection.set_threshold(60)
    await running.connection.save()
    # The last one is open too, and nothing followed it: Entra has what it wanted.
    wanted = {**done.new, "deletion_threshold": 60}
    latest = interrupted(running, "settings.save", application, old=old, new=wanted)
    assert await states(running, earlier, latest) == ["begun", "done"]


async def test_an_assignment_stays_open_when_assignments_were_removed_later(running: Assistant) -> None:
    application = running.context.facts.application_id
    [mine] = running.people.view.assigned
    new = {"principals": [mine.principal_id], "role": mine.role_id}
    assign = interrupted(running, "people.assign", application, new=new)
    await running.people.unassign([mine.id])
    assert await states(running, assign) == ["begun"]


async def test_a_change_of_another_object_hides_nothing(running: Assistant) -> None:
    start = interrupted(running, "job.start", started_job(running), new={"on": True})
    await running.connection.set_threshold(60)
    await running.connection.save()
    assert await states(running, start) == ["done"]

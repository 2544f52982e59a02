"""Finds the results of interrupted operations, and of the objects that earlier ones created.

When the program is killed or a response is lost, an operation stays open in the journal. The journal
proves that it was requested, never that it happened: so Entra is read, and the result is recorded. Steps
provide one check per kind of operation; window and command line call the same functions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wizard.entra.consistency import CreatedObjects, Deadline, WaitPolicy, look_until
from wizard.problem import ProblemError
from wizard.setup.journal import Journal, Operation, OperationState

ADD_APPLICATION = "application.add"
CREATE_JOB = "job.create"
_SAME_THING = (
    frozenset({"job.start", "job.pause"}),
    frozenset({"people.assign", "people.unassign"}),
    frozenset({"role.add", "role.remove"}),
)
"""Kinds of operations whose later ones hide the result of earlier ones."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Entra shows the intended result; `facts` are for the journal, such as a new object's id."""

    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotShown:
    """Entra does not show it: it did not happen, once the time to become visible has passed."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Entra's state is inconclusive, for example because the same object was changed since."""


Finding = Happened | NotShown | Unclear
Look = Callable[[Operation], Awaitable[Finding]]


async def reconcile(
    journal: Journal, rows: Sequence[Operation], looks: Mapping[str, Look], waits: WaitPolicy
) -> bool:
    """Record the results of interrupted operations; returns whether the journal changed. Never waits.

    Call it only while no copy of the program is changing this setup (`SetUpLock`): a running operation
    looks like an interrupted one. Where Entra cannot be read, or a later operation changed the same
    object, or the result may still become visible, it stays unknown.
    """
    learned = False
    for row in rows:
        look = looks.get(row.kind)
        if look is None or row.state is not OperationState.BEGUN or _hidden(row, rows):
            continue
        try:
            finding = await look(row)
        except ProblemError:
            continue  # read again the next time
        if isinstance(finding, Happened):
            await _happened(journal, row, finding)
            learned = True
        elif isinstance(finding, NotShown) and (await _time_to_show(journal, row, waits)).left <= 0:
            await _did_not(journal, row)
            learned = True
    return learned


async def resolve(
    journal: Journal, row: Operation, look: Look, what: str, waits: WaitPolicy
) -> Happened | None:
    """The result of an interrupted operation before it is repeated: None when it did not happen.

    Waits, reporting progress, until it is visible or would be. Call it with the setup's lock held. Raises
    what the check raises.
    """

    async def happened() -> Happened | None:
        finding = await look(row)
        return finding if isinstance(finding, Happened) else None

    deadline = await _time_to_show(journal, row, waits)
    found = await look_until(what, happened, deadline=deadline, progress=waits.progress)
    if found is None:
        await _did_not(journal, row)
    else:
        await _happened(journal, row, found)
    return found


def remember_created(rows: Iterable[Operation], created: CreatedObjects) -> None:
    """Register the applications that earlier runs added with a Graph client, and whether they were seen."""
    rows = tuple(rows)
    for row in rows:
        if row.kind != ADD_APPLICATION or row.state is not OperationState.DONE or "gone" in row.outcome:
            continue
        for name in ("service_principal", "application"):
            created.add(str(row.outcome.get(name) or ""), made_at(row), seen=was_seen(row, rows))


def made_at(row: Operation) -> datetime:
    """The latest time at which the object of an operation was created, according to the journal."""
    found_afterwards = row.outcome.get("found_afterwards")
    return row.began if found_afterwards or row.ended is None else row.ended


def was_seen(row: Operation, rows: Iterable[Operation]) -> bool:
    """Whether the object that this operation made was seen in Entra.

    Older journals do not record it; there, a later operation on the object proves it.
    """
    if row.outcome.get("seen"):
        return True
    made = row.outcome.get("service_principal")
    return bool(made) and any(
        other.subject == made and other.state is OperationState.DONE for other in rows
    )


async def mark_seen(journal: Journal, object_id: str) -> None:
    """Record that the application was seen, if the journal shows that this program added it."""
    await _mark(journal, object_id, "seen", True)


async def mark_gone(journal: Journal, object_id: str, when: datetime) -> None:
    """Record that the application or job is gone, if the journal shows that this program created it."""
    await _mark(journal, object_id, "gone", when.isoformat())


@dataclass(frozen=True, slots=True)
class MadeJob:
    """A provisioning job that was made from here: it was seen then."""

    job_id: str
    at: datetime


async def job_made(journal: Journal, application_id: str) -> MadeJob | None:
    """The last job that was made from here for this application, unless it is known to be gone."""
    rows = await asyncio.to_thread(journal.operations)
    row = next((row for row in rows if row.kind == CREATE_JOB and row.subject == application_id), None)
    if row is None or row.state is not OperationState.DONE or "gone" in row.outcome:
        return None
    job_id = str(row.outcome.get("job") or "")
    return MadeJob(job_id, made_at(row)) if job_id else None


async def name_of(journal: Journal, service_principal_id: str) -> str:
    """The name under which this program added an application; empty when it did not."""
    for row in await asyncio.to_thread(journal.operations):
        if row.kind == ADD_APPLICATION and row.outcome.get("service_principal") == service_principal_id:
            return str(row.new.get("name") or "")
    return ""


async def _mark(journal: Journal, object_id: str, name: str, value: object) -> None:
    for row in await asyncio.to_thread(journal.operations):
        made = (row.outcome.get("service_principal"), row.outcome.get("job"))
        if row.kind in (ADD_APPLICATION, CREATE_JOB) and object_id in made and name not in row.outcome:
            await asyncio.to_thread(journal.note, row.id, {name: value})


def _hidden(row: Operation, rows: Iterable[Operation]) -> bool:
    """Whether a later operation changed the same object and so hides this one's result."""
    kinds = next((group for group in _SAME_THING if row.kind in group), frozenset({row.kind}))
    return any(
        other.id > row.id
        and other.subject == row.subject
        and other.kind in kinds
        and other.state is not OperationState.REFUSED
        for other in rows
    )


async def _time_to_show(journal: Journal, row: Operation, waits: WaitPolicy) -> Deadline:
    """When an interrupted operation must be visible; passed at once where nothing was sent."""
    sent = await asyncio.to_thread(journal.sent, row.id)
    if not sent:
        return waits.deadline(0.0)
    return Deadline.since(waits.clock, sent[-1].sent, waits.bounds.interrupted)


async def _happened(journal: Journal, row: Operation, found: Happened) -> None:
    facts = {**found.facts, "found_afterwards": True}
    await asyncio.to_thread(journal.end, row.id, OperationState.DONE, facts)


async def _did_not(journal: Journal, row: Operation) -> None:
    facts = {"code": "not_found_afterwards", "found_afterwards": False}
    await asyncio.to_thread(journal.end, row.id, OperationState.REFUSED, facts)

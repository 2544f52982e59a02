"""What became of operations that were interrupted, and of the objects that earlier ones made.

A program that is killed, or whose answer gets lost, leaves an operation open in the journal. The journal
proves that it was asked for, never that it happened: so Entra is looked at, and the journal learns how it
ended. Steps bring one look per kind of operation; window and command line call the same functions.
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
"""Kinds of operations of which a later one hides what an earlier one did."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Entra shows what the operation was to do; `facts` are for the journal, such as a new object's id."""

    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotShown:
    """Entra does not show it: it did not happen, once it has had the time to show."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Entra cannot tell, for example because somebody changed the same thing since."""


Finding = Happened | NotShown | Unclear
Look = Callable[[Operation], Awaitable[Finding]]


async def reconcile(
    journal: Journal, rows: Sequence[Operation], looks: Mapping[str, Look], waits: WaitPolicy
) -> bool:
    """Note how interrupted operations ended; returns whether the journal knows more now. Never waits.

    Call it only while no copy of the program is changing this set-up (`SetUpLock`): an operation under way
    looks just like an interrupted one. Where Entra cannot be asked, or something later changed the same
    thing, or it may still show, the end stays unknown.
    """
    learned = False
    for row in rows:
        look = looks.get(row.kind)
        if look is None or row.state is not OperationState.BEGUN or _hidden(row, rows):
            continue
        try:
            finding = await look(row)
        except ProblemError:
            continue  # asked again the next time
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
    """What came of an interrupted operation that is to be done again: None when it did not happen.

    Waits, and says so, until it shows or would have shown. Call it with the set-up's lock. Raises what
    looking raises.
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
    """Tell a Graph client of the applications that earlier runs added, and whether they were seen."""
    rows = tuple(rows)
    for row in rows:
        if row.kind != ADD_APPLICATION or row.state is not OperationState.DONE or "gone" in row.outcome:
            continue
        for name in ("service_principal", "application"):
            created.add(str(row.outcome.get(name) or ""), made_at(row), seen=was_seen(row, rows))


def made_at(row: Operation) -> datetime:
    """When the object of an operation was made, as far as the journal tells: not later than this."""
    found_afterwards = row.outcome.get("found_afterwards")
    return row.began if found_afterwards or row.ended is None else row.ended


def was_seen(row: Operation, rows: Iterable[Operation]) -> bool:
    """Whether the object that this operation made was seen in Entra.

    Older journals do not say so; there, something done to the object later proves it.
    """
    if row.outcome.get("seen"):
        return True
    made = row.outcome.get("service_principal")
    return bool(made) and any(
        other.subject == made and other.state is OperationState.DONE for other in rows
    )


async def mark_seen(journal: Journal, object_id: str) -> None:
    """Note that the application was seen, where the journal knows that it was added from here."""
    await _mark(journal, object_id, "seen", True)


async def mark_gone(journal: Journal, object_id: str, when: datetime) -> None:
    """Note that the application or job is gone, where the journal knows that it was made from here."""
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
    """The name under which an application was added from here; empty when it was not."""
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
    """Whether a later operation touched the same thing, so that its end shows rather than this one's."""
    kinds = next((group for group in _SAME_THING if row.kind in group), frozenset({row.kind}))
    return any(
        other.id > row.id
        and other.subject == row.subject
        and other.kind in kinds
        and other.state is not OperationState.REFUSED
        for other in rows
    )


async def _time_to_show(journal: Journal, row: Operation, waits: WaitPolicy) -> Deadline:
    """Until when an interrupted operation may still show; over at once where nothing was sent."""
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

"""The cycles of a job in words and times."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from wizard.entra.status import Execution, SynchronizationJob
from wizard.messages import _, ngettext

_interval: TypeAdapter[timedelta] = TypeAdapter(timedelta)


def last_run(found: SynchronizationJob | None) -> Execution | None:
    """The last cycle; None when none has run, or there is no job."""
    last = found.status.last_execution if found and found.status else None
    return last if last is not None and last.really_ran else None


def run_sentence(ran: Execution | None) -> str:
    """How the last cycle ended."""
    if ran is None:
        return _("No cycle has run yet.")
    if ran.state == "Succeeded":
        return ngettext(
            "The last cycle went well: {n} change sent to Playvox.",
            "The last cycle went well: {n} changes sent to Playvox.",
            ran.count_exported,
        ).format(n=ran.count_exported)
    if ran.state == "EntryLevelErrors":
        return _("The last cycle ended, but some people had errors ({n} to be tried again).").format(
            n=ran.count_escrowed
        )
    return _("The last cycle did not succeed.")


def interval_of(found: SynchronizationJob | None) -> timedelta | None:
    """The time between two cycles; None: the service does not tell."""
    if found is None or found.schedule is None:
        return None
    try:
        return _interval.validate_python(found.schedule.interval)
    except (ValidationError, OverflowError):
        return None


def next_run(found: SynchronizationJob | None) -> datetime | None:
    """When the next cycle is expected; None: unknown, or provisioning is off.

    The interval is counted from the end of the last cycle. In quarantine the service's own next attempt
    counts instead, because its pauses grow.
    """
    if found is None or not found.is_on:
        return None
    if found.in_quarantine:
        return found.status.quarantine.next_attempt if found.status and found.status.quarantine else None
    ran, interval = last_run(found), interval_of(found)
    if ran is None or ran.time_ended is None or interval is None:
        return None
    try:
        return ran.time_ended + interval
    except OverflowError:
        return None


def progress_of(found: SynchronizationJob | None) -> float | None:
    """0 to 1 of the running cycle's pages; None when the service does not tell."""
    progress = found.status.progress if found and found.status else ()
    if not progress or progress[-1].total_units <= 0:
        return None
    return max(0.0, min(1.0, progress[-1].completed_units / progress[-1].total_units))


def linked_people(found: SynchronizationJob | None) -> int | None:
    """How many people the job ever linked, as the service counts them; None when it does not tell.

    The number never decreases by itself (Entra docs).
    """
    counts = found.status.synchronized_entry_count_by_type if found and found.status else ()
    people = [count.value for count in counts if count.key.casefold().startswith("user")]
    return sum(people) if people else None

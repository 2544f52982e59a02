"""What this setup did that makes the next cycle a full one: restarts, and saved mappings.

A restart clears the job's links or keeps them; saved mappings keep them (Entra docs, "How provisioning
works"), and the job's status does not tell of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wizard.entra.jobs import Reset
from wizard.setup import Operation, OperationState
from wizard.steps.base import pending_restart, schema_saving
from wizard.steps.base.context import Context


@dataclass(frozen=True, slots=True)
class KnownRestarts:
    """Times when this setup last cleared the job's links, restarted it with its links, saved its mappings;
    None for what it never did.

    For a restart that clears links, the time before it was sent counts: links made later are kept.
    """

    cleared: datetime | None = None
    kept: datetime | None = None
    mapped: datetime | None = None


async def known_restarts(context: Context, job_id: str) -> KnownRestarts:
    """From the setup's journal."""
    application = context.facts.application_id
    return restarts_of(job_id, application, await asyncio.to_thread(context.store.journal.operations))


def restarts_of(job_id: str, application_id: str, operations: Iterable[Operation]) -> KnownRestarts:
    """The same from the journal's operations."""
    cleared: datetime | None = None
    kept: datetime | None = None
    mapped: datetime | None = None
    for row in operations:
        if row.state is not OperationState.DONE:
            continue
        ended = row.ended or row.began
        if (row.kind, row.subject) == (schema_saving.KIND, application_id):
            mapped = max(mapped or ended, ended)
        elif (row.kind, row.subject) != (pending_restart.KIND, job_id):
            continue
        elif row.new.get("reset") == Reset.FULL.value:
            cleared = max(cleared or row.began, row.began)
        else:
            kept = max(kept or ended, ended)
    return KnownRestarts(cleared, kept, mapped)

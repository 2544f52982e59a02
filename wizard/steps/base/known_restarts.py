"""Restarts of provisioning made by this setup: which cleared the job's links, and which kept them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from wizard.entra.jobs import Reset
from wizard.setup import Operation, OperationState
from wizard.steps.base import pending_restart
from wizard.steps.base.context import Context


async def known_restarts(context: Context, job_id: str) -> tuple[datetime | None, datetime | None]:
    """Times when this setup last cleared the job's links, and last restarted it with its links.

    For a restart that clears links, the time before it was sent counts: links made later are kept.
    """
    return restarts_of(job_id, await asyncio.to_thread(context.store.journal.operations))


def restarts_of(job_id: str, operations: Iterable[Operation]) -> tuple[datetime | None, datetime | None]:
    """The same from the journal's operations."""
    cleared: datetime | None = None
    kept: datetime | None = None
    for row in operations:
        if (row.kind, row.subject, row.state) != (pending_restart.KIND, job_id, OperationState.DONE):
            continue
        if row.new.get("reset") == Reset.FULL.value:
            cleared = max(cleared or row.began, row.began)
        else:
            ended = row.ended or row.began
            kept = max(kept or ended, ended)
    return cleared, kept

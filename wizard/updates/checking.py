"""Looks up the newest version, and says what is known about it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import httpx

import wizard
from wizard.network.clients import Network
from wizard.network.packing import refuse_packed_twice
from wizard.problem import Problem, ProblemError
from wizard.security.redactor import redact
from wizard.updates.channel import Channel, channel
from wizard.updates.kept import Kept, keep, read_kept
from wizard.updates.metadata import Metadata, numbers, verified

State = Literal["not_checked", "current", "newer"]
Why = Literal["", "no_address", "off", "never", "old"]
_MOST = 65_536  # bytes
_PATIENCE = 20.0  # seconds
_WHOLE = 60.0  # seconds for an answer that comes byte by byte
_OFTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Updates:
    """What is known. `why`: why nothing is; `newest` and `checked` belong to the other two states."""

    on: bool
    state: State
    why: Why = ""
    newest: Metadata | None = None
    checked: datetime | None = None


def known(folder: Path, *, now: datetime | None = None) -> Updates:
    """What is known without looking; what is no longer valid counts as not checked."""
    now = now or datetime.now(UTC)
    kept = read_kept(folder)
    if channel() is None:
        return Updates(kept.on, "not_checked", "no_address")
    if kept.newest is None or kept.checked is None:
        return Updates(kept.on, "not_checked", "never" if kept.on else "off")
    if kept.newest.expires <= now:
        return Updates(kept.on, "not_checked", "old", checked=kept.checked)
    state: State = "newer" if numbers(kept.newest.version) > numbers(wizard.__version__) else "current"
    return Updates(kept.on, state, "", kept.newest, kept.checked)


def is_due(folder: Path, *, now: datetime | None = None) -> bool:
    """Whether it is on and was not looked up for a day."""
    kept = read_kept(folder)
    now = now or datetime.now(UTC)
    return (
        kept.on
        and channel() is not None
        and (kept.checked is None or not timedelta() <= now - kept.checked < _OFTEN)
    )


def switch(folder: Path, *, on: bool) -> Updates:
    """Look once a day from now on, or no longer; raises `OSError`."""
    keep(folder, read_kept(folder).model_copy(update={"on": on}))
    return known(folder)


async def check(folder: Path, network: Network | None = None, *, now: datetime | None = None) -> Updates:
    """Read what is published, verify and keep it.

    Raises `ProblemError` with a code that begins with `update_`, and keeps what was known before; raises
    `OSError` where it cannot be kept.
    """
    now = now or datetime.now(UTC)
    place = channel()
    if place is None:
        raise ProblemError(Problem("update_no_address"))
    found = verified(await _read(place, network or Network()), place.keys, now)
    kept = read_kept(folder)
    if kept.newest is not None and found.order < kept.newest.order:
        facts = {"version": found.version, "seen": kept.newest.version}
        raise ProblemError(Problem("update_rolled_back", facts))
    keep(folder, Kept(on=kept.on, checked=now, newest=found))
    return known(folder, now=now)


async def _read(place: Channel, network: Network) -> bytes:
    host = urlsplit(place.address).netloc
    try:
        async with (
            asyncio.timeout(_WHOLE),
            network.client(timeout=_PATIENCE) as client,
            client.stream("GET", place.address, headers={"Accept": "application/json"}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                facts = {"host": host, "status": str(answer.status_code)}
                raise ProblemError(Problem("update_refused", facts, retryable=True))
            content = b""
            refuse_packed_twice(answer)
            async for part in answer.aiter_bytes():
                content += part
                if len(content) > _MOST:
                    raise ProblemError(Problem("update_unreadable"))
            return content
    except (httpx.HTTPError, TimeoutError) as error:
        raw = redact(str(error) or type(error).__name__)
        raise ProblemError(Problem("update_unreachable", {"host": host}, raw, retryable=True)) from error

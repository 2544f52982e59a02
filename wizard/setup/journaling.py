"""Connects the Graph client to the journal: nothing is sent before it is recorded."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wizard.entra.errors import GraphError
from wizard.problem import ProblemError
from wizard.security.redactor import HIDDEN, redact_values
from wizard.setup.journal import Journal, OperationState

if TYPE_CHECKING:
    from wizard.entra.graph import Write

_MAX_BODY = 20_000
_current: ContextVar[int | None] = ContextVar("current_operation", default=None)

# Only these provisioning settings may be recorded; everything else in that list counts as a secret.
_PLAIN_SETTINGS = {"BaseAddress", "SyncAll", "SyncNotificationSettings", "SkipOutOfScopeDeletions"}


class JournalingHook:
    """A `WriteWatch` for `Graph`: records each change before and after."""

    def __init__(self, journal: Journal, account: Callable[[], str]) -> None:
        self._journal = journal
        self._account = account

    async def before(self, write: Write) -> object:
        """Record the request; returns its number."""
        return await asyncio.to_thread(
            self._journal.sending,
            _current.get(),
            self._account(),
            write.method,
            write.path,
            _without_secrets(write.body),
            write.client_request_id,
        )

    async def after(self, ticket: object, write: Write, status: int | None, maybe_done: bool) -> None:
        """Record the answer."""
        if isinstance(ticket, int):
            await asyncio.to_thread(self._journal.answered, ticket, status, maybe_done=maybe_done)


class OperationOutcome:
    """The result of an operation, filled in while it runs."""

    def __init__(self, operation: int) -> None:
        self.operation = operation
        self.facts: dict[str, Any] = {}

    def note(self, **facts: Any) -> None:
        """Add a result, such as a new object's id."""
        self.facts.update(facts)


@asynccontextmanager
async def operation(
    journal: Journal,
    kind: str,
    subject: str,
    account: str,
    *,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> AsyncIterator[OperationOutcome]:
    """Record an operation around the block.

    It ends as done, or as refused when certainly nothing was changed. When the block is canceled, a
    response is lost, or something goes wrong after a change, it stays open, and the problem is `partly`:
    the next run must verify before repeating.
    """
    number = await asyncio.to_thread(journal.begin, kind, subject, account, old or {}, new or {})
    async with continuing(journal, number) as outcome:
        yield outcome


@asynccontextmanager
async def continuing(journal: Journal, number: int) -> AsyncIterator[OperationOutcome]:
    """Around a block that carries out an operation recorded earlier; ends it like `operation`."""
    outcome = OperationOutcome(number)
    token = _current.set(number)
    try:
        yield outcome
    except ProblemError as error:
        lost = isinstance(error, GraphError) and error.maybe_done
        if lost or await asyncio.to_thread(_changed, journal, number):
            error.problem = replace(error.problem, partly=True)
        else:
            facts = {**outcome.facts, "code": error.problem.code}
            await asyncio.to_thread(journal.end, number, OperationState.REFUSED, facts)
        raise
    else:
        await asyncio.to_thread(journal.end, number, OperationState.DONE, outcome.facts)
    finally:
        _current.reset(token)


def _changed(journal: Journal, number: int) -> bool:
    """Whether a request of this operation changed something, or may have."""
    return any(
        each.maybe_done or (each.status is not None and 200 <= each.status < 300)
        for each in journal.sent(number)
    )


def _without_secrets(body: object) -> str:
    if body is None:
        return ""
    text = json.dumps(redact_values(_hide(body)), ensure_ascii=False)
    return text if len(text) <= _MAX_BODY else text[:_MAX_BODY] + " …"


def _hide(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "key" in value and "value" in value and value["key"] not in _PLAIN_SETTINGS:
            return {**value, "value": HIDDEN}
        return {name: _hide(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_hide(inner) for inner in value]
    return value

"""Waiting until a change is known everywhere in Entra (Graph is eventually consistent)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from wizard.entra.errors import GraphError
from wizard.problem import Problem, ProblemError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Progress of a wait: `what` is a code ("application", "job", "job_state", "settings" …)."""

    what: str
    attempt: int
    seconds: float  # waited so far


WaitingProgress = Callable[[Waiting], None]
_SOON = 2.0  # seconds to look for what a change without an answer may have done
_SENDINGS = 2
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)


async def until(
    what: str,
    look: Callable[[], Awaitable[T | None]],
    sleep: Callable[[float], Awaitable[None]],
    progress: WaitingProgress | None = None,
    *,
    patience: float,
) -> T:
    """The first result of `look` that is not None.

    Raises "graph_replication_slow" (retryable) when `patience` seconds of pauses were not enough, and
    whatever `look` raises.
    """
    waited = 0.0
    attempt = 0
    while True:
        attempt += 1
        found = await look()
        if found is not None:
            return found
        pause = _PAUSES[min(attempt - 1, len(_PAUSES) - 1)]
        if waited + pause > patience:
            facts = {"what": what, "minutes": str(max(1, round(patience / 60)))}
            raise ProblemError(Problem("graph_replication_slow", facts, retryable=True))
        if progress:
            progress(Waiting(what, attempt, waited))
        await sleep(pause)
        waited += pause


async def none_if_not_found(question: Awaitable[T]) -> T | None:
    """The answer, or None when Graph says 404: not there (yet)."""
    try:
        return await question
    except GraphError as error:
        if error.status == 404:
            return None
        raise


async def send_then_verify(
    what: str,
    send: Callable[[], Awaitable[object]],
    look: Callable[[], Awaitable[object | None]],
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    """Send a change that Entra shows; after a lost answer look for it before it is sent once more.

    `send` must not repeat by itself. Raises what `send` raises when its answer got lost twice.
    """
    for turn in range(_SENDINGS):
        try:
            await send()
        except GraphError as error:
            if not error.maybe_done:
                raise
            try:
                await until(what, look, sleep, patience=_SOON)
            except ProblemError as slow:
                if slow.problem.code != "graph_replication_slow":
                    raise
                if turn + 1 == _SENDINGS:
                    raise error from slow
                continue
        return

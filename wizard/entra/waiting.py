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


Progress = Callable[[Waiting], None]
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)


async def until(
    what: str,
    look: Callable[[], Awaitable[T | None]],
    sleep: Callable[[float], Awaitable[None]],
    progress: Progress | None = None,
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


async def or_none(question: Awaitable[T]) -> T | None:
    """The answer, or None when Graph says 404: not there (yet)."""
    try:
        return await question
    except GraphError as error:
        if error.status == 404:
            return None
        raise

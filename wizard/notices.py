"""What could not be read while the rest went on: it is collected, and said at the end.

Code that leaves something out calls `notice`; code that shows the result collects. Without a collector a
notice is dropped, so that services can be used alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wizard.problem import Problem

_collected: ContextVar[list[Problem] | None] = ContextVar("notices", default=None)


def notice(problem: Problem) -> None:
    """Add a problem that did not stop the work, from any thread of a task; the same one is kept once."""
    found = _collected.get()
    if found is not None and not any(
        (each.code, each.facts) == (problem.code, problem.facts) for each in found
    ):
        found.append(problem)


def noticed() -> tuple[Problem, ...]:
    """What was noticed so far in the block of `collecting` around this code."""
    return tuple(_collected.get() or ())


@contextmanager
def collecting() -> Iterator[list[Problem]]:
    """Collect the notices of the block, also those of its threads, into the list."""
    found: list[Problem] = []
    token = _collected.set(found)
    try:
        yield found
    finally:
        _collected.reset(token)

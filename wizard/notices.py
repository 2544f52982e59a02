"""What could not be read while the rest went on: it is collected, and said at the end.

Code that leaves something out calls `notice`; code that shows the result collects. Without a collector a
notice is dropped, so that services can be used alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wizard.problem import Problem

COUNT = "n"
"""The fact that says how often something was left out; of the same problem the largest is kept."""
REMARKS = frozenset({"proxy_entries_ignored", "trust_variable_unread"})
"""Codes that are said as well, although nothing is missing in the result."""
_collected: ContextVar[tuple[list[Problem], ...]] = ContextVar("notices", default=())


def notice(problem: Problem) -> None:
    """Add a problem that did not stop the work, from any thread of a task; the same one is kept once."""
    for found in _collected.get():
        add_notice(found, problem)


def add_notice(found: list[Problem], problem: Problem) -> None:
    """Add a problem to a list of notices, as `notice` does."""
    for place, each in enumerate(found):
        if each.code == problem.code and _without_count(each) == _without_count(problem):
            if _count(problem) > _count(each):
                found[place] = problem
            return
    found.append(problem)


def _without_count(problem: Problem) -> dict[str, str]:
    return {name: value for name, value in problem.facts.items() if name != COUNT}


def _count(problem: Problem) -> int:
    text = problem.facts.get(COUNT, "")
    return int(text) if text.isdecimal() else 0


def noticed() -> tuple[Problem, ...]:
    """What was noticed so far in the block of `collecting` around this code, without remarks."""
    collected = _collected.get()
    return without_remarks(collected[-1]) if collected else ()


def without_remarks(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """The notices of which the result lacks something."""
    return tuple(each for each in found if each.code not in REMARKS)


@contextmanager
def collecting() -> Iterator[list[Problem]]:
    """Collect the notices of the block, also those of its threads, into the list.

    Blocks around this one get them as well.
    """
    found: list[Problem] = []
    token = _collected.set((*_collected.get(), found))
    try:
        yield found
    finally:
        _collected.reset(token)

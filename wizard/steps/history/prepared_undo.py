"""Shared by every kind of undo: its preview, the action, and the refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from wizard.problem import Problem, ProblemError
from wizard.steps.base.change_preview import ChangePreview


@dataclass(frozen=True, slots=True)
class PreparedUndo:
    """One operation ready to be undone. An empty preview: everything is as before already."""

    effect: ChangePreview
    act: Callable[[], Awaitable[None]]


async def nothing() -> None:
    """The action when nothing is left to do."""


NOTHING_TO_UNDO = PreparedUndo(ChangePreview(), nothing)


def changed_since(what: str, now: str) -> ProblemError:
    """Somebody changed the same thing again: it is not overwritten."""
    return ProblemError(Problem("undo.changed_since", {"what": what, "now": now}))


def not_here(subject: str, present: str) -> None:
    """Raises "undo.other_application" unless the operation belongs to what is chosen now."""
    if subject != present:
        raise ProblemError(Problem("undo.other_application"))

"""Real steps with a view set by the test; their intents end at once.

A staged step is an instance of a subclass of the real one, with a context without services: a page that
uses an unknown name, or calls an intent with wrong arguments, fails here as it would with the real step.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant, ChangePreview, Services, Step, StepState, StepStatus

S = TypeVar("S", bound=Step[Any])
NOWHERE = Path("/nowhere/at/all")


class Staged:
    """State of a staged step in place of the real one's; a test may set all of it."""

    shown: Any = None
    state = StepState.DONE
    evidence = "All of this was read just now and is as it should be."
    problem: Problem | None = None
    running = False
    asked: list[tuple[Any, ...]]
    """Intents that were called, with their arguments."""
    refuses: dict[str, Problem]
    """What an intent raises, by its name."""

    @property
    def view(self) -> Any:
        return self.shown

    @view.setter
    def view(self, view: object) -> None:
        assert type(view) is type(self.shown)
        self.shown = view

    @property
    def status(self) -> StepStatus:
        return StepStatus(self.state, self.evidence)

    def renew(self) -> bool:
        """Derives nothing: the view stays as the test set it."""
        return False


def staged_assistant(views: dict[str, Any]) -> Assistant:
    """The real assistant with steps that show these views, by the steps' ids."""
    assistant = Assistant(Services(NOWHERE, _unreachable, vault=_unreachable))
    for step_id, view in views.items():
        stage(assistant.step(step_id), view)
    return assistant


def stage(step: S, view: object) -> S:
    """Make this step a staged one."""
    assert type(view) is type(step.view), f"{type(step).__name__} shows a {type(step.view).__name__}"
    cls = type(step)
    intents = {
        name: _recorded(name, method)
        for name, method in inspect.getmembers(cls, inspect.isfunction)
        if _is_intent(name, method)
    }
    instead = {name: member for name, member in vars(Staged).items() if name not in vars(type("", (), {}))}
    # A copy of the members, not a second base: an object's class cannot be changed to one with another
    # base.
    step.__class__ = type(f"Staged{cls.__name__}", (cls,), {**intents, **instead})
    staged = cast("Staged", step)
    staged.shown, staged.asked, staged.refuses = view, [], {}
    return step


def _is_intent(name: str, method: Callable[..., object]) -> bool:
    if name.startswith("_"):
        return False
    return name.startswith("plan_") or inspect.iscoroutinefunction(inspect.unwrap(method))


def _recorded(name: str, method: Callable[..., object]) -> Callable[..., object]:
    signature = inspect.signature(method)

    def record(self: Staged, *given: object, **named: object) -> object:
        signature.bind(self, *given, **named)  # like the real step, before anything is awaited
        self.asked.append((name, *given, *named.values()))
        if name in self.refuses:
            raise ProblemError(self.refuses[name])
        return ChangePreview() if name.startswith("plan_") else None

    async def record_soon(self: Staged, *given: object, **named: object) -> object:
        return record(self, *given, **named)

    return record_soon if inspect.iscoroutinefunction(inspect.unwrap(method)) else record


def _unreachable(*_given: object) -> NoReturn:
    raise AssertionError("a staged step reaches nothing")

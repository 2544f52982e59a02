"""One change that the command bar offers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.steps import ChangePreview


@dataclass(frozen=True)
class Commit:
    """One change, offered as a button that names it.

    `plan` returns the effect (plain or coroutine function), `act` makes the change. `blocker` returns why
    it is not possible yet, after moving the focus to what is missing; empty when it is possible. The button
    stays enabled: what is missing is explained, not hidden. All three are called after the page has sent
    all typed input to the step.
    """

    name: str
    text: str
    icon: str
    plan: Callable[[], ChangePreview | Awaitable[ChangePreview]]
    act: Callable[[], Coroutine[Any, Any, object]]
    blocker: Callable[[], str] = str
    primary: bool = True
    destructive: bool = False
    """Whether it removes or stops something: its button looks like that, in the bar and in the dialog."""
    title: str = ""
    done_text: str = ""
    leads_on: bool = False
    """Whether the next page comes when this commit has completed its step for the first time."""

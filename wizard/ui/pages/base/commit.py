"""One act that changes something, as the command bar offers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.steps import ChangePreview


@dataclass(frozen=True)
class Commit:
    """One act that changes something, offered as a button that names it.

    `plan` tells the effect (plain or coroutine function), `act` does it. `blocker` says why it cannot be
    done yet, after leading the eye there; empty when it can. The button stays enabled: what is missing is
    explained, not hidden. All three are called after the page has settled: what was typed is in the step.
    """

    name: str
    text: str
    icon: str
    plan: Callable[[], ChangePreview | Awaitable[ChangePreview]]
    act: Callable[[], Coroutine[Any, Any, object]]
    blocker: Callable[[], str] = str
    primary: bool = True
    title: str = ""
    done_text: str = ""

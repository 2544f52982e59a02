"""Parts of a page that are drafted and not saved yet, as the program keeps them until they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.steps.base.unsaved import BroughtBack


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The result of putting a draft back, in sentences."""

    restored: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnsavedInput:
    """One such part. Its value is JSON without any secret; what could be a key is not kept."""

    name: str
    """Unique in the program; it stands in a file, so it never changes."""
    ready: Callable[[], bool]
    """Whether `take` tells the truth and `put_back` can work: what it belongs to was read."""
    take: Callable[[], object | None]
    """What is drafted now; None: nothing."""
    put_back: Callable[[object], None]
    """UnsavedInput this again; raises `ValueError` for a value that cannot be used."""
    outcome: Callable[[], RestoreResult | None]
    """The result of the last `put_back`; None while that is not known yet."""
    drop: Callable[[], object]
    """Throw away what is drafted."""


class PageDraft:
    """Puts back at once what only the page has, such as ticks."""

    def __init__(self, show: Callable[[Any], RestoreResult]) -> None:
        """`show` shows the value again; it raises `ValueError` where that cannot be used."""
        self._show = show
        self._outcome: RestoreResult | None = None

    def put_back(self, value: object) -> None:
        """Show this again."""
        self._outcome = self._show(value)

    def outcome(self) -> RestoreResult | None:
        """The result of the last one."""
        return self._outcome


class StepDraft:
    """Puts back what a step drafts: sends it there, and finds out the result."""

    def __init__(
        self,
        read: Callable[[object], Any],
        send: Callable[[Any], object],
        result: Callable[[], BroughtBack[Any] | None],
    ) -> None:
        """`read` makes of JSON what the step takes, `send` gives it that, `result` is in its view."""
        self._read, self._send, self._result = read, send, result
        self._awaited: object = None
        self._seen: object = None
        self._outcome: RestoreResult | None = None

    def put_back(self, value: object) -> None:
        """Send this to the step; raises `ValueError` where it cannot be read."""
        self._awaited = self._read(value)
        self._send(self._awaited)

    def outcome(self) -> RestoreResult | None:
        """The result of the last one, also of one that the step has put aside by itself."""
        found = self._result()
        if found is None or (self._awaited is not None and found.kept is not self._awaited):
            return None
        self._awaited = None
        if found is not self._seen:
            self._seen, self._outcome = found, RestoreResult(found.restored, found.lost)
        return self._outcome
